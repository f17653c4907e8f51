"""Nghị định 45/2020/NĐ-CP, Điều 11: when an online filing counts as received, and its answer.

Within office hours that is the moment itself, otherwise the opening of the next working day; the
desk answers within eight working hours.
"""

import pytest

from motcua.deadlines.rules import deemed_receipt
from tests.calendars import hanoi, national_calendar
from tests.law.limits import due

RECEIVED = [
    ("2026-06-01 07:29:59", "2026-06-01 07:30"),
    ("2026-06-01 07:30", "2026-06-01 07:30"),
    ("2026-06-01 11:30", "2026-06-01 11:30"),
    ("2026-06-01 12:15", "2026-06-01 12:15"),
    ("2026-06-01 16:59:59", "2026-06-01 16:59:59"),
    ("2026-06-01 17:00", "2026-06-02 07:30"),
    ("2026-06-05 17:00", "2026-06-08 07:30"),
    ("2026-06-06 09:00", "2026-06-08 07:30"),
    ("2026-06-07 23:59:59", "2026-06-08 07:30"),
    ("2026-02-13 17:00", "2026-02-23 07:30"),
    ("2026-08-22 10:00", "2026-08-22 10:00"),
    ("2026-08-22 17:00", "2026-08-24 07:30"),
    ("2026-08-31 10:00", "2026-09-03 07:30"),
]
HOURS = [
    ("2026-06-01 07:30", "8h", "2026-06-01 17:00"),
    ("2026-06-01 09:00", "8h", "2026-06-02 09:00"),
    ("2026-06-01 09:00", "1h", "2026-06-01 10:00"),
    ("2026-06-01 10:30", "1h", "2026-06-01 11:30"),  # ends with the shift, not when the next opens
    ("2026-06-01 11:00", "1h", "2026-06-01 13:30"),
    ("2026-06-01 12:00", "1h", "2026-06-01 14:00"),
    ("2026-06-01 16:00", "1h", "2026-06-01 17:00"),
    ("2026-06-01 16:30", "1h", "2026-06-02 08:00"),
    ("2026-06-05 16:00", "8h", "2026-06-08 16:00"),
    ("2026-06-05 20:00", "8h", "2026-06-08 17:00"),
    ("2026-06-06 09:00", "8h", "2026-06-08 17:00"),
    ("2026-02-13 13:00", "8h", "2026-02-23 11:30"),
    ("2026-08-21 13:00", "8h", "2026-08-22 11:30"),
    ("2026-06-01 09:00:30", "1h", "2026-06-01 10:00:30"),
    ("2026-06-01 07:30", "16h", "2026-06-02 17:00"),
    ("2026-06-01 07:30", "40h", "2026-06-05 17:00"),
    ("2026-06-01 09:00", "0h", "2026-06-01 09:00"),
]


@pytest.mark.parametrize(("sent", "received"), RECEIVED)
def test_when_a_filing_counts_as_received(sent: str, received: str) -> None:
    assert deemed_receipt(hanoi(sent), national_calendar()) == hanoi(received)


@pytest.mark.parametrize(("received", "limit", "expected"), HOURS)
def test_a_limit_in_working_hours(received: str, limit: str, expected: str) -> None:
    assert due(received, limit) == hanoi(expected)
