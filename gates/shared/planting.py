"""Writing texts into the database wherever a person's words are kept, past every check on the way.

Only what is shown is asked about here: not how it came in. Triggers that keep published things as
they are do not hold for the owner of the database while they are planted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from psycopg import Connection, Cursor
from psycopg.errors import DatabaseError
from psycopg.types.json import Jsonb

from gates.shared.columns import EVERYWHERE, Column, columns
from gates.shared.payloads import PAYLOADS, beginning_with
from motcua.dossiers.content import opened, store
from motcua.dossiers.models import Answers
from motcua.people.models import Person
from motcua.people.queries import contact_fields, contact_of
from motcua.people.sealing import sealer

FEW = 500  # people whose contacts are written over

DRAWN = "labels"
# A number after each text keeps these apart.
UNIQUE = {
    "procedures_sector.name",
    "organisations_officer.staff_number",
    "reform_registeredresult.number",
}
Chosen = tuple[Sequence[str], int]  # payloads, and with which of them to begin
_KEPT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML holds them
_NAME = re.compile(r'\bname="[^"]*"')


class _Taken:
    """Payloads one after the other, and which were taken."""

    def __init__(self, among: Sequence[str], offset: int) -> None:
        self.among, self.at, self.had = among, offset, set[str]()

    def next(self) -> str:
        """Take the next one."""
        text = self.among[self.at % len(self.among)]
        self.at += 1
        self.had.add(text)
        return text


@dataclass
class Planted:
    """Which columns hold payloads, each with the number that stands behind its texts, which
    payloads each got, and why others got none."""

    columns: list[str] = field(default_factory=list)
    payloads: dict[str, set[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def begin(self, column: str) -> str:
        """Return what marks the texts of a column."""
        self.columns.append(column)
        return _mark(len(self.columns) - 1)


def plant(database: Connection[Any], offset: int) -> Planted:
    """Write payloads into every column that people fill; others for another offset."""
    planted = Planted()
    with database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for column in (one.name for one in columns().values() if one.holds_words):
            _write(cursor, planted, column, planted.begin(column), (PAYLOADS, offset))
    database.commit()
    return planted


def plant_further(database: Connection[Any], planted: Planted, names: Iterable[str]) -> Planted:
    """Write over columns that have too few rows to hold every payload at once, with what each has
    not had; return what they hold now."""
    now = Planted(planted.columns)
    with database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name in names:
            mark = _mark(planted.columns.index(name))
            left = [one for one in PAYLOADS if one not in planted.payloads[name]]
            _write(cursor, now, name, mark, (left, 0))
    database.commit()
    return now


def _how(column: str) -> Any:
    return {"text": _column, "json": _json, DRAWN: _labels}[columns()[column].how]


def _mark(number: int) -> str:
    return f" §{number}§"


def _write(cursor: Cursor[Any], planted: Planted, column: str, mark: str, chosen: Chosen) -> None:
    cursor.execute("SAVEPOINT planting")
    try:
        planted.payloads[column] = _how(column)(cursor, *column.split("."), mark, chosen)
    except DatabaseError as error:
        cursor.execute("ROLLBACK TO planting")
        planted.refused[column] = str(error).splitlines()[0]
    cursor.execute("RELEASE planting")


def _column(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write into a column of text: another payload for each row that holds something."""
    cursor.execute(
        "SELECT character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
        [table, name],
    )
    longest = cursor.fetchone()[0]  # type: ignore[index]  # every table here has the column
    room = None if longest is None else longest - len(mark)
    unique = " || numbered.at" if f"{table}.{name}" in UNIQUE else ""
    room = room - 5 if unique and room is not None else room
    among, offset = chosen
    texts = [_marked(beginning_with(at + offset, room, among), mark, at + offset)
             for at in range(len(among))]  # fmt: skip
    cursor.execute(
        f"UPDATE {table} SET {name} = (%s::text[])[1 + mod(numbered.at - 1, %s)]{unique} FROM ("
        f" SELECT ctid AS place, row_number() OVER () AS at FROM {table} WHERE {name} <> ''"
        f") AS numbered WHERE {table}.ctid = numbered.place",
        [texts, len(texts)],
    )
    shown = texts if cursor.rowcount >= len(texts) else texts[: cursor.rowcount]
    return {one for one in among if any(one in text for text in shown)}


def _marked(text: str, mark: str, at: int) -> str:
    """Put the mark behind every other text and before the rest: a page may cut off either end."""
    return f"{mark.strip()} {text}" if at % 2 else text + mark


def _json(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write over the words in a column of JSON; keys and what is computed with stay."""
    taken, column = _Taken(*chosen), columns()[f"{table}.{name}"]
    named = [] if EVERYWHERE in column.keys else list(column.keys)
    cursor.execute(
        f"SELECT id, {name} FROM {table} WHERE {name} IS NOT NULL"
        f" AND (%(named)s::text[] = '{{}}' OR jsonb_typeof({name}) <> 'object'"
        f" OR {name} ?| %(named)s::text[])",
        {"named": named},
    )
    rows = cursor.fetchall()
    cursor.executemany(
        f"UPDATE {table} SET {name} = %s WHERE id = %s",
        [(Jsonb(_over(value, taken, mark, column)), key) for key, value in rows],
    )
    return taken.had


def _over(value: Any, taken: _Taken, mark: str, column: Column, *, is_word: bool = False) -> Any:
    if isinstance(value, str):
        return taken.next() + mark if is_word else value
    if isinstance(value, list):
        words = is_word or all(isinstance(one, str) and " " in one for one in value)
        return [_over(one, taken, mark, column, is_word=words) for one in value]
    if isinstance(value, dict):
        return {
            key: _over(one, taken, mark, column, is_word=column.holds(key))
            for key, one in value.items()
        }
    return value


def _labels(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write over what is drawn beside the shapes of processes."""
    taken = _Taken(*chosen)

    def label(_: re.Match[str]) -> str:
        text = taken.next() + mark
        return "name=" + quoteattr(_KEPT_OUT.sub(" ", text), {'"': "&quot;"})

    cursor.execute(f"SELECT id, {name} FROM {table}")
    rows = cursor.fetchall()
    for key, drawn in rows:
        cursor.execute(
            f"UPDATE {table} SET {name} = %s WHERE id = %s", [_NAME.sub(label, drawn), key]
        )
    return taken.had


def _counted(offset: int) -> Iterator[int]:
    at = offset
    while True:
        yield at
        at += 1


def plant_sealed(offset: int) -> None:
    """Write payloads over every text in the answers of dossiers and the contacts of people."""
    numbers = _counted(offset)
    for row in Answers.objects.select_related("dossier"):
        store(row.dossier, row, _typed(opened(row), numbers))
    for person in Person.objects.filter(account__isnull=False)[:FEW]:
        contact = contact_of(person)
        told = replace(contact, address=beginning_with(next(numbers), 300))
        content = contact_fields(told)
        sealed = sealer().seal_again(content, bytes(person.wrapped_key), person.id.bytes)
        Person.objects.filter(pk=person.pk).update(sealed=sealed.content)


def _typed(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, str):
        return beginning_with(next(numbers), 300)
    if isinstance(value, list):
        return [_typed(one, numbers) for one in value]
    if isinstance(value, dict):
        return {key: _typed(one, numbers) for key, one in value.items()}
    return value
