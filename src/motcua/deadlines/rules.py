"""Counting legal time limits (thời hạn giải quyết).

Pure functions over moments: no database, no clock, no Django. A due moment is always
computed from facts — receipt, limit, calendar, pauses — and never edited. All moments here
are aware; a legal day is a day in Asia/Ho_Chi_Minh.
"""

import calendar as months
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit, Unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
MONDAY = 0


class CalendarNotPublished(DomainError):
    """The calendar does not reach that far; nobody may guess next year's holidays."""

    message = "Chưa có lịch làm việc của ngày {day:%d/%m/%Y}."


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days in a row, so that counting them is one look-up."""

    first: int  # the ordinal of the first day
    places: list[int]  # of the first working day from each day on; one day more than is known
    opens: list[datetime]
    closes: list[datetime]

    def place(self, day: date) -> int:
        """Return the place of a day, or of the next working day; refuse an unpublished day."""
        try:
            return self.places[day.toordinal() - self.first]
        except IndexError:
            raise CalendarNotPublished(day=day) from None

    def closing(self, place: int) -> datetime:
        """Return when the working day at a place closes; refuse one that is not published."""
        try:
            return self.closes[place]
        except IndexError:
            unknown = date.fromordinal(self.first + len(self.places) - 1)
            raise CalendarNotPublished(day=unknown) from None

    def before(self, day: date) -> int:
        """Return how many of the working days come before a day, whether it is known or not."""
        number = day.toordinal() - self.first
        return self.places[min(max(number, 0), len(self.places) - 1)]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Hours of work as published, from `known_from` up to and including `known_until`.

    A make-up day works Monday's hours, whatever its weekday; it works even where it is also
    listed as off, because the swap (hoán đổi) is the later decision.
    """

    shifts: Mapping[int, Sequence[tuple[time, time]]]
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    known_until: date
    cut_off: time = time(15)
    known_from: date = date.min
    _known: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _in_a_row: list[WorkingDays] = field(default_factory=list, compare=False, repr=False)

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the shifts of a day, none when nobody works; refuse an unpublished day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._hours(day)
        return known

    def _hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if not self.known_from <= day <= self.known_until:
            raise CalendarNotPublished(day=day)
        if day in self.make_up_days:
            shifts = self.shifts.get(MONDAY, ())
        elif day in self.days_off:
            shifts = ()
        else:
            shifts = self.shifts.get(day.weekday(), ())
        return tuple(
            (datetime.combine(day, begins, ZONE), datetime.combine(day, ends, ZONE))
            for begins, ends in shifts
        )

    def is_working(self, day: date) -> bool:
        """Say whether anybody works on a day."""
        return bool(self.hours(day))

    def closing(self, day: date) -> datetime:
        """Return when a working day closes."""
        return self.hours(day)[-1][1]

    def days_from(self, day: date) -> WorkingDays:
        """Return the working days from a day (or earlier) to the last published one.

        They are listed once, from the New Year before the earliest day that was asked for.
        """
        if self._in_a_row and day.toordinal() >= self._in_a_row[0].first:
            return self._in_a_row[0]
        if day < self.known_from:
            raise CalendarNotPublished(day=day)
        self._in_a_row[:] = [self._listed(max(date(day.year, 1, 1), self.known_from))]
        return self._in_a_row[0]

    def _listed(self, day: date) -> WorkingDays:
        days = WorkingDays(day.toordinal(), [], [], [])
        while day <= self.known_until:
            days.places.append(len(days.closes))
            if hours := self.hours(day):
                days.opens.append(hours[0][0])
                days.closes.append(hours[-1][1])
            day += ONE_DAY
        days.places.append(len(days.closes))
        return days


