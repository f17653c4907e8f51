"""Everything that is done to forms and to the lists they choose from."""

from motcua.forms.actions.drawing import (
    discard_draft,
    draft,
    propose,
    publish,
    save_draft,
    withdraw_proposal,
)
from motcua.forms.actions.listing import (
    ListDraftExists,
    ListNotADraft,
    ListSecondPersonNeeded,
    discard_list,
    draft_list,
    publish_list,
)

__all__ = [
    "ListDraftExists",
    "ListNotADraft",
    "ListSecondPersonNeeded",
    "discard_draft",
    "discard_list",
    "draft",
    "draft_list",
    "propose",
    "publish",
    "publish_list",
    "save_draft",
    "withdraw_proposal",
]
