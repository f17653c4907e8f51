"""The event log against tampering: five hundred single changes, each of them found."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from motcua.events.actions import Fact, record_all
from motcua.kernel.actors import SYSTEM, Actor
from motcua.runtime.audit_verify import ROW, Verdict, verify
from motcua.signing.anchoring import HEADS, PUBLIC, ROWS, anchor, last_anchored

AT = datetime(2026, 6, 1, 2, 0, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 2, 20, 0, tzinfo=UTC)
SUBJECTS, EACH, TAMPERINGS = 12, 8, 500
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, settings: Any) -> Path:
    """Anchors and their key in a folder of the test's own."""
    settings.ANCHORS, settings.KEYS = tmp_path / "anchors", tmp_path / "keys"
    return tmp_path / "anchors"


def some_events() -> None:
    """Write events of several subjects in turns, by people and by the system."""
    subjects = [uuid4() for _ in range(SUBJECTS)]
    for turn in range(EACH):
        by = Actor(uuid4(), uuid4()) if turn % 2 else SYSTEM
        facts = [Fact("thing.done", one, {"turn": turn}) for one in subjects]
        record_all(facts, by=by, at=AT)


def verdict(place: Path) -> Verdict:
    connection.ensure_connection()
    assert connection.connection is not None
    return verify(connection.connection, place)


