"""Bringing a backup back into an empty state folder: keys, database to a moment, stored files."""

import gzip
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pyrage

from motcua.runtime.backups import manifest
from motcua.runtime.backups.folder import ZIPPED, BackupBroken, Base, Folder
from motcua.runtime.backups.making import KEYS, MANIFEST, TARBALL, TARGET, Progress
from motcua.runtime.backups.sealing import identity_in, open_file
from motcua.runtime.backups.server import Server, run_program
from motcua.runtime.durable import digest_of
from motcua.runtime.postgres import Cluster, embedded
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State
from motcua.runtime.sweep import stored_digests

PARTS = ("Kiểm tra bản sao lưu", "Cơ sở dữ liệu", "Phát lại nhật ký", "Tệp")
PROMOTED_WITHIN = 3600  # seconds to replay the write-ahead log
NOT_EMPTY = (
    "Thư mục dữ liệu {root} đang có dữ liệu; chỉ khôi phục vào thư mục trống. Hãy đặt MOTCUA_STATE"
    " tới một thư mục mới."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: which copies, until when, how many files; what the database names and the
    backup does not have."""

    base: Base
    until: str
    files: int
    missing: tuple[str, ...]
    seconds: float


def restore(
    state: State, root: Path, private: Path, progress: Progress, *, until: datetime | None = None
) -> Restored:
    """Restore the last copy and everything written after it, until a moment when one is named.

    Every piece is checked before anything is put in place.
    """
    begun = time.monotonic()
    require_empty(state)
    folder, identity = Folder(root), identity_in(private)
    folder.about()
    base = _chosen(folder, until)
    chain = folder.chain(base)
    for done, one in enumerate(chain, 1):
        folder.require_whole(one)
        progress(PARTS[0], done, len(chain))
    with _workplace(state) as place:
        _restore_keys(state, folder, base, identity, place)
        _restore_database(state, folder, chain, identity, place, progress, until)
        told, missing = _replay(state, folder, place, identity, progress)
    return Restored(base, told, missing[0], missing[1], time.monotonic() - begun)


def require_empty(state: State) -> None:
    """Refuse a state folder with a database, keys or files of its own."""
    cluster = Cluster(state)
    keys = [path for path in (state.root / "keys").iterdir() if path.is_file()]
    if cluster.is_made() or keys or any((state.root / "files").iterdir()):
        raise CannotStart(NOT_EMPTY.format(root=state.root))


def _chosen(folder: Folder, until: datetime | None) -> Base:
    """Return the last copy that was finished before a moment."""
    known = [one for one in folder.bases() if until is None or one.moment <= until]
    if not known:
        raise CannotStart("Không có bản sao lưu nào hoàn thành trước thời điểm đã nêu.")
    return known[-1]


@contextmanager
def _workplace(state: State) -> Iterator[Path]:
    place = state.folder("run") / "restoring"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _restore_keys(
    state: State, folder: Folder, base: Base, identity: pyrage.x25519.Identity, place: Path
) -> None:
    draft = place / "keys.tar"
    open_file(folder.base(base.stamp) / KEYS, draft, identity)
    with tarfile.open(draft) as tar:
        tar.extractall(state.root, filter="data")
    # The old system may still be running: two must not send their logs to one place unasked.
    (state.root / "keys" / TARGET).unlink(missing_ok=True)


def _restore_database(
    state: State,
    folder: Folder,
    chain: list[Base],
    identity: pyrage.x25519.Identity,
    place: Path,
    progress: Progress,
    until: datetime | None,
) -> None:
    """Put the copies together, check the whole against its manifest, and make it ready to replay
    what was written since."""
    copies = []
    for done, one in enumerate(chain):
        progress(PARTS[1], done, len(chain) + 1)
        copies.append(_unpacked(folder, one, identity, place / one.stamp))
    whole = copies[0]
    if len(copies) > 1:
        whole = place / "whole"
        combine = ["--manifest-checksums=SHA256", *(str(one) for one in copies)]
        run_program("pg_combinebackup", *combine, "-o", str(whole))
    manifest.require_folder(whole)
    _put_log(folder, chain[-1], identity, place)
    settings = [
        f'restore_command = \'cp "{place / "wal"}/%f" "%p"\'',
        "recovery_target_action = 'promote'",
    ]
    if until is not None:
        settings.append(f"recovery_target_time = '{until.isoformat()}'")
    with (whole / "postgresql.auto.conf").open("a") as file:
        file.write("\n".join(settings) + "\n")
    (whole / "recovery.signal").touch()
    cluster = Cluster(state)
    _give(cluster, whole)
    _give(cluster, place / "wal")
    whole.rename(cluster.data)
    progress(PARTS[1], len(chain) + 1, len(chain) + 1)


def _unpacked(folder: Folder, base: Base, identity: pyrage.x25519.Identity, place: Path) -> Path:
    place.mkdir(mode=0o700)
    draft = place.with_suffix(".tar.gz")
    open_file(folder.base(base.stamp) / TARBALL, draft, identity)
    with tarfile.open(draft) as tar:
        tar.extractall(place, filter="tar")  # nosec B202
    draft.unlink()
    shutil.copyfile(folder.base(base.stamp) / MANIFEST, place / MANIFEST)
    return place


def _put_log(folder: Folder, base: Base, identity: pyrage.x25519.Identity, place: Path) -> None:
    """Have the write-ahead log since a copy lie where PostgreSQL can fetch it from."""
    wal = place / "wal"
    wal.mkdir(mode=0o700)
    zipped = place / "segment.gz"
    for name in folder.segments():
        if name[8:24] < base.first_segment[8:24] and not name.endswith(".history"):
            continue
        open_file(folder.wal / f"{name}{ZIPPED}", zipped, identity)
        with gzip.open(zipped) as source, (wal / name).open("wb") as plain:
            shutil.copyfileobj(source, plain)
    zipped.unlink(missing_ok=True)


def _give(cluster: Cluster, folder: Path) -> None:
    """Make everything in a folder belong to whom PostgreSQL runs as, and to nobody else."""
    for one in (folder, *folder.rglob("*")):
        if not one.is_symlink():
            one.chmod(0o700 if one.is_dir() else 0o600)
        cluster.account.give(one)


def _replay(
    state: State,
    folder: Folder,
    place: Path,
    identity: pyrage.x25519.Identity,
    progress: Progress,
) -> tuple[str, tuple[int, tuple[str, ...]]]:
    """Start the database, wait until it has replayed everything, and bring the files it names."""
    progress(PARTS[2], 0, 1)
    with embedded(state), Server(Cluster(state)).connected() as owner:
        _wait_until_promoted(owner)
        for setting in ("restore_command", "recovery_target_action", "recovery_target_time"):
            owner.execute(f"ALTER SYSTEM RESET {setting}")
        owner.execute("SELECT pg_reload_conf()")
        owner.execute("CHECKPOINT")
        row = owner.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
        progress(PARTS[2], 1, 1)
    with embedded(state), psycopg.connect(Cluster(state).url()) as reader:
        named = _named_files(reader)
    return str(row[0]) if row and row[0] else "", _files(state, folder, named, identity, progress)


def _wait_until_promoted(owner: psycopg.Connection) -> None:
    until = time.monotonic() + PROMOTED_WITHIN
    while time.monotonic() < until:
        row = owner.execute("SELECT pg_is_in_recovery()").fetchone()
        if row is not None and not row[0]:
            return
        time.sleep(0.2)
    raise CannotStart("PostgreSQL chưa phát lại xong nhật ký ghi trước sau một giờ.")


def _named_files(reader: psycopg.Connection) -> list[str]:
    """Return the stored files that the database names; none where there is no such table yet."""
    row = reader.execute("SELECT to_regclass('documents_storedfile')").fetchone()
    if row is None or row[0] is None:
        return []
    return stored_digests(reader)


def _files(
    state: State,
    folder: Folder,
    named: list[str],
    identity: pyrage.x25519.Identity,
    progress: Progress,
) -> tuple[int, tuple[str, ...]]:
    """Bring back the files that the database names; say which the backup does not have."""
    came, missing = 0, []
    for done, digest in enumerate(named, 1):
        sealed = folder.file(digest)
        if sealed.exists():
            place = state.root / "files" / digest[:2] / digest[2:4] / digest
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            open_file(sealed, place, identity)
            if digest_of(place) != digest:
                raise BackupBroken(f"Tệp {digest} trong bản sao lưu đã bị thay đổi.")
            came += 1
        else:
            missing.append(digest)
        progress(PARTS[3], done, len(named))
    os.sync()
    return came, tuple(missing)
