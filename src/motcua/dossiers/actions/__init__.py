"""Everything that changes a dossier. One function per legal act."""

from motcua.dossiers.actions.deciding import deliver, fetch_result, issue_result, sign_result
from motcua.dossiers.actions.filing import (
    Filing,
    Sheet,
    attach,
    choose,
    detach,
    discard_draft,
    file,
    open_draft,
    save_answers,
    submit,
)
from motcua.dossiers.actions.intake import (
    accept,
    answer_supplement,
    decline,
    request_supplement,
    withdraw,
)
from motcua.dossiers.actions.processing import (
    Proposal,
    acknowledge,
    answer_consultation,
    claim,
    complete_task,
    consult,
    hand_over,
)

__all__ = [
    "Filing",
    "Proposal",
    "Sheet",
    "accept",
    "acknowledge",
    "answer_consultation",
    "answer_supplement",
    "attach",
    "choose",
    "claim",
    "complete_task",
    "consult",
    "decline",
    "deliver",
    "detach",
    "discard_draft",
    "fetch_result",
    "file",
    "hand_over",
    "issue_result",
    "open_draft",
    "request_supplement",
    "save_answers",
    "sign_result",
    "submit",
    "withdraw",
]
