"""The rules of processes: what they are made of, how tokens move, what makes them sound.

Pure: no Django, no database, no clock.
"""

from motcua.workflow.rules.correcting import CannotStandThere, corrected, earlier_steps
from motcua.workflow.rules.data import DataDoNotFit, fitting, readable
from motcua.workflow.rules.marking import (
    Marking,
    Token,
    awaiting,
    events_at,
    is_finished,
    is_work,
    key_of,
    waiting,
    waits_for_people,
)
from motcua.workflow.rules.moves import (
    Move,
    Thrown,
    begin,
    complete,
    complete_by_key,
    fail,
    fire,
    occur,
)
from motcua.workflow.rules.shape import (
    Flow,
    Kind,
    Loop,
    Node,
    NotAwaited,
    NoWayOut,
    Process,
    ProcessRefused,
    TaskNotOpen,
    Trigger,
)
from motcua.workflow.rules.soundness import Finding, findings_of

__all__ = [
    "CannotStandThere", "DataDoNotFit", "Finding", "Flow", "Kind", "Loop", "Marking", "Move",
    "NoWayOut", "Node", "NotAwaited", "Process", "ProcessRefused", "TaskNotOpen", "Thrown",
    "Token", "Trigger", "awaiting", "begin", "complete", "complete_by_key", "corrected",
    "earlier_steps", "events_at", "fail", "findings_of", "fire", "fitting", "is_finished",
    "is_work", "key_of", "occur", "readable", "waiting", "waits_for_people",
]  # fmt: skip
