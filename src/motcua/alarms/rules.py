"""When a value of the system's own measures is trouble, and how an alarm begins and ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET = timedelta(minutes=5)  # well for so long, and an alarm is over
REMINDER = timedelta(hours=24)


class Level(StrEnum):
    """How much a value needs somebody."""

    WELL = "well"
    WARNING = "warning"
    ALARM = "alarm"


LEVEL_NAMES = {Level.WELL: "Tốt", Level.WARNING: "Cần xem", Level.ALARM: "Phải xử lý"}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, in which unit, and from which numbers on it is trouble."""

    id: str
    name: str
    unit: str  # seconds, days, count, share
    higher_is_worse: bool
    warning: float
    alarm: float
    well: str
    late: str
    why: str
    never: str = ""  # what there is to say when there is no value; empty: that is no trouble
    is_inner: bool = False  # only for those who keep the system, not on /status


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a measure; of several things, disks or replicas, `subject` says which."""

    measure: str
    value: float | None
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """An alarm that has not ended: since when all was well again, if it is."""

    measure: str
    subject: str
    level: Level
    well_since: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the alarm of a reading."""

    reading: Reading
    level: Level
    begins: bool = False
    ends: bool = False
    rises: bool = False


def level_of(measure: Measure, value: float | None) -> Level:
    """Judge a value; none at all is an alarm where there should be one."""
    if value is None:
        return Level.ALARM if measure.never else Level.WELL
    sign = 1 if measure.higher_is_worse else -1
    if sign * value >= sign * measure.alarm:
        return Level.ALARM
    return Level.WARNING if sign * value >= sign * measure.warning else Level.WELL


def changes(
    readings: dict[tuple[str, str], tuple[Reading, Level]],
    open_now: dict[tuple[str, str], Open],
    at: datetime,
) -> list[Change]:
    """Say which alarms begin, rise, go on or end; one that is well again ends after `QUIET`."""
    found = []
    for key, (reading, level) in readings.items():
        known = open_now.get(key)
        if level is not Level.WELL:
            rises = known is not None and known.level is Level.WARNING and level is Level.ALARM
            found.append(Change(reading, level, begins=known is None, rises=rises))
    for key, known in open_now.items():
        found_now = readings.get(key)
        if found_now is None or found_now[1] is Level.WELL:
            reading = found_now[0] if found_now else Reading(known.measure, None, known.subject)
            is_over = known.well_since is not None and at - known.well_since >= QUIET
            found.append(Change(reading, Level.WELL, ends=is_over))
    return found
