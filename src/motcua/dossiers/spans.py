"""Stretches of working time: how a step's time divides, and how many working days lie between.

Pure functions over moments. `Between` counts the working minutes from one moment to a later one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.deadlines.rules import ONE_DAY, ZONE, Pause, WorkingDays, open_stretches

MINUTES_OF_AN_HOUR = 60
MINUTES_OF_A_DAY = 8 * MINUTES_OF_AN_HOUR
Between = Callable[[datetime, datetime], int]


@dataclass(frozen=True, slots=True)
class Given:
    """A hand-over inside a step: when it was given, and when the receiver confirmed."""

    at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stay:
    """A step from its opening to its end; `taken_at` is when somebody took it, None if never."""

    opened_at: datetime
    ended_at: datetime
    taken_at: datetime | None = None
    given: Sequence[Given] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """The working minutes of a step: waiting for somebody, worked on, standing still by law."""

    waiting: int
    working: int
    paused: int

    @property
    def total(self) -> int:
        """Return the minutes during which the step could have been worked on."""
        return self.waiting + self.working


def split(stay: Stay, pauses: Sequence[Pause], between: Between) -> Split:
    """Divide a step's working time; a pause belongs to neither waiting nor work.

    It waits from its opening until it is taken, and from each hand-over until that is confirmed.
    A step that nobody took before it was done was waiting all the time. Before the first of several
    hand-overs the giver had it: that is work.
    """

    def open_minutes(begins: datetime, ends: datetime) -> int:
        return sum(between(*piece) for piece in open_stretches(begins, ends, pauses))

    whole = between(stay.opened_at, stay.ended_at)
    usable = open_minutes(stay.opened_at, stay.ended_at)
    waited = sum(open_minutes(begins, ends) for begins, ends in _waits(stay))
    return Split(min(waited, usable), max(0, usable - waited), whole - usable)


def _waits(stay: Stay) -> list[tuple[datetime, datetime]]:
    if stay.given:
        waits = [(one.at, one.received_at or stay.ended_at) for one in stay.given]
    else:
        waits = [(stay.opened_at, stay.taken_at or stay.ended_at)]
    return [(max(begins, stay.opened_at), min(ends, stay.ended_at)) for begins, ends in waits]


def working_days_after(days: WorkingDays, first: datetime, last: datetime) -> int:
    """Return how many working days come after the day of one moment, up to that of a later one."""
    return days.before(_day(last) + ONE_DAY) - days.before(_day(first) + ONE_DAY)


def days_late(days: WorkingDays, due_at: datetime, ended_at: datetime) -> int:
    """Return the working days begun after a due moment; late by minutes is late by one day."""
    return max(1, working_days_after(days, due_at, ended_at))


def in_working_time(minutes: int) -> str:
    """Write working minutes as people say them: `2 ngày 3 giờ`, `40 phút`."""
    if minutes < MINUTES_OF_AN_HOUR:
        return f"{minutes} phút"
    days, rest = divmod(minutes, MINUTES_OF_A_DAY)
    hours = rest // MINUTES_OF_AN_HOUR
    parts = [f"{days} ngày" if days else "", f"{hours} giờ" if hours else ""]
    return " ".join(part for part in parts if part)


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()