class Policy(StrEnum):
    """What a pause does to the limit; which one holds is set per procedure and stage."""

    RESTART = "restart"
    CONTINUE = "continue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch the law takes out of the limit: from its first moment up to, not with, its last.

    One that ends when it begins holds no moment and changes nothing.
    """

    began_at: datetime
    ended_at: datetime | None
    policy: Policy = Policy.CONTINUE

    @property
    def is_open(self) -> bool:
        """Say whether the clock still stands."""
        return self.ended_at is None

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last legal day with a moment inside the pause."""
        if self.ended_at is None or self.ended_at <= self.began_at:
            return None
        last = self.ended_at.astimezone(ZONE) - timedelta(microseconds=1)
        return self.began_at.astimezone(ZONE).date(), last.date()

    def touches(self, day: date) -> bool:
        """Say whether any moment of a legal day lies inside the pause."""
        days = self.days()
        return days is not None and days[0] <= day <= days[1]


def clock_stands(pauses: Sequence[Pause]) -> bool:
    """Say whether an open pause stops the clock now; one of the policy `none` does not."""
    return any(pause.is_open and pause.policy is not Policy.NONE for pause in pauses)


def running(received_at: datetime, pauses: Sequence[Pause]) -> tuple[datetime, list[Pause]]:
    """Return when the limit last began to run, and the pauses that take time out of it since.

    It runs anew from the end of the last pause that restarts it, also where that pause began
    after the due moment: the law knows no exception, and the original due moment is kept. What
    was paused before the limit began takes nothing out of it.
    """
    anew = [
        pause.ended_at
        for pause in pauses
        if pause.policy is Policy.RESTART and pause.ended_at and pause.days()
    ]
    begins = max([received_at, *anew])
    counted = [
        pause
        for pause in pauses
        if pause.policy is Policy.CONTINUE and pause.ended_at and pause.ended_at > begins
    ]
    return begins, counted


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
    if count == 0 and local.time() >= calendar.cut_off:
        place += days.closing(place).date() == local.date()
    due, beyond = place + count, place + min(count, 1)
    for first, last in sorted(_stretches(pauses)):
        begins_at, ends_at = max(days.before(first), beyond), days.before(last + ONE_DAY)
        if begins_at <= due and begins_at < ends_at:
            due += ends_at - begins_at
            beyond = ends_at
    return days.closing(due)


def _stretches(pauses: Sequence[Pause]) -> list[tuple[date, date]]:
    return [days for pause in pauses if (days := pause.days())]


def _touched(pauses: Sequence[Pause]) -> Callable[[date], bool]:
    stretches = _stretches(pauses)
    return lambda day: any(first <= day <= last for first, last in stretches)


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
    touched, day = _touched(pauses), start
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


def open_stretches(
    begins: datetime, ends: datetime, pauses: Sequence[Pause]
) -> list[tuple[datetime, datetime]]:
    """Return what is left of a stretch when closed pauses are taken out of it."""
    stretches = [(begins, ends)] if begins < ends else []
    for pause in pauses:
        stretches = [
            piece
            for opens, closes in stretches
            for piece in (
                (opens, min(closes, pause.began_at)),
                (max(opens, pause.ended_at or closes), closes),
            )
            if piece[0] < piece[1]
        ]
    return stretches


class Timing(StrEnum):
    """How a dossier stands against its limit (regulations D-8)."""

    IN_TIME = "in_time"
    NEAR = "near"
    OVERDUE = "overdue"
    PAUSED = "paused"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def timing(now: datetime, due: datetime | None, near: timedelta) -> Timing:
    """Say how an open dossier stands at a moment; near means less than `near` is left."""
    if due is None:
        return Timing.PAUSED
    if now > due:
        return Timing.OVERDUE
    return Timing.NEAR if due - now < near else Timing.IN_TIME


def finished_timing(finished_at: datetime, due: datetime) -> Timing:
    """Compare a finish with its due moment: an earlier day is early, the same day on time."""
    if finished_at > due:
        return Timing.LATE
    if finished_at.astimezone(ZONE).date() < due.astimezone(ZONE).date():
        return Timing.EARLY
    return Timing.ON_TIME
