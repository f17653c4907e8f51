"""Everything that changes a dossier. One function per legal act."""

from motcua.dossiers.actions.course import (
    finish_service,
    fire_timer,
    receive,
    release,
    send_back,
)
from motcua.dossiers.actions.deciding import deliver, fetch_result, issue_result, sign_result
from motcua.dossiers.actions.ending import stop
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
from motcua.dossiers.actions.restyling import (
    draft_template,
    publish_template,
    retire_template,
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
    "draft_template",
    "fetch_result",
    "file",
    "finish_service",
    "fire_timer",
    "hand_over",
    "issue_result",
    "open_draft",
    "publish_template",
    "receive",
    "release",
    "request_supplement",
    "retire_template",
    "save_answers",
    "send_back",
    "sign_result",
    "stop",
    "submit",
    "withdraw",
]
