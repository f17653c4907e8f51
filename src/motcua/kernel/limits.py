"""A time limit as the law writes it: a number and a unit."""

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
        if self.value == 0:
            return "trong ngày làm việc"
        return f"{self.value} {UNIT_NAMES[self.unit]}"
