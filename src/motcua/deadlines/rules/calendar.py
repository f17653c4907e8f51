"""Working calendars as published: which days are worked, during which hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from motcua.kernel.errors import DomainError

Shifts = Mapping[int, Sequence[tuple[time, time]]]  # by weekday, Monday is 0

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
class Timetable:
    """Office hours and the cut-off of same-day results, in force from a day on."""

    valid_from: date
    shifts: Shifts
    cut_off: time


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Hours of work as published, from `known_from` up to and including `known_until`.

    A make-up day works Monday's hours, whatever its weekday; it works even where it is also
    listed as off, because the swap (hoán đổi) is the later decision. `later` are the timetables
    that took over from `shifts` and `cut_off`, each from its day on, in order.
    """

    shifts: Shifts
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    known_until: date
    cut_off: time = time(15)
    known_from: date = date.min
    later: Sequence[Timetable] = ()
    # What was worked out so far; a calendar made from another one begins anew.
    _known: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _in_a_row: list[WorkingDays] = field(
        default_factory=list, init=False, compare=False, repr=False
    )

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the shifts of a day, none when nobody works; refuse an unpublished day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._hours(day)
        return known

    def _hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if not self.known_from <= day <= self.known_until:
            raise CalendarNotPublished(day=day)
        week = self.timetable(day).shifts
        if day in self.make_up_days:
            shifts = week.get(MONDAY, ())
        elif day in self.days_off:
            shifts = ()
        else:
            shifts = week.get(day.weekday(), ())
        return tuple(
            (datetime.combine(day, begins, ZONE), datetime.combine(day, ends, ZONE))
            for begins, ends in shifts
        )

    def timetable(self, day: date) -> Timetable:
        """Return the hours in force on a day, whatever kind of day it is."""
        for one in reversed(self.later):
            if one.valid_from <= day:
                return one
        return Timetable(date.min, self.shifts, self.cut_off)

    def cut_off_on(self, day: date) -> time:
        """Return from when on a day its same-day results are due on the next working day."""
        return self.timetable(day).cut_off if self.later else self.cut_off

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
