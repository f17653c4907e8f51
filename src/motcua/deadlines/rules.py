"""Counting legal time limits (thời hạn giải quyết).

Pure functions over moments: no database, no clock, no Django. A due moment is always
computed from facts — receipt, limit, calendar, pauses — and never edited. All moments here
are aware; a legal day is a day in Asia/Ho_Chi_Minh.
"""

import calendar as months
from collections.abc import Mapping, Sequence
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

    message = "Chưa có lịch làm việc đến ngày {day:%d/%m/%Y}."


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Hours of work as published, up to and including `known_until`.

    A make-up day works Monday's hours, whatever its weekday.
    """

    shifts: Mapping[int, Sequence[tuple[time, time]]]
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    known_until: date
    cut_off: time = time(15)
    _known: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the shifts of a day, none when nobody works; refuse an unpublished day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._hours(day)
        return known

    def _hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if day > self.known_until:
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

    def working_day_from(self, day: date) -> date:
        """Return the day itself when it works, else the next that does."""
        while not self.is_working(day):
            day += ONE_DAY
        return day


class Policy(StrEnum):
    """What a pause does to the limit; which one holds is set per procedure and stage."""

    RESTART = "restart"
    CONTINUE = "continue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch the law takes out of the limit: from its first moment up to its last."""

    began_at: datetime
    ended_at: datetime | None
    policy: Policy = Policy.CONTINUE

    @property
    def is_open(self) -> bool:
        """Say whether the clock still stands."""
        return self.ended_at is None

    def touches(self, day: date) -> bool:
        """Say whether any moment of a legal day lies inside the pause."""
        if self.ended_at is None or self.ended_at <= self.began_at:
            return False
        last = self.ended_at - timedelta(microseconds=1)
        return self.began_at.astimezone(ZONE).date() <= day <= last.astimezone(ZONE).date()


def deemed_receipt(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment at which a filing counts as received.

    Within office hours, noon included, that is the moment itself; otherwise the opening of the
    next working day (NĐ 45/2020/NĐ-CP art. 11; TT 87/2021/TT-BTC art. 10 for the same rule).
    """
    local = received_at.astimezone(ZONE)
    day = calendar.working_day_from(local.date())
    if day == local.date():
        if local < calendar.hours(day)[0][0]:
            return calendar.hours(day)[0][0]
        if local < calendar.closing(day):
            return local
        day = calendar.working_day_from(day + ONE_DAY)
    return calendar.hours(day)[0][0]


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
    stopping = [pause for pause in pauses if pause.policy is not Policy.NONE]
    if any(pause.is_open for pause in stopping):
        return None
    restarts = [
        p.ended_at for p in stopping if p.policy is Policy.RESTART and p.ended_at is not None
    ]
    begins = max([received_at, *restarts])
    counted = [p for p in stopping if p.policy is Policy.CONTINUE]
    start = deemed_receipt(begins, calendar)
    if limit.unit is Unit.HOUR:
        return _after_hours(start, limit.value, calendar, counted)
    if limit.unit is Unit.WORKING_DAY:
        return _after_working_days(begins, start, limit.value, calendar, counted)
    return _after_calendar_time(start.date(), limit, calendar, counted)


def _after_working_days(
    begins: datetime,
    start: datetime,
    count: int,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause],
) -> datetime:
    day = start.date()
    if count == 0:
        late = begins.astimezone(ZONE) == start and start.time() >= calendar.cut_off
        paused = any(pause.touches(day) for pause in pauses)
        count = 1 if late or paused else 0
    while count:
        day = calendar.working_day_from(day + ONE_DAY)
        if not any(pause.touches(day) for pause in pauses):
            count -= 1
    return calendar.closing(day)


def _after_calendar_time(
    start: date, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    end = (
        _months_later(start, limit.value)
        if limit.unit is Unit.MONTH
        else start + limit.value * ONE_DAY
    )
    day = start
    while day < end:
        day += ONE_DAY
        if any(pause.touches(day) for pause in pauses):
            end += ONE_DAY
    end = calendar.working_day_from(end)
    while any(pause.touches(end) for pause in pauses):
        end = calendar.working_day_from(end + ONE_DAY)
    return calendar.closing(end)


def _after_hours(
    start: datetime, count: int, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    left = timedelta(hours=count)
    day = start.date()
    while True:
        for begins, ends in calendar.hours(day):
            for opens, closes in _open_stretches(max(begins, start), ends, pauses):
                if closes - opens >= left:
                    return opens + left
                left -= closes - opens
        day += ONE_DAY


def _open_stretches(
    begins: datetime, ends: datetime, pauses: Sequence[Pause]
) -> list[tuple[datetime, datetime]]:
    stretches = [(begins, ends)] if begins < ends else []
    for pause in pauses:
        closed = pause.ended_at or ends
        stretches = [
            piece
            for opens, closes in stretches
            for piece in (
                (opens, min(closes, pause.began_at)),
                (max(opens, closed), closes),
            )
            if piece[0] < piece[1]
        ]
    return stretches


def _months_later(start: date, count: int) -> date:
    year, month = divmod(start.month - 1 + count, 12)
    year += start.year
    month += 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


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
