"""Hours that change from a day on: every rule counts by those of the day."""

from dataclasses import replace
from datetime import date, time

import numpy as np
import pytest

from motcua.deadlines.batch import Batch, moments_from, moments_of
from motcua.deadlines.explaining import explain
from motcua.deadlines.rules import Timetable, deemed_receipt, due_at
from motcua.kernel.limits import Limit, Unit
from tests.calendars import OFFICE_HOURS, hanoi, national_calendar

SUMMER = ((time(7), time(11)), (time(14), time(17, 30)))
WEEK = dict.fromkeys(range(5), SUMMER) | {5: ((time(7, 30), time(11, 30)),)}
FROM_8_JUNE = Timetable(date(2026, 6, 8), WEEK, time(14))
AUTUMN = Timetable(date(2026, 9, 7), dict.fromkeys(range(5), OFFICE_HOURS), time(15))
CALENDAR = replace(national_calendar(), later=(FROM_8_JUNE, AUTUMN))
DAY, HOUR = Unit.WORKING_DAY, Unit.HOUR


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        ("2026-06-01 09:00", Limit(3, DAY), "2026-06-04 17:00"),  # the old hours throughout
        ("2026-06-05 09:00", Limit(1, DAY), "2026-06-08 17:30"),  # closes by the new ones
        ("2026-06-11 09:00", Limit(2, DAY), "2026-06-13 11:30"),  # Saturdays now count
        ("2026-06-05 16:00", Limit(2, HOUR), "2026-06-08 08:00"),  # an hour of each timetable
        ("2026-06-05 14:30", Limit(0, DAY), "2026-06-05 17:00"),  # before the cut-off of that day
        ("2026-06-09 14:30", Limit(0, DAY), "2026-06-10 17:30"),  # after the new one
        ("2026-09-04 09:00", Limit(1, DAY), "2026-09-05 11:30"),  # the last summer Saturday
        ("2026-09-11 09:00", Limit(1, DAY), "2026-09-14 17:00"),  # Saturdays no longer count
    ],
)
def test_each_day_is_worked_by_the_timetable_in_force(
    received: str, limit: Limit, expected: str
) -> None:
    assert due_at(hanoi(received), limit, CALENDAR) == hanoi(expected)


def test_a_saturday_desk_receives_on_saturday() -> None:
    assert deemed_receipt(hanoi("2026-06-13 08:00"), CALENDAR) == hanoi("2026-06-13 08:00")
    assert deemed_receipt(hanoi("2026-06-06 08:00"), CALENDAR) == hanoi("2026-06-08 07:00")


def test_a_make_up_day_works_mondays_hours_of_its_own_timetable() -> None:
    assert CALENDAR.closing(date(2026, 8, 22)) == hanoi("2026-08-22 17:30")
    assert CALENDAR.closing(date(2026, 1, 10)) == hanoi("2026-01-10 17:00")


def test_arrays_agree_across_timetables() -> None:
    received = [
        hanoi(f"2026-06-{day:02d} {hour:02d}:45") for day in range(1, 30) for hour in (6, 14)
    ]
    for unit in Unit:
        for value in (0, 1, 5, 12):
            counted = Batch(CALENDAR, date(2026, 1, 1)).due(
                moments_of(received), np.full(len(received), value), unit
            )
            one_by_one = [due_at(moment, Limit(value, unit), CALENDAR) for moment in received]

            assert moments_from(counted) == one_by_one


def test_the_receipt_names_the_cut_off_of_its_day() -> None:
    told = explain(hanoi("2026-06-09 14:30"), Limit(0, DAY), CALENDAR)

    assert "Nhận từ 14:00 trở đi" in told.days[0].why
