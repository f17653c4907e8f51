"""Writing the facts out as Parquet, by month and in it by agency, as of one moment.

A folder is whole or not there: it is written beside the old one and then takes its place.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import ibis
from django.db import connection, transaction
from django.db.models import Model

from motcua.indicators import conditions
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
Types = dict[str, str]
DuckSettings = dict[str, str | bool | int | float | list[str]]
# A folder for each month, and in its files the agencies one after the other: files of each agency
# would be thousands, and opening them takes longer than reading them.
BY_MONTH = ", PARTITION_BY (thang), ROW_GROUP_SIZE 122880"


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
    take_time()
    settings: DuckSettings = {"memory_limit": MEMORY, "temp_directory": str(folder / ".spilled")}
    text = folder / ".rows.csv"
    database = duckdb.connect(config=settings)
    try:
        types, procedures = _copy(ProcedureFact, conditions.PROCEDURES.columns, text)
        known = folder / f"{PROCEDURES}.parquet"
        to_parquet(database, _reading(text, types), known)
        types, _ = _copy(Agency, _AGENCY_COLUMNS, text)
        to_parquet(database, _reading(text, types), folder / f"{AGENCIES}.parquet")
        types, many = _copy(DossierFact, conditions.DOSSIERS.columns, text)
        database.from_parquet(str(known)).create_view(conditions.PROCEDURES.get_name())
        rows = worked_out(database, _reading(text, types))
        if many:
            to_parquet(database, rows, folder / DOSSIERS, BY_MONTH)
        else:
            nowhere = folder / DOSSIERS / f"thang={NOT_RECEIVED}"
            nowhere.mkdir(parents=True)
            to_parquet(database, rows, nowhere / "data_0.parquet")
        text.unlink()
    finally:
        database.close()
    shutil.rmtree(folder / ".spilled", ignore_errors=True)
    about = {"cut_off": at.isoformat(), "dossiers": many, "procedures": procedures}
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    return Exported(many, procedures, at)


def _copy(model: type[Model], only: Sequence[str], text: Path) -> tuple[Types, int]:
    """Write the rows of a table as text; return its columns and how many rows there were."""
    fields: list[Any] = [one for one in model._meta.concrete_fields if one.column in only]
    types = {one.column: _TYPES[one.get_internal_type()] for one in fields}
    statement = (
        f"COPY {model._meta.db_table} ({', '.join(types)}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)"
    )
    with connection.cursor() as cursor, text.open("wb") as file:
        with cursor.copy(statement) as copy:
            for piece in copy:
                file.write(piece)
        return types, int(cursor.rowcount)


def _reading(text: Path, types: Types) -> str:
    """Return the relation that text is."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    return (
        f"SELECT * FROM read_csv({_quoted(text)}, header=false, auto_detect=false, delim=',',"  # noqa: S608
        f" quote='\"', escape='\"', allow_quoted_nulls=false, columns={{{columns}}})"
    )


def worked_out(database: duckdb.DuckDBPyConnection, rows: str) -> str:
    """Return dossiers by month and agency, with what follows from the facts of this moment."""
    database.execute(f"CREATE VIEW {conditions.DOSSIERS.get_name()} AS {rows}")
    facts = conditions.with_documents(conditions.DOSSIERS)
    late, took = conditions.late_for_good(facts), conditions.took(facts)
    told = ibis.to_sql(facts.mutate(late_for_good=late, took=took), dialect="duckdb")
    return (
        f"SELECT *, CASE month WHEN '' THEN '{NOT_RECEIVED}' ELSE month END AS thang"  # noqa: S608
        f" FROM ({told}) AS told ORDER BY month, settling_agency, received_at"
    )


def to_parquet(database: duckdb.DuckDBPyConnection, rows: str, target: Path, how: str = "") -> None:
    """Write rows as Parquet; how they are parted is up to the caller."""
    database.execute(f"COPY ({rows}) TO {_quoted(target)} (FORMAT parquet{how})")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
