"""What is unusual about a day of reading: one planted case for each rule, and clean ones."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from motcua.deadlines.rules import ZONE
from motcua.privacy.unusual_rules import (
    Day,
    Habit,
    Home,
    Read,
    habit_of,
    home_of,
    rules_on,
    signals,
)

DAY = date(2026, 9, 14)
MORNING = datetime(2026, 9, 14, 8, tzinfo=ZONE)
UNKNOWN = Habit()
HOME = home_of("Trịnh Văn Mẫu", "Số 5, Thôn Một, xã Mẫu")
ELSEWHERE = home_of("Lê Thị Xa", "Thôn Chín, xã Khác")


def reads(many: int, ground: str = "step", home: Home = ELSEWHERE, apart: int = 5) -> list[Read]:
    return [
        Read(uuid4(), uuid4(), MORNING + timedelta(minutes=apart * one), ground, home)
        for one in range(many)
    ]


def found(
    read: Sequence[Read],
    *,
    own: Habit = UNKNOWN,
    peers: Habit = UNKNOWN,
    again: dict[UUID, int] | None = None,
    searches: Sequence[tuple[int, tuple[UUID, ...]]] = (),
    off_from: int = 19,
) -> list[str]:
    day = Day(read, HOME, own, peers, again or {}, searches)
    off = lambda at, margin: at.hour >= off_from  # noqa: E731
    return [one.rule for one in signals(day, rules_on(DAY), off)]


def test_a_usual_day_of_work_is_not_unusual() -> None:
    at_the_desk = reads(55, "desk", HOME, apart=8)

    assert found(at_the_desk) == []
    assert found(reads(5, "unit", apart=20)) == []
    assert found([]) == []


def test_many_dossiers_in_an_hour() -> None:
    assert found(reads(30, apart=1)) == ["many_in_an_hour"]
    assert found(reads(29, apart=1)) == []


def test_many_dossiers_in_a_day() -> None:
    assert found(reads(60, apart=8)) == ["many_in_a_day"]


def test_many_is_more_than_some_times_the_own_and_the_peers_usual() -> None:
    busy = Habit(day=40, hour=12, weak=0)

    assert found(reads(100, apart=5), own=busy, peers=busy) == []
    assert found(reads(120, apart=4), own=busy, peers=busy) == ["many_in_a_day"]
    assert found(reads(100, apart=5), own=busy, peers=Habit(day=15, hour=12)) == ["many_in_a_day"]


def test_reading_at_night() -> None:
    night = [Read(uuid4(), uuid4(), MORNING.replace(hour=22), "step") for _ in range(5)]

    assert found(night) == ["off_hours"]
    assert found(night[:4]) == []


def test_dossiers_that_are_not_of_ones_own_work() -> None:
    assert found(reads(15, "unit", apart=20)) == ["one_place", "not_own_work"][::-1]
    scattered = [
        Read(one.dossier, one.applicant, one.at, "oversight", Home("le", f"thon {n}", "xa khac"))
        for n, one in enumerate(reads(15, apart=20))
    ]
    assert found(scattered) == ["not_own_work"]


def test_many_people_of_one_hamlet() -> None:
    assert found(reads(6, "unit")) == ["one_place"]
    assert found(reads(5, "unit")) == []
    assert found(reads(6, "desk")) == []


def test_ones_own_neighbours() -> None:
    neighbour = home_of("Lê Thị Gần", "Số 9, Thôn Một,  Xã Mẫu")

    assert found(reads(2, "unit", neighbour)) == ["neighbours"]
    assert found(reads(1, "unit", neighbour)) == []
    assert found(reads(2, "step", neighbour)) == []


def test_ones_own_family_name_in_ones_own_commune() -> None:
    kin = home_of("Trịnh Thị Cùng Họ", "Thôn Hai, xã Mẫu")
    others = home_of("Lê Văn Khác", "Thôn Ba, xã Mẫu")

    assert found(reads(3, "unit", kin)) == ["own_family_name"]
    assert found(reads(3, "unit", kin) + reads(3, "unit", others)) == []
    assert found(reads(3, "unit", home_of("Trịnh Thị Xa", "Thôn Hai, xã Khác"))) == []


def test_the_same_person_again_and_again() -> None:
    (read,) = reads(1, "unit")

    assert found([read], again={read.applicant: 5}) == ["same_person"]
    assert found([read], again={read.applicant: 4}) == []
    assert found(reads(1, "step"), again={read.applicant: 9}) == []


def test_the_same_name_searched_again_and_again() -> None:
    assert found([], searches=[(6, (uuid4(),)), (2, ())]) == ["same_search"]


def test_rules_are_in_force_from_their_day_on() -> None:
    assert rules_on(date(2026, 6, 30)) == {}
    assert len(rules_on(DAY)) == 9


@pytest.mark.parametrize(
    ("days", "usual"),
    [([(9, 3, 0)] * 4, Habit()), ([(9, 3, 0)] * 4 + [(90, 30, 5)], Habit(9, 3, 0))],
)
def test_a_habit_takes_five_days_and_one_wild_day_is_none(
    days: list[tuple[int, int, int]], usual: Habit
) -> None:
    assert habit_of(days) == usual


def test_an_address_without_a_hamlet_names_no_neighbours() -> None:
    assert home_of("", "") == Home()
    assert home_of("Lê A", "xã Mẫu") == Home("le", "", "xa mau")
