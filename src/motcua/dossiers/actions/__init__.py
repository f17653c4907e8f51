"""Everything that changes a dossier. One function per legal act."""

from motcua.dossiers.actions.archiving import archive
from motcua.dossiers.actions.bulk import (
    begin_bulk,
    end_bulk,
    fail_item,
    note_signed,
    sign_item,
    take_back_bulk,
)
from motcua.dossiers.actions.calendars import (
    begin_check,
    change_calendar,
    finish_recount,
    move_dues,
    move_steps,
)
from motcua.dossiers.actions.correcting import (
    draft_correction,
    issue_correction,
    return_result,
    show_correction,
    sign_correction,
)
from motcua.dossiers.actions.course import (
    finish_service,
    fire_timer,
    receive,
    release,
    send_back,
)
from motcua.dossiers.actions.deciding import (
    deliver,
    fetch_result,
    issue_result,
    remind_collection,
    take_sealed_result,
)
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
from motcua.dossiers.actions.erasing import erase
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
from motcua.dossiers.actions.looking import export_register, look_at, look_at_result
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
from motcua.dossiers.actions.signing import show_draft, sign_result, take_signed_result
from motcua.dossiers.actions.signing_forms import give_form, take_signed_form

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
    "archive",
    "ask_confirmation",
    "attach",
    "attach_scan",
    "attach_stored",
    "begin_bulk",
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
    "draft_correction",
    "draft_template",
    "end_bulk",
    "erase",
    "export_register",
    "fail_item",
    "fetch_result",
    "file",
    "finish_recount",
    "finish_service",
    "fire_timer",
    "give_form",
    "hand_over",
    "issue_correction",
    "issue_result",
    "look_at",
    "look_at_result",
    "move_dues",
    "move_steps",
    "note_signed",
    "note_stage",
    "open_draft",
    "open_draft_for",
    "publish_template",
    "receive",
    "recount_answer",
    "release",
    "remind_collection",
    "request_supplement",
    "retire_late_cause",
    "retire_template",
    "return_result",
    "save_answers",
    "send_back",
    "send_digest",
    "show_correction",
    "show_draft",
    "sign_apology",
    "sign_correction",
    "sign_item",
    "sign_result",
    "stop",
    "submit",
    "take_back_bulk",
    "take_sealed_result",
    "take_signed_form",
    "take_signed_result",
    "withdraw",
    "write_apology",
]
