"""The national working calendar for tests of rules: the published days, without a database."""

import csv
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import motcua.deadlines
from motcua.deadlines.rules import ZONE, WorkingCalendar

HOLIDAYS = Path(motcua.deadlines.__file__).parent / "facts" / "holidays.csv"
OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13), time(17)))
MONDAY_TO_FRIDAY = range(5)
PUBLISHED_UNTIL = date(2027, 12, 31)


@lru_cache(maxsize=1)
def national_calendar() -> WorkingCalendar:
    """Return office hours from Monday to Friday with the published holidays 2020-2027."""
    with HOLIDAYS.open(encoding="utf-8") as file:
        days = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
    return WorkingCalendar(
        shifts=dict.fromkeys(MONDAY_TO_FRIDAY, OFFICE_HOURS),
        days_off=frozenset(day for day, kind in days if kind != "makeup_working_day"),
        make_up_days=frozenset(day for day, kind in days if kind == "makeup_working_day"),
        known_until=PUBLISHED_UNTIL,
    )


def hanoi(text: str) -> datetime:
    """Return a moment written without zone, e.g. `2026-06-01 09:00`, in Asia/Ho_Chi_Minh."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


MONDAY_MORNING = hanoi("2026-06-01 09:00")
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
