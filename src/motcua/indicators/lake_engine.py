"""Running expressions on the files of a lake, with DuckDB; no database and no Django."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import ibis
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.types import Table

from motcua.indicators import conditions
from motcua.indicators.counting import Row, counted_one_by_one
from motcua.indicators.rules import Asked, Counted, Of
from motcua.indicators.sign_cells import Wanted, signs_one_by_one
from motcua.kernel.errors import DomainError

MEMORY = "600MB"
DOSSIERS, PROCEDURES, AGENCIES, ABOUT = "dossiers", "procedures", "agencies", "about.json"


class NoLake(DomainError):
    """The folder holds no exported facts."""

    message = "Chưa xuất dữ liệu ra {folder}. Hãy chạy ./motcua lake export trước."


class OnLake:
    """The facts of a folder, as they were when it was exported."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, cut_off: datetime, dossiers: Table
    ) -> None:
        self._database = database
        self.dossiers = dossiers
        self.cut_off = cut_off

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes."""
        found = self._database.execute(ibis.to_sql(expression, dialect="duckdb"))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures."""
        return self.rows(counted_one_by_one(of, parts, asked, keys, self.dossiers))

    def signs(self, wanted: Wanted, asked: Asked, keys: Sequence[str]) -> list[Row]:
        """Count signs and patterns, fact by fact."""
        return self.rows(signs_one_by_one(wanted, asked, keys))

    def kind_of(self, agency: str) -> str | None:
        """Return what an agency is; None when only dossiers carry its code, if any."""
        found = self._database.execute(
            "SELECT kind FROM agencies WHERE code = ?", [agency]
        ).fetchone()
        return None if found is None else str(found[0])

    def has_dossiers_of(self, agency: str) -> bool:
        """Say whether any dossier carries the code of an agency."""
        found = self._database.execute(
            "SELECT 1 FROM indicators_dossierfact WHERE settling_agency = ? LIMIT 1", [agency]
        ).fetchone()
        return found is not None


@contextmanager
def lake(folder: Path) -> Iterator[OnLake]:
    """Open an exported folder; refuse one that is none."""
    about = folder / ABOUT
    if not about.is_file():
        raise NoLake(folder=folder)
    cut_off = datetime.fromisoformat(json.loads(about.read_text("utf-8"))["cut_off"])
    database = duckdb.connect(config={"memory_limit": MEMORY})
    try:
        database.execute("SET TimeZone = 'UTC'")
        dossiers = folder / DOSSIERS / "**" / "*.parquet"
        found = _view(database, "indicators_dossierfact", dossiers, conditions.DOSSIERS)
        known = conditions.DOSSIERS
        # Earlier exports do not hold what follows from their facts.
        if set(conditions.WORKED_OUT) <= set(found):
            known = conditions.EXPORTED
            _view(database, known.get_name(), dossiers, known)
        procedures = folder / f"{PROCEDURES}.parquet"
        _view(database, "indicators_procedurefact", procedures, conditions.PROCEDURES)
        _view(database, "agencies", folder / f"{AGENCIES}.parquet")
        yield OnLake(database, cut_off, known)
    finally:
        database.close()


def _view(
    database: duckdb.DuckDBPyConnection, name: str, files: Path, known: Table | None = None
) -> list[str]:
    """Read files as a table and return their columns; those that came after the export are unknown
    in it."""
    found = database.from_parquet(str(files), hive_partitioning=False)
    schema = {} if known is None else dict(known.schema().items())
    missing = [
        f"CAST(NULL AS {DuckDBType.to_string(kind)}) AS {column}"
        for column, kind in schema.items()
        if column not in found.columns
    ]
    kept = ["*"] if known is None else [column for column in schema if column in found.columns]
    found.project(", ".join([*kept, *missing])).create_view(name)
    return list(found.columns)
