"""PostgreSQL, DuckDB on exported files and plain counting give the same numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.deadlines.rules import ZONE
from motcua.indicators.counting import Engine, count, count_by
from motcua.indicators.engines import OnPostgres
from motcua.indicators.lake import NotOurFolder, export
from motcua.indicators.lake_engine import NoLake, lake
from motcua.indicators.lake_index import index_on
from motcua.indicators.listing import listed
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.indicators.queries import asked_of, index_of
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.rules import Of, UnknownAgency
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
from tests.indicators.slowly import is_in_time, received_in

pytestmark = pytest.mark.django_db
RULES = rule_set("766@2022")
MOMENTS = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2021, 12, 20, tzinfo=ZONE) + timedelta(minutes=minutes)
)
MAYBE = st.none() | MOMENTS


@st.composite
def dossiers(draw: st.DrawFn) -> list[DossierFact]:
    """Draw dossiers, plausible or not: a table of another system holds anything."""
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "procedure": st.sampled_from(["1.1", "1.2", "unknown"]),
        "settling_agency": st.sampled_from([DEPARTMENT, COMMUNE]),
        "channel": st.sampled_from([1, 2, 3]),
        "status": st.integers(1, 10),
        "received_at": MAYBE,
        "due_at": MAYBE,
        "limit_due_at": MAYBE,
        "finished_at": MAYBE,
        "delivered_at": MAYBE,
        "supplement_requested_at": MAYBE,
        "supplement_done_at": MAYBE,
        "supplement_count": st.integers(0, 3),
        "fee_due": st.sampled_from([0, 50_000]),
        "rating": st.sampled_from(["", "like", "dislike"]),
        **{
            flag: st.booleans()
            for flag in (
                "paid_online",
                "result_electronic",
                "component_digitised",
                "reused",
                "from_store",
                "vneid",
                "synced",
            )
        },
    }
    rows = draw(st.lists(st.fixed_dictionaries(drawn), max_size=12))
    return [a_fact(**row) for row in rows]


@contextmanager
def exported() -> Iterator[Engine]:
    """Export what is stored, and count on the files."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "lake"
        export(folder, at=AFTERWARDS)
        with lake(folder) as engine:
            yield engine


def stored_alone(facts: list[DossierFact]) -> None:
    DossierFact.objects.all().delete()
    ProcedureFact.objects.all().delete()
    a_procedure("1.1")
    a_procedure("1.2", gives_document=False, tier="commune", settled_by="")
    stored(*facts)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=dossiers(), agency=st.sampled_from([None, DEPARTMENT]))
def test_the_engines_and_plain_counting_agree(facts: list[DossierFact], agency: str | None) -> None:
    stored_alone(facts)
    what = asked(agency)

    live = count(RULES.parts(), what, OnPostgres())
    with exported() as files:
        assert count(RULES.parts(), what, files) == live

    received = received_in(facts, what)
    assert live[Of.DOSSIERS, ()] == len(received)
    assert live[Of.DOSSIERS, ("in_time",)] == sum(is_in_time(fact, what) for fact in received)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=dossiers())
def test_parts_add_up_and_lists_are_as_long_as_their_numbers(facts: list[DossierFact]) -> None:
    stored_alone(facts)
    what, engine = asked(), OnPostgres()

    whole = count(RULES.parts(), what, engine)
    by_agency = count_by(["settling_agency"], RULES.parts(), what, engine)
    by_month = count_by(["month"], RULES.parts(), what, engine)

    for part, many in whole.items():
        if part[0] is Of.DOSSIERS:
            assert sum(counts[part] for counts in by_agency.values()) == many
            assert sum(counts[part] for counts in by_month.values()) == many
        if part[0] is not Of.HOURS:
            assert len(listed(part, what, engine, most=1000)) == many
    assert whole[Of.DOSSIERS, ("in_time",)] + whole[Of.DOSSIERS, ("late",)] == len(
        received_in(facts, what)
    )


def test_the_index_of_a_folder_is_that_of_its_moment_for_good(tmp_path: Path) -> None:
    a_province()
    a_procedure("1.1")
    stored(a_fact(synced=True), a_fact(settling_agency=COMMUNE))
    export(tmp_path / "lake", at=AFTERWARDS)
    was = index_of(RULES, asked_of(FIRST, LAST, COMMUNE, AFTERWARDS), OnPostgres())

    stored(a_fact(settling_agency=COMMUNE))
    found, what = index_on(tmp_path / "lake", (FIRST, LAST), COMMUNE, RULES)

    assert found == was
    assert (what.is_commune, what.as_of) == (True, AFTERWARDS)
    with pytest.raises(UnknownAgency):
        index_on(tmp_path / "lake", (FIRST, LAST), "nobody", RULES)


def test_the_files_lie_by_month_and_in_it_by_agency(tmp_path: Path) -> None:
    stored(
        a_fact(settling_agency="Z"),
        a_fact(settling_agency="A"),
        a_fact(settling_agency="Z"),
        a_fact(received_at=datetime(2022, 3, 1, 0, 30, tzinfo=ZONE)),
        a_fact(received_at=None),
    )

    export(tmp_path / "lake", at=AFTERWARDS)

    folder = tmp_path / "lake" / "dossiers"
    months = {path.parent.name for path in folder.rglob("*.parquet")}
    january = duckdb.read_parquet(f"{folder}/thang=2022-01/*.parquet", hive_partitioning=False)
    assert months == {"thang=2022-01", "thang=2022-03", "thang=chua-tiep-nhan"}
    assert january.project("settling_agency").fetchall() == [("A",), ("Z",), ("Z",)]


def test_an_export_from_before_what_follows_was_written_is_read_too(tmp_path: Path) -> None:
    a_procedure("1.2", gives_document=False)
    stored(a_fact(procedure="1.2"), a_fact(finished_at=DUE + DAY), a_fact(status=4))
    export(tmp_path / "lake", at=AFTERWARDS)
    (file,) = (tmp_path / "lake" / "dossiers").rglob("*.parquet")
    older = file.with_name("older.parquet")
    duckdb.read_parquet(str(file), hive_partitioning=False).project(
        "* EXCLUDE (gives_document, late_for_good, took, fill_seconds)"
    ).write_parquet(str(older))
    file.unlink()

    with lake(tmp_path / "lake") as engine:
        assert count(RULES.parts(), asked(), engine) == count(RULES.parts(), asked(), OnPostgres())


def test_an_export_takes_the_place_of_the_one_before_and_of_nothing_else(tmp_path: Path) -> None:
    stored(a_fact())
    export(tmp_path / "lake", at=AFTERWARDS)
    stored(a_fact())
    export(tmp_path / "lake", at=AFTERWARDS)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept")

    with lake(tmp_path / "lake") as engine:
        assert count(RULES.parts(), asked(), engine)[Of.DOSSIERS, ()] == 2
    with pytest.raises(NotOurFolder):
        export(tmp_path / "mine", at=AFTERWARDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "mine"]


def test_an_empty_system_is_exported_too(tmp_path: Path) -> None:
    export(tmp_path / "lake", at=AFTERWARDS)

    index, _ = index_on(tmp_path / "lake", (FIRST, date(2022, 12, 31)), "", RULES)

    assert index.total == 12


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoLake, match="lake export"), lake(tmp_path):
        pass
