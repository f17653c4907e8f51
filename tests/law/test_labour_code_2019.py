"""Bộ luật Lao động 2019, Điều 112: Tết and public holidays; Điều 111 khoản 3: days off in lieu.

The days themselves, and the Saturdays worked for a swapped day (hoán đổi), are decided and
announced every year; the table was checked against the announcements as remembered. For each
block of days off: the working day before it, one of its days, the two working days after it.
"""

import pytest

from motcua.deadlines.rules import CalendarNotPublished, deemed_receipt
from tests.calendars import hanoi, national_calendar
from tests.law.limits import due

BLOCKS = [
    ("Tết Canh Tý 2020", "2020-01-22", "2020-01-23", "2020-01-30", "2020-01-31"),
    ("Giỗ Tổ 2020", "2020-04-01", "2020-04-02", "2020-04-03", "2020-04-06"),
    ("30/4 và 1/5 2020", "2020-04-29", "2020-04-30", "2020-05-04", "2020-05-05"),
    ("Quốc khánh 2020", "2020-09-01", "2020-09-02", "2020-09-03", "2020-09-04"),
    ("Tết Dương lịch 2021", "2020-12-31", "2021-01-01", "2021-01-04", "2021-01-05"),
    ("Tết Tân Sửu 2021", "2021-02-09", "2021-02-10", "2021-02-17", "2021-02-18"),
    ("Giỗ Tổ 2021", "2021-04-20", "2021-04-21", "2021-04-22", "2021-04-23"),
    ("30/4 và 1/5 2021", "2021-04-29", "2021-04-30", "2021-05-04", "2021-05-05"),
    ("Quốc khánh 2021", "2021-09-01", "2021-09-02", "2021-09-06", "2021-09-07"),
    ("Tết Dương lịch 2022", "2021-12-31", "2022-01-01", "2022-01-04", "2022-01-05"),
    ("Tết Nhâm Dần 2022", "2022-01-28", "2022-01-31", "2022-02-07", "2022-02-08"),
    ("Giỗ Tổ 2022", "2022-04-08", "2022-04-10", "2022-04-12", "2022-04-13"),
    ("30/4 và 1/5 2022", "2022-04-29", "2022-04-30", "2022-05-04", "2022-05-05"),
    ("Quốc khánh 2022", "2022-08-31", "2022-09-01", "2022-09-05", "2022-09-06"),
    ("Tết Dương lịch 2023", "2022-12-30", "2023-01-01", "2023-01-03", "2023-01-04"),
    ("Tết Quý Mão 2023", "2023-01-19", "2023-01-20", "2023-01-27", "2023-01-30"),
    ("Giỗ Tổ 2023", "2023-04-28", "2023-04-29", "2023-05-04", "2023-05-05"),
    ("Quốc khánh 2023", "2023-08-31", "2023-09-01", "2023-09-05", "2023-09-06"),
    ("Tết Dương lịch 2024", "2023-12-29", "2024-01-01", "2024-01-02", "2024-01-03"),
    ("Tết Giáp Thìn 2024", "2024-02-07", "2024-02-08", "2024-02-15", "2024-02-16"),
    ("Giỗ Tổ 2024", "2024-04-17", "2024-04-18", "2024-04-19", "2024-04-22"),
    ("30/4, hoán đổi thứ hai 29/4 2024", "2024-04-26", "2024-04-29", "2024-05-02", "2024-05-03"),
    ("Quốc khánh 2024", "2024-08-30", "2024-09-02", "2024-09-04", "2024-09-05"),
    ("Tết Dương lịch 2025", "2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03"),
    ("Tết Ất Tỵ 2025", "2025-01-24", "2025-01-27", "2025-02-03", "2025-02-04"),
    ("Giỗ Tổ 2025", "2025-04-04", "2025-04-07", "2025-04-08", "2025-04-09"),
    ("30/4 và 1/5 2025", "2025-04-29", "2025-04-30", "2025-05-05", "2025-05-06"),
    ("Quốc khánh 2025", "2025-08-29", "2025-09-01", "2025-09-03", "2025-09-04"),
    ("Tết Dương lịch 2026", "2025-12-31", "2026-01-01", "2026-01-05", "2026-01-06"),
    ("Tết Bính Ngọ 2026", "2026-02-13", "2026-02-16", "2026-02-23", "2026-02-24"),
    ("Giỗ Tổ 2026", "2026-04-24", "2026-04-26", "2026-04-28", "2026-04-29"),
    ("30/4 và 1/5 2026", "2026-04-29", "2026-04-30", "2026-05-04", "2026-05-05"),
    ("Quốc khánh, hoán đổi 31/8 2026", "2026-08-28", "2026-08-31", "2026-09-03", "2026-09-04"),
    ("Ngày Văn hóa Việt Nam 2026", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"),
    ("Tết Dương lịch 2027", "2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"),
    ("Tết Đinh Mùi 2027", "2027-02-03", "2027-02-04", "2027-02-11", "2027-02-12"),
    ("Giỗ Tổ 2027", "2027-04-15", "2027-04-16", "2027-04-19", "2027-04-20"),
    ("30/4 và 1/5 2027", "2027-04-29", "2027-04-30", "2027-05-04", "2027-05-05"),
    ("Quốc khánh 2027", "2027-09-01", "2027-09-02", "2027-09-06", "2027-09-07"),
    ("Ngày Văn hóa Việt Nam 2027", "2027-11-23", "2027-11-24", "2027-11-25", "2027-11-26"),
]
MADE_UP = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]
NAMES = ("name", "eve", "holiday", "back", "second")


@pytest.mark.parametrize(NAMES, BLOCKS)
def test_the_day_before_is_followed_by_the_first_day_back(
    name: str, eve: str, holiday: str, back: str, second: str
) -> None:
    assert due(f"{eve} 16:59:59", "1wd") == hanoi(f"{back} 17:00"), name


@pytest.mark.parametrize(NAMES, BLOCKS)
def test_the_evening_before_counts_as_the_first_day_back(
    name: str, eve: str, holiday: str, back: str, second: str
) -> None:
    assert due(f"{eve} 17:00", "1wd") == hanoi(f"{second} 17:00"), name


@pytest.mark.parametrize(NAMES, BLOCKS)
def test_a_filing_on_the_holiday_counts_as_the_first_day_back(
    name: str, eve: str, holiday: str, back: str, second: str
) -> None:
    sent = hanoi(f"{holiday} 10:00")

    assert deemed_receipt(sent, national_calendar()) == hanoi(f"{back} 07:30"), name
    assert due(f"{holiday} 10:00", "0wd") == hanoi(f"{back} 17:00"), name


@pytest.mark.parametrize("saturday", MADE_UP)
def test_a_make_up_saturday_works_like_a_monday(saturday: str) -> None:
    assert due(f"{saturday} 14:59:59", "0wd") == hanoi(f"{saturday} 17:00")
    assert due(f"{saturday} 07:30", "8h") == hanoi(f"{saturday} 17:00")


@pytest.mark.parametrize("received", ["2028-01-25 09:00", "2030-02-01 09:00", "2053-02-17 09:00"])
def test_tet_of_an_unpublished_year_is_refused_not_worked_out(received: str) -> None:
    """In 2030 and 2053 Tết is a day (or more) apart from China's new year; nobody derives it."""
    with pytest.raises(CalendarNotPublished):
        due(received, "1wd")
