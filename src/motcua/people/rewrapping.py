"""Wrapping every data key anew, by the master key that seals now, table by table in batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection, models, transaction

from motcua.people.sealing import sealer

KEY = "wrapped_key"
BATCH = 500
# Whose id authenticates a data key, where that is not the row's own.
CONTEXTS = {"dossiers_answersversion": "dossier_id"}
Row = UUID | str  # the key of a row: an id, or the SHA-256 of a file in hexadecimal
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What one pass did: how many keys were wrapped anew, and which no master key opens."""

    anew: int
    lost: tuple[tuple[str, Row], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    key: str
    kind: str
    context: str

    @property
    def before_all(self) -> Row:
        return UUID(int=0) if self.kind == "uuid" else ""


def tables() -> list[str]:
    """Return the tables that hold data keys."""
    return [table.name for table in _tables()]


def many_keys() -> int:
    """Return how many data keys there are, as the statistics of the tables say; at least one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class"
            " WHERE oid = ANY(%s::regclass[])",
            [tables()],
        )
        return max(1, int(cursor.fetchone()[0]))


def rewrap(progress: Progress) -> Rewrapped:
    """Go over all tables once, from the first key to the last.

    What an older master key wrapped is wrapped anew; the data keys themselves, and so what they
    seal, do not change. Each batch is a transaction: killed anywhere, doing it again goes on. Keys
    that were erased are left erased. `progress` is told the table and how many more were seen.
    """
    anew, lost = 0, []
    for table in _tables():
        last = table.before_all
        while True:
            seen, changed, unopened = _batch(table, last)
            if seen is None:
                break
            last, anew = seen, anew + changed
            lost += [(table.name, row) for row in unopened]
            progress(table.name, changed)
    return Rewrapped(anew, tuple(lost))


def _tables() -> Iterator[_Table]:
    for model in sorted(apps.get_models(), key=lambda one: one._meta.db_table):
        if any(field.name == KEY for field in model._meta.concrete_fields):
            yield _table(model)


def _table(model: type[models.Model]) -> _Table:
    name, key = model._meta.db_table, model._meta.pk.column
    kind = model._meta.pk.db_type(connection)
    assert key is not None
    assert kind is not None
    return _Table(name, key, kind, CONTEXTS.get(name, key))


@transaction.atomic
def _batch(table: _Table, after: Row) -> tuple[Row | None, int, list[Row]]:
    """Wrap a batch anew; return its last row, how many were changed, and which no key opens."""
    held = (
        f"SELECT {table.key}, {table.context}, {KEY} FROM {table.name}"  # noqa: S608 -- names of our own
        f" WHERE {table.key} > %s AND {KEY} IS NOT NULL ORDER BY {table.key} LIMIT %s FOR UPDATE"
    )
    change = (
        f"UPDATE {table.name} SET {KEY} = anew.fresh"  # noqa: S608 -- names of our own
        f" FROM unnest(%s::{table.kind}[], %s::bytea[]) AS anew (which, fresh)"
        f" WHERE {table.key} = which"
    )
    with connection.cursor() as cursor:
        cursor.execute(held, [after, BATCH])
        rows: list[tuple[Row, Row, Any]] = cursor.fetchall()
        anew, lost = _anew(rows)
        if anew:
            cursor.execute(change, [list(anew), list(anew.values())])
    return (rows[-1][0] if rows else None), len(anew), lost


def _anew(rows: list[tuple[Row, Row, Any]]) -> tuple[dict[Row, bytes], list[Row]]:
    anew: dict[Row, bytes] = {}
    lost = []
    keeper = sealer()
    for row, context, wrapped in rows:
        try:
            key = keeper.rewrapped(bytes(wrapped), _bytes_of(context)) if wrapped else None
        except InvalidTag:
            lost.append(row)
            continue
        if key is not None:
            anew[row] = key
    return anew, lost


def _bytes_of(row: Row) -> bytes:
    return row.bytes if isinstance(row, UUID) else bytes.fromhex(row)
