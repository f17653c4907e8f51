"""Files on disk under their SHA-256: written whole, fsynced, never overwritten."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from motcua.runtime.durable import sync_folder


def path_of(digest: str) -> Path:
    """Return where the bytes with this hash are."""
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def write(digest: str, content: Iterable[bytes]) -> None:
    """Put bytes in place; they are on the disk, folder entries included, when this returns."""
    place = path_of(digest)
    if place.exists():
        return
    make_folder(place.parent)
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; each entry is on the disk when this returns."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def read(digest: str) -> bytes:
    """Return the bytes with this hash."""
    return path_of(digest).read_bytes()


def blocks(digest: str, size: int) -> Iterator[bytes]:
    """Yield the bytes with this hash in blocks of a size."""
    with path_of(digest).open("rb") as file:
        yield from iter(partial(file.read, size), b"")


def remove(digest: str) -> None:
    """Take bytes away, if they are there."""
    path_of(digest).unlink(missing_ok=True)
