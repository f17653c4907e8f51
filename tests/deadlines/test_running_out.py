"""What is owed as a limit runs out: the moments of each stage."""

from datetime import datetime, timedelta

import pytest

from motcua.deadlines.published import shipped_parameters
from motcua.deadlines.rules import Course, Key, Stage, stages_reached, terms_from, working_time
from motcua.deadlines.rules.running_out import apology_owed_from, before_due
from motcua.deadlines.rules.terms import ClockTerms, TermMiswritten, check_term
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi, national_calendar

CALENDAR = national_calendar()
TERMS = terms_from({key: value for key, value, _, _ in shipped_parameters()})
# Ten working days: Monday 1 June 2026, 09:00, to Monday 15 June 2026, 17:00.
SINCE, DUE = hanoi("2026-06-01 09:00"), hanoi("2026-06-15 17:00")
RUNNING = Course(SINCE, DUE)


def reached(now: str, course: Course = RUNNING) -> list[Stage]:
    return stages_reached(course, hanoi(now), CALENDAR, TERMS)


def test_the_numbers_that_ship_are_those_of_the_decrees() -> None:
    assert ClockTerms(Limit(8, Unit.HOUR), 75, 90, Limit(1, Unit.WORKING_DAY), "enrolled") == TERMS
    assert {key for key, _, _, _ in shipped_parameters()} == {key.value for key in Key}
    assert all(basis for _, _, _, basis in shipped_parameters())


def test_nothing_is_owed_while_time_is_left() -> None:
    assert reached("2026-06-05 17:00") == []


@pytest.mark.parametrize(
    ("now", "stages"),
    [
        # 86.5 working hours from receipt to the end: three quarters are 64.875 hours.
        ("2026-06-11 09:52", []),
        ("2026-06-11 09:53", [Stage.WARN_HOLDER]),
        ("2026-06-12 16:20", [Stage.WARN_HOLDER]),
        ("2026-06-12 16:21", [Stage.WARN_HOLDER, Stage.WARN_HEAD]),
        ("2026-06-12 16:59", [Stage.WARN_HOLDER, Stage.WARN_HEAD]),
        ("2026-06-12 17:00", [Stage.WARN_HOLDER, Stage.WARN_HEAD, Stage.APOLOGY_OWED]),
        ("2026-06-15 17:00", [Stage.WARN_HOLDER, Stage.WARN_HEAD, Stage.APOLOGY_OWED]),
    ],
)
def test_each_stage_is_reached_at_its_share_of_the_working_time(
    now: str, stages: list[Stage]
) -> None:
    assert reached(now) == stages


def test_after_the_due_moment_a_dossier_without_apology_breaks_the_duty() -> None:
    late = reached("2026-06-15 17:00:01")

    assert late[-2:] == [Stage.OVERDUE, Stage.APOLOGY_MISSED]


def test_a_signed_apology_ends_the_warnings_but_not_the_lateness() -> None:
    promised = hanoi("2026-06-19 17:00")
    course = Course(SINCE, DUE, hanoi("2026-06-12 15:00"), promised)

    assert reached("2026-06-12 17:00", course) == []
    assert reached("2026-06-16 09:00", course) == [Stage.OVERDUE]
    assert reached("2026-06-19 17:00", course) == [Stage.OVERDUE]
    assert reached("2026-06-19 17:01", course) == [Stage.OVERDUE, Stage.LATE_AGAIN]


def test_an_apology_after_the_due_moment_comes_too_late() -> None:
    course = Course(SINCE, DUE, DUE + timedelta(minutes=1), hanoi("2026-06-19 17:00"))

    assert reached("2026-06-16 09:00", course) == [Stage.OVERDUE, Stage.APOLOGY_MISSED]


def test_the_shares_are_data() -> None:
    early = ClockTerms(TERMS.answer_within, 10, 20, Limit(3, Unit.WORKING_DAY), "none")

    now = hanoi("2026-06-03 09:00")

    assert stages_reached(RUNNING, now, CALENDAR, early) == [Stage.WARN_HOLDER]


@pytest.mark.parametrize(
    ("due", "lead", "expected"),
    [
        ("2026-06-16 17:00", Limit(1, Unit.WORKING_DAY), "2026-06-15 17:00"),
        ("2026-06-15 17:00", Limit(1, Unit.WORKING_DAY), "2026-06-12 17:00"),
        # Tết 2026: 16 to 20 February are off.
        ("2026-02-23 17:00", Limit(1, Unit.WORKING_DAY), "2026-02-13 17:00"),
        # Saturday 22 August 2026 is a make-up day.
        ("2026-08-24 17:00", Limit(1, Unit.WORKING_DAY), "2026-08-22 17:00"),
        ("2026-06-15 17:00", Limit(2, Unit.HOUR), "2026-06-15 15:00"),
        ("2026-06-15 08:30", Limit(2, Unit.HOUR), "2026-06-12 16:00"),
        ("2026-06-15 17:00", Limit(0, Unit.WORKING_DAY), "2026-06-15 17:00"),
    ],
)
def test_a_lead_is_counted_backwards_over_working_days(
    due: str, lead: Limit, expected: str
) -> None:
    """NĐ 61/2018/NĐ-CP art. 19: no later than one day before the limit ends."""
    assert before_due(hanoi(due), lead, CALENDAR) == hanoi(expected)


def test_a_limit_shorter_than_the_lead_owes_its_apology_half_way() -> None:
    course = Course(hanoi("2026-06-01 09:00"), hanoi("2026-06-01 17:00"))

    assert apology_owed_from(course, CALENDAR, TERMS) == hanoi("2026-06-01 13:00")


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ("2026-06-01 09:00", "2026-06-01 11:30", 2.5),
        ("2026-06-01 09:00", "2026-06-01 13:30", 3),
        ("2026-06-05 16:00", "2026-06-08 08:30", 2),
        ("2026-06-06 09:00", "2026-06-07 09:00", 0),
        ("2026-06-02 09:00", "2026-06-01 09:00", 0),
    ],
)
def test_working_time_leaves_out_noon_nights_and_days_off(
    first: str, last: str, hours: float
) -> None:
    assert working_time(hanoi(first), hanoi(last), CALENDAR) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Key.ANSWER_WITHIN, "tám giờ"),
        (Key.ANSWER_WITHIN, "8"),
        (Key.WARN_HOLDER_AT, "0"),
        (Key.WARN_HEAD_AT, "101"),
        (Key.WARN_HEAD_AT, "75%"),
        (Key.APOLOGY_BEFORE, ""),
    ],
)
def test_a_number_that_is_not_written_as_its_kind_is_refused(key: Key, value: str) -> None:
    with pytest.raises(TermMiswritten):
        check_term(key, value)


def test_stages_come_in_the_order_of_the_law() -> None:
    moment, seen = SINCE, []
    while moment < datetime(2026, 6, 20, tzinfo=SINCE.tzinfo):
        seen += [one for one in reached(f"{moment:%Y-%m-%d %H:%M}") if one not in seen]
        moment += timedelta(minutes=30)

    assert seen == [
        Stage.WARN_HOLDER,
        Stage.WARN_HEAD,
        Stage.APOLOGY_OWED,
        Stage.OVERDUE,
        Stage.APOLOGY_MISSED,
    ]
