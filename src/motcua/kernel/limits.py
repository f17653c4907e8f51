"""A time limit as the law writes it: a number and a unit."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """Units in which the catalogue states limits."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


UNIT_NAMES: dict[Unit, str] = {
    Unit.HOUR: "giờ làm việc",
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an act may take; zero working days means “in the same day”."""

    value: int
    unit: Unit

    def __str__(self) -> str:
        if self.value == 0 and self.unit is Unit.WORKING_DAY:
            return "trong ngày làm việc"
        return f"{self.value} {UNIT_NAMES[self.unit]}"


_SYMBOLS = {
    "h": Unit.HOUR,
    "wd": Unit.WORKING_DAY,
    "d": Unit.CALENDAR_DAY,
    "m": Unit.MONTH,
}
_WRITTEN = re.compile(r"(\d{1,4})(h|wd|d|m)")


def limit_from(written: str) -> Limit:
    """Read a limit as `16h`, `10wd`, `30d` or `2m`: hours and days of work, days, months.

    Raises `ValueError` for anything else.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError(written)
    return Limit(int(found[1]), _SYMBOLS[found[2]])
