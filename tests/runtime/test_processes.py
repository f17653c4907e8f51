"""Children end with the command that started them."""

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from motcua.runtime import processes
from motcua.runtime.processes import Children, require_free_port
from motcua.runtime.refusals import CannotStart

SLEEPER = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('awake', flush=True); time.sleep(60)",
]


def wait_for_words(log: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and not (log.exists() and log.read_text()):
        time.sleep(0.02)


def pids(children: Children) -> list[int]:
    return [process.pid for process in children._running.values()]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_leaving_ends_every_child(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("one", SLEEPER, os.environ)
        children.start("two", SLEEPER, os.environ)
        wait_for_words(tmp_path / "two.log")
        started = pids(children)

    assert [pid for pid in started if is_alive(pid)] == []


def test_a_child_that_will_not_go_is_made_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.3)

    with Children(tmp_path) as children:
        children.start("stubborn", STUBBORN, os.environ)
        wait_for_words(tmp_path / "stubborn.log")
        (started,) = pids(children)

    assert not is_alive(started)


def test_a_child_that_ends_by_itself_is_named_with_its_code(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("sleeper", SLEEPER, os.environ)
        children.start("brief", [sys.executable, "-c", "raise SystemExit(7)"], os.environ)

        assert children.wait() == ("brief", 7)


def test_what_a_child_says_is_kept_in_its_log(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("brief", [sys.executable, "-c", "print('xin chào')"], os.environ)
        children.wait()

    assert (tmp_path / "brief.log").read_text() == "xin chào\n"


def told(what: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stdin.readline(); {what}"]


def test_a_child_that_waits_begins_when_it_is_told(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("web", told("print('0 ', flush=True)"), os.environ, told=True)
        before = children.ended()
        children.tell("web")

        assert before is None
        assert children.wait() == ("web", 0)


def test_a_child_that_must_not_begin_says_why(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("web", told("print('2 còn thiếu bảng')"), os.environ, told=True)

        with pytest.raises(CannotStart, match=r"^còn thiếu bảng$") as refusal:
            children.tell("web")

    assert refusal.value.exit_code == 2


def test_a_child_that_ended_before_it_could_begin_is_named_with_its_code(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("web", told("raise SystemExit(7)"), os.environ, told=True)

        with pytest.raises(CannotStart, match=r"web .* 7"):
            children.tell("web")


def test_a_child_that_was_never_told_ends_with_the_others(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("web", told("raise SystemExit(7)"), os.environ, told=True)
        (started,) = pids(children)

    assert not is_alive(started)


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotStart, match=f"Cổng {port} .*--port"):
            require_free_port("127.0.0.1", port)


def test_a_free_port_is_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    require_free_port("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)) as ours:
        assert ours.getsockname()[1] == port
