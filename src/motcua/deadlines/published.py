"""Calendars as files: the national table that ships with Motcua, or one that somebody brings.

Pure functions over files, for the command line, for imports and for tests. Nothing here or
elsewhere works a holiday out: what no table publishes is refused (Bộ luật Lao động 2019, art. 112:
the Prime Minister decides the days of Tết and Quốc khánh every year).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path

from motcua.deadlines.rules import Timetable, WorkingCalendar
from motcua.kernel.errors import DomainError

NATIONAL_DAYS = Path(__file__).parent / "facts" / "holidays.csv"
PARAMETERS = NATIONAL_DAYS.with_name("parameters.csv")
OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13), time(17)))
MONDAY_TO_FRIDAY = range(5)
CUT_OFF = time(15)
MAKE_UP = "makeup_working_day"
KINDS = {
    "holiday": "ngày nghỉ lễ, tết",
    "compensatory_day_off": "ngày nghỉ bù",
    "swapped_day_off": "ngày nghỉ hoán đổi",
    MAKE_UP: "ngày làm bù",
}


class CalendarUnreadable(DomainError):
    """The file is no table of days."""

    message = "Tệp lịch làm việc {file} chưa đúng: {why}."


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A day that is not what its weekday says, and where that was published."""

    day: date
    kind: str
    name: str
    source: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """A calendar, and what its special days are called."""

    calendar: WorkingCalendar
    names: Mapping[date, str]


def shipped_hours() -> Timetable:
    """Return the office hours of the State, Monday to Friday, and the cut-off at 15:00
    (NĐ 61/2018/NĐ-CP art. 18)."""
    return Timetable(date.min, dict.fromkeys(MONDAY_TO_FRIDAY, OFFICE_HOURS), CUT_OFF)


def shipped_days() -> list[PublishedDay]:
    """Return the national days that ship, in order."""
    return days_from(NATIONAL_DAYS)


def days_from(path: Path) -> list[PublishedDay]:
    """Read days from a CSV file: `date,kind` and perhaps `name,source,provisional`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sorted(days_in(file, path.name), key=lambda one: one.day)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CalendarUnreadable(file=path.name, why="không đọc được") from error


def days_in(lines: Iterable[str], file: str) -> list[PublishedDay]:
    """Read days from the lines of a CSV file."""
    return list(_days(csv.DictReader(lines), file).values())


@lru_cache(maxsize=1)
def shipped_parameters() -> tuple[tuple[str, str, date, str], ...]:
    """Return the numbers of the law that ship: key, value, first day, basis."""
    with PARAMETERS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["key"], row["value"], date.fromisoformat(row["valid_from"]), row["basis"])
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=1)
def national_calendar() -> PublishedCalendar:
    """Return office hours from Monday to Friday with the days published for 2020–2027."""
    return calendar_from(NATIONAL_DAYS)


def calendar_from(path: Path, cut_off: time = CUT_OFF) -> PublishedCalendar:
    """Read a CSV file with the columns `date,kind` and perhaps `name`; refuse what is no calendar.

    Office hours are those of the State. The years from the first to the last day in the file are
    published and no others: a table for 2026 says nothing about January 2027.
    """
    days = {one.day: one for one in days_from(path)}
    years = {day.year for day in days}
    if not years or years != set(range(min(years), max(years) + 1)):
        raise CalendarUnreadable(file=path.name, why="phải có ngày của từng năm, không bỏ năm nào")
    kinds = {day: published.kind for day, published in days.items()}
    calendar = WorkingCalendar(
        shifts=dict.fromkeys(MONDAY_TO_FRIDAY, OFFICE_HOURS),
        days_off=frozenset(day for day, kind in kinds.items() if kind != MAKE_UP),
        make_up_days=frozenset(day for day, kind in kinds.items() if kind == MAKE_UP),
        known_from=date(min(years), 1, 1),
        known_until=date(max(years), 12, 31),
        cut_off=cut_off,
    )
    return PublishedCalendar(calendar, {day: told.name for day, told in days.items()})


def _days(rows: Iterable[dict[str, str]], file: str) -> dict[date, PublishedDay]:
    days: dict[date, PublishedDay] = {}
    for number, row in enumerate(rows, 2):
        try:
            day, kind = date.fromisoformat(row["date"].strip()), row["kind"].strip()
            name = (row.get("name") or KINDS[kind]).strip()
            source, provisional = (row.get("source") or "").strip(), row.get("provisional") == "1"
            told = PublishedDay(day, kind, name, source, provisional)
        except (KeyError, ValueError, AttributeError) as error:
            why = f"dòng {number} cần ngày YYYY-MM-DD và loại {', '.join(KINDS)}"
            raise CalendarUnreadable(file=file, why=why) from error
        if days.setdefault(day, told).kind != kind:
            why = f"dòng {number} nói khác về ngày {day:%d/%m/%Y}"
            raise CalendarUnreadable(file=file, why=why)
    return days
