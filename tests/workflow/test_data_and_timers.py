"""The data of a process and the times of its timers: what fits, what is refused, when it is due."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.kernel.limits import Limit, Unit
from motcua.workflow.rules import DataDoNotFit, fitting, readable
from motcua.workflow.rules.data import LONGEST_LIST, LONGEST_TEXT, decided
from motcua.workflow.rules.timers import TimerRefused, due_moment, expression_of, timer_from

TYPES = {
    "name": "string",
    "many": "int",
    "much": "double",
    "ready": "bool",
    "day": "date",
    "whom": "list",
}
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Lan"),
        ("many", -3),
        ("much", 2.5),
        ("ready", False),
        ("day", "2026-03-01"),
        ("day", "2026-03-01T08:00:00+07:00"),
        ("whom", ["H42.1"]),
        ("outcome", "done"),
    ],
)
def test_a_datum_of_its_declared_type_fits(name: str, value: object) -> None:
    assert fitting(TYPES, {name: value}) == {name: value}


def test_a_whole_number_fits_where_a_broken_one_may_stand() -> None:
    assert fitting(TYPES, {"much": 3}) == {"much": 3.0}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unknown", 1),
        ("name", 1),
        ("many", "1"),
        ("many", True),
        ("many", 1.5),
        ("many", 2**63),
        ("much", "x"),
        ("ready", 1),
        ("day", "hôm qua"),
        ("whom", "H42.1"),
        ("whom", ["x"] * (LONGEST_LIST + 1)),
        ("name", "x" * (LONGEST_TEXT + 1)),
        ("name", None),
    ],
)
def test_any_other_datum_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(DataDoNotFit, match=name):
        fitting(TYPES, {name: value})


def test_conditions_read_every_declared_name_and_days_as_moments() -> None:
    read = readable(TYPES, {"day": "2026-03-01", "many": 2})

    assert read["day"] == datetime(2026, 3, 1, tzinfo=UTC)
    assert (read["many"], read["name"], read["whom"], read["outcome"]) == (2, "", [], "")


def test_what_a_rule_computes_is_stored_as_text_and_must_fit() -> None:
    assert decided(TYPES, "day", AT) == (AT.isoformat(), AT)
    assert decided(TYPES, "ready", True) == (True, True)
    with pytest.raises(DataDoNotFit):
        decided(TYPES, "many", {"a": 1})


def in_working_hours(at: datetime, limit: Limit) -> datetime:
    assert limit == Limit(3, Unit.WORKING_DAY)
    return at + timedelta(days=5)


@pytest.mark.parametrize(
    ("kind", "written", "due"),
    [
        ("timeDuration", "PT4H", AT + timedelta(hours=4)),
        ("timeDuration", "P1W2DT3M4S", AT + timedelta(days=9, minutes=3, seconds=4)),
        ("timeDuration", "duration('90m')", AT + timedelta(minutes=90)),
        ("timeDuration", "name", AT + timedelta(days=2)),
        ("timeDate", "2026-05-01T08:00:00+07:00", datetime(2026, 5, 1, 1, tzinfo=UTC)),
        ("timeDate", "2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("timeDate", "day + duration('24h')", datetime(2026, 3, 2, tzinfo=UTC)),
        ("limit", "3wd", AT + timedelta(days=5)),
    ],
)
def test_a_timer_is_due_after_a_duration_at_a_date_or_after_a_limit(
    kind: str, written: str, due: datetime
) -> None:
    values = readable(TYPES, {"name": "P2D", "day": "2026-03-01"})

    assert due_moment(timer_from(kind, written), AT, values, in_working_hours) == due


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("timeDuration", "P"),
        ("timeDuration", "P1Y"),
        ("timeDuration", "P1M"),
        ("timeDuration", "PT"),
        ("timeDuration", "PT4H "),
        ("timeDuration", "P99999999999999D"),
        ("timeDate", "2026-13-01"),
        ("timeDate", "3 ngày"),
        ("timeDate", ""),
        ("limit", "3"),
        ("limit", "-3wd"),
    ],
)
def test_a_time_that_cannot_be_read_is_refused(kind: str, written: str) -> None:
    with pytest.raises(TimerRefused, match="không đọc được"):
        timer_from(kind, written)


@pytest.mark.parametrize("computed", ["many", "ready", "whom", "name"])
def test_an_expression_that_gives_no_time_is_refused_when_the_timer_is_set(computed: str) -> None:
    with pytest.raises(TimerRefused):
        due_moment(f"timeDuration:{computed}", AT, readable(TYPES, {}), in_working_hours)


def test_only_what_is_not_written_out_is_an_expression() -> None:
    assert expression_of("timeDuration:PT4H") == expression_of("limit:3wd") == ""
    assert expression_of("timeDate:day") == "day"
