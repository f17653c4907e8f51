"""The worker outlives its database and leaves when it is told to."""

import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError

from motcua.cli import worker
from motcua.runtime.postgres import Cluster, embedded
from motcua.runtime.state import open_state
from tests.cli.conftest import COMMAND, Motcua, surroundings


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

    with embedded(state) as url:
        env = surroundings(place, {"MOTCUA_DATABASE_URL": url})
        with subprocess.Popen([*COMMAND, "worker"], env=env, stderr=subprocess.PIPE) as running:
            wait_for_connections(state.root, 2)
            Cluster(state).stop()
            time.sleep(1)
            Cluster(state).ensure_running()
            wait_for_connections(state.root, 2)
            assert running.poll() is None
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=20)

    assert running.returncode == 0


def wait_for_connections(place: Path, wanted: int) -> None:
    """Wait until the worker holds so many connections to the database of a state folder."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if backends(place) >= wanted:
            return
        time.sleep(0.1)
    pytest.fail("the worker did not connect")


def backends(place: Path) -> int:
    """Count the server's processes that serve the application's role."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            title = (process / "cmdline").read_bytes()
            home = (process / "cwd").readlink()
        except OSError:
            continue
        count += title.startswith(b"postgres: motcua ") and home == place / "postgres"
    return count
