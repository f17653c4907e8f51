"""Who filed an online dossier: worked by hand, and the statement as the rule."""

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.deadlines.rules import ZONE
from motcua.indicators.engines import OnPostgres
from motcua.indicators.genuine import filed, genuine, many_filed
from motcua.indicators.genuine_rules import (
    Filing,
    Genuine,
    Kind,
    accuracy_of,
    genuine_rules,
    judged,
    shares_of,
)
from motcua.indicators.lake import export
from motcua.indicators.lake_engine import lake
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Asked
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DEPARTMENT,
    FIRST,
    RECEIVED,
    SECOND,
    a_fact,
    a_procedure,
    asked,
    stored,
)
from tests.indicators.test_engines import exported

RULES, INDEX = genuine_rules(), rule_set("766@2022")


def counted(what: Asked | None = None) -> Genuine:
    return genuine(what or asked(), RULES, INDEX, OnPostgres())


@pytest.mark.parametrize(
    ("filing", "kind", "score", "reasons"),
    [
        (Filing("self"), Kind.SELF, 0, ()),
        (Filing("assisted"), Kind.ASSISTED, 0, ()),
        (Filing(), Kind.UNKNOWN, 0, ()),
        (Filing("officer"), Kind.PROXY, 100, ("officer_account",)),
        (Filing("self", owners=4), Kind.SELF, 0, ()),
        (Filing("self", owners=5), Kind.PROXY, 60, ("account_of_many",)),
        (Filing("self", dossiers=4), Kind.SELF, 0, ()),
        (Filing(dossiers=5), Kind.PROXY, 60, ("device_of_many",)),
        (Filing("self", reception_seconds=60), Kind.PROXY, 60, ("received_at_once",)),
        (Filing("self", reception_seconds=61), Kind.SELF, 0, ()),
        # 200 words at 400 a minute take 30 seconds
        (Filing("self", fill_seconds=30, reading_words=200), Kind.SELF, 0, ()),
        (Filing("self", fill_seconds=29, reading_words=200), Kind.SELF, 40, ("filled_too_fast",)),
        (
            Filing("self", fill_seconds=29, reading_words=200, reception_seconds=3),
            Kind.PROXY,
            100,
            ("received_at_once", "filled_too_fast"),
        ),
        (Filing("assisted", owners=40, dossiers=40, reception_seconds=9), Kind.ASSISTED, 0, ()),
    ],
)
def test_a_filing_is_judged_by_its_signs(
    filing: Filing, kind: Kind, score: int, reasons: tuple[str, ...]
) -> None:
    found = judged(filing, RULES)

    assert (found.kind, found.score, found.reasons) == (kind, score, reasons)


def test_every_sign_says_where_it_is_read_or_why_it_is_not_known() -> None:
    for one in RULES.signs:
        assert bool(one.source) != bool(one.missing)


def test_precision_and_recall_of_a_sample() -> None:
    found = accuracy_of([(True, True)] * 3 + [(False, True), (True, False)] + [(False, False)] * 5)

    assert (found.precision, found.recall) == (Fraction(3, 4), Fraction(3, 4))
    assert (accuracy_of([]).precision, accuracy_of([]).recall) == (None, None)


def test_without_online_dossiers_there_are_no_shares() -> None:
    assert shares_of(dict.fromkeys(Kind, 0)) == {}


@pytest.mark.django_db
def test_three_rates_stand_beside_the_official_one() -> None:
    stored(
        a_fact(submitter="self", synced=True, result_electronic=True),
        a_fact(submitter="self", synced=True, result_electronic=True, reception_seconds=7200),
        a_fact(submitter="assisted", synced=True, result_electronic=True, reception_seconds=5),
        a_fact(submitter="officer", synced=True, result_electronic=True),
        a_fact(submitter="self", synced=True, result_electronic=True, reception_seconds=20),
        a_fact(submitter="", synced=True),
        a_fact(channel=1, synced=True, submitter="officer"),
        a_fact(channel=1),
    )

    found = counted()

    assert (found.received, found.online) == (8, 6)
    assert found.kinds == {Kind.SELF: 2, Kind.ASSISTED: 1, Kind.PROXY: 2, Kind.UNKNOWN: 1}
    # online with an electronic result 5 of 8, synchronised 7 of 8
    assert str(found.official) == "0.546875"
    assert found.online_rate == Fraction(6, 8)
    assert found.rate(Kind.SELF) == Fraction(2, 8)
    assert found.reasons == {
        "officer_account": 1,
        "account_of_many": 0,
        "device_of_many": 0,
        "received_at_once": 1,
        "filled_too_fast": 0,
    }


@pytest.mark.django_db
def test_an_empty_period_has_no_rates() -> None:
    found = counted()

    assert (found.received, found.official, found.online_rate, found.rate(Kind.SELF)) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.django_db
def test_a_device_is_counted_over_its_local_day_and_over_all_agencies() -> None:
    evening = datetime.fromisoformat("2022-01-10T23:59:59+07:00")
    here = [a_fact(device=7, submitted_at=evening - n * SECOND, submitter="self") for n in range(3)]
    there = [
        a_fact(device=7, submitted_at=evening, settling_agency=COMMUNE, received_at=RECEIVED + DAY)
        for _ in range(2)
    ]
    next_day = [a_fact(device=7, submitted_at=evening + SECOND, submitter="self")]
    alone = [a_fact(device=n, submitted_at=evening, submitter="self") for n in range(10, 14)]
    stored(*here, *there, *next_day, *alone)

    assert counted().kinds[Kind.PROXY] == 5
    assert counted(asked(DEPARTMENT)).kinds == {
        Kind.SELF: 5,
        Kind.ASSISTED: 0,
        Kind.PROXY: 3,
        Kind.UNKNOWN: 0,
    }
    assert counted(asked(first=RECEIVED.date(), last=RECEIVED.date())).kinds[Kind.PROXY] == 3


