"""Figures told agency by agency and month by month are those of each asked about alone."""

from datetime import date, datetime

import pytest

from motcua.deadlines.rules import ZONE
from motcua.indicators.engines import OnPostgres
from motcua.indicators.queries import (
    AGENCY,
    MONTH,
    asked_of,
    counts_by,
    counts_by_field,
    index_by_agency,
    index_by_month,
    index_of,
    narrowed,
)
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Of
from tests.builders import a_procedure as a_published_procedure
from tests.builders import a_province
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    DUE,
    FIRST,
    a_fact,
    a_procedure,
    asked,
    stored,
)

pytestmark = pytest.mark.django_db
RULES = rule_set("766@2022")
MARCH = datetime(2022, 3, 31, 23, tzinfo=ZONE)
YEAR_ENDS = date(2022, 12, 31)
RECEIVED, LATE = (Of.DOSSIERS, ()), (Of.DOSSIERS, ("late",))


def a_year() -> None:
    a_province()
    a_procedure("1.1")
    a_procedure("1.2", settled_by="elsewhere")
    a_procedure("2.1", tier="commune", settled_by="")
    stored(
        a_fact(procedure="1.1"),
        a_fact(procedure="1.1", received_at=MARCH, due_at=MARCH + DAY, finished_at=MARCH + 2 * DAY),
        a_fact(procedure="2.1", settling_agency=COMMUNE, finished_at=DUE + DAY),
        a_fact(procedure="unknown", settling_agency="of another system"),
    )


def test_each_agency_has_the_index_that_it_has_alone() -> None:
    a_year()

    found = index_by_agency(RULES, asked(last=YEAR_ENDS), OnPostgres())

    assert set(found) == {DEPARTMENT, COMMUNE, "of another system"}
    for code, index in found.items():
        alone = asked_of(FIRST, YEAR_ENDS, code, AFTERWARDS)
        assert index == index_of(RULES, alone, OnPostgres())


@pytest.mark.parametrize("agency", [None, DEPARTMENT])
def test_each_month_has_the_index_that_it_has_alone(agency: str | None) -> None:
    a_year()

    found = index_by_month(RULES, asked(agency, last=YEAR_ENDS), OnPostgres())

    assert list(found) == ["2022-01", "2022-03"]
    january = asked(agency, last=date(2022, 1, 31))
    march = asked(agency, first=date(2022, 3, 1), last=date(2022, 3, 31))
    in_march = index_of(RULES, march, OnPostgres())
    assert found["2022-01"] == index_of(RULES, january, OnPostgres())
    assert [one.denominator for one in found["2022-03"].scored] == [
        one.denominator for one in in_march.scored
    ]


def test_counts_are_told_by_agency_and_month() -> None:
    a_year()
    what = asked(last=YEAR_ENDS)

    by_agency = counts_by(AGENCY, [RECEIVED, LATE], what, OnPostgres())
    by_month = counts_by(MONTH, [RECEIVED, LATE], what, OnPostgres())

    assert by_agency[DEPARTMENT] == {RECEIVED: 2, LATE: 1}
    assert by_agency[COMMUNE] == {RECEIVED: 1, LATE: 1}
    assert by_month == {"2022-01": {RECEIVED: 3, LATE: 1}, "2022-03": {RECEIVED: 1, LATE: 1}}


def test_a_field_and_a_procedure_narrow_what_is_counted() -> None:
    a_province()
    version = a_published_procedure()
    code, field = version.procedure.code, version.sector.name
    stored(a_fact(procedure=code), a_fact(procedure="unknown"))
    narrow = narrowed(asked(), field=field)

    assert counts_by(MONTH, [RECEIVED], narrow, OnPostgres()) == {"2022-01": {RECEIVED: 1}}
    assert narrowed(asked(), procedure=code).procedures == (code,)
    assert counts_by_field([RECEIVED], asked(), OnPostgres()) == {
        field: {RECEIVED: 1},
        "Ngoài danh mục": {RECEIVED: 1},
    }


def test_an_agency_counts_with_those_below_it() -> None:
    a_province()
    stored(a_fact(), a_fact(settling_agency=COMMUNE))
    department = asked_of(FIRST, YEAR_ENDS, DEPARTMENT, AFTERWARDS)
    province = asked("H42", last=YEAR_ENDS)

    below = narrowed(province, with_below=True)

    assert narrowed(department, with_below=True).below == ()
    assert {DEPARTMENT, COMMUNE} <= set(below.below)
    assert counts_by(AGENCY, [RECEIVED], below, OnPostgres()).keys() == {DEPARTMENT, COMMUNE}
