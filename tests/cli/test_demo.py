"""The sample province, from an empty folder to a page that answers, and away again."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from motcua.runtime.postgres import Cluster
from motcua.runtime.state import open_state
from tests.cli.conftest import COMMAND, command_on, surroundings
from tests.cli.test_commands import free_port, sentence

FEW = ("--dossiers", "20")


@contextmanager
def running(place: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [*COMMAND, "demo", "--port", str(port), *FEW]
    env = surroundings(place, {})
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as demo:
        try:
            yield demo
        finally:
            demo.terminate()
            try:
                demo.wait(60)
            finally:
                demo.kill()


def wait_for_page(port: int, demo: subprocess.Popen[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    while demo.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as page:
                assert page.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the page did not answer")


def left_behind(place: Path) -> list[str]:
    """Return the processes that still have the state folder in their environment or arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(place) in known:
            found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A state folder in which the sample was loaded once."""
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        place = Path(name) / "s"
        done = command_on(place)("demo", "--no-serve", *FEW)
        assert done.returncode == 0, done.stderr
        yield place


def test_a_second_one_is_turned_away_and_sigterm_stops_every_process(prepared: Path) -> None:
    place, port = prepared, free_port()

    with running(place, port) as demo:
        wait_for_page(port, demo, 60)
        second = command_on(place)("demo", "--port", str(free_port()), *FEW)
        demo.send_signal(signal.SIGTERM)
        said, _ = demo.communicate(timeout=60)

    assert "đang dùng thư mục dữ liệu" in sentence(second)
    assert f"http://localhost:{port}/" in said
    assert demo.returncode == 128 + signal.SIGTERM
    assert left_behind(place) == []
    assert not Cluster(open_state(place)).is_running()


def test_ctrl_c_stops_every_process(prepared: Path) -> None:
    place, port = prepared, free_port()

    with running(place, port) as demo:
        wait_for_page(port, demo, 60)
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)

    assert demo.returncode == 0
    assert left_behind(place) == []


def test_an_interrupted_first_start_leaves_no_half_made_database(place: Path) -> None:
    with running(place, free_port()) as demo:
        until = time.monotonic() + 60
        while not Cluster(open_state(place)).is_running() and time.monotonic() < until:
            time.sleep(0.05)
        demo.send_signal(signal.SIGTERM)
        demo.communicate(timeout=60)

    assert demo.returncode == 128 + signal.SIGTERM
    assert not (place / "postgres").exists()
    assert left_behind(place) == []
