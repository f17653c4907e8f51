"""Nghị định 61/2018/NĐ-CP (now 118/2025/NĐ-CP): same-day results, supplements that stop the clock.

Điều 18: what comes after 15:00 is passed on the next working day. Điều 17 and 19: while the
applicant supplements, the limit runs by the policy of the procedure.
"""

import pytest

from tests.calendars import hanoi
from tests.law.limits import due

SAME_DAY = [
    ("2026-06-01 09:00", "2026-06-01 17:00"),
    ("2026-06-01 14:59:59", "2026-06-01 17:00"),
    ("2026-06-01 14:59:59.999999", "2026-06-01 17:00"),
    ("2026-06-01 15:00:00", "2026-06-02 17:00"),
    ("2026-06-01 15:00:01", "2026-06-02 17:00"),
    ("2026-06-01 16:59:59", "2026-06-02 17:00"),
    ("2026-06-01 17:00:00", "2026-06-02 17:00"),  # received tomorrow at the opening
    ("2026-06-01 23:00", "2026-06-02 17:00"),
    ("2026-06-01 12:00", "2026-06-01 17:00"),  # between the shifts
    ("2026-06-01 06:00", "2026-06-01 17:00"),  # before the opening
    ("2026-06-05 15:00", "2026-06-08 17:00"),  # Friday
    ("2026-06-05 18:00", "2026-06-08 17:00"),
    ("2026-06-06 16:00", "2026-06-08 17:00"),  # a Saturday that is no working day
    ("2026-08-22 14:59:59", "2026-08-22 17:00"),  # a make-up Saturday
    ("2026-08-22 15:00", "2026-08-24 17:00"),
    ("2026-02-13 15:00", "2026-02-23 17:00"),  # the last working day before Tết
    ("2026-04-29 15:00", "2026-05-04 17:00"),
]
# Each: received, limit, pauses, due. “continue” leaves out the days touched by the pause.
CONTINUE = [
    ("2026-06-01 09:00", "5wd", ["2026-06-02 10:00/2026-06-04 16:00"], "2026-06-11 17:00"),
    ("2026-06-01 09:00", "5wd", ["2026-06-02 10:00/2026-06-02 10:30"], "2026-06-09 17:00"),
    ("2026-06-01 09:00", "1wd", ["2026-06-01 10:00/2026-06-01 11:00"], "2026-06-02 17:00"),
    ("2026-06-01 09:00", "1wd", ["2026-06-03 08:00/2026-06-04 08:00"], "2026-06-02 17:00"),
    ("2026-06-01 09:00", "1wd", ["2026-06-02 00:00/2026-06-03 00:00"], "2026-06-03 17:00"),
    ("2026-06-01 09:00", "1wd", ["2026-06-02 18:00/2026-06-03 06:00"], "2026-06-04 17:00"),
    ("2026-06-04 09:00", "2wd", ["2026-06-06 08:00/2026-06-07 20:00"], "2026-06-08 17:00"),
    ("2026-04-24 09:00", "2wd", ["2026-04-27 08:00/2026-05-01 20:00"], "2026-05-05 17:00"),
    (  # overlapping pauses count once
        "2026-06-01 09:00",
        "3wd",
        ["2026-06-02 08:00/2026-06-03 17:00", "2026-06-03 09:00/2026-06-04 10:00"],
        "2026-06-09 17:00",
    ),
    (  # two apart
        "2026-06-01 09:00",
        "2wd",
        ["2026-06-02 08:00/2026-06-02 17:00", "2026-06-04 08:00/2026-06-04 17:00"],
        "2026-06-05 17:00",
    ),
    ("2026-06-01 09:00", "0wd", ["2026-06-01 10:00/2026-06-01 11:00"], "2026-06-02 17:00"),
    ("2026-06-01 09:00", "0wd", ["2026-06-02 10:00/2026-06-02 11:00"], "2026-06-01 17:00"),
    ("2026-06-01 09:00", "0wd", ["2026-06-01 10:00/2026-06-03 11:00"], "2026-06-04 17:00"),
    ("2026-06-01 09:00", "10d", ["2026-06-03 08:00/2026-06-05 10:00"], "2026-06-15 17:00"),
    ("2026-06-01 09:00", "1d", ["2026-06-02 08:00/2026-06-02 10:00"], "2026-06-03 17:00"),
    ("2026-06-01 09:00", "1m", ["2026-06-02 08:00/2026-06-11 10:00"], "2026-07-13 17:00"),
    # Ends on a Saturday, so on Monday; the pause begins on that Monday, before the limit is over.
    ("2026-06-01 09:00", "5d", ["2026-06-08 08:00/2026-06-09 10:00"], "2026-06-10 17:00"),
    ("2026-06-01 09:00", "5d", ["2026-06-09 08:00/2026-06-10 10:00"], "2026-06-08 17:00"),
    # Hours: only the working minutes inside the pause are left out.
    ("2026-06-01 09:00", "4h", ["2026-06-01 10:00/2026-06-01 11:00"], "2026-06-01 15:30"),
    ("2026-06-01 09:00", "4h", ["2026-06-01 11:30/2026-06-01 13:00"], "2026-06-01 14:30"),
    ("2026-06-01 09:00", "4h", ["2026-06-01 11:00/2026-06-01 14:00"], "2026-06-01 16:00"),
    ("2026-06-01 09:00", "4h", ["2026-06-01 16:00/2026-06-02 10:00"], "2026-06-01 14:30"),
    (  # the pauses overlap, and the second lies outside office hours in part
        "2026-06-01 09:00",
        "8h",
        ["2026-06-01 10:00/2026-06-01 14:00", "2026-06-01 13:30/2026-06-02 08:30"],
        "2026-06-02 17:00",
    ),
]
RESTART = [
    ("2026-06-01 09:00", "5wd", ["2026-06-02 10:00/2026-06-04 16:00"], "2026-06-11 17:00"),
    ("2026-06-01 09:00", "5wd", ["2026-06-02 10:00/2026-06-04 18:00"], "2026-06-12 17:00"),
    ("2026-06-01 09:00", "5wd", ["2026-06-05 10:00/2026-06-06 10:00"], "2026-06-15 17:00"),
    ("2026-06-01 09:00", "0wd", ["2026-06-01 10:00/2026-06-03 14:59:59"], "2026-06-03 17:00"),
    ("2026-06-01 09:00", "0wd", ["2026-06-01 10:00/2026-06-03 15:00"], "2026-06-04 17:00"),
    ("2026-06-01 09:00", "8h", ["2026-06-01 16:00/2026-06-03 09:00"], "2026-06-04 09:00"),
    (  # the last pause counts
        "2026-06-01 09:00",
        "2wd",
        ["2026-06-02 08:00/2026-06-03 09:00", "2026-06-04 08:00/2026-06-08 09:00"],
        "2026-06-10 17:00",
    ),
]


