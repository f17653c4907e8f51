"""The files of a release: the same rows as CSV, JSON and Parquet."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from motcua.kernel.text import spreadsheet_safe
from motcua.opendata.models import PublishedFigure, Release
from motcua.opendata.rules import publishing

HOURS_A_DAY = 24
_KINDS = {"text": "VARCHAR", "number": "DOUBLE"}
Row = list[str | int | float | None]


def rows_of(
    figures: Iterable[PublishedFigure],
    agencies: Mapping[str, str],
    procedures: Mapping[str, str],
) -> list[Row]:
    """Return figures as rows of the columns that the dictionary describes."""
    return [
        [
            one.month,
            one.agency,
            agencies.get(one.agency, ""),
            one.procedure,
            procedures.get(one.procedure, ""),
            one.received,
            one.in_time,
            one.online,
            one.finished,
            None if one.average_hours is None else round(float(one.average_hours) / HOURS_A_DAY, 2),
            one.rated,
            one.liked,
        ]
        for one in figures
    ]


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return rows as CSV in UTF-8, with a header; what is not told is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([one.name for one in publishing().columns])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _safe(cell: object) -> object:
    return spreadsheet_safe(cell) if isinstance(cell, str) else cell


def as_json(release: Release, rows: Iterable[Row]) -> bytes:
    """Return rows as JSON, with what they are: columns, cut-off, rules and licence."""
    told = publishing()
    whole = {
        "about": {
            "counted_at": release.at.isoformat(),
            "from": release.first.isoformat(),
            "to": release.last.isoformat(),
            "rules": release.rules,
            "publishing": told.id,
            "least": told.least,
            "licence": told.licence,
            "licence_address": told.licence_address,
        },
        "columns": [
            {"name": one.name, "type": one.kind, "description": one.says} for one in told.columns
        ],
        "rows": list(rows),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def as_parquet(content: bytes) -> bytes:
    """Return what a CSV file of these rows holds as Parquet."""
    columns = {one.name: _KINDS[one.kind] for one in publishing().columns}
    with TemporaryDirectory(prefix="motcua-opendata-") as folder:
        source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        source.write_bytes(content)
        database = duckdb.connect()
        try:
            read = database.read_csv(
                str(source), header=True, dtype=columns, sep=",", quotechar='"', escapechar='"'
            )
            read.write_parquet(str(target))
        finally:
            database.close()
        return target.read_bytes()
