"""Many limits at once: what `rules.due_at` says, for whole arrays.

A holiday announced later moves every open dossier (regulations §7), so counting must not be what
takes long. Moments are numpy `datetime64[us]` in Vietnamese time, which has been seven hours
ahead since 1975. Pauses are left to `rules`: a limit that was restarted is passed in with the
moment from which it runs (`rules.running`), one that a pause lengthens is counted there.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motcua.deadlines.rules import ZONE, WorkingCalendar
from motcua.kernel.limits import Unit

Moments = NDArray[np.datetime64]
Numbers = NDArray[np.int64]
MOMENT = "datetime64[us]"
DAY = 86_400_000_000  # microseconds
HOUR = 3_600_000_000
NEVER = np.iinfo(np.int64).min  # what numpy takes for “no time”
EPOCH = date(1970, 1, 1).toordinal()
NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  Vietnamese time, like every number here
MICROSECOND = timedelta(microseconds=1)


def moments_of(moments: Sequence[datetime]) -> Moments:
    """Return aware moments as an array in Vietnamese time."""
    naive = [moment.astimezone(ZONE).replace(tzinfo=None) for moment in moments]
    return np.array(naive, dtype=MOMENT)


def moments_from(array: Moments) -> list[datetime | None]:
    """Return an array as aware moments, None where there is none."""
    found: list[datetime | None] = array.astype(MOMENT).tolist()
    return [moment and moment.replace(tzinfo=ZONE) for moment in found]


class Batch:
    """A calendar made ready for arrays; make one and keep it as long as the calendar holds.

    What `rules.due_at` refuses, because the calendar is not published so far, is “not a time”
    in the answer. The arrays reach back to the New Year before the earliest receipt seen.
    """

    def __init__(self, calendar: WorkingCalendar, first: date) -> None:
        self._calendar = calendar
        self._reach_back_to(first)

    def _reach_back_to(self, day: date) -> None:
        days = self._calendar.days_from(max(day, self._calendar.known_from))
        self._first = days.first - EPOCH
        self._places = np.array(days.places, dtype=np.int64)
        self._many = len(days.places) - 1
        self._opens = _microseconds(days.opens)
        self._closes = _microseconds(days.closes)
        self._days = np.append(self._closes[:-1] // DAY - self._first, self._many)
        worked = [moment.date() for moment in days.closes]
        cut_offs = [_of_the_day(self._calendar.cut_off_on(day)) for day in worked]
        self._cut_offs = np.array([*cut_offs, DAY], dtype=np.int64)
        self._list_shifts(worked)

    def _list_shifts(self, days: Iterable[date]) -> None:
        shifts = [shift for day in days for shift in self._calendar.hours(day)]
        self._begins = _microseconds([begins for begins, _ in shifts])
        ends = _microseconds([ends for _, ends in shifts])
        self._worked = np.cumsum(ends[:-1] - self._begins[:-1])
        self._before = np.concatenate(([0], self._worked))

    def due(self, received: Moments, values: Numbers, unit: Unit) -> Moments:
        """Return when limits of one unit end that began with these receipts, without pauses."""
        at, values = received.astype(MOMENT).view(np.int64), values.astype(np.int64)
        day = np.floor_divide(at, DAY) - self._first
        if len(day) and day.min() < 0:
            self._reach_back_to(date.fromordinal(int(day.min()) + self._first + EPOCH))
            day = np.floor_divide(at, DAY) - self._first
        place = self._places[np.clip(day, 0, self._many)]
        place += (at >= self._closes[place]) & (place < len(self._closes) - 1)
        if unit is Unit.WORKING_DAY:
            late = (values == 0) & (at - (day + self._first) * DAY >= self._cut_offs[place])
            place += values + (late & (self._days[place] == day))
            found = self._closes[np.minimum(place, len(self._closes) - 1)]
        elif unit is Unit.HOUR:
            found = self._after_hours(np.maximum(at, self._opens[place]), place, values)
        else:
            end = _formal_end(self._days[place] + self._first, values, unit) - self._first
            end[place == len(self._closes) - 1] = self._many
            found = self._closes[self._places[np.minimum(end, self._many)]]
        found[day < 0] = NEVER
        due: Moments = found.view(MOMENT)
        return due

    def _after_hours(self, start: Numbers, place: Numbers, values: Numbers) -> Numbers:
        if not len(self._worked):
            return np.full(len(start), NEVER, dtype=np.int64)
        shift = np.searchsorted(self._begins[:-1], start, side="right") - 1
        done = np.minimum(self._before[shift] + start - self._begins[shift], self._worked[shift])
        target = done + values * HOUR
        last = np.searchsorted(self._worked, target, side="left")
        found: Numbers = self._begins[last] + target - self._before[last]
        found[values == 0] = start[values == 0]
        found[(last == len(self._worked)) & (values > 0)] = NEVER
        found[place == len(self._closes) - 1] = NEVER
        return found

    def due_of_each(self, received: Moments, values: Numbers, units: Sequence[Unit]) -> Moments:
        """Return when limits of any units end; `units` names one for each receipt."""
        found = np.full(len(received), NEVER, dtype=np.int64).view(MOMENT)
        named: NDArray[Any] = np.array([unit.value for unit in units])
        for unit in Unit:
            chosen = named == unit.value
            found[chosen] = self.due(received[chosen], values[chosen], unit)
        return found


def _of_the_day(moment: time) -> int:
    """Return a time of day in microseconds since midnight."""
    passed = datetime.combine(NAIVE_EPOCH, moment) - NAIVE_EPOCH
    return passed // MICROSECOND


def _microseconds(moments: Sequence[datetime]) -> Numbers:
    """Return moments as numbers in Vietnamese time, with “no time” after the last."""
    numbers = [(moment.replace(tzinfo=None) - NAIVE_EPOCH) // MICROSECOND for moment in moments]
    return np.array([*numbers, NEVER], dtype=np.int64)


def _formal_end(day: Numbers, values: Numbers, unit: Unit) -> Numbers:
    """Return the days on which calendar days or months end, counted from 1970."""
    if unit is Unit.CALENDAR_DAY:
        return day + values
    days = day.astype("datetime64[D]")
    begun = days.astype("datetime64[M]")
    months = begun + values
    first = months.astype("datetime64[D]")
    longest = (months + 1).astype("datetime64[D]") - first - 1
    passed = days - begun.astype("datetime64[D]")
    end: Numbers = (first + np.minimum(passed, longest)).astype(np.int64)
    return end
