"""How a step's working time divides into waiting, work and pauses, and how days are counted."""

from datetime import date, datetime, timedelta

import pytest

from motcua.deadlines.rules import Pause
from motcua.dossiers.spans import (
    Given,
    Split,
    Stay,
    days_late,
    in_working_time,
    split,
    working_days_after,
)
from motcua.dossiers.usual_times import WorkingClock
from tests.calendars import hanoi, national_calendar

CLOCK = WorkingClock(national_calendar(), date(2026, 5, 1), date(2026, 7, 31))
DAYS = national_calendar().days_from(date(2026, 1, 1))
MONDAY = "2026-06-01"
TUESDAY = "2026-06-02"


def at(text: str) -> datetime:
    return hanoi(text)


def between(begins: datetime, ends: datetime) -> int:
    return CLOCK.between(begins, ends)


OPENED, ENDED = at(f"{MONDAY} 08:00"), at(f"{TUESDAY} 10:00")  # 10 working hours
NOON_PAUSE = Pause(at(f"{MONDAY} 10:00"), at(f"{MONDAY} 14:00"))  # 2.5 working hours


@pytest.mark.parametrize(
    ("stay", "pauses", "expected"),
    [
        (Stay(OPENED, ENDED, at(f"{MONDAY} 09:00")), [], Split(60, 540, 0)),
        (Stay(OPENED, ENDED, OPENED), [], Split(0, 600, 0)),
        (Stay(OPENED, ENDED, None), [], Split(600, 0, 0)),
        (Stay(OPENED, ENDED, at(f"{MONDAY} 09:00")), [NOON_PAUSE], Split(60, 390, 150)),
        (Stay(OPENED, ENDED, at(f"{MONDAY} 15:00")), [NOON_PAUSE], Split(180, 270, 150)),
        (Stay(OPENED, ENDED, at("2026-06-05 10:00")), [], Split(600, 0, 0)),
        (Stay(ENDED, ENDED, ENDED), [], Split(0, 0, 0)),
    ],
)
def test_a_step_waits_until_it_is_taken_and_pauses_belong_to_neither(
    stay: Stay, pauses: list[Pause], expected: Split
) -> None:
    assert split(stay, pauses, between) == expected


def test_each_hand_over_waits_until_it_is_confirmed() -> None:
    given = [
        Given(at(f"{MONDAY} 09:00"), at(f"{MONDAY} 10:00")),
        Given(at(f"{MONDAY} 11:00"), at(f"{MONDAY} 13:30")),
    ]

    divided = split(Stay(OPENED, ENDED, at(f"{MONDAY} 13:30"), given), [], between)

    assert divided == Split(60 + 60, 480, 0)


def test_a_hand_over_that_nobody_confirmed_waits_to_the_end() -> None:
    given = [Given(at(f"{TUESDAY} 08:00"), None)]

    assert split(Stay(OPENED, ENDED, None, given), [], between) == Split(120, 480, 0)


def test_an_open_pause_takes_the_rest_of_the_step() -> None:
    paused = Pause(at(f"{TUESDAY} 08:00"), None)

    divided = split(Stay(OPENED, ENDED, OPENED), [paused], between)

    assert divided == Split(0, 480, 120)
    assert divided.total == 480


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (f"{MONDAY} 09:00", f"{MONDAY} 16:00", 0),
        (f"{MONDAY} 16:59", f"{TUESDAY} 07:30", 1),
        ("2026-06-05 09:00", "2026-06-08 09:00", 1),
        ("2026-06-05 09:00", "2026-06-07 09:00", 0),
        ("2026-04-24 09:00", "2026-05-04 09:00", 3),
    ],
)
def test_the_day_of_the_first_moment_is_not_counted(first: str, last: str, days: int) -> None:
    assert working_days_after(DAYS, at(first), at(last)) == days


@pytest.mark.parametrize(
    ("due", "ended", "days"),
    [
        (f"{MONDAY} 15:00", f"{MONDAY} 15:01", 1),
        (f"{MONDAY} 17:00", f"{TUESDAY} 08:00", 1),
        ("2026-06-05 17:00", "2026-06-06 09:00", 1),
        ("2026-06-05 17:00", "2026-06-09 09:00", 2),
    ],
)
def test_late_by_minutes_is_late_by_a_day(due: str, ended: str, days: int) -> None:
    assert days_late(DAYS, at(due), at(ended)) == days


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 phút"),
        (59, "59 phút"),
        (60, "1 giờ"),
        (479, "7 giờ"),
        (480, "1 ngày"),
        (480 * 2 + 200, "2 ngày 3 giờ"),
    ],
)
def test_working_minutes_are_said_in_days_of_eight_hours(minutes: int, words: str) -> None:
    assert in_working_time(minutes) == words


def test_no_minute_is_lost_between_waiting_work_and_pause() -> None:
    for hours in range(1, 60):
        ended = OPENED + timedelta(hours=hours)
        divided = split(Stay(OPENED, ended, at(f"{MONDAY} 09:00")), [NOON_PAUSE], between)

        assert divided.total + divided.paused == between(OPENED, ended)
