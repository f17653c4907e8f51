"""The rules against a second calculator that walks minute by minute: 20,000 random cases."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from inspect import getsource

import pytest

from motcua.deadlines.rules import (
    ZONE,
    CalendarNotPublished,
    Pause,
    Policy,
    Timetable,
    WorkingCalendar,
    due_at,
)
from motcua.deadlines.writing import term_from
from tests.calendars import national_calendar
from tests.deadlines import slow_calculator
from tests.deadlines.slow_calculator import FIVE_DAYS, Minutes, NotInTheRow, Stop

SHARES, CASES_EACH = range(8), 2_500
FIRST = datetime(2020, 1, 1, tzinfo=ZONE)
TIMES = [0, 449, 450, 689, 690, 691, 779, 780, 899, 900, 1019, 1020, 1021, 1439]  # minutes
LONGEST = {"h": 90, "wd": 45, "d": 130, "m": 14}
NEAR = [
    "2020-01-22", "2021-02-09", "2022-09-01", "2024-02-29", "2024-04-26", "2024-05-04",
    "2025-01-31", "2025-04-26", "2026-01-10", "2026-02-13", "2026-08-21", "2026-08-22",
    "2026-08-31", "2026-11-23", "2027-02-03", "2027-12-20",
]  # fmt: skip


@lru_cache(maxsize=1)
def agencies() -> list[tuple[WorkingCalendar, Minutes]]:
    """The State's hours, a desk with others (Saturday mornings, an earlier cut-off), and an agency
    that went over to the desk's hours one summer and back again years later."""
    national = national_calendar()
    early = ((420, 690), (810, 1020))
    week = {**dict.fromkeys(range(5), early), 5: ((420, 660),)}
    shifts = {day: tuple((clock(a), clock(b)) for a, b in hours) for day, hours in week.items()}
    over, back = date(2022, 6, 15), date(2025, 2, 3)
    changing = replace(
        national,
        later=(
            Timetable(over, shifts, time(10)),
            Timetable(back, national.shifts, national.cut_off),
        ),
    )
    changes = ((over, week, 600), (back, FIVE_DAYS, 900))
    desk = WorkingCalendar(
        shifts, national.days_off, national.make_up_days, national.known_until, time(10)
    )
    return [
        (national, Minutes(FIVE_DAYS)),
        (desk, Minutes(week, cut_off=600)),
        (changing, Minutes(FIVE_DAYS, later=changes)),
    ]


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def a_moment(rng: random.Random) -> datetime:
    days = rng.randrange(8 * 365)
    if rng.random() < 0.5:
        near = datetime.fromisoformat(rng.choice(NEAR)).replace(tzinfo=ZONE) - FIRST
        days = near.days + rng.randrange(-3, 4)
    minute = rng.choice(TIMES) if rng.random() < 0.6 else rng.randrange(1440)
    return FIRST + timedelta(days=days, minutes=minute)


def a_stop(rng: random.Random, received: datetime) -> Stop:
    begins = received + timedelta(minutes=rng.randrange(-3, 30) * 1440 + rng.randrange(1440))
    if rng.random() < 0.4:
        begins = begins.replace(hour=0, minute=0) + timedelta(minutes=rng.choice(TIMES))
    minutes = rng.choice([0, 1, 30, 240, 1440, rng.randrange(20_000), rng.randrange(60_000)])
    ends = None if rng.random() < 0.02 else begins + timedelta(minutes=minutes)
    return begins, ends, rng.choice(["continue", "continue", "continue", "restart", "none"])


def cases(share: int) -> Iterator[tuple[int, datetime, str, list[Stop]]]:
    rng = random.Random(20_260_822 + share)  # noqa: S311  repeatable cases, no secret
    for _ in range(CASES_EACH):
        unit = rng.choice(sorted(LONGEST))
        value = rng.choice([0, 1, 2, rng.randrange(LONGEST[unit])])
        received = a_moment(rng)
        stops = [a_stop(rng, received) for _ in range(rng.choice([0, 1, 1, 2, 3, 4]))]
        if unit != "h":  # seconds matter to the day of receipt and to the cut-off
            received += rng.choice([0, 0, 1, -1]) * timedelta(microseconds=1)
        yield rng.randrange(3), received, f"{value}{unit}", stops


@pytest.mark.parametrize("share", SHARES)
def test_both_say_the_same(share: int) -> None:
    answered = 0
    for agency, received, limit, stops in cases(share):
        calendar, minutes = agencies()[agency]
        pauses = [Pause(begins, ends, Policy(policy)) for begins, ends, policy in stops]
        try:
            walked = minutes.due(received, limit, stops)
        except NotInTheRow:
            with pytest.raises(CalendarNotPublished):
                due_at(received, term_from(limit), national_like(calendar), pauses)
            continue
        assert due_at(received, term_from(limit), calendar, pauses) == walked, (
            agency, str(received), limit, [[str(part) for part in stop] for stop in stops],
        )  # fmt: skip
        answered += walked is not None
    assert answered > CASES_EACH * 0.8


def national_like(calendar: WorkingCalendar) -> WorkingCalendar:
    """Let a calendar begin where the minutes do: what comes before is not published either."""
    return replace(calendar, known_from=FIRST.date())


def test_the_second_calculator_shares_no_code_with_the_first() -> None:
    imports = [line for line in getsource(slow_calculator).splitlines() if "import" in line]

    assert imports
    assert not any("motcua" in line for line in imports)
