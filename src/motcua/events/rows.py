"""Whole rows in and out of tables, through statements that are put together once.

The hot acts use this instead of the query builder, whose work for one row costs more than
PostgreSQL's own. It stands here because every app that stores anything stands on `events`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, GeneratedField, JSONField, Model
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)
Columns = tuple[str, ...]
Fields = tuple["Field[Any, Any]", ...]
AS_READ = "_as_read"  # where a row remembers what the table held


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table as its model has them; what the database generates is left out."""

    names: tuple[str, ...]
    listed: str
    converters: tuple[tuple[int, Any], ...]


@lru_cache(maxsize=256)
def _shape(model: type[Model], only: Columns) -> Shape:
    fields = [
        one
        for one in model._meta.concrete_fields
        if not isinstance(one, GeneratedField) and (not only or one.name in only)
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    return Shape(
        names=tuple(one.attname for one in fields),
        listed=", ".join(f"{table}.{_quoted(one)}" for one in fields),
        converters=tuple(
            (at, one.from_db_value)
            for at, one in enumerate(fields)
            if hasattr(one, "from_db_value")
        ),
    )


def _quoted(column: "Field[Any, Any]") -> str:
    return str(connection.ops.quote_name(column.column or column.name))


def columns(model: type[Model], *only: str) -> str:
    """Return the columns that `made` expects, qualified by their table."""
    return _shape(model, only).listed


def made(model: type[Row], values: Sequence[Any], *only: str) -> Row:
    """Return a row as its model; columns that were not read are fetched when they are asked for.

    No signal is sent, because nothing here listens to any.
    """
    shape = _shape(model, only)
    if shape.converters:
        values = list(values)
        for at, convert in shape.converters:
            values[at] = convert(values[at], None, connection)
    row = model.__new__(model)
    known = dict(zip(shape.names, values, strict=False))
    row.__dict__.update(known)
    row.__dict__[AS_READ] = known
    row._state = ModelState()
    row._state.adding = False
    row._state.db = connection.alias
    return row


def width(model: type[Model], *only: str) -> int:
    """Return how many columns a row takes in a statement that reads several tables."""
    return len(_shape(model, only).names)


def read(model: type[Row], tail: str, parameters: Sequence[Any]) -> list[Row]:
    """Return whole rows; `tail` is the statement from WHERE on."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        statement = f"SELECT {columns(model)} FROM {table} {tail}"  # noqa: S608 -- names of our own tables and columns
        cursor.execute(statement, parameters)
        return [made(model, values) for values in cursor.fetchall()]


@dataclass(slots=True)
class _Part:
    """One statement that writes; `name` is how the next one may refer to what it returns."""

    statement: str
    parameters: list[Any]
    expected: int | None = None
    otherwise: Exception | None = None


@dataclass(slots=True)
class _Gathered:
    """What a block wants to write."""

    parts: list[_Part] = field(default_factory=list)
    touched: set[tuple[str, object]] = field(default_factory=set)

    def send(self) -> None:
        """Write what was gathered so far."""
        if self.parts:
            _send(self.parts)
        self.parts.clear()
        self.touched.clear()


_gathering: ContextVar[_Gathered | None] = ContextVar("gathering", default=None)


@contextmanager
def at_once() -> Iterator[None]:
    """Send everything written inside as one statement, when the block ends without a refusal.

    It can be read only afterwards. What would write a row for the second time goes into another
    statement, because PostgreSQL shows all parts of one the same moment.
    """
    if _gathering.get() is not None:
        yield
        return
    gathered = _Gathered()
    token = _gathering.set(gathered)
    try:
        yield
    finally:
        _gathering.reset(token)
    gathered.send()


def _send(parts: Sequence[_Part]) -> None:
    counted = [at for at, part in enumerate(parts) if part.expected is not None]
    statement = _together([part.statement for part in parts], counted)
    with connection.cursor() as cursor:
        cursor.execute(statement, [one for part in parts for one in part.parameters])
        found = cursor.fetchone() if counted else ()
    for at, many in zip(counted, found, strict=True):
        if many != parts[at].expected:
            raise parts[at].otherwise or AssertionError(f"{many} rows were written")


def _together(statements: Sequence[str], counted: Sequence[int]) -> str:
    """Return one statement that does what all do, and says how many rows some of them wrote."""
    *before, last = statements
    if counted:
        before.append(last)
        counts = (f"(SELECT count(*) FROM part{at})" for at in counted)  # noqa: S608 -- numbers only
        last = f"SELECT {', '.join(counts)}"
    named = ", ".join(f"part{at} AS ({one})" for at, one in enumerate(before))
    whole = f"WITH {named} {last}" if named else last
    for at in range(len(statements)):
        whole = whole.replace(BEFORE.format(at), f"part{at}")
    return whole


BEFORE = "<part {}>"


def write(*statements: tuple[str, Sequence[Any]], of: Sequence[tuple[str, object]] = ()) -> None:
    """Run statements that write, or gather them; `of` names the rows by table and key.

    One may read from `<before>` what the one before it returned.
    """
    gathered = _gathering.get()
    parts: list[_Part] = []
    if gathered is not None:
        if not gathered.touched.isdisjoint(of):
            gathered.send()
        gathered.touched.update(of)
        parts = gathered.parts
    for statement, parameters in statements:
        named = statement.replace("<before>", BEFORE.format(len(parts) - 1))
        parts.append(_Part(named, list(parameters)))
    if gathered is None:
        _send(parts)


def change(
    statement: str, parameters: Sequence[Any], *, expected: int, otherwise: Exception
) -> None:
    """Run a statement that must write so many rows and return them, or raise the refusal."""
    gathered = _gathering.get()
    part = _Part(statement, list(parameters), expected, otherwise)
    if gathered is None:
        _send([part])
    else:
        gathered.parts.append(part)


def insert(*rows: Model) -> None:
    """Write new rows of one table; what is empty is left to the table's own default, nothing."""
    if not rows:
        return
    fields = tuple(
        one
        for one in _written_fields(type(rows[0]))
        if any(getattr(row, one.attname) is not None for row in rows)
    )
    statement = _insertion(type(rows[0]), fields, len(rows) > 1)
    if len(rows) == 1:
        values = [_stored(one, rows[0]) for one in fields]
    else:
        values = [[_stored(one, row) for row in rows] for one in fields]
    write((statement, values), of=[(row._meta.db_table, row.pk) for row in rows])
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


@lru_cache(maxsize=256)
def _written_fields(model: type[Model]) -> Fields:
    return tuple(
        one
        for one in model._meta.concrete_fields
        if not isinstance(one, GeneratedField | AutoField)
    )


@lru_cache(maxsize=256)
def _insertion(model: type[Model], fields: Fields, several: bool) -> str:
    """Return the statement; several rows come as one array a column, whatever their number."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(_quoted(one) for one in fields)
    if several:
        arrays = ", ".join(f"%s::{one.db_type(connection)}[]" for one in fields)
        source = f"SELECT * FROM unnest({arrays})"  # noqa: S608 -- names of types
    else:
        source = "VALUES (" + ", ".join(["%s"] * len(fields)) + ")"
    return f"INSERT INTO {table} ({names}) {source}"


def update(row: Model, *names: str) -> None:
    """Write fields of a row that is there, those that were changed if none are named.

    The caller holds its lock.
    """
    fields = _changed(row, names)
    if not fields:
        return
    values = [_stored(one, row) for one in fields]
    statement = _change(type(row), fields)
    write((statement, [*values, row.pk]), of=[(row._meta.db_table, row.pk)])


def _changed(row: Model, names: Columns) -> Fields:
    fields = [one for one in _written_fields(type(row)) if not one.primary_key]
    if names:
        return tuple(one for one in fields if one.name in names)
    before = row.__dict__.get(AS_READ)
    if before is None:
        return tuple(fields)
    return tuple(one for one in fields if getattr(row, one.attname) != before[one.attname])


@lru_cache(maxsize=1024)
def _change(model: type[Model], fields: Fields) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    changes = ", ".join(f"{_quoted(one)} = %s" for one in fields)
    key = _quoted(model._meta.pk)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s"  # noqa: S608 -- names of our own


def _stored(column: "Field[Any, Any]", row: Model) -> object:
    value = getattr(row, column.attname)
    # Everything else is of a type that the database driver knows as it is.
    return column.get_db_prep_save(value, connection) if isinstance(column, JSONField) else value
