"""A second calculator of limits, written apart from the rules and sharing no code with them.

It knows no calendar arithmetic: time is a row of minutes from 1 January 2020 to 31 December 2027,
each open or closed and paused or not, and it walks along that row.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINNING = datetime(2020, 1, 1, tzinfo=VIETNAM)
DAYS = (date(2028, 1, 1) - date(2020, 1, 1)).days
A_DAY = 24 * 60
A_MINUTE = timedelta(minutes=1)
FACTS = Path(__file__).parents[2] / "src/motcua/deadlines/facts/holidays.csv"
OFFICE = ((450, 690), (780, 1020))  # 7:30 to 11:30 and 13:00 to 17:00, in minutes of the day
AWAY = {"holiday", "compensatory_day_off", "swapped_day_off"}
FIVE_DAYS = dict.fromkeys(range(5), OFFICE)

Week = Mapping[int, tuple[tuple[int, int], ...]]
Stop = tuple[datetime, datetime | None, str]


class NotInTheRow(Exception):
    """The answer lies before the first minute or after the last."""


class Minutes:
    """The row of minutes of an agency."""

    def __init__(
        self,
        week: Week,
        cut_off: int = 15 * 60,
        later: Sequence[tuple[date, Week, int]] = (),
    ) -> None:
        self.cut_offs: list[int] = []
        self.open = bytearray(DAYS * A_DAY)
        self.paused = bytearray(DAYS * A_DAY)
        with FACTS.open(encoding="utf-8") as file:
            kinds = {row["date"]: row["kind"] for row in csv.DictReader(file)}
        for number in range(DAYS):
            day = date(2020, 1, 1) + timedelta(days=number)
            kind = kinds.get(day.isoformat())
            for begins_on, changed, earlier in later:
                if day == begins_on:
                    week, cut_off = changed, earlier
            self.cut_offs.append(cut_off)
            hours = week.get(0 if kind == "makeup_working_day" else day.weekday(), ())
            for begins, ends in () if kind in AWAY else hours:
                first = number * A_DAY
                self.open[first + begins : first + ends] = b"\1" * (ends - begins)

    def due(self, received: datetime, limit: str, stops: list[Stop]) -> datetime | None:
        """Walk from a receipt to the end of a limit such as `5wd`; None while it stands still."""
        real = [stop for stop in stops if stop[2] != "none"]
        if any(ends is None for _, ends, _ in real):
            return None
        start = received
        for begins, ends, policy in real:
            if policy == "restart" and ends is not None and begins < ends:
                start = max(start, ends)
        painted = [
            self._paint(max(begins, start), ends) for begins, ends, p in real if p != "restart"
        ]
        try:
            return self._walk(start, int(limit.rstrip("hwdm")), limit.lstrip("0123456789"))
        finally:
            for stretch in painted:
                self.paused[stretch] = bytes(stretch.stop - stretch.start)

    def _paint(self, begins: datetime, ends: datetime | None) -> slice:
        assert ends is not None
        first = max(0, (begins - BEGINNING) // A_MINUTE)
        last = min(len(self.paused), -((BEGINNING - ends) // A_MINUTE))
        stretch = slice(first, max(first, last)) if begins < ends else slice(first, first)
        self.paused[stretch] = b"\1" * (stretch.stop - stretch.start)
        return stretch

    def _walk(self, start: datetime, count: int, unit: str) -> datetime:
        minute, rest = divmod(start - BEGINNING, A_MINUTE)
        deemed = self._deemed(minute)
        on_that_day = deemed // A_DAY == minute // A_DAY
        if unit == "h":
            assert not rest or deemed != minute, "only whole minutes can be walked"
            return BEGINNING + self._hours(deemed, count) * A_MINUTE
        day = deemed // A_DAY
        if unit == "wd":
            late = on_that_day and minute % A_DAY >= self.cut_offs[minute // A_DAY]
            day = self._next(day + 1) if count == 0 and late else self._next(day)
            for _ in range(count):
                day = self._next(day + 1, untouched=True)
        else:
            left = count if unit == "d" else days_of_months(day, count)
            while left:
                day += 1
                if day >= DAYS:
                    raise NotInTheRow
                left -= not self._touched(day)
        return self._closing(self._next(day, untouched=unit != "wd" or count == 0))

    def _deemed(self, minute: int) -> int:
        """Return the minute that counts as receipt."""
        if not 0 <= minute < len(self.open):
            raise NotInTheRow
        day = minute // A_DAY * A_DAY
        before, after = self.open[day:minute], self.open[minute : day + A_DAY]
        if 1 in after and (1 in before or self.open[minute]):
            return minute
        opening = self.open.find(1, minute)
        if opening < 0:
            raise NotInTheRow
        return opening

    def _hours(self, minute: int, hours: int) -> int:
        left = hours * 60
        while left:
            if minute >= len(self.open):
                raise NotInTheRow
            if self.open[minute] and not self.paused[minute]:
                left -= 1
            minute += 1
        return minute

    def _next(self, day: int, *, untouched: bool = False) -> int:
        while True:
            if day >= DAYS:
                raise NotInTheRow
            if 1 in self.open[day * A_DAY : (day + 1) * A_DAY] and not (
                untouched and self._touched(day)
            ):
                return day
            day += 1

    def _touched(self, day: int) -> bool:
        return 1 in self.paused[day * A_DAY : (day + 1) * A_DAY]

    def _closing(self, day: int) -> datetime:
        last = self.open.rfind(1, day * A_DAY, (day + 1) * A_DAY)
        return BEGINNING + (last + 1) * A_MINUTE


def days_of_months(day: int, months: int) -> int:
    """Return how many days lie between a day and the same day so many months later."""
    start = date(2020, 1, 1) + timedelta(days=day)
    at, left = start, months
    while left:  # go to the first of each following month
        at += timedelta(days=1)
        left -= at.day == 1
    while at.day < start.day and (at + timedelta(days=1)).day != 1:
        at += timedelta(days=1)
    return (at - start).days
