"""Everything that changes agencies, posts, and who is there."""

from motcua.organisations.actions.agencies import enter_agency
from motcua.organisations.actions.posts import begin_post, end_post, enter_officer
from motcua.organisations.actions.presence import (
    LEADS,
    delegate,
    end_absence,
    note_absence,
    revoke_delegation,
)

__all__ = [
    "LEADS",
    "begin_post",
    "delegate",
    "end_absence",
    "end_post",
    "enter_agency",
    "enter_officer",
    "note_absence",
    "revoke_delegation",
]
