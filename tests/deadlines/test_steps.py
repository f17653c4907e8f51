"""Budgets inside a limit: they add up to it, slack is passed on, overruns are not."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines.rules import ZONE, Pause, due_at
from motcua.deadlines.steps import planned_dues, step_due_at
from motcua.deadlines.writing import term_from
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi, national_calendar

CALENDAR = national_calendar()
RECEIVED = hanoi("2026-06-01 09:00")
PAUSE = Pause(hanoi("2026-06-03 08:00"), hanoi("2026-06-04 08:00"))
moments = st.integers(0, 5 * 365 * 1440).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=ZONE) + timedelta(minutes=minutes)
)


def plan(limits: str, *pauses: Pause) -> list[datetime] | None:
    return planned_dues(RECEIVED, [term_from(one) for one in limits.split()], CALENDAR, pauses)


@pytest.mark.parametrize(
    ("limits", "ends"),
    [
        ("", []),
        ("2wd 3wd", ["2026-06-03 17:00", "2026-06-08 17:00"]),
        ("2h 3h 2h 1h", [f"2026-06-01 {t}" for t in ("11:00", "15:30")] + ["2026-06-02 08:00"] + [
            "2026-06-02 09:00"]),
        ("2wd 4h", ["2026-06-03 17:00", "2026-06-04 11:30"]),
        ("4h 1wd", ["2026-06-01 14:30", "2026-06-02 17:00"]),
        ("6h 1wd", ["2026-06-01 16:30", "2026-06-02 17:00"]),
        ("5d 5d", ["2026-06-08 17:00", "2026-06-11 17:00"]),
    ],
)  # fmt: skip
def test_budgets_add_up(limits: str, ends: list[str]) -> None:
    assert plan(limits) == [hanoi(end) for end in ends]


def test_an_hour_that_ends_with_the_day_lets_days_count_from_it() -> None:
    begins = hanoi("2026-06-01 07:30")

    assert planned_dues(begins, [term_from("8h"), term_from("1wd")], CALENDAR) == [
        hanoi("2026-06-01 17:00"),
        hanoi("2026-06-02 17:00"),
    ]


def test_a_pause_moves_the_plan_and_an_open_one_undoes_it() -> None:
    assert plan("1wd 1wd 1wd", PAUSE) == [
        hanoi("2026-06-02 17:00"), hanoi("2026-06-05 17:00"), hanoi("2026-06-08 17:00"),
    ]  # fmt: skip
    assert plan("1wd", Pause(RECEIVED, None)) is None


@given(moments, st.lists(st.integers(0, 10), min_size=1, max_size=6), st.sampled_from(Unit))
def test_the_last_step_of_a_plan_ends_with_the_whole(
    received: datetime, values: list[int], unit: Unit
) -> None:
    limits = [Limit(value % 4 if unit is Unit.MONTH else value, unit) for value in values]
    dues = planned_dues(received, limits, CALENDAR)

    assert dues is not None
    assert dues[-1] == due_at(received, Limit(sum(one.value for one in limits), unit), CALENDAR)
    assert dues == sorted(dues)


def step(opened: str, planned: str | None, whole: str | None, *pauses: Pause) -> datetime | None:
    return step_due_at(
        hanoi(opened),
        term_from("2wd"),
        CALENDAR,
        planned=hanoi(planned) if planned else None,
        whole=hanoi(whole) if whole else None,
        pauses=pauses,
    )


WHOLE = "2026-06-08 17:00"


def test_a_step_that_follows_an_early_one_has_its_slack() -> None:
    assert step("2026-06-01 15:00", "2026-06-05 17:00", WHOLE) == hanoi("2026-06-05 17:00")


def test_a_step_that_follows_a_late_one_has_its_own_budget() -> None:
    assert step("2026-06-04 09:00", "2026-06-05 17:00", WHOLE) == hanoi("2026-06-08 17:00")


def test_no_step_is_due_after_the_whole() -> None:
    assert step("2026-06-05 09:00", "2026-06-05 17:00", WHOLE) == hanoi(WHOLE)
    assert step("2026-06-10 09:00", "2026-06-05 17:00", WHOLE) == hanoi(WHOLE)


def test_a_step_outside_a_plan_and_without_a_whole() -> None:
    assert step("2026-06-01 09:00", None, None) == hanoi("2026-06-03 17:00")
    assert step("2026-06-01 09:00", None, None, Pause(RECEIVED, None)) is None
