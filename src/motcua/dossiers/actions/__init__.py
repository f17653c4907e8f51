"""Everything that changes a dossier. One function per legal act."""

from motcua.dossiers.actions.calendars import (
    begin_check,
    change_calendar,
    finish_recount,
    move_dues,
    move_steps,
)
from motcua.dossiers.actions.course import (
    finish_service,
    fire_timer,
    receive,
    release,
    send_back,
)
from motcua.dossiers.actions.deciding import deliver, fetch_result, issue_result, sign_result
from motcua.dossiers.actions.digitising import attach_scan
from motcua.dossiers.actions.drafting import (
    attach,
    choose,
    detach,
    discard_draft,
    open_draft,
    save_answers,
)
from motcua.dossiers.actions.ending import stop
from motcua.dossiers.actions.filing import Filing, Sheet, file, submit
from motcua.dossiers.actions.helping import ask_confirmation, confirm_by_code, open_draft_for
from motcua.dossiers.actions.intake import (
    accept,
    answer_supplement,
    decline,
    request_supplement,
    withdraw,
)
from motcua.dossiers.actions.lateness import (
    ApologyText,
    add_late_cause,
    note_stage,
    recount_answer,
    retire_late_cause,
    send_digest,
    sign_apology,
    write_apology,
)
from motcua.dossiers.actions.looking import look_at, look_at_result
from motcua.dossiers.actions.obligations import confirm_obligation, demand_payment
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
from motcua.dossiers.actions.reusing import attach_stored

__all__ = [
    "ApologyText",
    "Filing",
    "Proposal",
    "Sheet",
    "accept",
    "acknowledge",
    "add_late_cause",
    "answer_consultation",
    "answer_supplement",
    "ask_confirmation",
    "attach",
    "attach_scan",
    "attach_stored",
    "begin_check",
    "change_calendar",
    "choose",
    "claim",
    "complete_task",
    "confirm_by_code",
    "confirm_obligation",
    "consult",
    "decline",
    "deliver",
    "demand_payment",
    "detach",
    "discard_draft",
    "draft_template",
    "fetch_result",
    "file",
    "finish_recount",
    "finish_service",
    "fire_timer",
    "hand_over",
    "issue_result",
    "look_at",
    "look_at_result",
    "move_dues",
    "move_steps",
    "note_stage",
    "open_draft",
    "open_draft_for",
    "publish_template",
    "receive",
    "recount_answer",
    "release",
    "request_supplement",
    "retire_late_cause",
    "retire_template",
    "save_answers",
    "send_back",
    "send_digest",
    "sign_apology",
    "sign_result",
    "stop",
    "submit",
    "withdraw",
    "write_apology",
]
