"""When a dossier is due: computed from its facts by `deadlines`, stored to be indexed."""

from datetime import datetime, timedelta

from motcua.deadlines.explaining import Explanation, explain
from motcua.deadlines.queries import day_names, pauses_of, working_calendar
from motcua.deadlines.rules import (
    Pause,
    Timing,
    WorkingCalendar,
    deemed_receipt,
    due_at,
    finished_timing,
    timing,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.kernel.limits import Limit, Unit

# NĐ 45/2020/NĐ-CP art. 11 §3: an online filing is answered within eight working hours.
ANSWER_WITHIN = Limit(8, Unit.HOUR)
NEAR = timedelta(days=1)


def dossier_limit(dossier: Dossier) -> Limit | None:
    """Return the limit the dossier was accepted under."""
    if dossier.limit_value is None:
        return None
    return Limit(dossier.limit_value, Unit(dossier.limit_unit))


def due_of(dossier: Dossier, calendar: WorkingCalendar, pauses: list[Pause]) -> datetime | None:
    """Compute a dossier's due moment from its facts; None without a limit or while paused."""
    limit = dossier_limit(dossier)
    if limit is None or dossier.accepted_at is None:
        return None
    return due_at(dossier.accepted_at, limit, calendar, pauses)


def explained(dossier: Dossier) -> Explanation | None:
    """Tell how the due moment of a dossier came about, day by day; None before acceptance and
    without a limit."""
    limit = dossier_limit(dossier)
    if limit is None or dossier.accepted_at is None:
        return None
    pauses = pauses_of(dossier.id)
    return explain(dossier.accepted_at, limit, working_calendar(), pauses, day_names())


def recompute(dossier: Dossier) -> None:
    """Set the due moment anew after a fact changed. The caller saves the dossier."""
    dossier.due_at = due_of(dossier, working_calendar(), pauses_of(dossier.id))


def receive(dossier: Dossier, calendar: WorkingCalendar, at: datetime) -> None:
    """Note when a filing counts as received, and by when it must be answered."""
    dossier.officially_received_at = deemed_receipt(at, calendar)
    dossier.answer_due_at = due_at(at, ANSWER_WITHIN, calendar)


def standing(dossier: Dossier, now: datetime) -> Timing | None:
    """Say how a dossier stands against its limit; None when nothing is counted."""
    if dossier.decided_at is not None:
        return finished_timing(dossier.decided_at, dossier.due_at) if dossier.due_at else None
    if dossier.status == Status.SUBMITTED:
        return timing(now, dossier.answer_due_at, timedelta(hours=2))
    if dossier.accepted_at is None or dossier.limit_value is None:
        return None
    if dossier.status in {Status.WITHDRAWN, Status.STOPPED}:
        return None
    return timing(now, dossier.due_at, NEAR)
