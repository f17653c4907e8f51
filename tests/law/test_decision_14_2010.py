"""Quyết định 14/2010/QĐ-TTg: desks that also receive and settle on Saturday mornings.

A Saturday on which the desk opens is a working day of that agency: it is counted, closes at its
own closing time, and a result of the same day is due on it. A make-up Saturday works all day.
"""

from datetime import time

import pytest

from motcua.deadlines.rules import WorkingCalendar, due_at
from tests.calendars import OFFICE_HOURS, hanoi, national_calendar
from tests.law.limits import limit_of, pause_of

MORNING = ((time(7, 30), time(11, 30)),)
SATURDAY = 5
STATE = national_calendar()
DESK = WorkingCalendar(
    {**dict.fromkeys(range(5), OFFICE_HOURS), SATURDAY: MORNING},
    STATE.days_off,
    STATE.make_up_days,
    STATE.known_until,
)
CASES = [
    ("2026-06-05 09:00", "1wd", "2026-06-06 11:30"),
    ("2026-06-05 17:00", "1wd", "2026-06-08 17:00"),
    ("2026-06-06 09:00", "1wd", "2026-06-08 17:00"),
    ("2026-06-06 11:29:59", "1wd", "2026-06-08 17:00"),
    ("2026-06-06 11:30", "1wd", "2026-06-09 17:00"),
    ("2026-06-06 09:00", "0wd", "2026-06-06 11:30"),
    ("2026-06-06 11:30", "0wd", "2026-06-08 17:00"),
    ("2026-06-06 16:00", "0wd", "2026-06-08 17:00"),
    ("2026-06-05 15:00", "0wd", "2026-06-06 11:30"),
    ("2026-06-05 14:59:59", "0wd", "2026-06-05 17:00"),
    ("2026-06-07 09:00", "0wd", "2026-06-08 17:00"),
    ("2026-06-01 09:00", "5wd", "2026-06-06 11:30"),
    ("2026-06-01 09:00", "6wd", "2026-06-08 17:00"),
    ("2026-06-01 09:00", "10wd", "2026-06-12 17:00"),
    ("2026-06-01 09:00", "5d", "2026-06-06 11:30"),
    ("2026-06-01 09:00", "6d", "2026-06-08 17:00"),
    ("2026-05-06 09:00", "1m", "2026-06-06 11:30"),
    ("2026-05-07 09:00", "1m", "2026-06-08 17:00"),
    ("2026-08-21 09:00", "1wd", "2026-08-22 17:00"),
    ("2026-08-21 15:00", "0wd", "2026-08-22 17:00"),
    ("2026-04-24 09:00", "2wd", "2026-04-28 17:00"),
    ("2024-04-26 09:00", "1wd", "2024-04-27 11:30"),
    ("2025-01-31 09:00", "1wd", "2025-02-04 17:00"),
    ("2023-04-28 09:00", "1wd", "2023-05-04 17:00"),
    ("2026-06-05 15:00", "4h", "2026-06-06 09:30"),
    ("2026-06-05 15:00", "6h", "2026-06-06 11:30"),
    ("2026-06-05 15:00", "7h", "2026-06-08 08:30"),
    ("2026-06-06 10:00", "2h", "2026-06-08 08:00"),
    ("2026-06-06 11:30", "1h", "2026-06-08 08:30"),
]
PAUSED = [
    ("2026-06-05 09:00", "2wd", ["2026-06-06 08:00/2026-06-06 09:00"], "2026-06-09 17:00"),
    ("2026-06-05 09:00", "2wd", ["2026-06-06 12:00/2026-06-06 13:00"], "2026-06-09 17:00"),
    ("2026-06-05 09:00", "1d", ["2026-06-06 20:00/2026-06-07 08:00"], "2026-06-08 17:00"),
]


@pytest.mark.parametrize(("received", "limit", "expected"), CASES)
def test_a_saturday_desk(received: str, limit: str, expected: str) -> None:
    assert due_at(hanoi(received), limit_of(limit), DESK) == hanoi(expected)


@pytest.mark.parametrize(("received", "limit", "pauses", "expected"), PAUSED)
def test_a_pause_on_a_saturday(received: str, limit: str, pauses: list[str], expected: str) -> None:
    taken = [pause_of(pause) for pause in pauses]

    assert due_at(hanoi(received), limit_of(limit), DESK, taken) == hanoi(expected)
