"""Spark counts the same on exported files as DuckDB and PostgreSQL do."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from motcua.indicators.counting import count_by
from motcua.indicators.engines import OnPostgres
from motcua.indicators.lake import export
from motcua.indicators.lake_engine import lake
from motcua.indicators.rule_sets import rule_set
from motcua.indicators.spark_engine import TooOldForSpark, spark_lake
from tests.indicators.facts import (
    AFTERWARDS,
    COMMUNE,
    DAY,
    DUE,
    a_fact,
    a_procedure,
    asked,
    stored,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
PARTS, KEYS = rule_set("766@2022").parts(), ("settling_agency", "month")


def test_three_engines_count_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    a_procedure("1.1", has_fee=True)
    a_procedure("2.1", tier="commune", settled_by="", gives_document=False)
    stored(
        a_fact(procedure="1.1", synced=True, fee_due=5, paid_online=True, rating="dislike"),
        a_fact(procedure="1.1", finished_at=DUE + DAY, result_electronic=True, channel=1),
        a_fact(procedure="2.1", settling_agency=COMMUNE, status=4, finished_at=None),
        a_fact(settling_agency=COMMUNE, status=4, finished_at=None, due_at=DUE + 300 * DAY),
        a_fact(status=5, finished_at=None, supplement_requested_at=DUE + DAY, supplement_count=1),
        a_fact(status=4, finished_at=None, supplement_count=2, due_at=None, from_store=True),
        a_fact(received_at=DUE + 60 * DAY, due_at=DUE + 70 * DAY, finished_at=DUE + 69 * DAY),
    )
    what, live = asked(last=date(2022, 12, 31)), OnPostgres()
    export(tmp_path / "lake", at=AFTERWARDS)

    with lake(tmp_path / "lake") as files, spark_lake(tmp_path / "lake") as spark:
        found = count_by(KEYS, PARTS, what, spark)
        assert found == count_by(KEYS, PARTS, what, files) == count_by(KEYS, PARTS, what, live)
        assert len(found) == 3


def test_an_export_that_holds_too_little_for_spark_is_refused(tmp_path: Path) -> None:
    stored(a_fact())
    export(tmp_path / "lake", at=AFTERWARDS)
    (file,) = (tmp_path / "lake" / "dossiers").rglob("*.parquet")
    table = duckdb.read_parquet(str(file), hive_partitioning=False).project("* EXCLUDE took")
    table.write_parquet(str(file.with_name("older.parquet")))
    file.unlink()

    with pytest.raises(TooOldForSpark), spark_lake(tmp_path / "lake"):
        pass
