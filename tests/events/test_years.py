"""The partitions of the log: a subject's events lie in the year in which it was made."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from motcua.demo.names import identifier
from motcua.events.actions import Fact, record, record_all
from motcua.events.models import Event
from motcua.events.years import keep_years, years
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from tests.events.test_the_log import chain_holds

AT = datetime(2026, 6, 1, 2, 0, 0, tzinfo=UTC)
BEFORE, AFTER = "0003_append_only_chain", "0006_events_by_year"
pytestmark = pytest.mark.django_db


def made_in(year: int) -> UUID:
    """Return the id of something that was made in the middle of a year."""
    return identifier(random.Random(year), datetime(year, 6, 15, tzinfo=UTC))  # noqa: S311


def place_of(subject: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tableoid::regclass::text FROM events_event WHERE subject = %s",
            [subject],
        )
        (found,) = cursor.fetchall()
    return str(found[0])


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def without(year: int) -> None:
    """Take a year's partition away, as if nobody had made it."""
    run("SET CONSTRAINTS ALL IMMEDIATE", f"DROP TABLE events_event_{year}")


def test_events_lie_in_the_year_of_their_subject_whenever_they_happen() -> None:
    keep_years(localdate(), 2024)
    old, new = made_in(2024), new_id()

    for subject in (old, new, old):
        record("thing.done", subject, by=SYSTEM, at=AT)

    assert place_of(old) == "events_event_2024"
    assert place_of(new) == f"events_event_{localdate().year}"
    assert chain_holds(old)


def test_this_year_and_the_next_two_have_a_place_from_the_beginning() -> None:
    today = localdate()

    known = years(today)

    assert {today.year, today.year + 1, today.year + 2} <= set(known.kept)
    assert known.is_well


def test_years_are_made_ahead_and_only_once() -> None:
    later = date(localdate().year + 2, 1, 1)
    assert years(later).missing == (later.year + 1,)

    made, again = keep_years(later), keep_years(later)

    assert made == [later.year + 1, later.year + 2]
    assert again == []
    assert years(later).is_well


def test_an_event_without_a_place_is_kept_told_of_and_moved_with_its_chain() -> None:
    year, today = localdate().year, localdate()
    without(year)
    subject, timeless = new_id(), UUID(int=1)
    record_all([Fact("thing.done", subject), Fact("thing.ended", subject)], by=SYSTEM, at=AT)
    record("thing.done", timeless, by=SYSTEM, at=AT)
    assert place_of(subject) == "events_event_undated"
    assert (years(today).missing, years(today).astray) == ((year,), (year,))

    assert keep_years(today) == [year]

    record("thing.renewed", subject, by=SYSTEM, at=AT)
    assert place_of(subject) == f"events_event_{year}"
    assert place_of(timeless) == "events_event_undated"
    assert chain_holds(subject)
    assert years(today).is_well


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET verb = 'thing.undone'",
        "DELETE FROM {}",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {}",
    ],
)
@pytest.mark.parametrize("ahead", [0, 5])
def test_every_partition_is_append_only(change: str, ahead: int) -> None:
    year = localdate().year + ahead
    keep_years(date(year, 1, 1))
    record("thing.done", made_in(year), by=SYSTEM, at=AT)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(f"events_event_{year}"))

    assert Event.objects.get().verb == "thing.done"


@pytest.fixture
def old_log() -> Iterator[None]:
    """The log as it was before it was partitioned, in a schema of its own."""
    run("CREATE SCHEMA old_log", "SET search_path TO old_log")
    call_command("migrate", "events", BEFORE, verbosity=0)
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE", "SET search_path TO public")
    run("DROP SCHEMA old_log CASCADE")


def everything() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, verb, subject, sequence, by, agency, at, recorded_at, facts, digest"
            " FROM events_event ORDER BY id"
        )
        return [(*row[:-1], bytes(row[-1])) for row in cursor.fetchall()]


@pytest.mark.usefixtures("old_log")
def test_an_upgrade_moves_every_event_and_goes_on_counting() -> None:
    subjects = [made_in(2021), made_in(2025), new_id(), uuid4()]
    for turn in range(3):
        for subject in subjects:
            record("thing.done", subject, by=SYSTEM, at=AT, turn=turn)
    call_command("migrate", "events", "0005_events_move_to_their_year", verbosity=0)
    record("thing.late", subjects[0], by=SYSTEM, at=AT)  # by whoever still runs the old release
    before = everything()

    call_command("migrate", "events", AFTER, verbosity=0)

    assert everything() == before
    assert place_of(subjects[0]).endswith("events_event_2021")
    record("thing.ended", subjects[0], by=SYSTEM, at=AT)
    last = everything()[-1]
    assert (last[0], last[3]) == (len(before) + 1, 5)
    assert all(chain_holds(subject) for subject in subjects)
