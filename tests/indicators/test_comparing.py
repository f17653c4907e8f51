"""Periods by their names, the one before, places, and what the next point takes."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.dossiers.periods import Period
from motcua.indicators.calendar_periods import UnknownPeriod, calendar_period, period_before
from motcua.indicators.comparing import needed, ranked
from motcua.indicators.engines import OnPostgres
from motcua.indicators.queries import asked_of, compared_index, index_of
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.telling import as_json, compared_as_json
from tests.builders import a_province
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    FIRST,
    LAST,
    a_fact,
    a_procedure,
    asked,
    stored,
)

RULES = rule_set("766@2022")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_has_the_days_of_its_name(name: str, first: date, last: date) -> None:
    assert calendar_period(name) == Period("", first, last)


@pytest.mark.parametrize("name", ["", "22", "2022-13", "2022-Q5", "2022-1", "9999", "2022-01-01"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(UnknownPeriod):
        calendar_period(name)


@pytest.mark.parametrize(
    ("first", "last", "first_before", "last_before"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), date(2021, 1, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), date(2022, 3, 31), date(2021, 10, 1), date(2021, 12, 31)),
        (date(2024, 3, 1), date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 1, 31), date(2023, 12, 1), date(2023, 12, 31)),
        (date(2024, 3, 1), date(2024, 3, 10), date(2024, 2, 20), date(2024, 2, 29)),
        (date(2024, 2, 1), date(2024, 4, 30), date(2023, 11, 1), date(2024, 1, 31)),
    ],
)
def test_a_period_is_compared_with_the_one_before(
    first: date, last: date, first_before: date, last_before: date
) -> None:
    assert period_before(Period("", first, last)) == Period("", first_before, last_before)


@pytest.mark.django_db
def test_an_agency_has_its_place_its_change_and_what_the_next_point_takes() -> None:
    a_province()
    a_procedure("1.000001")
    stored(
        *(a_fact(synced=at < 3, settling_agency=DEPARTMENT) for at in range(6)),
        a_fact(settling_agency=COMMUNE, finished_at=DUE + DAY),
        a_fact(settling_agency="of another system", synced=True, result_electronic=True),
        a_fact(received_at=DUE - 40 * DAY, due_at=DUE - 30 * DAY, finished_at=DUE - 20 * DAY),
    )
    engine = OnPostgres()
    what = asked_of(FIRST, LAST, DEPARTMENT, AFTERWARDS)

    found = compared_index(RULES, what, engine)

    assert (found.period_before.first, found.period_before.last) == (
        date(2021, 12, 1), date(2021, 12, 31),
    )  # fmt: skip
    assert found.index == index_of(RULES, what, engine)
    assert found.change == found.index.total - found.before.total > Decimal(0)
    totals = [
        index_of(RULES, asked_of(FIRST, LAST, code, AFTERWARDS), engine).total
        for code in (DEPARTMENT, COMMUNE, "of another system")
    ]
    assert (found.place, found.among) == (1 + sum(one > totals[0] for one in totals), 3)
    assert needed(found.index)["1.4"] == 1  # 4 of 6 synchronised is a point more than 3 of 6
    assert needed(found.index)["2.1"] is None


@pytest.mark.django_db
def test_equal_totals_share_a_place_and_the_province_has_none() -> None:
    stored(a_fact(), a_fact(settling_agency="B"), a_fact(settling_agency="C", synced=True))
    engine = OnPostgres()
    indexes = {code: index_of(RULES, asked(code), engine) for code in (DEPARTMENT, "B", "C")}

    assert ranked(indexes) == {"C": 1, DEPARTMENT: 2, "B": 2}
    assert compared_index(RULES, asked(), engine).place is None


@pytest.mark.django_db
def test_a_comparison_adds_to_what_programs_read_and_changes_nothing() -> None:
    stored(a_fact(synced=True), a_fact())
    found = compared_index(RULES, asked(), OnPostgres())

    told, alone = compared_as_json(found), as_json(found.index)

    assert {key: told[key] for key in ("total", "class", "groups")} == {
        key: alone[key] for key in ("total", "class", "groups")
    }
    assert told["rank"] is None
    assert told["before"] == {
        "from": "2021-12-01", "to": "2021-12-31", "total": 12, "class": "Yếu",
    }  # fmt: skip
    synced = told["indicators"][3]  # type: ignore[index]
    assert synced == {**alone["indicators"][3], "needed": 1, "points_before": 0}  # type: ignore[index]
