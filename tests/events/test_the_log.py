"""The event log: written once, chained, never changed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.events.actions import Fact, record, record_all
from motcua.events.models import Event
from motcua.events.queries import history
from motcua.kernel.actors import SYSTEM, Actor
from tests.real_database import at_once

AT = datetime(2026, 6, 1, 2, 0, 0, 123456, tzinfo=UTC)


def somebody() -> Actor:
    return Actor(uuid4(), uuid4())


def computed_digest(event: Event, facts: str, before: bytes) -> bytes:
    """Recompute what the database wrote, from nothing but the row and the digest before."""
    parts: Sequence[object] = (
        event.subject,
        event.sequence,
        event.verb,
        event.by,
        event.agency,
        event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        facts,
    )
    text = "|".join(str(part) for part in parts if part is not None)
    return sha256(before + text.encode()).digest()


def chain_holds(subject: UUID) -> bool:
    """Say whether every digest of a subject follows from its event and the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, facts::text FROM events_event WHERE subject = %s", [subject])
        facts = dict(cursor.fetchall())
    before, sequence = b"", 0
    for event in history(subject):
        sequence += 1
        expected = computed_digest(event, facts[event.pk], before)
        if event.sequence != sequence or bytes(event.digest) != expected:
            return False
        before = bytes(event.digest)
    return sequence > 0


@pytest.mark.django_db
def test_an_event_keeps_who_for_whom_when_and_what() -> None:
    subject, actor = uuid4(), somebody()

    record("dossier.accepted", subject, by=actor, at=AT, number="Mã 1", many=2)

    event = Event.objects.get(subject=subject)
    assert (event.verb, event.by, event.agency, event.at) == (
        "dossier.accepted",
        actor.person,
        actor.agency,
        AT,
    )
    assert event.facts == {"number": "Mã 1", "many": 2}


@pytest.mark.django_db
def test_events_of_one_act_are_numbered_in_order() -> None:
    subject = uuid4()

    record_all([Fact(f"thing.done_{n}", subject) for n in range(5)], by=SYSTEM, at=AT)
    record("thing.ended", subject, by=SYSTEM, at=AT)

    verbs = [(event.sequence, event.verb) for event in history(subject)]
    assert verbs == [*((n + 1, f"thing.done_{n}") for n in range(5)), (6, "thing.ended")]


@pytest.mark.django_db
def test_each_digest_follows_from_the_event_and_the_one_before() -> None:
    subject, other = uuid4(), uuid4()
    for n in range(4):
        record(f"thing.done_{n}", subject, by=somebody(), at=AT, words="đã ký | “xong”", n=n)
        record("thing.done", other, by=SYSTEM, at=AT)

    assert chain_holds(subject)
    assert chain_holds(other)


@pytest.mark.django_db
def test_a_changed_event_shows() -> None:
    subject = uuid4()
    for n in range(3):
        record("thing.done", subject, by=SYSTEM, at=AT, n=n)

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER event_append_only")
        cursor.execute(
            "UPDATE events_event SET facts = %s WHERE subject = %s AND sequence = 2",
            [json.dumps({"n": 9}), subject],
        )
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER event_append_only")

    assert not chain_holds(subject)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events_event SET verb = 'thing.undone'",
        "DELETE FROM events_event",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE events_event CASCADE",
    ],
)
def test_the_log_is_append_only(change: str) -> None:
    record("thing.done", uuid4(), by=SYSTEM, at=AT)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Event.objects.get().verb == "thing.done"


@pytest.mark.usefixtures("real_commits")
def test_events_of_different_subjects_are_written_at_once() -> None:
    subjects = [uuid4() for _ in range(4)]

    def write(subject: UUID) -> None:
        for _ in range(5):
            record("thing.done", subject, by=SYSTEM, at=AT)

    outcomes = at_once([partial(write, subject) for subject in subjects])

    assert outcomes == [None] * 4
    assert all(chain_holds(subject) for subject in subjects)


@pytest.mark.usefixtures("real_commits")
def test_events_of_one_subject_written_at_once_are_one_chain() -> None:
    subject = uuid4()

    def write() -> None:
        for _ in range(5):
            record("thing.done", subject, by=SYSTEM, at=AT)

    outcomes = at_once([write] * 4)

    assert outcomes == [None] * 4
    assert history(subject).count() == 20
    assert chain_holds(subject)
