"""The embedded PostgreSQL, started for real."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from motcua.runtime.postgres import Cluster, discard, embedded
from motcua.runtime.refusals import CannotStart, DiskFull
from motcua.runtime.sockets import LONGEST
from motcua.runtime.state import State, open_state

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path below a folder that only its owner may enter."""
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        yield Path(name)


@pytest.fixture
def new(folder: Path) -> State:
    return open_state(folder / "s")


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A database that was started once; copying it is faster than making another."""
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        state = open_state(Path(name) / "s")
        with embedded(state):
            pass
        yield state.root


@pytest.fixture
def state(made: Path, folder: Path) -> State:
    subprocess.run(["cp", "-a", str(made), str(folder)], check=True)
    return open_state(folder / "s")


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def postmaster(state: State) -> int:
    return int((state.root / "postgres" / "postmaster.pid").read_text().split()[0])


def test_it_runs_while_it_is_used_and_stops_afterwards(new: State) -> None:
    with embedded(new) as url:
        assert ask(url, "SELECT current_user") == "motcua"
        assert ask(url, "SELECT count(*) FROM pg_roles WHERE rolname = 'motcua' AND rolsuper") == 0
        assert ask(url, "SHOW fsync") == "on"
        assert Cluster(new).is_running()

    assert not Cluster(new).is_running()
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 1")


def test_it_listens_on_no_network_and_trusts_nobody(state: State) -> None:
    with embedded(state) as url:
        assert ask(url, "SHOW listen_addresses") == ""
        with pytest.raises(psycopg.OperationalError, match="password"):
            ask(url.replace("://motcua:", "://motcua:x"), "SELECT 1")


def test_no_folder_is_opened_to_others(new: State) -> None:
    with embedded(new):
        pass

    for path in (new.root.parent, new.root, new.root / "postgres", new.root / "run"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_whoever_leaves_last_stops_it(state: State) -> None:
    with embedded(state) as url:
        with embedded(state) as same:
            assert same == url

        assert ask(url, "SELECT 1") == 1

    assert not Cluster(state).is_running()


def test_it_starts_again_after_it_was_killed(state: State) -> None:
    with embedded(state) as url:
        ask_to_keep(url)
        os.kill(postmaster(state), signal.SIGKILL)

    with embedded(state) as url:
        assert ask(url, "SELECT count(*) FROM kept") == 1


def ask_to_keep(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")


def test_a_pid_file_that_names_another_process_does_not_stop_it(state: State) -> None:
    with embedded(state):
        told = (state.root / "postgres" / "postmaster.pid").read_text()
    lines = [str(os.getpid()), *told.splitlines()[1:]]
    (state.root / "postgres" / "postmaster.pid").write_text("\n".join(lines))

    with embedded(state) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_database_left_running_by_a_killed_command_is_used_and_then_stopped(
    state: State,
) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from motcua.runtime.postgres import embedded\n"
        "from motcua.runtime.state import open_state\n"
        "with embedded(open_state(Path(sys.argv[1]))): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(state.root)], check=False)
    assert Cluster(state).is_running()
    left = postmaster(state)

    with embedded(state):
        assert postmaster(state) == left

    assert not Cluster(state).is_running()


def test_a_path_too_long_for_a_socket_puts_it_elsewhere_and_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    far = folder.joinpath(*["đường-dẫn-rất-dài"] * 6)
    far.mkdir(parents=True)

    with caplog.at_level(logging.WARNING), embedded(open_state(far / "s")) as url:
        sockets = Path(unquote(url.partition("host=")[2].partition("&")[0]))
        assert ask(url, "SELECT 1") == 1
        assert len(os.fsencode(sockets)) < LONGEST
        assert sockets.stat().st_mode & 0o077 == 0

    assert "quá dài" in caplog.text
    assert not sockets.exists()


def test_a_database_that_will_not_start_is_one_sentence_and_nothing_is_left(
    state: State,
) -> None:
    with embedded(state):
        pass
    (state.root / "postgres" / "global" / "pg_control").unlink()

    with pytest.raises(CannotStart, match="PostgreSQL không khởi động được") as refusal:
        embedded(state).__enter__()

    assert "\n" not in str(refusal.value)
    assert not Cluster(state).is_running()


def test_keys_of_another_database_are_refused(state: State) -> None:
    with embedded(state):
        pass
    (state.root / "keys" / "postgres-owner").write_text("another\n")

    with pytest.raises(CannotStart, match="keys"):
        embedded(state).__enter__()

    assert not Cluster(state).is_running()


def test_a_database_in_use_is_not_discarded(state: State) -> None:
    with embedded(state) as url, pytest.raises(CannotStart, match="đang được"):
        discard(state)

    assert Cluster(state).data.exists()
    discard(state)
    assert not Cluster(state).data.exists()
    assert url


def test_an_interrupted_initdb_leaves_nothing(new: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.runtime.postgres.options_of_initdb", lambda: ["--no-such-option"])

    with pytest.raises(CannotStart, match="Không tạo được cơ sở dữ liệu"):
        embedded(new).__enter__()

    assert not (new.root / "postgres").exists()
    assert not (new.root / "postgres.new").exists()


def test_no_room_for_a_new_database_is_said_before_it_is_begun(
    new: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(new.root)._replace(free=1024)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)

    with pytest.raises(DiskFull, match="đã đầy"):
        embedded(new).__enter__()

    assert not (new.root / "postgres").exists()


def test_it_works_for_an_ordinary_user(folder: Path) -> None:
    """As root, become one who may still read the checkout, wherever that lies."""
    place = folder / "u"
    place.mkdir()
    prefix: list[str] = []
    if os.geteuid() == 0:
        os.chown(place, 65534, 65534)
        prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        prefix += ["--securebits=+no_setuid_fixup"]
        prefix += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--"]
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from motcua.runtime.postgres import embedded\n"
        "from motcua.runtime.state import open_state\n"
        "with embedded(open_state(Path(sys.argv[1]) / 's')):\n"
        "    data = Path(sys.argv[1]) / 's' / 'postgres'\n"
        "    print(os.geteuid(), data.stat().st_uid)\n"
    )

    done = subprocess.run(
        [*prefix, sys.executable, "-c", script, str(place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    me = 65534 if os.geteuid() == 0 else os.geteuid()
    assert done.stdout.split() == [str(me), str(me)]


def test_stopping_takes_no_longer_than_a_moment(state: State) -> None:
    with embedded(state):
        began = time.monotonic()

    assert time.monotonic() - began < 5
