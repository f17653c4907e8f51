"""Everything that changes a process or a run of one. One function per act."""

from motcua.workflow.actions.authoring import (
    draft,
    propose,
    publish,
    save_draft,
    withdraw_proposal,
)
from motcua.workflow.actions.running import (
    CANCELLED,
    SENT_BACK,
    TIMED_OUT,
    Moved,
    assign,
    cancel,
    complete,
    finish_service,
    fire,
    hold_timers,
    move_step_dues,
    move_subject_dues,
    occur,
    release,
    release_timers,
    send_back,
    set_open_dues,
    start,
)

__all__ = [
    "CANCELLED", "SENT_BACK", "TIMED_OUT", "Moved", "assign", "cancel", "complete", "draft",
    "finish_service", "fire", "hold_timers", "move_step_dues", "move_subject_dues", "occur",
    "propose", "publish", "release", "release_timers", "save_draft", "send_back", "set_open_dues",
    "start", "withdraw_proposal",
]  # fmt: skip
