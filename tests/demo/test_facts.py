"""The sample facts hold together: counts, codes, dates, holidays, shares."""

import json
import unicodedata
from datetime import date
from itertools import pairwise

import pytest

from motcua.kernel.limits import Unit
from tests.demo.reading import (
    FACTS,
    SOURCE,
    THREE_TIERS,
    TODAY,
    covers,
    in_force,
    procedures,
    rows_of,
    units,
)

# ---- catalogue ----


def test_the_catalogue_is_as_large_as_the_province_reported() -> None:
    assert len(procedures()) >= 2157


def test_procedure_codes_are_unique() -> None:
    codes = [one["code"] for one in procedures()]

    assert len(codes) == len(set(codes))


def test_texts_are_composed_and_named() -> None:
    for one in procedures():
        text = one["name"] + one["sector"] + one["issuer"]
        assert unicodedata.is_normalized("NFC", text), one["code"]
        assert one["name"], one["code"]
        assert one["sector"], one["code"]
        assert one["issuer"], one["code"]


def test_limits_and_fees_are_whole_and_not_negative() -> None:
    for one in procedures():
        limits = [one["limit"], *(channel["limit"] for channel in one["channels"].values())]
        for limit in filter(None, limits):
            assert isinstance(limit["value"], int), one["code"]
            assert limit["value"] >= 0, one["code"]
            assert limit["unit"] in set(Unit), one["code"]
        for channel in one["channels"].values():
            fee = channel["fee"]
            assert (fee["amount"] is not None) == (fee["kind"] in {"free", "fixed"}), one["code"]


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FACTS.iterdir()) < 4_000_000


# ---- organisation ----


@pytest.mark.parametrize(
    ("kind", "day", "count"),
    [
        ("province", THREE_TIERS, 1),
        ("department", THREE_TIERS, 19),
        ("service_centre", THREE_TIERS, 1),
        ("district", THREE_TIERS, 8),
        ("commune", THREE_TIERS, 143),
        ("province", TODAY, 1),
        ("department", TODAY, 14),
        ("service_centre", TODAY, 1),
        ("district", TODAY, 0),
        ("commune", TODAY, 129),
    ],
)
def test_each_era_has_its_agencies(kind: str, day: date, count: int) -> None:
    assert len(in_force(kind, day)) == count


def test_unit_codes_are_unique_and_those_below_the_province_are_samples() -> None:
    codes = [row["code"] for row in rows_of(FACTS / "units.csv")]

    assert len(codes) == len(set(codes))
    assert all(units()[code]["code_is_sample"] == str(int(code != "H42")) for code in codes)


def test_every_parent_comes_first_and_outlives_its_children() -> None:
    seen: set[str] = set()
    for code, unit in units().items():
        parent = unit["parent_code"]
        if parent:
            assert parent in seen, code
            assert covers(units()[parent], unit["valid_from"], unit["valid_to"]), code
        seen.add(code)


def test_successions_join_units_that_meet() -> None:
    pairs = set()
    for row in rows_of(FACTS / "successions.csv"):
        old, new = units()[row["predecessor_code"]], units()[row["successor_code"]]
        assert old["valid_to"] < row["effective_on"], row
        assert covers(new, row["effective_on"], row["effective_on"]), row
        pairs.add((row["predecessor_code"], row["successor_code"]))
    assert len(pairs) == len(rows_of(FACTS / "successions.csv"))


def test_divided_says_whether_there_are_several_successors() -> None:
    rows = rows_of(FACTS / "successions.csv")
    olds = [row["predecessor_code"] for row in rows]

    assert all(row["divided"] == str(int(olds.count(row["predecessor_code"]) > 1)) for row in rows)


def test_only_the_nine_communes_named_in_the_provenance_have_no_successor() -> None:
    known = {row["predecessor_code"] for row in rows_of(FACTS / "successions.csv")}
    lost = [one for code, one in units().items() if one["valid_to"] and code not in known]
    provenance = " ".join((FACTS / "PROVENANCE.md").read_text(encoding="utf-8").split())

    assert len(lost) == 9
    for unit in lost:
        place = unit["name"].split(maxsplit=5)[-1]
        assert place in provenance, unit["name"]


def test_address_places_are_todays_communes() -> None:
    communes = {row["code"] for row in rows_of(FACTS / "communes.csv")}

    assert communes == {units()[code]["gso_code"] for code in in_force("commune", TODAY)}
    assert len(rows_of(FACTS / "provinces.csv")) == 34
    assert {row["code"] for row in rows_of(FACTS / "population.csv")} <= communes


# ---- holidays ----


def holidays() -> list[tuple[date, str, str]]:
    path = SOURCE / "deadlines" / "facts" / "holidays.csv"
    rows = rows_of(path)
    return [(date.fromisoformat(row["date"]), row["kind"], row["provisional"]) for row in rows]


def test_holidays_are_in_order_and_once_each() -> None:
    days = [day for day, _, _ in holidays()]

    assert all(first < second for first, second in pairwise(days))
    assert {day.year for day in days} == set(range(2020, 2028))


def test_a_make_up_day_is_a_weekend_day_and_a_day_off_in_lieu_is_not() -> None:
    for day, kind, _ in holidays():
        weekend = day.weekday() >= 5
        if kind == "makeup_working_day":
            assert weekend, day
        elif kind != "holiday":
            assert not weekend, day


def test_every_swapped_day_has_its_make_up_day_in_the_same_year() -> None:
    for year in range(2020, 2028):
        kinds = [kind for day, kind, _ in holidays() if day.year == year]
        assert kinds.count("swapped_day_off") == kinds.count("makeup_working_day"), year


def test_what_is_not_announced_is_provisional() -> None:
    assert all(provisional == "1" for day, _, provisional in holidays() if day.year >= 2027)


# ---- generator parameters ----


def test_shares_of_sectors_add_up_and_name_sectors_of_the_catalogue() -> None:
    priors = json.loads((FACTS / "priors.json").read_text(encoding="utf-8"))
    sectors = {one["sector"] for one in procedures()} | {"*"}

    for levels in priors["sector_share"]["value"].values():
        for shares in levels.values():
            assert sum(shares.values()) == pytest.approx(1)
            assert shares.keys() <= sectors
    for shares in priors["channel_share"]["value"].values():
        assert sum(shares.values()) == pytest.approx(1)


def test_every_parameter_says_where_it_comes_from() -> None:
    priors = json.loads((FACTS / "priors.json").read_text(encoding="utf-8"))

    assert all(entry.get("basis") for name, entry in priors.items() if name != "about")
