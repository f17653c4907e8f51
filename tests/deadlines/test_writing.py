"""How receipts, limits, pauses and the cut-off are written."""

from datetime import datetime, time

import pytest

from motcua.deadlines.rules import Pause, Policy
from motcua.deadlines.writing import (
    Miswritten,
    cut_off_from,
    moment_from,
    pause_from,
    pauses_from,
    term_from,
)
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi

BEGAN, ENDED = hanoi("2026-06-02 08:00"), hanoi("2026-06-03 09:00")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-08-21T09:00", "2026-08-21 09:00"),
        (" 2026-08-21 09:00:30 ", "2026-08-21 09:00:30"),
        ("2026-08-21", "2026-08-21 00:00"),
        ("2026-08-21T02:00Z", "2026-08-21 09:00"),
        ("2026-08-20T22:00-04:00", "2026-08-21 09:00"),
    ],
)
def test_a_moment_without_an_offset_is_vietnamese(written: str, expected: str) -> None:
    assert moment_from(written).isoformat() == hanoi(expected).isoformat()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-06-02T08:00/2026-06-03T09:00", Pause(BEGAN, ENDED, Policy.CONTINUE)),
        ("2026-06-02T08:00/2026-06-03T09:00:restart", Pause(BEGAN, ENDED, Policy.RESTART)),
        ("2026-06-02T08:00+07:00/2026-06-03T02:00Z:none", Pause(BEGAN, ENDED, Policy.NONE)),
        ("2026-06-02T08:00/", Pause(BEGAN, None, Policy.CONTINUE)),
        ("2026-06-02T08:00/:restart", Pause(BEGAN, None, Policy.RESTART)),
    ],
)
def test_a_pause(written: str, expected: Pause) -> None:
    assert pause_from(written) == expected


def test_pauses_are_separated_by_semicolons() -> None:
    written = "2026-06-02T08:00/2026-06-03T09:00; 2026-06-02T08:00/:none;"

    assert pauses_from(written) == (Pause(BEGAN, ENDED), Pause(BEGAN, None, Policy.NONE))
    assert pauses_from(" ") == ()


def test_a_limit_and_a_cut_off() -> None:
    assert term_from("0wd") == Limit(0, Unit.WORKING_DAY)
    assert cut_off_from("15:00") == time(15)


@pytest.mark.parametrize("written", ["", "hôm qua", "2026-02-30T09:00", "9999-12-31T23:00-12:00"])
def test_no_moment(written: str) -> None:
    with pytest.raises(Miswritten, match="Lúc nhận"):
        moment_from(written, "Lúc nhận")


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-02T08:00",
        "/2026-06-02T08:00",
        "2026-06-02T08:00/2026-06-03T09:00:later",
        "2026-06-03T08:00/2026-06-02T09:00",
        "/",
    ],
)
def test_no_pause(written: str) -> None:
    with pytest.raises(Miswritten):
        pause_from(written)


@pytest.mark.parametrize("written", ["", "1", "wd", "-1wd", "1.5h", "10000wd", "3 tuần"])
def test_no_limit(written: str) -> None:
    with pytest.raises(Miswritten, match="Thời hạn"):
        term_from(written)


@pytest.mark.parametrize("written", ["3", "25:00", "15:00+07:00", "chiều"])
def test_no_cut_off(written: str) -> None:
    with pytest.raises(Miswritten, match="Giờ chốt"):
        cut_off_from(written)


def test_moments_come_back_in_vietnamese_time() -> None:
    found = moment_from("2026-08-21T02:00Z")

    assert isinstance(found, datetime)
    assert found.isoformat() == "2026-08-21T09:00:00+07:00"