@pytest.mark.django_db
def test_an_account_counts_owners_and_not_dossiers() -> None:
    stored(
        *(a_fact(account=1, owner=1, submitter="self") for _ in range(9)),
        *(a_fact(account=2, owner=n, submitter="self") for n in range(5)),
    )

    assert counted().reasons["account_of_many"] == 5


@pytest.mark.django_db
def test_reading_is_that_of_the_procedure_and_unknown_without_it() -> None:
    a_procedure("1.1", reading_words=400)
    stored(
        a_fact(procedure="1.1", fill_seconds=59),
        a_fact(procedure="1.1", fill_seconds=60),
        a_fact(procedure="unknown", fill_seconds=1),
    )

    assert counted().reasons["filled_too_fast"] == 1


@st.composite
def filings_of_a_month(draw: st.DrawFn) -> list[DossierFact]:
    row = st.fixed_dictionaries(
        {
            "procedure": st.sampled_from(["1.1", "unknown"]),
            "settling_agency": st.sampled_from([DEPARTMENT, COMMUNE]),
            "channel": st.sampled_from([2, 2, 1]),
            "submitter": st.sampled_from(["", "self", "assisted", "officer"]),
            "device": st.sampled_from([None, 1, 2]),
            "account": st.sampled_from([None, 1, 2]),
            "owner": st.integers(1, 9),
            "reception_seconds": st.sampled_from([None, 0, 60, 61, 9000]),
            "fill_seconds": st.sampled_from([None, 1, 29, 30, 900]),
            "submitted_at": st.none()
            | st.integers(0, 47).map(lambda h: RECEIVED - h * 3600 * SECOND),
        }
    )
    return [a_fact(**one) for one in draw(st.lists(row, max_size=25))]


def slowly(facts: list[DossierFact]) -> dict[str, tuple[str, int]]:
    """Judge every online dossier by the rule alone, in plain Python."""
    online = [one for one in facts if one.channel == 2]

    def day(one: DossierFact) -> date:
        filed_at = one.submitted_at or one.received_at
        assert filed_at is not None
        return filed_at.astimezone(ZONE).date()

    told = {}
    for one in online:
        same = [other for other in online if day(other) == day(one)]
        owners = {other.owner for other in same if other.account == one.account}
        many = sum(other.device == one.device for other in same)
        filing = Filing(
            one.submitter,
            len(owners) if one.account is not None else None,
            many if one.device is not None else None,
            one.reception_seconds,
            one.fill_seconds,
            200 if one.procedure == "1.1" else None,
        )
        found = judged(filing, RULES)
        told[one.number] = found.kind.value, found.score
    return told


@pytest.mark.django_db
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=filings_of_a_month())
def test_the_statement_judges_as_the_rule_does_on_every_engine(facts: list[DossierFact]) -> None:
    DossierFact.objects.all().delete()
    ProcedureFact.objects.all().delete()
    a_procedure("1.1", reading_words=200)
    stored(*facts)

    live = filed(RULES, asked(), OnPostgres(), most=100)
    with exported() as files:
        on_files = filed(RULES, asked(), files, most=100)
        assert genuine(asked(), RULES, INDEX, files) == counted()

    def told(rows: list[object]) -> dict[str, tuple[str, int]]:
        return {row["number"]: (row["kind"], row["score"]) for row in rows}  # type: ignore[index]

    assert told(list(live)) == slowly(facts) == told(list(on_files))
    for kind in Kind:
        listed = filed(RULES, asked(), OnPostgres(), kinds=[kind], most=100)
        many = many_filed(RULES, asked(), OnPostgres(), kinds=[kind])
        assert len(listed) == many == counted().kinds[kind]


@pytest.mark.django_db
def test_an_export_from_before_these_columns_is_counted_with_what_it_knows(tmp_path: Path) -> None:
    stored(a_fact(submitter="officer"), a_fact(submitter="self", account=1, owner=1))
    a_procedure()
    folder = tmp_path / "lake"
    export(folder, at=AFTERWARDS)
    later = "account, owner, fill_seconds, first_due_at, due_untraced, result_is_input"
    for file in folder.rglob("*.parquet"):
        database = duckdb.connect()
        rows = database.from_parquet(str(file), hive_partitioning=False)
        gone = later if "account" in rows.columns else "reading_words"
        if set(gone.split(", ")) <= set(rows.columns):
            rows.project(f"* EXCLUDE ({gone})").create("kept")
            file.unlink()
            database.table("kept").write_parquet(str(file))

    with lake(folder) as engine:
        found = genuine(asked(), RULES, INDEX, engine)

    assert (found.kinds[Kind.PROXY], found.kinds[Kind.SELF]) == (1, 1)


@pytest.mark.django_db
def test_counting_is_two_statements_and_one_before_the_first() -> None:
    stored(*(a_fact(device=1, received_at=RECEIVED + n * SECOND) for n in range(20)))

    with CaptureQueriesContext(connection) as captured:
        counted(asked(first=FIRST))

    assert len(captured.captured_queries) == 2 + 1