@pytest.mark.parametrize(("received", "expected"), SAME_DAY)
def test_a_result_on_the_same_day(received: str, expected: str) -> None:
    assert due(received, "0wd") == hanoi(expected)


@pytest.mark.parametrize(("received", "limit", "pauses", "expected"), CONTINUE)
def test_the_limit_runs_on_after_a_pause(
    received: str, limit: str, pauses: list[str], expected: str
) -> None:
    assert due(received, limit, *pauses) == hanoi(expected)


@pytest.mark.parametrize(("received", "limit", "pauses", "expected"), RESTART)
def test_the_limit_runs_anew_after_a_pause(
    received: str, limit: str, pauses: list[str], expected: str
) -> None:
    anew = [f"{pause}|restart" for pause in pauses]

    assert due(received, limit, *anew) == hanoi(expected)


def test_a_month_that_runs_anew_ends_after_quoc_khanh() -> None:
    """31 August 2026 is a swapped day off, 1 and 2 September are holidays."""
    pause = "2026-06-15 09:00/2026-07-31 09:00|restart"

    assert due("2026-06-01 09:00", "1m", pause) == hanoi("2026-09-03 17:00")


@pytest.mark.parametrize("limit", ["0wd", "5wd", "8h", "10d", "1m"])
def test_a_pause_of_the_policy_none_changes_nothing(limit: str) -> None:
    plain = due("2026-06-01 09:00", limit)

    assert due("2026-06-01 09:00", limit, "2026-06-01 10:00/2026-06-20 10:00|none") == plain
    assert due("2026-06-01 09:00", limit, "2026-06-01 10:00/|none") == plain


@pytest.mark.parametrize("limit", ["0wd", "5wd", "8h", "10d", "1m"])
@pytest.mark.parametrize("policy", ["continue", "restart"])
def test_an_open_pause_stops_the_clock(limit: str, policy: str) -> None:
    assert due("2026-06-01 09:00", limit, f"2026-06-01 10:00/|{policy}") is None


def test_a_continue_after_a_restart_is_counted_from_the_restart() -> None:
    pauses = ["2026-06-02 08:00/2026-06-03 09:00|restart", "2026-06-04 08:00/2026-06-04 09:00"]

    assert due("2026-06-01 09:00", "2wd", *pauses) == hanoi("2026-06-08 17:00")
