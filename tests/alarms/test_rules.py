"""When a value is trouble, and how an alarm begins, rises and ends."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.alarms.rules import QUIET, Change, Level, Measure, Open, Reading, changes, level_of

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
KEY = ("queue", "")


def a_measure(*, higher: bool = True, never: str = "") -> Measure:
    warning, alarm = (10.0, 20.0) if higher else (0.2, 0.1)
    return Measure("queue", "Việc chờ", "count", higher, warning, alarm, "", "", "", never)


@pytest.mark.parametrize(
    ("value", "level"),
    [(9.9, Level.WELL), (10, Level.WARNING), (19.9, Level.WARNING), (20, Level.ALARM)],
)
def test_more_is_worse_from_the_threshold_on(value: float, level: Level) -> None:
    assert level_of(a_measure(), value) is level


@pytest.mark.parametrize(
    ("value", "level"),
    [(0.21, Level.WELL), (0.2, Level.WARNING), (0.11, Level.WARNING), (0.1, Level.ALARM)],
)
def test_less_is_worse_down_to_the_threshold(value: float, level: Level) -> None:
    assert level_of(a_measure(higher=False), value) is level


def test_a_value_that_should_be_there_and_is_not_is_an_alarm() -> None:
    assert level_of(a_measure(never="Chưa có bản sao lưu nào."), None) is Level.ALARM
    assert level_of(a_measure(), None) is Level.WELL


def seen(level: Level, known: Open | None, at: datetime = AT) -> list[Change]:
    reading = Reading("queue", 15.0)
    return changes({KEY: (reading, level)}, {KEY: known} if known else {}, at)


def an_open(level: Level = Level.WARNING, well_since: datetime | None = None) -> Open:
    return Open("queue", "", level, well_since)


def test_trouble_begins_an_alarm_once() -> None:
    (first,) = seen(Level.WARNING, None)
    (second,) = seen(Level.WARNING, an_open())

    assert first.begins
    assert not second.begins
    assert not second.rises


def test_a_warning_that_gets_worse_rises_and_does_not_fall_again() -> None:
    (worse,) = seen(Level.ALARM, an_open())
    (better,) = seen(Level.WARNING, an_open(Level.ALARM))

    assert worse.rises
    assert not better.rises


def test_an_alarm_ends_only_after_a_quiet_time() -> None:
    (first,) = seen(Level.WELL, an_open())
    (early,) = seen(Level.WELL, an_open(well_since=AT), AT + QUIET - timedelta(seconds=1))
    (late,) = seen(Level.WELL, an_open(well_since=AT), AT + QUIET)

    assert not first.ends
    assert not early.ends
    assert late.ends


def test_a_thing_that_is_no_longer_measured_ends_its_alarm_too() -> None:
    (gone,) = changes({}, {KEY: an_open(well_since=AT)}, AT + QUIET)

    assert gone.ends
    assert gone.reading.value is None


def test_what_is_well_and_has_no_alarm_changes_nothing() -> None:
    assert seen(Level.WELL, None) == []
