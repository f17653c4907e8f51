"""Counting legal time limits (thời hạn giải quyết)."""

import calendar as months
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from motcua.deadlines.rules.calendar import ONE_DAY, ZONE, WorkingCalendar, WorkingDays
from motcua.deadlines.rules.pausing import (
    Pause,
    clock_stands,
    open_stretches,
    running,
    stretches,
    touched_by,
)
from motcua.kernel.limits import Limit, Unit


def deemed_receipt(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment at which a filing counts as received; its day is day 0.

    Within office hours, noon included, that is the moment itself; otherwise the opening of the
    next working day (NĐ 45/2020/NĐ-CP art. 11; TT 87/2021/TT-BTC art. 10 for the same rule).
    Closing time itself is no longer within office hours.
    """
    local = received_at.astimezone(ZONE)
    days, place = _day_zero(local, calendar)
    days.closing(place)
    return max(local, days.opens[place])


def _day_zero(local: datetime, calendar: WorkingCalendar) -> tuple[WorkingDays, int]:
    day = local.date()
    days = calendar.days_from(day)
    place = days.place(day)
    return days, place + 1 if local >= days.closing(place) else place


def due_at(
    received_at: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """Return the last moment of the limit, or None while the clock stands still.

    The day of receipt is not counted (Civil Code 2015, art. 147 §2). Day and month units end at
    closing time; hours end to the minute, at the end of a shift rather than the next opening.
    """
    counted: Sequence[Pause] = ()
    if pauses:
        if clock_stands(pauses):
            return None
        received_at, counted = running(received_at, pauses)
    if limit.unit is Unit.WORKING_DAY:
        return _after_working_days(received_at, limit.value, calendar, counted)
    start = deemed_receipt(received_at, calendar)
    if limit.unit is Unit.HOUR:
        return _after_hours(start, limit.value, calendar, counted)
    return _after_calendar_time(start.date(), limit, calendar, counted)


def _after_working_days(
    begins: datetime, count: int, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    """Count `count` working days that no pause touches; none means the same day.

    A result of the same day is due on day 0, or on the next working day when the filing came on
    day 0 itself at or after the cut-off (15:00). The cut-off is for such limits only. A same day
    that a pause touches is not counted either: the result is due on the next one untouched.
    """
    local = begins.astimezone(ZONE)
    days, place = _day_zero(local, calendar)
    if count == 0 and local.time() >= calendar.cut_off_on(local.date()):
        place += days.closing(place).date() == local.date()
    due, beyond = place + count, place + min(count, 1)
    for first, last in sorted(stretches(pauses)):
        begins_at, ends_at = max(days.before(first), beyond), days.before(last + ONE_DAY)
        if begins_at <= due and begins_at < ends_at:
            due += ends_at - begins_at
            beyond = ends_at
    return days.closing(due)


def _untouched(days: WorkingDays, place: int, touched: Callable[[date], bool]) -> datetime:
    while touched(days.closing(place).date()):
        place += 1
    return days.closing(place)


def _after_calendar_time(
    start: date, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    """Count calendar days or months, longer by each day after day 0 that a pause touches.

    A limit that ends on a day without work, or on one that a pause touches, ends with the next
    working day that none touches (Civil Code 2015, art. 148 §5).
    """
    days = calendar.days_from(start)
    end = formal_end(start, limit)
    place = days.place(end)
    if not pauses:
        return days.closing(place)
    touched, day = touched_by(pauses), start
    while day < end:
        day += ONE_DAY
        end += touched(day) * ONE_DAY
    return _untouched(days, days.place(end), touched)


def formal_end(start: date, limit: Limit) -> date:
    """Return the day on which calendar days or months end, whether anybody works then or not.

    Months end on the same day of the month, or on its last where it has none (art. 148 §3).
    """
    if limit.unit is Unit.CALENDAR_DAY:
        return start + limit.value * ONE_DAY
    year, month = divmod(start.month - 1 + limit.value, 12)
    year += start.year
    month += 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _after_hours(
    start: datetime, count: int, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    """Count working hours, without the working minutes that lie inside a pause."""
    left = timedelta(hours=count)
    if not left:
        return start
    day = start.date()
    while True:
        for begins, ends in calendar.hours(day):
            for opens, closes in open_stretches(max(begins, start), ends, pauses):
                if closes - opens >= left:
                    return opens + left
                left -= closes - opens
        day += ONE_DAY
