"""Migrations beside running desks: a busy table is tried again, any other fault is not."""

import pytest
from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import DiskFull, LockNotAvailable

from motcua.cli.migrating import ATTEMPTS, PAUSE, forget_half_built, migrate


def run_with(causes: list[Exception]) -> tuple[list[list[str]], list[float]]:
    ran: list[list[str]] = []
    waited: list[float] = []

    def run(command: list[str]) -> None:
        ran.append(command)
        if causes:
            raise OperationalError("planted") from causes.pop(0)

    migrate(["motcua", "migrate"], run, waited.append)
    return ran, waited


@pytest.mark.django_db
def test_a_busy_table_is_tried_again_a_little_later() -> None:
    ran, waited = run_with([LockNotAvailable(), LockNotAvailable()])

    assert ran == [["motcua", "migrate"]] * 3
    assert waited == [PAUSE, PAUSE]


@pytest.mark.django_db
def test_another_fault_or_a_table_that_stays_busy_ends_it() -> None:
    with pytest.raises(OperationalError):
        run_with([DiskFull()])
    with pytest.raises(OperationalError):
        run_with([LockNotAvailable() for _ in range(ATTEMPTS)])


@pytest.mark.django_db
def test_an_index_that_a_killed_run_left_half_built_is_taken_away() -> None:
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("CREATE TABLE half_built AS SELECT 1 AS number FROM generate_series(1, 2)")
        try:
            with pytest.raises(IntegrityError):
                cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY left_over ON half_built (number)")

            gone = forget_half_built()

            assert gone == ["left_over"]
            assert forget_half_built() == []
        finally:
            cursor.execute("DROP TABLE half_built")
    beside.close()
