"""Limits in arrays say what the rule says one by one."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.deadlines.batch import Batch, moments_from, moments_of
from motcua.deadlines.published import national_calendar
from motcua.deadlines.rules import ZONE, CalendarNotPublished, WorkingCalendar, due_at
from motcua.kernel.limits import Limit, Unit
from tests.calendars import OFFICE_HOURS, hanoi
from tests.calendars import national_calendar as without_a_beginning

NATIONAL = national_calendar().calendar
SATURDAYS = WorkingCalendar(
    {**dict.fromkeys(range(5), OFFICE_HOURS), 5: (OFFICE_HOURS[0],)},
    NATIONAL.days_off,
    NATIONAL.make_up_days,
    NATIONAL.known_until,
    time(10, 30),
)
NOBODY = WorkingCalendar({}, frozenset(), frozenset(), date(2027, 12, 31))
BATCHES = [(one, Batch(one, date(2026, 1, 1))) for one in (NATIONAL, SATURDAYS, NOBODY)]
FIRST = datetime(2019, 12, 1, tzinfo=ZONE)
TIMES = [time(0), time(7, 30), time(11, 30), time(13), time(14, 59, 59), time(15), time(17)]
seconds = st.integers(0, 8 * 366 * 86_400).map(lambda many: FIRST + timedelta(seconds=many))
edges = st.builds(
    datetime.combine, st.dates(date(2019, 12, 1), date(2028, 3, 1)), st.sampled_from(TIMES)
).map(lambda moment: moment.replace(tzinfo=ZONE))
nudges = st.sampled_from([0, 0, 1, -1]).map(lambda many: timedelta(microseconds=many))
moments = st.builds(lambda moment, nudge: moment + nudge, seconds | edges, nudges)
values = st.sampled_from([0, 1, 2]) | st.integers(0, 400)


def one_by_one(received: datetime, limit: Limit, calendar: WorkingCalendar) -> datetime | None:
    try:
        return due_at(received, limit, calendar)
    except CalendarNotPublished:
        return None


@settings(max_examples=150)
@given(
    st.sampled_from(BATCHES),
    st.lists(st.tuples(moments, values), min_size=1, max_size=60),
    st.sampled_from(Unit),
)
def test_a_batch_agrees_with_the_rule(
    batch: tuple[WorkingCalendar, Batch], asked: list[tuple[datetime, int]], unit: Unit
) -> None:
    calendar, ready = batch

    found = ready.due(
        moments_of([moment for moment, _ in asked]), np.array([many for _, many in asked]), unit
    )

    assert moments_from(found) == [
        one_by_one(moment, Limit(many, unit), calendar) for moment, many in asked
    ]


@given(st.lists(st.tuples(moments, values, st.sampled_from(Unit)), max_size=40))
def test_units_may_be_mixed(asked: list[tuple[datetime, int, Unit]]) -> None:
    found = BATCHES[0][1].due_of_each(
        moments_of([moment for moment, _, _ in asked]),
        np.array([many for _, many, _ in asked], dtype=np.int64),
        [unit for _, _, unit in asked],
    )

    assert moments_from(found) == [
        one_by_one(moment, Limit(many, unit), NATIONAL) for moment, many, unit in asked
    ]


def test_a_batch_reaches_back_by_itself() -> None:
    calendar = without_a_beginning()
    ready = Batch(calendar, date(2027, 1, 1))
    received = [hanoi("2027-06-01 09:00"), hanoi("2018-06-01 09:00"), hanoi("2019-06-01 09:00")]

    found = moments_from(ready.due(moments_of(received), np.array([1, 1, 1]), Unit.WORKING_DAY))

    assert found == [one_by_one(one, Limit(1, Unit.WORKING_DAY), calendar) for one in received]


@pytest.mark.parametrize("unit", Unit)
def test_nothing_in_nothing_out(unit: Unit) -> None:
    assert len(BATCHES[0][1].due(moments_of([]), np.array([], dtype=np.int64), unit)) == 0


def test_moments_of_another_zone_are_the_same_moments() -> None:
    there = datetime.fromisoformat("2026-06-01T02:00:00+00:00")

    assert moments_from(moments_of([there])) == [hanoi("2026-06-01 09:00")]


def microseconds_each(count: Callable[[], object], many: int) -> float:
    begins = datetime.now(tz=ZONE)
    count()
    return (datetime.now(tz=ZONE) - begins) / timedelta(microseconds=1) / many


def test_a_million_limits_take_no_time_to_speak_of() -> None:
    """The benchmark measures; this only notices when arrays have become a loop."""
    received = np.full(1_000_000, np.datetime64("2026-06-01T09:00", "us"))
    days = np.full(1_000_000, 10)

    assert microseconds_each(lambda: BATCHES[0][1].due(received, days, Unit.WORKING_DAY), 10**6) < 1
