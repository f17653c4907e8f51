"""The worker outlives its database and leaves when it is told to."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from motcua.cli import worker
from motcua.runtime.postgres import APP_ROLE, Cluster, embedded
from motcua.runtime.state import State, open_state
from tests.cli.conftest import COMMAND, Motcua, surroundings

PATIENCE = 120  # seconds; a worker waits up to thirty between two attempts to connect


class Outbox:
    """Stands in for the event log: so many events wait, and the database may be away."""

    def __init__(self, waiting: int, failures: int = 0) -> None:
        self.waiting = waiting
        self.failures = failures
        self.emptied = threading.Event()

    def subscribers(self) -> list[str]:
        return ["messages"]

    def deliver_next(self, name: str) -> bool:
        if self.failures:
            self.failures -= 1
            raise OperationalError
        if not self.waiting:
            self.emptied.set()
            return False
        self.waiting -= 1
        return True


@pytest.mark.django_db
def test_everything_that_waits_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(waiting=3)
    monkeypatch.setattr(worker, "events", outbox)

    worker.deliver_all(threading.Event())

    assert outbox.waiting == 0


@pytest.mark.django_db
def test_nothing_more_is_begun_once_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(waiting=3)
    monkeypatch.setattr(worker, "events", outbox)
    stop = threading.Event()
    stop.set()

    worker.deliver_all(stop)

    assert outbox.waiting == 3


def test_deliveries_go_on_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(waiting=2, failures=2)
    monkeypatch.setattr(worker, "events", outbox)
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    stop = threading.Event()
    loop = threading.Thread(target=worker.deliver_until, args=[stop])

    loop.start()
    assert outbox.emptied.wait(5)
    stop.set()
    loop.join(5)

    assert outbox.waiting == 0
    assert not loop.is_alive()


def test_a_worker_outlives_a_restart_of_the_database(motcua: Motcua, place: Path) -> None:
    assert motcua("manage", "migrate", "--verbosity=0").returncode == 0
    state = open_state(place)

    with embedded(state) as url, a_worker(place, url) as running:
        wait_for_connections(state, running)
        Cluster(state).stop()
        time.sleep(1)
        Cluster(state).ensure_running()
        wait_for_connections(state, running)
        running.send_signal(signal.SIGTERM)
        left = running.wait(timeout=60)

    assert left == 0


@contextmanager
def a_worker(place: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker on a database; end it for certain, whatever the test found."""
    env = surroundings(place, {"MOTCUA_DATABASE_URL": url})
    with subprocess.Popen([*COMMAND, "worker"], env=env) as running:
        try:
            yield running
        finally:
            running.kill()


def wait_for_connections(state: State, running: subprocess.Popen[bytes]) -> None:
    """Wait until the deliveries and the queue of jobs are both connected to the database."""
    until = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < until:
        if connections(state) >= 2:
            return
        time.sleep(0.2)
    pytest.fail("the worker did not connect")


def connections(state: State) -> int:
    """Count who is connected to the database as the application."""
    with psycopg.connect(Cluster(state).owner_url()) as database:
        found = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [APP_ROLE]
        ).fetchone()
    return found[0] if found else 0
