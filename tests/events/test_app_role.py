"""Whoever serves may use the tables, and may not change what was written nor how it is kept."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.utils.timezone import localdate
from psycopg.errors import InsufficientPrivilege, InvalidParameterValue

from motcua.events.models import Event
from motcua.runtime.app_role import let_serve
from motcua.runtime.postgres import APP_ROLE, Cluster
from tests.conftest import TESTS

pytestmark = pytest.mark.django_db
_EVENT = """
INSERT INTO events_event (verb, subject, sequence, at, facts, digest)
VALUES ('thing.done', gen_random_uuid(), 0, now(), '{}', '')
"""
_RIGHTS = """
SELECT relname, has_table_privilege(%(role)s, held.oid, 'UPDATE'),
    has_table_privilege(%(role)s, held.oid, 'DELETE'),
    has_table_privilege(%(role)s, held.oid, 'TRUNCATE')
FROM pg_class AS held WHERE relname = ANY (%(names)s) ORDER BY 1
"""
LOG = ("events_event", "events_event_undated", f"events_event_{localdate().year}")

GROWING = {"incidents_extent", "incidents_minute"}


@pytest.fixture
def app() -> Iterator[psycopg.Connection]:
    """Sign in as web servers and workers do; nothing of it stays."""
    address, database = Cluster(TESTS, durable=False).app_url(), connection.settings_dict["NAME"]
    with psycopg.connect(address, dbname=database) as signed_in:
        yield signed_in
        signed_in.rollback()


@pytest.mark.parametrize("table", [*LOG, "privacy_look", "people_consent"])
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {}",
        "DROP TABLE {} CASCADE",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION motcua_chain_event()",
    ],
)
def test_how_tables_are_guarded_is_not_for_who_serves_to_change(
    app: psycopg.Connection, table: str, statement: str
) -> None:
    with pytest.raises(InsufficientPrivilege):
        app.execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET verb = 'other'",
        "DELETE FROM events_event",
        "DELETE FROM events_event_undated",
        "LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE",
        "UPDATE events_event_undated SET verb = 'other'",
        "INSERT INTO events_event_undated SELECT * FROM events_event",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION motcua_refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'",
        "SELECT motcua_keep_events_of(2026, 'events_event')",
        "COPY people_person TO PROGRAM 'cat'",
        "SET ROLE motcua",
    ],
)
def test_who_serves_gets_round_no_guard(app: psycopg.Connection, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        app.execute(statement)


def test_who_serves_writes_to_the_log_and_its_chain(app: psycopg.Connection) -> None:
    app.execute(_EVENT)

    assert app.execute("SELECT sequence, length(digest) FROM events_event").fetchone() == (1, 32)


def test_who_serves_makes_room_for_years_that_are_to_be_expected(app: psycopg.Connection) -> None:
    far = localdate().year + 10

    made = app.execute("SELECT motcua_room_for_events_of(%s)", [far]).fetchone()

    assert made == (True,)
    with pytest.raises(InvalidParameterValue):
        app.execute("SELECT motcua_room_for_events_of(%s)", [far + 1])


def test_a_table_of_ones_own_does_not_take_the_place_of_the_log(app: psycopg.Connection) -> None:
    app.execute("CREATE TEMP TABLE events_event (LIKE events_event)")

    app.execute("SELECT motcua_hold_the_log()")

    held = app.execute(
        "SELECT relation::regclass::text FROM pg_locks WHERE mode = 'ShareLock' AND granted"
    ).fetchall()
    assert ("public.events_event",) in held


def test_everything_else_is_there_to_be_used(app: psycopg.Connection) -> None:
    tables = [
        one for one in connection.introspection.table_names() if not one.startswith("events_")
    ]
    found = app.execute(_RIGHTS, {"role": APP_ROLE, "names": tables}).fetchall()

    assert len(found) > 80
    assert not [name for name, _, _, truncates in found if truncates]
    assert {name for name, updates, _, _ in found if not updates} == {"documents_reading", *GROWING}
    assert {name for name, _, deletes, _ in found if not deletes} == GROWING


def test_rights_are_given_once_and_taken_from_what_only_grows_from_now_on() -> None:
    connection.ensure_connection()
    owner: psycopg.Connection = connection.connection
    assert let_serve(owner, APP_ROLE) == 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_now (id int)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert let_serve(owner, APP_ROLE) > 0

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER grows BEFORE UPDATE OR DELETE ON of_now"
            " FOR EACH ROW EXECUTE FUNCTION motcua_refuse_change()"
        )
    let_serve(owner, APP_ROLE)

    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"role": APP_ROLE, "names": ["of_now"]})
        assert cursor.fetchall() == [("of_now", False, False, False)]


def test_where_nobody_serves_under_that_name_nothing_is_given() -> None:
    connection.ensure_connection()
    assert let_serve(connection.connection, "nobody_here") == 0
    assert Event.objects.count() == 0
