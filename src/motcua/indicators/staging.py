"""Rows on their way into the facts: beside them for the time of one connection."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from motcua.indicators.models import DossierFact
from motcua.indicators.rules import COLUMNS, IMPORTED, OWN

PIECE = 1 << 20  # bytes
LIMIT, FIRST_DUE = "limit_due_at", "first_due_at"
# What only our own records tell.
_OWN_ONLY = {
    "account": "bigint",
    "owner": "bigint",
    "fill_seconds": "integer",
    "due_untraced": "boolean",
    "result_is_input": "boolean",
}
# As they come: everything but what is the same for all of them or follows from another column.
_COMING = [
    name for name in COLUMNS if name not in {"source", "month", LIMIT, FIRST_DUE, *_OWN_ONLY}
]
_COPIED = ", ".join(("line", "id", *_COMING))
_TYPES = {
    "SmallIntegerField": "smallint",
    "IntegerField": "integer",
    "BigIntegerField": "bigint",
    "BooleanField": "boolean",
    "DateTimeField": "timestamptz",
    "CharField": "text",
}
_MONTH = "coalesce(to_char(received_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM'), '')"
_STAGED = f"""
SELECT line, id, '{IMPORTED}'::text AS source, {", ".join(_COMING)}, {LIMIT}, {_MONTH} AS month,
    due_at AS {FIRST_DUE}, {", ".join(f"NULL::{kind} AS {one}" for one, kind in _OWN_ONLY.items())}
FROM indicators_staged
"""  # noqa: S608 -- names of columns only, here and below
# The due moment that came first stays, whatever a later file says.
_CHANGING = [name for name in COLUMNS if name != FIRST_DUE]
_OLD = ", ".join(f"fact.{name}" for name in _CHANGING)
_NEW = ", ".join(f"staged.{name}" for name in _CHANGING)
_COMPARED = f"""
SELECT count(*) FILTER (WHERE fact.id IS NULL),
    count(*) FILTER (WHERE fact.id IS NOT NULL AND ({_OLD}) IS DISTINCT FROM ({_NEW})), count(*)
FROM ({_STAGED}) AS staged LEFT JOIN indicators_dossierfact AS fact ON fact.id = staged.id
"""  # noqa: S608
_OURS = """
SELECT staged.line, staged.number FROM indicators_staged AS staged
JOIN indicators_dossierfact AS fact ON fact.source = %s AND fact.number = staged.number
ORDER BY staged.line LIMIT 1
"""
_NAMES = ", ".join(COLUMNS)
_TAKEN = f"""
INSERT INTO indicators_dossierfact AS fact (id, {_NAMES})
SELECT id, {_NAMES} FROM ({_STAGED}) AS staged WHERE line BETWEEN %s AND %s
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in _CHANGING)}
WHERE ({_OLD}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in _CHANGING)})
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows are new, differ from what is stored, and are as they were."""

    new: int
    changed: int
    unchanged: int

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return self.new + self.changed + self.unchanged


def stage(ready: Path) -> None:
    """Copy the rows of a file beside the facts, in place of what was there before."""
    kinds = {one.column: one.get_internal_type() for one in DossierFact._meta.fields}
    columns = ", ".join(f"{name} {_TYPES[kinds[name]]}" for name in _COMING)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS indicators_staged")
        cursor.execute(
            f"CREATE TEMP TABLE indicators_staged"
            f" (line integer, id uuid, {columns}, {LIMIT} timestamptz)"
        )
        with (
            ready.open("rb") as file,
            cursor.copy(f"COPY indicators_staged ({_COPIED}) FROM STDIN (FORMAT csv)") as copy,
        ):
            while piece := file.read(PIECE):
                copy.write(piece)
        cursor.execute("ANALYZE indicators_staged")


def compare() -> Compared:
    """Say what storing the staged rows will do."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED)
        new, changed, rows = cursor.fetchone()
    return Compared(new, changed, rows - new - changed)


def first_of_ours() -> tuple[int, str] | None:
    """Return the row and number of a staged dossier that this system settles itself."""
    with connection.cursor() as cursor:
        cursor.execute(_OURS, [OWN])
        found = cursor.fetchone()
    return (int(found[0]), str(found[1])) if found else None


def store(first: int, last: int) -> int:
    """Store the staged rows from one to another; return how many were new or differed."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [first, last])
        return int(cursor.rowcount)
