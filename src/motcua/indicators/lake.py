"""Writing the facts out as Parquet, by month and agency, as of one moment.

A folder is whole or not there: it is written beside the old one and then takes its place.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
from django.db import connection, transaction
from django.db.models import Model

from motcua.indicators.lake_engine import ABOUT, AGENCIES, DOSSIERS, PROCEDURES
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.indicators.own_facts import take_time
from motcua.kernel.errors import DomainError
from motcua.organisations.models import Agency

MEMORY = "600MB"
NOT_RECEIVED = "chua-tiep-nhan"
_TYPES = {
    "UUIDField": "UUID",
    "SmallIntegerField": "SMALLINT",
    "IntegerField": "INTEGER",
    "BigIntegerField": "BIGINT",
    "BooleanField": "BOOLEAN",
    "DateTimeField": "TIMESTAMPTZ",
    "CharField": "VARCHAR",
}
_AGENCY_COLUMNS = ("code", "name", "kind", "tier")
Write = Callable[[duckdb.DuckDBPyRelation, Path], None]


class NotOurFolder(DomainError):
    """The folder holds something that no export wrote."""

    message = "Thư mục {folder} đang chứa thứ khác. Hãy chọn một thư mục trống hoặc chưa có."


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written, and as of when."""

    dossiers: int
    procedures: int
    cut_off: datetime


def export(folder: Path, *, at: datetime) -> Exported:
    """Write all facts of one moment into a folder, in place of an earlier export."""
    if folder.exists() and any(folder.iterdir()) and not (folder / ABOUT).is_file():
        raise NotOurFolder(folder=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        exported = _write(new, at)
        old = new.with_name(f"{new.name}-old")
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return exported


@transaction.atomic
def _write(folder: Path, at: datetime) -> Exported:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    take_time()
    settings = {"memory_limit": MEMORY, "temp_directory": str(folder / ".spilled")}
    database = duckdb.connect(config=settings)
    try:
        many = _table(database, DossierFact, None, folder, _by_month_and_agency)
        procedures = _table(database, ProcedureFact, None, folder, _one_file(PROCEDURES))
        _table(database, Agency, _AGENCY_COLUMNS, folder, _one_file(AGENCIES))
    finally:
        database.close()
    shutil.rmtree(folder / ".spilled", ignore_errors=True)
    about = {"cut_off": at.isoformat(), "dossiers": many, "procedures": procedures}
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    return Exported(many, procedures, at)


def _one_file(name: str) -> Write:
    return lambda rows, folder: rows.to_parquet(str(folder / f"{name}.parquet"))


def _by_month_and_agency(rows: duckdb.DuckDBPyRelation, folder: Path) -> None:
    """Write a folder for each month and agency; the columns stay in the files too."""
    parted = rows.project(
        f"*, CASE month WHEN '' THEN '{NOT_RECEIVED}' ELSE month END AS thang,"
        " settling_agency AS co_quan"
    )
    parted.to_parquet(str(folder / DOSSIERS), partition_by=["thang", "co_quan"])


def _table(
    database: duckdb.DuckDBPyConnection,
    model: type[Model],
    only: tuple[str, ...] | None,
    folder: Path,
    write: Write,
) -> int:
    """Copy the rows of a table through a file of text into Parquet; return how many."""
    fields: list[Any] = [one for one in model._meta.concrete_fields if not only or one.name in only]
    types = {one.column: _TYPES[one.get_internal_type()] for one in fields}
    text = folder / ".rows.csv"
    names = ", ".join(types)
    with connection.cursor() as cursor, text.open("wb") as file:
        statement = f"COPY {model._meta.db_table} ({names}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)"
        with cursor.copy(statement) as copy:
            for piece in copy:
                file.write(piece)
    rows = database.read_csv(str(text), header=False, columns=types)  # type: ignore[call-overload]
    many = rows.aggregate("count(*)").fetchall()
    write(rows, folder)
    text.unlink()
    return int(many[0][0])
