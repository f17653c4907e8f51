"""Bộ luật Dân sự 2015, Điều 144-148: how limits in days and months are counted.

Điều 147 khoản 2: the first day is the one after the event. Điều 147 khoản 5: a limit that ends
on a weekly rest day or a holiday ends with the next working day. Điều 148 khoản 6: it ends at
midnight; an agency's day ends when its office closes.
"""

import pytest

from tests.calendars import hanoi
from tests.law.limits import due

# Điều 147 khoản 2 and 5, with holidays of Bộ luật Lao động 2019, Điều 112.
WORKING_DAYS = [
    ("2026-06-01 09:00", "1wd", "2026-06-02 17:00"),
    ("2026-06-01 07:30", "1wd", "2026-06-02 17:00"),
    ("2026-06-01 16:59", "1wd", "2026-06-02 17:00"),
    ("2026-06-01 17:00", "1wd", "2026-06-03 17:00"),  # closed: received on the next day
    ("2026-06-01 05:00", "1wd", "2026-06-02 17:00"),
    ("2026-06-01 09:00", "5wd", "2026-06-08 17:00"),
    ("2026-06-05 16:00", "1wd", "2026-06-08 17:00"),  # Friday
    ("2026-06-05 18:00", "1wd", "2026-06-09 17:00"),  # Friday evening counts as Monday
    ("2026-06-06 10:00", "1wd", "2026-06-09 17:00"),  # Saturday counts as Monday
    ("2026-06-07 23:59", "1wd", "2026-06-09 17:00"),
    ("2026-04-24 09:00", "1wd", "2026-04-28 17:00"),  # Giỗ Tổ on Sunday, Monday off in lieu
    ("2026-04-29 09:00", "1wd", "2026-05-04 17:00"),  # 30/4 and 1/5 before a weekend
    ("2026-04-29 17:30", "1wd", "2026-05-05 17:00"),
    ("2026-02-13 09:00", "1wd", "2026-02-23 17:00"),  # over Tết Bính Ngọ
    ("2026-02-13 17:00", "1wd", "2026-02-24 17:00"),  # Tết eve, after closing
    ("2026-02-17 10:00", "1wd", "2026-02-24 17:00"),  # filed on the first day of Tết
    ("2027-02-03 09:00", "1wd", "2027-02-11 17:00"),  # over Tết Đinh Mùi
    ("2026-08-21 09:00", "1wd", "2026-08-22 17:00"),  # a make-up Saturday works
    ("2026-08-22 16:00", "1wd", "2026-08-24 17:00"),  # received on the make-up Saturday
    ("2026-08-28 09:00", "1wd", "2026-09-03 17:00"),  # swapped Monday, then Quốc khánh
    ("2026-01-09 09:00", "2wd", "2026-01-12 17:00"),  # make-up Saturday 10 January
    ("2025-12-31 09:00", "1wd", "2026-01-05 17:00"),
    ("2026-11-23 09:00", "1wd", "2026-11-25 17:00"),
    ("2024-04-26 09:00", "1wd", "2024-05-02 17:00"),  # 29/4/2024 swapped for 4/5/2024
    ("2024-05-03 09:00", "1wd", "2024-05-04 17:00"),
    ("2024-02-28 09:00", "1wd", "2024-02-29 17:00"),
    ("2026-06-01 09:00", "30wd", "2026-07-13 17:00"),
]
CALENDAR_DAYS = [
    ("2026-06-01 09:00", "1d", "2026-06-02 17:00"),
    ("2026-06-01 09:00", "7d", "2026-06-08 17:00"),
    ("2026-06-01 09:00", "5d", "2026-06-08 17:00"),  # Saturday moves to Monday
    ("2026-06-01 09:00", "6d", "2026-06-08 17:00"),
    ("2026-06-05 18:00", "1d", "2026-06-09 17:00"),
    ("2026-02-10 09:00", "6d", "2026-02-23 17:00"),  # ends on Tết eve
    ("2026-08-21 09:00", "1d", "2026-08-22 17:00"),  # ends on a make-up Saturday
    ("2026-04-25 09:00", "3d", "2026-05-04 17:00"),  # Saturday: received on 28 April
    ("2024-02-28 09:00", "1d", "2024-02-29 17:00"),
    ("2026-12-24 09:00", "10d", "2027-01-04 17:00"),
]
# Điều 147 khoản 4: the same day of the last month, or its last day where there is none.
MONTHS = [
    ("2026-06-01 09:00", "1m", "2026-07-01 17:00"),
    ("2026-01-30 09:00", "1m", "2026-03-02 17:00"),  # 28 February is a Saturday
    ("2027-01-29 09:00", "1m", "2027-03-01 17:00"),  # 28 February 2027 is a Sunday
    ("2024-01-31 09:00", "1m", "2024-02-29 17:00"),  # 31 January + 1 month, leap year
    ("2023-01-31 09:00", "1m", "2023-02-28 17:00"),
    ("2024-02-29 09:00", "12m", "2025-02-28 17:00"),
    ("2026-03-31 09:00", "1m", "2026-05-04 17:00"),  # 30 April is a holiday
    ("2026-10-30 09:00", "2m", "2026-12-30 17:00"),
    ("2026-11-02 09:00", "3m", "2027-02-02 17:00"),
    ("2026-08-31 09:00", "1m", "2026-10-05 17:00"),  # filed on a swapped day: 3 September
]


@pytest.mark.parametrize(("received", "limit", "expected"), WORKING_DAYS)
def test_a_limit_in_working_days(received: str, limit: str, expected: str) -> None:
    assert due(received, limit) == hanoi(expected)


@pytest.mark.parametrize(("received", "limit", "expected"), CALENDAR_DAYS)
def test_a_limit_in_calendar_days(received: str, limit: str, expected: str) -> None:
    assert due(received, limit) == hanoi(expected)


@pytest.mark.parametrize(("received", "limit", "expected"), MONTHS)
def test_a_limit_in_months(received: str, limit: str, expected: str) -> None:
    assert due(received, limit) == hanoi(expected)
