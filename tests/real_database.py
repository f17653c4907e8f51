"""A database with real commits, for tests with threads.

Django empties the tables after such a test; records that nobody may change refuse that, so their
guards are lifted for the moment of emptying, and only then.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

Outcome = TypeVar("Outcome")
GUARD = """
DO $$ DECLARE guard record; BEGIN
    FOR guard IN SELECT tgrelid::regclass AS place, tgname AS name
        FROM pg_trigger WHERE right(tgname, 12) = '_no_truncate' LOOP
        EXECUTE format('ALTER TABLE %s {} TRIGGER %I', guard.place, guard.name);
    END LOOP;
END $$
"""


@pytest.fixture
def guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the guard back once the tables are empty."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(GUARD.format("ENABLE"))


@pytest.fixture
def real_commits(guarded_again: None, transactional_db: None) -> Iterator[None]:
    """Let every thread see what the others have committed."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(GUARD.format("DISABLE"))
        cursor.execute(
            "TRUNCATE procrastinate_jobs CASCADE"
        )  # no tables of ours, so Django keeps them


def address_of_tests() -> str:
    """Return where another process finds the database of the tests."""
    head, _, tail = os.environ["MOTCUA_DATABASE_URL"].partition("?")
    return f"{head.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}?{tail}"


def at_once(acts: Sequence[Callable[[], Outcome]]) -> list[Outcome | Exception]:
    """Run acts at the same moment in threads; return what each gave or how it was refused."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Outcome]) -> Outcome | Exception:
        ready.wait()
        try:
            return act()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
