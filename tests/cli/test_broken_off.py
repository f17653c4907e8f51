"""Migrations whose statements commit one by one, broken off anywhere, are run again as they are."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pytest_django import DjangoDbBlocker

from motcua.cli.surroundings import disconnect

# What a step is to leave behind: columns, constraints, indexes and functions.
SHAPE = """
SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull::text,
    coalesce(pg_get_expr(adbin, adrelid), '')
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (
    SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))
UNION SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text, ''
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT indrelid::regclass::text, '', pg_get_indexdef(indexrelid), indisvalid::text, ''
FROM pg_index JOIN pg_class ON oid = indexrelid AND relnamespace = 'public'::regnamespace
UNION SELECT oid::regprocedure::text, '', prosrc, '', coalesce(pg_get_function_sqlbody(oid), '')
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
LOADER = MigrationLoader(None)
# Those that move rows go on where they were by themselves.
STEP_BY_STEP = sorted(
    key
    for key, migration in LOADER.disk_migrations.items()
    if migration.__module__.startswith("motcua.")
    and not migration.atomic
    and not any(isinstance(one, RunPython) for one in migration.operations)
)


class BrokenOff(Exception):
    """The process ended here."""


def breaking_after(statements: int) -> Callable[..., Any]:
    """Return a wrapper that ends with the statement of that number, once it is done."""
    done = 0

    def run(execute: Callable[..., Any], *call: Any) -> Any:
        nonlocal done
        told = execute(*call)
        done += 1
        if done == statements:
            raise BrokenOff
        return told

    return run


@pytest.fixture(scope="module")
def beside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A copy of the tables, to be taken apart."""
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        disconnect()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}_beside"')
            cursor.execute(f'CREATE DATABASE "{own}_beside" TEMPLATE "{own}"')
        copy = connection.copy()
        copy.settings_dict["NAME"] = f"{own}_beside"
        yield copy
        copy.close()
        copy.close_pool()  # type: ignore[attr-defined]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}_beside"')


@cache
def before(app: str, name: str) -> ProjectState:
    return LOADER.project_state((app, name), at_end=False)


def forwards(beside: Any, migration: Migration) -> None:
    state = before(migration.app_label, migration.name).clone()
    with beside.schema_editor(atomic=False) as editor:
        migration.apply(state, editor)


def backwards(beside: Any, migration: Migration) -> None:
    state = before(migration.app_label, migration.name)  # going back asks nothing of it
    with beside.schema_editor(atomic=False) as editor:
        for operation in reversed(migration.operations):
            operation.database_backwards(migration.app_label, editor, state, state)


def shape(beside: Any) -> set[tuple[str, ...]]:
    with beside.cursor() as cursor:
        cursor.execute(SHAPE)
        return set(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("key", STEP_BY_STEP, ids=".".join)
def test_a_step_that_was_broken_off_after_any_statement_is_run_again(
    beside: Any, key: tuple[str, str]
) -> None:
    migration = LOADER.disk_migrations[key]
    backwards(beside, migration)
    forwards(beside, migration)
    whole = shape(beside)

    statements = 0
    while True:
        backwards(beside, migration)
        statements += 1
        try:
            with beside.execute_wrapper(breaking_after(statements)):
                forwards(beside, migration)
        except BrokenOff:
            forwards(beside, migration)
            assert shape(beside) == whole, f"after statement {statements}"
        else:
            break
    assert statements > 1