def run(statement: str, given: list[int] | None = None) -> None:
    """Change the log as the owner of the database can, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        cursor.execute(statement, given)
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER USER")


def ids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM events_event ORDER BY id")
        return [int(one) for (one,) in cursor.fetchall()]


def changed(column: str, value: str) -> Callable[[random.Random, list[int]], None]:
    def tamper(rng: random.Random, known: list[int]) -> None:
        run(f"UPDATE events_event SET {column} = {value} WHERE id = %s", [rng.choice(known)])  # noqa: S608

    return tamper


def deleted(rng: random.Random, known: list[int]) -> None:
    run("DELETE FROM events_event WHERE id = %s", [rng.choice(known)])


def truncated(rng: random.Random, known: list[int]) -> None:
    run("DELETE FROM events_event WHERE id > %s", [rng.choice(known[:-1])])


def inserted(rng: random.Random, known: list[int]) -> None:
    run(
        "INSERT INTO events_event (id, verb, subject, sequence, at, facts, digest)"
        " SELECT 1000000 - id, verb, gen_random_uuid(), 1, at, facts, digest FROM events_event"
        " WHERE id = %s",
        [rng.choice(known)],
    )


def reordered(rng: random.Random, known: list[int]) -> None:
    """Swap two events of one subject, numbers and all."""
    run("ALTER TABLE events_event DROP CONSTRAINT event_one_chain")
    run(
        "UPDATE events_event SET sequence = CASE sequence WHEN 2 THEN 3 ELSE 2 END"
        " WHERE subject = (SELECT subject FROM events_event WHERE id = %s)"
        " AND sequence IN (2, 3)",
        [rng.choice(known)],
    )


def rebuilt(rng: random.Random, known: list[int]) -> None:
    """Change an event and write the chain of its subject anew, as whoever knows the formula can."""
    changed("facts", "'{\"turn\": 99}'")(rng, known)
    run(
        "WITH RECURSIVE anew AS ("
        " SELECT e.id, e.subject, e.sequence, sha256(convert_to(concat_ws('|', e.subject,"
        " e.sequence, e.verb, e.by, e.agency, to_char(e.at AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), e.facts), 'UTF8')) AS digest"
        " FROM events_event e WHERE e.sequence = 1"
        " UNION ALL SELECT e.id, e.subject, e.sequence, sha256(anew.digest || convert_to("
        " concat_ws('|', e.subject, e.sequence, e.verb, e.by, e.agency, to_char(e.at"
        " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), e.facts), 'UTF8'))"
        " FROM events_event e JOIN anew ON e.subject = anew.subject"
        " AND e.sequence = anew.sequence + 1)"
        " UPDATE events_event SET digest = anew.digest FROM anew WHERE anew.id = events_event.id"
    )


TAMPERINGS_KNOWN: dict[str, Callable[[random.Random, list[int]], None]] = {
    "verb": changed("verb", "'thing.undone'"),
    "by": changed("by", "gen_random_uuid()"),
    "by for agency": changed("agency", "coalesce(by, gen_random_uuid()), by = NULL"),
    "at": changed("at", "at + interval '1 microsecond'"),
    "recorded": changed("recorded_at", "recorded_at - interval '1 day'"),
    "facts": changed("facts", "'{\"turn\": -1}'"),
    "digest": changed("digest", "sha256(digest)"),
    "sequence": changed("sequence", "sequence + 100"),
    "subject": changed("subject", "gen_random_uuid()"),
    "deleted": deleted,
    "truncated": truncated,
    "inserted": inserted,
    "reordered": reordered,
    "rebuilt": rebuilt,
}


def test_every_one_of_five_hundred_tamperings_is_found(anchors: Path) -> None:
    some_events()
    anchor(LATER)
    assert verdict(anchors).findings == []
    rng, known = random.Random(7), ids()  # noqa: S311 -- repeatable
    missed, names = [], list(TAMPERINGS_KNOWN)
    for turn in range(TAMPERINGS):
        name = names[turn % len(names)]
        mark = transaction.savepoint()
        TAMPERINGS_KNOWN[name](rng, known)
        if not verdict(anchors).findings:
            missed.append(name)
        transaction.savepoint_rollback(mark)

    assert missed == []
    assert verdict(anchors).findings == []


def test_a_finding_names_the_event(anchors: Path) -> None:
    some_events()
    anchor(LATER)
    victim = ids()[20]
    run("UPDATE events_event SET recorded_at = now() WHERE id = %s", [victim])

    assert {(one.kind, one.event) for one in verdict(anchors).findings} == {("changed", victim)}


def test_what_came_after_the_last_anchor_is_held_by_its_chain(anchors: Path) -> None:
    anchor(LATER)
    some_events()
    run("UPDATE events_event SET verb = 'thing.undone' WHERE id = %s", [ids()[5]])

    assert [one.kind for one in verdict(anchors).findings] == ["changed"]


def test_anchors_go_on_from_where_they_were_and_say_when(anchors: Path) -> None:
    some_events()
    first = anchor(AT)
    some_events()
    second = anchor(LATER)

    assert (first, second) == (SUBJECTS * EACH, SUBJECTS * EACH)
    assert last_anchored(anchors) == LATER
    found = verdict(anchors)
    assert (found.heads, found.anchored, found.events) == (2, 192, 192)
    assert anchor(LATER) == 0  # and says that nothing came
    assert verdict(anchors).heads == 3


@pytest.mark.parametrize("file", [HEADS, ROWS, PUBLIC])
def test_changed_anchors_are_found(anchors: Path, file: str) -> None:
    some_events()
    anchor(LATER)
    path = anchors / file
    if file == PUBLIC:
        (anchors / PUBLIC).unlink()
        (settings.KEYS / "anchor").unlink()
        anchor(LATER)  # signed by another key
    else:
        content = path.read_bytes()
        place = content.index(b'"count": ') + 9 if file == HEADS else len(content) // 2
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])

    assert "anchors" in {one.kind for one in verdict(anchors).findings}


def test_a_line_taken_away_shows(anchors: Path) -> None:
    for _ in range(3):
        some_events()
        anchor(LATER)
    lines = (anchors / HEADS).read_bytes().splitlines()
    (anchors / HEADS).write_bytes(b"\n".join([lines[0], lines[2]]) + b"\n")

    assert "anchors" in {one.kind for one in verdict(anchors).findings}


def test_rows_of_an_anchor_that_was_broken_off_are_written_again(anchors: Path) -> None:
    some_events()
    anchor(AT)
    with (anchors / ROWS).open("ab") as file:
        file.write(ROW.pack(1, b"x" * 32) + b"half")
    some_events()
    anchor(LATER)

    assert verdict(anchors).findings == []
    assert json.loads((anchors / HEADS).read_bytes().splitlines()[1])["count"] == SUBJECTS * EACH
