"""Moments as minutes of work since a first day, and back: then lengths are differences."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from motcua.deadlines.rules import ZONE, WorkingCalendar
from motcua.forecasts.as_of import Floats, Numbers

MINUTE = 60.0


class WorkingAxis:
    """The minutes of work of a calendar in a row, from a first to a last published day."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        opens: list[float] = []
        lengths: list[float] = []
        closings: list[float] = []
        self._days: list[date] = []
        day, passed = first, 0.0
        while day <= min(last, calendar.known_until):
            for begins, ends in calendar.hours(day):
                opens.append(begins.timestamp())
                lengths.append((ends - begins).total_seconds() / MINUTE)
                passed += lengths[-1]
            if calendar.hours(day):
                closings.append(passed)
                self._days.append(day)
            day += timedelta(days=1)
        self._opens = np.array(opens)
        self._lengths = np.array(lengths)
        self._before = np.concatenate(([0.0], np.cumsum(self._lengths)[:-1]))
        self.closings = np.array(closings)
        self._weekdays = np.array([day.weekday() for day in self._days])
        self._months = np.array([day.month for day in self._days])

    def minutes(self, seconds: Floats) -> Floats:
        """Return the minute of work of each moment, given as seconds of the epoch; NaN stays."""
        known = ~np.isnan(seconds)
        found = np.full(len(seconds), np.nan)
        at = np.searchsorted(self._opens, seconds[known], side="right") - 1
        within = np.minimum(
            (seconds[known] - self._opens[np.maximum(at, 0)]) / MINUTE,
            self._lengths[np.maximum(at, 0)],
        )
        found[known] = np.where(at < 0, 0.0, self._before[np.maximum(at, 0)] + within)
        return found

    def minute(self, moment: datetime) -> float:
        """Return the minute of work of one moment."""
        return float(self.minutes(np.array([moment.timestamp()]))[0])

    def moment(self, minute: float) -> datetime | None:
        """Return when a minute of work is over; None beyond the last published day."""
        at = int(np.searchsorted(self._before, minute, side="left")) - 1
        at = max(at, 0)
        if minute > self._before[at] + self._lengths[at]:
            return None
        seconds = self._opens[at] + (minute - self._before[at]) * MINUTE
        return datetime.fromtimestamp(seconds, UTC).astimezone(ZONE)

    def days_of(self, minutes: Floats) -> tuple[Numbers, Numbers]:
        """Return weekday and month of each minute of work."""
        at = np.searchsorted(self.closings, minutes, side="left")
        at = np.minimum(at, len(self._days) - 1)
        return self._weekdays[at], self._months[at]
