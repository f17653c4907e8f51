"""What holds for every limit, whatever the day; and calendars that are not the national one."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines.rules import (
    ZONE,
    CalendarNotPublished,
    Pause,
    Policy,
    Timing,
    WorkingCalendar,
    due_at,
    finished_timing,
    timing,
)
from motcua.kernel.limits import Limit, Unit
from tests.calendars import A_DAY, AN_HOUR, MONDAY_MORNING, hanoi, national_calendar

CALENDAR = national_calendar()
FIRST, MINUTES = datetime(2020, 1, 1, tzinfo=ZONE), 6 * 365 * 24 * 60
moments = st.integers(0, MINUTES * 60).map(lambda seconds: FIRST + timedelta(seconds=seconds))
units = st.sampled_from(Unit)
day_units = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])


def limits(most: int = 12) -> st.SearchStrategy[Limit]:
    return st.builds(Limit, st.integers(0, most), units)


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    begins = draw(moments)
    length = timedelta(minutes=draw(st.integers(0, 60 * 24 * 20)))
    return Pause(begins, begins + length, draw(st.sampled_from(Policy)))


def due(received: datetime, limit: Limit, *taken: Pause) -> datetime:
    moment = due_at(received, limit, CALENDAR, taken)
    assert moment is not None
    return moment


@given(moments, limits(), st.lists(pauses(), max_size=3))
def test_a_due_moment_lies_in_the_hours_of_a_working_day(
    received: datetime, limit: Limit, taken: list[Pause]
) -> None:
    moment = due(received, limit, *taken)

    hours = CALENDAR.hours(moment.date())
    zero_hours_at_noon = limit == Limit(0, Unit.HOUR)
    assert hours
    assert zero_hours_at_noon or any(opens <= moment <= closes for opens, closes in hours)


@given(moments, day_units, st.integers(0, 12), st.lists(pauses(), max_size=3))
def test_a_day_is_due_at_closing_time(
    received: datetime, unit: Unit, value: int, taken: list[Pause]
) -> None:
    moment = due(received, Limit(value, unit), *taken)

    assert moment == CALENDAR.closing(moment.date())


@given(moments, units, st.integers(0, 11), st.lists(pauses(), max_size=3))
def test_a_longer_limit_is_never_due_earlier(
    received: datetime, unit: Unit, value: int, taken: list[Pause]
) -> None:
    assert due(received, Limit(value, unit), *taken) <= due(
        received, Limit(value + 1, unit), *taken
    )


@given(moments, moments, limits())
def test_who_files_later_is_never_due_earlier(one: datetime, other: datetime, limit: Limit) -> None:
    earlier, later = sorted((one, other))

    assert due(earlier, limit) <= due(later, limit)


@given(moments, limits(), pauses())
def test_a_pause_never_brings_the_due_moment_forward(
    received: datetime, limit: Limit, pause: Pause
) -> None:
    assert due(received, limit) <= due(received, limit, pause)


@given(moments, limits(), st.lists(pauses(), min_size=2, max_size=4))
def test_the_order_of_pauses_does_not_matter(
    received: datetime, limit: Limit, taken: list[Pause]
) -> None:
    assert due(received, limit, *taken) == due(received, limit, *reversed(taken))


@given(moments, limits(), pauses())
def test_a_pause_told_twice_counts_once(received: datetime, limit: Limit, pause: Pause) -> None:
    assert due(received, limit, pause) == due(received, limit, pause, pause)


@given(moments, limits())
def test_nothing_is_due_before_it_was_received(received: datetime, limit: Limit) -> None:
    assert due(received, limit) >= received


@given(moments, st.integers(1, 30))
def test_between_receipt_and_due_day_lie_as_many_working_days_as_granted(
    received: datetime, days: int
) -> None:
    last = due(received, Limit(days, Unit.WORKING_DAY)).date()

    day = due(received, Limit(0, Unit.HOUR)).date()
    counted = 0
    while day < last:
        day += A_DAY
        counted += CALENDAR.is_working(day)
    assert counted == days


@pytest.mark.parametrize(
    "limit", [Limit(1, Unit.WORKING_DAY), Limit(1, Unit.CALENDAR_DAY), Limit(8, Unit.HOUR)]
)
def test_beyond_the_published_calendar_the_rule_refuses_to_guess(limit: Limit) -> None:
    with pytest.raises(CalendarNotPublished, match="01/01/2028"):
        due_at(hanoi("2027-12-31 16:00"), limit, CALENDAR)


def test_a_calendar_without_a_single_working_day_ends_in_a_refusal() -> None:
    nobody_works = WorkingCalendar({}, frozenset(), frozenset(), date(2026, 12, 31))

    with pytest.raises(CalendarNotPublished):
        due_at(MONDAY_MORNING, Limit(1, Unit.WORKING_DAY), nobody_works)


def test_a_desk_that_opens_on_saturday_morning_is_due_when_it_closes() -> None:
    morning, day = (time(7, 30), time(11, 30)), (time(13), time(17))
    desk = WorkingCalendar(
        {**dict.fromkeys(range(5), (morning, day)), 5: (morning,)},
        frozenset(),
        frozenset(),
        date(2026, 12, 31),
    )

    due_moment = due_at(hanoi("2026-06-05 09:00"), Limit(1, Unit.WORKING_DAY), desk)

    assert due_moment == hanoi("2026-06-06 11:30")


def test_an_agency_may_have_another_cut_off() -> None:
    early = WorkingCalendar(
        CALENDAR.shifts, CALENDAR.days_off, CALENDAR.make_up_days, CALENDAR.known_until, time(10)
    )

    at_ten = due_at(hanoi("2026-06-01 10:00"), Limit(0, Unit.WORKING_DAY), early)

    assert at_ten == hanoi("2026-06-02 17:00")


@pytest.mark.parametrize("text", ["2026-06-01T02:00:00+00:00", "2026-05-31T22:00:00-04:00"])
def test_a_moment_of_another_zone_is_the_same_moment(text: str) -> None:
    received = datetime.fromisoformat(text)

    assert due(received, Limit(1, Unit.WORKING_DAY)) == hanoi("2026-06-02 17:00")


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (2 * A_DAY, Timing.IN_TIME),
        (A_DAY, Timing.IN_TIME),
        (A_DAY - timedelta(seconds=1), Timing.NEAR),
        (timedelta(0), Timing.NEAR),
        (-timedelta(seconds=1), Timing.OVERDUE),
    ],
)
def test_how_an_open_dossier_stands(left: timedelta, expected: Timing) -> None:
    assert timing(MONDAY_MORNING, MONDAY_MORNING + left, A_DAY) is expected


def test_a_dossier_without_a_due_moment_is_paused() -> None:
    assert timing(MONDAY_MORNING, None, A_DAY) is Timing.PAUSED


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("2026-06-01 23:00", Timing.EARLY),
        ("2026-06-02 00:00", Timing.ON_TIME),
        ("2026-06-02 17:00", Timing.ON_TIME),
        ("2026-06-02 17:00:01", Timing.LATE),
    ],
)
def test_how_a_finish_compares_with_its_due_moment(finished: str, expected: Timing) -> None:
    assert finished_timing(hanoi(finished), hanoi("2026-06-02 17:00")) is expected


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (Limit(0, Unit.WORKING_DAY), "trong ngày làm việc"),
        (Limit(5, Unit.WORKING_DAY), "5 ngày làm việc"),
        (Limit(8, Unit.HOUR), "8 giờ làm việc"),
        (Limit(1, Unit.MONTH), "1 tháng"),
        (Limit(10, Unit.CALENDAR_DAY), "10 ngày"),
    ],
)
def test_a_limit_reads_as_the_law_writes_it(limit: Limit, text: str) -> None:
    assert str(limit) == text


def test_a_pause_without_length_touches_no_day() -> None:
    assert not Pause(MONDAY_MORNING, MONDAY_MORNING).touches(MONDAY_MORNING.date())
    assert Pause(MONDAY_MORNING, MONDAY_MORNING + AN_HOUR).touches(MONDAY_MORNING.date())
