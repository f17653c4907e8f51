"""Migrations beside running desks: a busy table is tried again, any other fault is not."""

import pytest
from django.db import OperationalError
from psycopg.errors import DiskFull, LockNotAvailable

from motcua.cli.migrating import ATTEMPTS, PAUSE, migrate


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
