"""Making a backup while everybody works: database, write-ahead log, stored files, keys."""

import json
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage

from motcua.runtime.backups import manifest
from motcua.runtime.backups.folder import MADE, SEALED, ZIPPED, Base, Folder
from motcua.runtime.backups.following import BUSY, ensure_slot, receive
from motcua.runtime.backups.sealing import make_keys, recipient_of, seal_file
from motcua.runtime.backups.server import Server
from motcua.runtime.durable import digest_of, sync_folder
from motcua.runtime.postgres import Cluster
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State, only_one

ALREADY = "Một lệnh ./motcua backup khác đang chạy."
MANIFEST = manifest.NAME
TARBALL, KEYS = f"base.tar{ZIPPED}", f"keys.tar{SEALED}"
FULL_EVERY = timedelta(days=7)  # between these, only what changed is copied
TARGET = "backup.json"  # where backups of this state folder go
Progress = Callable[[str, int, int], None]
SHA256_LETTERS = 64
PARTS = ("Cơ sở dữ liệu", "Nhật ký ghi trước", "Tệp")


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup did; `damaged` are stored files that are not what was put there, so that they
    were left out."""

    base: Base
    incremental: bool
    segments: int
    new_files: int
    damaged: tuple[str, ...]


def key_file(folder: Path) -> Path:
    """Return where the private key of a folder of backups is kept unless one says otherwise."""
    return folder.with_name(f"{folder.name}.key")


def back_up(state: State, root: Path, private: Path, progress: Progress, *, at: datetime) -> Made:
    """Copy the running database, everything written since, new files and the keys; check it all.

    The first time a pair of keys is made and the private one written to `private`. `at` names the
    copy.
    """
    folder, server = Folder(root), Server(Cluster(state))
    with only_one(state, "backup", ALREADY):
        folder.prepare(server.system())
        recipient = recipient_of(state) or make_keys(state, private)
        remember(state, root)
        folder.drop_unfinished()
        ensure_slot(server)
        base = _copied(state, server, folder, recipient, progress, at)
        segments = _received(state, server, folder, progress)
        new, damaged = _files(state, folder, recipient, progress)
        made = replace(base, files=sum(1 for _ in folder.digests()))
        folder.require_whole(made)
        folder.record(made)
    return Made(made, bool(made.follows), segments, new, damaged)


def remember(state: State, root: Path) -> None:
    """Note where backups of a state folder go, for the process that follows."""
    (state.root / "keys" / TARGET).write_text(json.dumps({"folder": str(root)}))


def target_of(state: State) -> Path | None:
    """Return where backups of a state folder go; None before the first."""
    path = state.root / "keys" / TARGET
    return Path(json.loads(path.read_text())["folder"]) if path.exists() else None


def _copied(
    state: State,
    server: Server,
    folder: Folder,
    recipient: pyrage.x25519.Recipient,
    progress: Progress,
    at: datetime,
) -> Base:
    """Have PostgreSQL copy itself, check the copy against its manifest, and encrypt it."""
    progress(PARTS[0], 0, 3)
    earlier = _earlier(folder, at)
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    place, draft = folder.base(stamp), state.folder("run") / "base"
    shutil.rmtree(draft, ignore_errors=True)
    arguments = ["-D", str(draft), "-Ft", "-Z", "gzip:1", "-X", "fetch", "-c", "fast"]
    arguments += ["--manifest-checksums=SHA256", "-l", "motcua"]
    if earlier is not None:
        arguments.append(f"--incremental={folder.base(earlier.stamp) / MANIFEST}")
    try:
        server.run("pg_basebackup", *arguments)
        progress(PARTS[0], 1, 3)
        manifest.require_tarball(draft / "base.tar.gz", draft / MANIFEST)
        progress(PARTS[0], 2, 3)
        place.mkdir(mode=0o700)
        seal_file(draft / "base.tar.gz", place / TARBALL, recipient)
        shutil.copyfile(draft / MANIFEST, place / MANIFEST)
        first = manifest.first_segment(draft / MANIFEST)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _seal_keys(state, place / KEYS, recipient)
    sync_folder(place)
    progress(PARTS[0], 3, 3)
    pieces = {path.name: digest_of(path) for path in sorted(place.iterdir()) if path.name != MADE}
    follows = earlier.stamp if earlier else ""
    return Base(stamp, server.now().isoformat(), follows, first, pieces, 0)


def _earlier(folder: Folder, at: datetime) -> Base | None:
    """Return the copy that an incremental one may rest on: none when a full one is due."""
    known = folder.bases()
    if not known:
        return None
    full = folder.chain(known[-1])[0]
    return known[-1] if at - full.moment < FULL_EVERY else None


def _seal_keys(state: State, place: Path, recipient: pyrage.x25519.Recipient) -> None:
    draft = state.folder("run") / "keys.tar"
    try:
        with tarfile.open(draft, "w") as tar:
            for name in ("keys", "anchors"):
                tar.add(state.root / name, arcname=name)
        draft.chmod(0o600)
        seal_file(draft, place, recipient)
    finally:
        draft.unlink(missing_ok=True)


def _received(state: State, server: Server, folder: Folder, progress: Progress) -> int:
    """Bring the write-ahead log up to now, unless a process follows and does it by itself."""
    progress(PARTS[1], 0, 1)
    try:
        moved = receive(state, server, folder)
    except CannotStart as refusal:
        if str(refusal) != BUSY:
            raise
        moved = 0
    progress(PARTS[1], 1, 1)
    return moved


def _files(
    state: State, folder: Folder, recipient: pyrage.x25519.Recipient, progress: Progress
) -> tuple[int, tuple[str, ...]]:
    """Encrypt the stored files that the backup does not have yet; they come after the database, so
    that every file that it names is there."""
    stored = (state.root / "files").glob("??/??/*")
    found = sorted(path for path in stored if len(path.name) == SHA256_LETTERS)
    new, damaged = 0, []
    for done, path in enumerate(found, 1):
        place = folder.file(path.name)
        if not place.exists():
            if digest_of(path) == path.name:
                place.parent.mkdir(mode=0o700, exist_ok=True)
                seal_file(path, place, recipient)
                new += 1
            else:
                damaged.append(path.name)
        progress(PARTS[2], done, len(found))
    return new, tuple(damaged)
