"""Backups of a real database: what was acknowledged comes back, and what was changed is refused."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from motcua.runtime.backups.folder import BackupBroken, Folder
from motcua.runtime.backups.making import Made, back_up, key_file, target_of
from motcua.runtime.backups.restoring import Restored, restore
from motcua.runtime.backups.sealing import BackupKeyWrong, make_keys
from motcua.runtime.postgres import Cluster, embedded
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State, open_state

CONTENT = b"mot to giay cua dan"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
LOST = "0" * 64


def quiet(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


def said(state: State, *statements: str) -> list[tuple[object, ...]]:
    """Run statements as the application does; return what the last one answers."""
    with embedded(state) as url, psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            answer = connection.execute(statement.encode())
        return answer.fetchall() if answer.description else []


def named_in_database(state: State, *digests: str) -> None:
    """Have the database name stored files."""
    said(
        state,
        "CREATE TABLE documents_storedfile (digest text)",
        "CREATE TABLE documents_original (digest text)",
    )
    with embedded(state) as url, psycopg.connect(url, autocommit=True) as connection:
        for digest in digests:
            connection.execute("INSERT INTO documents_storedfile VALUES (%s)", [digest])


def kept(state: State, digest: str, content: bytes) -> None:
    place = state.root / "files" / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def backed_up(state: State, root: Path) -> Made:
    with embedded(state):
        return back_up(state, root, key_file(root), quiet, at=datetime.now(UTC))


class Lived:
    """A database with a past: two copies, a row between them, a row deleted by mistake."""

    def __init__(self, folder: Path) -> None:
        self.state = open_state(folder / "s")
        self.root = folder / "backup"
        said(
            self.state,
            "CREATE TABLE paper (name text)",
            "INSERT INTO paper VALUES ('first')",
        )
        named_in_database(self.state, DIGEST)
        kept(self.state, DIGEST, CONTENT)
        self.first = backed_up(self.state, self.root)
        said(self.state, "INSERT INTO paper VALUES ('second')")
        time.sleep(0.1)
        self.before_the_mistake = datetime.now(UTC)
        time.sleep(0.1)
        said(self.state, "DELETE FROM paper WHERE name = 'first'")
        self.second = backed_up(self.state, self.root)

    def copied(self, folder: Path) -> Path:
        """Return a copy of the backup that a test may spoil."""
        place = folder / "backup"
        shutil.copytree(self.root, place)
        return place


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        yield Lived(Path(name))


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mc") as name:
        yield Path(name)


def restored(
    folder: Path, lived: Lived, root: Path | None = None, until: datetime | None = None
) -> tuple[State, Restored]:
    state = open_state(folder / "new")
    return state, restore(state, root or lived.root, key_file(lived.root), quiet, until=until)


def test_everything_comes_back_database_files_and_keys(folder: Path, lived: Lived) -> None:
    state, done = restored(folder, lived)

    assert said(state, "SELECT name FROM paper ORDER BY name") == [("second",)]
    place = state.root / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert place.read_bytes() == CONTENT
    assert (state.root / "keys" / "master").exists() == (
        lived.state.root / "keys" / "master"
    ).exists()
    assert target_of(state) is None  # the old system may still be running
    assert (done.base.stamp, done.files, done.missing) == (lived.second.base.stamp, 1, ())


def test_the_second_copy_holds_only_what_changed(lived: Lived) -> None:
    whole = lived.root / "base" / lived.first.base.stamp / "base.tar.gz.age"
    part = lived.root / "base" / lived.second.base.stamp / "base.tar.gz.age"

    assert (lived.first.incremental, lived.second.incremental) == (False, True)
    assert part.stat().st_size < whole.stat().st_size / 5
    assert (lived.first.new_files, lived.second.new_files) == (1, 0)


def test_a_mistake_is_undone_by_going_back_to_the_moment_before(folder: Path, lived: Lived) -> None:
    state, _ = restored(folder, lived, until=lived.before_the_mistake)

    assert said(state, "SELECT name FROM paper ORDER BY name") == [("first",), ("second",)]


def test_a_restored_database_is_backed_up_again(folder: Path, lived: Lived) -> None:
    state, _ = restored(folder, lived)
    said(state, "INSERT INTO paper VALUES ('third')")
    backed_up(state, folder / "other")

    again = open_state(folder / "again")
    restore(again, folder / "other", key_file(lived.root), quiet)

    assert said(again, "SELECT count(*) FROM paper") == [(2,)]


def test_nothing_in_the_backup_can_be_read_without_the_key(lived: Lived) -> None:
    master = (lived.state.root / "keys" / "postgres-owner").read_bytes().strip()
    for path in lived.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert CONTENT not in content
            assert master not in content


@pytest.mark.parametrize("piece", ["base.tar.gz.age", "keys.tar.age", "backup_manifest"])
def test_one_changed_byte_is_refused_before_anything_is_put_in_place(
    folder: Path, lived: Lived, piece: str
) -> None:
    root = lived.copied(folder)
    place = root / "base" / lived.second.base.stamp / piece
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)

    with pytest.raises(BackupBroken, match=piece):
        restored(folder, lived, root)

    assert not Cluster(open_state(folder / "new")).is_made()


def test_a_changed_file_and_a_changed_segment_are_refused(folder: Path, lived: Lived) -> None:
    root = lived.copied(folder)
    place = Folder(root).file(DIGEST)
    place.write_bytes(place.read_bytes()[:-1] + b"x")

    with pytest.raises(BackupKeyWrong):
        restored(folder, lived, root)


def test_a_copy_whose_forerunner_is_gone_is_refused(folder: Path, lived: Lived) -> None:
    root = lived.copied(folder)
    shutil.rmtree(root / "base" / lived.first.base.stamp)

    with pytest.raises(BackupBroken, match="nay không còn"):
        restored(folder, lived, root)


def test_another_key_opens_nothing(folder: Path, lived: Lived) -> None:
    other = folder / "other.key"
    make_keys(open_state(folder / "somebody"), other)

    with pytest.raises(BackupKeyWrong):
        restore(open_state(folder / "new"), lived.root, other, quiet)


def test_nothing_is_restored_over_data_that_are_there(lived: Lived) -> None:
    with pytest.raises(CannotStart, match="thư mục trống"):
        restore(lived.state, lived.root, key_file(lived.root), quiet)


def test_another_database_does_not_go_into_the_same_folder(folder: Path, lived: Lived) -> None:
    with pytest.raises(CannotStart, match="một cơ sở dữ liệu khác"):
        backed_up(open_state(folder / "stranger"), lived.root)


def test_a_damaged_file_is_named_and_a_missing_one_is_told_when_restoring(folder: Path) -> None:
    state = open_state(folder / "s")
    named_in_database(state, DIGEST, LOST)
    kept(state, DIGEST, CONTENT + b"!")

    made = backed_up(state, folder / "backup")
    done = restore(
        open_state(folder / "new"), folder / "backup", key_file(folder / "backup"), quiet
    )

    assert made.damaged == (DIGEST,)
    assert set(done.missing) == {DIGEST, LOST}


def test_old_copies_go_and_what_the_last_one_needs_stays(folder: Path, lived: Lived) -> None:
    root = lived.copied(folder)

    assert Folder(root).prune(datetime.now(UTC) + timedelta(days=1)) == 0
    assert len(Folder(root).bases()) == 2
    state, _ = restored(folder, lived, root)
    assert said(state, "SELECT name FROM paper") == [("second",)]


def test_what_is_written_after_the_backup_follows_it_and_survives_the_loss_of_everything(
    folder: Path,
) -> None:
    state, root = open_state(folder / "s"), folder / "backup"
    said(state, "CREATE TABLE paper (name text)")
    backed_up(state, root)
    assert target_of(state) == root
    following = subprocess.Popen(
        [sys.executable, "-P", "-c", FOLLOWING, str(root)],
        env={**os.environ, "MOTCUA_STATE": str(state.root)},
    )
    try:
        with embedded(state) as url, psycopg.connect(url, autocommit=True) as connection:
            connection.execute("INSERT INTO paper VALUES ('late')")
            _wait_for_log(connection, Folder(root))
    finally:
        following.send_signal(signal.SIGTERM)
        following.wait(30)
    shutil.rmtree(state.root)

    new = open_state(folder / "new")
    restore(new, root, key_file(root), quiet)

    assert said(new, "SELECT name FROM paper") == [("late",)]


FOLLOWING = """
import signal, sys
from pathlib import Path
from motcua.runtime.backups import following
from motcua.runtime.backups.folder import Folder
from motcua.runtime.backups.server import Server
from motcua.runtime.postgres import Cluster, embedded
from motcua.runtime.processes import leave
from motcua.runtime.state import open_state, state_path

signal.signal(signal.SIGTERM, leave)
state = open_state(state_path())
with embedded(state):
    server, folder = Server(Cluster(state)), Folder(Path(sys.argv[1]))
    following.follow(state, server, folder, lambda: None, seconds=1)
"""


def _wait_for_log(connection: psycopg.Connection, folder: Folder) -> None:
    """Wait until the segment that is written now has come into the backup."""
    row = connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    assert row is not None
    until = time.monotonic() + 60
    while row[0] not in folder.segments():
        assert time.monotonic() < until, "the write-ahead log does not come"
        time.sleep(0.2)
