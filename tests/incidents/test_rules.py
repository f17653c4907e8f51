"""Which clocks run, by which law, and when something is late."""

from datetime import date, datetime, timedelta, timezone

import pytest

from motcua.incidents.rules import (
    FIELDS,
    Gravity,
    clock_of,
    clocks_on,
    is_late,
    layouts,
)

DAY = date(2026, 9, 7)
NOON = datetime(2026, 9, 7, 12, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("gravity", "codes"),
    [
        (Gravity(is_network=True, is_personal=False), {"report": 72}),
        (
            Gravity(is_network=True, is_personal=False, is_severe=True),
            {"first_notice": 24, "report": 72},
        ),
        (
            Gravity(is_network=True, is_personal=False, is_at_once=True),
            {"at_once": 1, "report": 72},
        ),
        (Gravity(is_network=False, is_personal=True), {"authority": 72, "minutes": 72}),
        (
            Gravity(is_network=False, is_personal=True, is_severe=True, tells_people=True),
            {"authority": 72, "minutes": 72, "people": 72},
        ),
        (
            Gravity(is_network=True, is_personal=True, is_severe=True),
            {"first_notice": 24, "report": 72, "authority": 72, "minutes": 72},
        ),
    ],
)
def test_the_two_flows_have_clocks_of_their_own(gravity: Gravity, codes: dict[str, int]) -> None:
    """NĐ 331/2026/NĐ-CP art. 31; Luật 91/2025/QH15 art. 23 with NĐ 356/2025/NĐ-CP art. 28."""
    running = [clock for clock in clocks_on(DAY) if gravity.has(clock)]

    assert {one.code: one.within / timedelta(hours=1) for one in running} == codes


def test_there_is_no_clock_before_its_law() -> None:
    before = {clock.code for clock in clocks_on(date(2026, 8, 18))}

    assert before == {"authority", "minutes", "people"}
    with pytest.raises(LookupError):
        clock_of("report", date(2026, 8, 18))


def test_every_clock_names_its_article_and_says_what_is_not_confirmed() -> None:
    clocks = clocks_on(DAY)

    assert all(clock.basis and (clock.confirmed or clock.note) for clock in clocks)
    assert {clock.paper for clock in clocks} == set(layouts())
    assert all(
        one.source and (one.confirmed or "tóm tắt" in one.source or "không thấy" in one.source)
        for one in layouts().values()
    )


def test_every_heading_of_a_paper_has_something_that_fills_it() -> None:
    counted = {"found", "happened", "extent", "lateness", "duties", "minutes", "notice"}
    asked = {field for one in layouts().values() for _, field in one.sections}

    assert asked <= {*FIELDS, *counted}


@pytest.mark.parametrize(
    ("done", "now", "late"),
    [
        (None, NOON, False),
        (None, NOON + timedelta(seconds=1), True),
        (NOON, NOON + timedelta(days=9), False),
        (NOON + timedelta(minutes=1), NOON + timedelta(days=9), True),
    ],
)
def test_late_stays_late(done: datetime | None, now: datetime, late: bool) -> None:
    assert is_late(NOON, done, now) is late
