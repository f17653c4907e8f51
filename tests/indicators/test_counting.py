"""What the indicators count: small tables, counted by hand."""

from collections.abc import Iterable

import pytest

from motcua.indicators.engines import OnPostgres
from motcua.indicators.queries import asked_of, index_of
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Asked, UnknownAgency
from motcua.indicators.telling import as_json
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

pytestmark = pytest.mark.django_db
DOCUMENT, PORTAL = rule_set("766@2022"), rule_set("766@dvcqg-2026")


def fractions(what: Asked | None = None, rules: object = DOCUMENT) -> dict[str, tuple[int, int]]:
    index = index_of(rules, what or asked(), OnPostgres())  # type: ignore[arg-type]
    return {one.indicator.id: (one.numerator, one.denominator) for one in index.scored}


def flagged(name: str, flags: Iterable[bool]) -> None:
    stored(*(a_fact(**{name: flag}) for flag in flags))


@pytest.mark.parametrize(
    ("indicator", "flag"),
    [
        ("1.4", "synced"),
        ("4.1", "result_electronic"),
        ("4.3", "reused"),
        ("4.4", "from_store"),
        ("4.5b", "vneid"),
        ("4.5b", "from_store"),
    ],
)
def test_a_share_of_the_dossiers_received(indicator: str, flag: str) -> None:
    flagged(flag, [True, True, False])

    assert fractions()[indicator] == (2, 3)


def test_the_mean_time_is_of_finished_dossiers() -> None:
    stored(
        a_fact(finished_at=DUE - DAY),  # 10 January 8:00 to 19 January 17:00: 225 hours
        a_fact(status=10, finished_at=DUE),  # 249 hours
        a_fact(status=4, finished_at=None),
    )

    assert fractions()["2.2"] == (474, 2)


def test_an_online_dossier_has_an_electronic_result_where_there_is_a_document() -> None:
    a_procedure("1.1")
    a_procedure("1.2", gives_document=False)
    stored(
        a_fact(procedure="1.1", result_electronic=True),
        a_fact(procedure="1.1"),
        a_fact(procedure="1.2"),
        a_fact(procedure="unknown"),
        a_fact(procedure="1.2", channel=1),
        a_fact(procedure="1.2", channel=3),
    )

    assert fractions()["3.3"] == (2, 6)
    assert fractions()["4.1"] == (1, 3)


def test_digitised_is_a_file_among_the_papers_and_one_of_the_result() -> None:
    a_procedure("1.2", gives_document=False)
    stored(
        a_fact(component_digitised=True, result_electronic=True),
        a_fact(component_digitised=True),
        a_fact(result_electronic=True),
        a_fact(procedure="1.2", component_digitised=True),
    )

    assert fractions()["4.2"] == (2, 4)


def test_paying_online_is_counted_where_something_is_due() -> None:
    stored(
        a_fact(fee_due=50_000, paid_online=True),
        a_fact(fee_due=50_000),
        a_fact(fee_due=0, paid_online=True),
    )

    assert fractions()["3.6"] == (1, 2)


def test_procedures_are_those_of_the_catalogue_and_those_seen() -> None:
    a_procedure("1.1")  # online, a dossier came online
    a_procedure("1.2")  # online, none came
    a_procedure("1.3", online=False, content_complete=False)
    a_procedure("1.4", settled_here=False)  # another province's
    stored(
        a_fact(procedure="1.1"),
        a_fact(procedure="1.3", channel=1),
        a_fact(procedure="unknown, online"),
        a_fact(procedure="unknown, at the counter", channel=1),
    )

    found = fractions()

    assert found["1.3"] == (2, 3)
    assert found["3.1"] == (3, 5)
    assert found["3.2"] == (2, 3)


def test_procedures_with_fees_differ_between_document_and_portal() -> None:
    a_procedure("1.1", has_fee=True)  # nothing came
    a_procedure("1.2", has_fee=True)
    stored(
        a_fact(procedure="1.2", fee_due=1, synced=True, paid_online=True),
        a_fact(procedure="unknown", fee_due=1),
        a_fact(procedure="free"),
    )

    assert fractions()["3.5"] == (1, 3)
    assert fractions()["3.5b"] == (1, 2)
    assert fractions(rules=PORTAL)["3.5b"] == (1, 3)


def test_population_data_are_used_by_procedures_that_citizens_carry_out() -> None:
    a_procedure("1.1")
    a_procedure("1.2", for_citizens=False)
    stored(
        a_fact(procedure="1.1", vneid=True, synced=True),
        a_fact(procedure="1.2", vneid=True, synced=True),
        a_fact(procedure="unknown", vneid=True),  # not synchronised
    )

    assert fractions()["4.5a"] == (1, 2)


def test_satisfaction_takes_off_late_and_disliked() -> None:
    stored(
        a_fact(),
        a_fact(rating="like"),
        a_fact(rating="dislike"),
        a_fact(finished_at=DUE + DAY),
        a_fact(finished_at=DUE + DAY, rating="dislike"),
    )

    assert fractions()["5.4"] == (1, 5)


def test_an_agency_is_counted_alone_and_a_commune_with_procedures_of_its_tier() -> None:
    a_province()
    a_procedure("1.1")
    a_procedure("2.1", tier="commune", settled_by="")
    stored(a_fact(), a_fact(settling_agency=COMMUNE, procedure="2.1"))

    department = fractions(asked_of(FIRST, LAST, DEPARTMENT, AFTERWARDS))
    commune = asked_of(FIRST, LAST, COMMUNE, AFTERWARDS)

    assert (department["1.4"][1], department["1.3"][1]) == (1, 1)
    assert (fractions(commune)["1.4"][1], fractions(commune)["1.3"][1]) == (1, 1)
    assert commune.is_commune


@pytest.mark.parametrize("code", ["", "H42"])
def test_the_province_is_everything(code: str) -> None:
    a_province()
    stored(a_fact(), a_fact(settling_agency="of another system"))

    assert fractions(asked_of(FIRST, LAST, code, AFTERWARDS))["1.4"] == (0, 2)


def test_an_agency_of_another_system_is_known_by_its_dossiers() -> None:
    stored(a_fact(settling_agency="G01"))

    assert fractions(asked_of(FIRST, LAST, "G01", AFTERWARDS))["1.4"] == (0, 1)
    with pytest.raises(UnknownAgency, match="G02"):
        asked_of(FIRST, LAST, "G02", AFTERWARDS)


def test_other_programs_get_exactly_what_is_promised() -> None:
    stored(a_fact(synced=True), a_fact())

    told = as_json(index_of(DOCUMENT, asked(), OnPostgres()))

    assert list(told) == ["total", "class", "groups", "indicators"]
    assert list(told["groups"]) == ["CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]  # type: ignore[call-overload]
    assert told["indicators"][3] == {  # type: ignore[index]
        "id": "1.4", "numerator": 1, "denominator": 2, "ratio": 0.5, "points": 3, "max": 6,
    }  # fmt: skip
    assert told["indicators"][0]["ratio"] is None  # type: ignore[index]
