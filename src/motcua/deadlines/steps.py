"""Limits inside a limit: the steps of a process, the agencies of an interlinked procedure.

Each has a budget of its own; together they fill the limit of the law (regulations D-7, D-9). A
step that ends early leaves its slack to those that follow. One that overruns moves nothing but
itself: the due moment of the whole stays, and no step is ever due after it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from motcua.deadlines.rules import Pause, WorkingCalendar, clock_stands, due_at
from motcua.kernel.limits import Limit, Unit


def planned_dues(
    received_at: datetime,
    limits: Sequence[Limit],
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> list[datetime] | None:
    """Return when steps that follow one another end if each uses its whole budget.

    Two steps of two working days are four working days, not two times “from the next morning”:
    budgets of one unit are added up before they are counted. Where the unit changes, the next
    budget begins on the day (or, for hours, at the moment) on which the last one ends. While the
    clock stands still nothing is planned.
    """
    if clock_stands(pauses):
        return None
    dues: list[datetime] = []
    begins, spent = received_at, None
    for limit in limits:
        if spent is not None and spent.unit is limit.unit:
            spent = Limit(spent.value + limit.value, limit.unit)
        else:
            begins, spent = _follows(dues[-1], limit.unit) if dues else received_at, limit
        due = due_at(begins, spent, calendar, pauses)
        assert due is not None  # the clock runs
        dues.append(due)
    return dues


def _follows(ended_at: datetime, unit: Unit) -> datetime:
    """Return a moment from which the next budget has the last day as its day 0."""
    return ended_at if unit is Unit.HOUR else ended_at - timedelta(microseconds=1)


def step_due_at(
    opened_at: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    *,
    planned: datetime | None,
    whole: datetime | None,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """Return when a step that opened at a moment is due, None while the clock stands still.

    It may use its own budget, or the time up to its planned end where those before were faster;
    never more than what is left of the whole. `planned` is its place in `planned_dues`.
    """
    own = due_at(opened_at, limit, calendar, pauses)
    if own is None:
        return None
    due = own if planned is None else max(own, planned)
    return due if whole is None else min(due, whole)
