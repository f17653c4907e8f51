"""When a dossier is due: computed from its facts by `deadlines`, stored to be indexed."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from motcua.deadlines.explaining import Explanation, explain
from motcua.deadlines.queries import (
    LegalClock,
    day_names,
    legal_clock,
    pauses_of,
    working_calendar,
)
from motcua.deadlines.rules import (
    Pause,
    Timing,
    WorkingCalendar,
    deemed_receipt,
    due_at,
    finished_timing,
    timing,
)
from motcua.dossiers.models import Dossier, DueChange
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.rules import Status
from motcua.events.rows import insert
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.limits import Limit, Unit

NEAR = timedelta(days=1)  # what lists call near; the warnings follow the numbers of the law


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
    limit, agency = dossier_limit(dossier), dossier.settling_agency_id
    if limit is None or dossier.accepted_at is None:
        return None
    pauses = pauses_of(dossier.id)
    calendar, names = working_calendar(agency), day_names(agency)
    return explain(dossier.accepted_at, limit, calendar, pauses, names)


def recompute(dossier: Dossier, cause: Cause, *, by: Actor, at: datetime) -> None:
    """Set the due moment anew after a fact changed, and keep what it was and why it moved.

    The caller holds the dossier's row and saves it.
    """
    calendar = working_calendar(dossier.settling_agency_id, held=True)
    before, dossier.due_at = dossier.due_at, due_of(dossier, calendar, pauses_of(dossier.id))
    if dossier.due_at != before:
        insert(
            DueChange(
                id=new_id(),
                dossier_id=dossier.id,
                old_due_at=before,
                new_due_at=dossier.due_at,
                cause=cause.value,
                by=by.person,
                at=at,
            )
        )


def receive(dossier: Dossier, at: datetime) -> None:
    """Note when a filing counts as received, and by when the desk must answer it."""
    legal = legal_clock(dossier.receiving_agency_id, localdate(at), held=True)
    set_answer_due(dossier, legal, at)


def set_answer_due(dossier: Dossier, legal: LegalClock, at: datetime) -> None:
    """Set both moments by a calendar and numbers that are known."""
    dossier.officially_received_at = deemed_receipt(at, legal.calendar)
    dossier.answer_due_at = due_at(at, legal.terms.answer_within, legal.calendar)


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
