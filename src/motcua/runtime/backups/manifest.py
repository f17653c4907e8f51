"""PostgreSQL's backup manifest: whether a copy is what the server sent.

`pg_verifybackup` does the same; the one that comes with the embedded binaries does not run.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from motcua.runtime.backups.folder import BackupBroken

NAME = "backup_manifest"
LOG = "pg_wal/"  # PostgreSQL checks it while replaying
BLOCK = 1024 * 1024
Seen = tuple[str, int, str]  # path, size in bytes, SHA-256


def require_tarball(tarball: Path, manifest: Path) -> None:
    """Refuse a copy, packed as tar, that is not what its manifest says."""
    _require(_in_tarball(tarball), manifest)


def require_folder(folder: Path) -> None:
    """Refuse a copy, unpacked, that is not what its manifest says."""
    _require(_in_folder(folder), folder / NAME)


def first_segment(manifest: Path) -> str:
    """Return the first segment of the write-ahead log that a copy needs."""
    (span,) = _told(manifest)["WAL-Ranges"]
    high, low = (int(part, 16) for part in span["Start-LSN"].split("/"))
    return f"{span['Timeline']:08X}{high:08X}{low >> 24:08X}"


def _told(manifest: Path) -> dict[str, Any]:
    """Return what a manifest says; its last line holds the hash of those above."""
    text = manifest.read_bytes()
    above, mark, _ = text.rpartition(b'"Manifest-Checksum"')
    told: dict[str, Any] = json.loads(text)
    if not mark or hashlib.sha256(above).hexdigest() != told["Manifest-Checksum"]:
        raise BackupBroken(f"Tệp {manifest.name} của bản sao lưu đã bị thay đổi.")
    return told


def _require(seen: Iterator[Seen], manifest: Path) -> None:
    wanted = {
        str(one["Path"]): (int(one["Size"]), str(one["Checksum"]))
        for one in _told(manifest)["Files"]
        if not str(one["Path"]).startswith(LOG)
    }
    for path, size, digest in seen:
        if path == NAME or path.startswith(LOG):
            continue
        if wanted.pop(path, None) != (size, digest):
            raise BackupBroken(f"Tệp {path} trong bản sao cơ sở dữ liệu không như đã gửi.")
    if wanted:
        raise BackupBroken(f"Bản sao cơ sở dữ liệu thiếu tệp {min(wanted)}.")


def _in_tarball(tarball: Path) -> Iterator[Seen]:
    with tarfile.open(tarball, "r|gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name, member.size, _digest(file)


def _in_folder(folder: Path) -> Iterator[Seen]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                yield str(path.relative_to(folder)), path.stat().st_size, _digest(file)


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()
