"""The parts of a file on its way: appended to one file of the state folder, fsynced each."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.documents.storage.disk import make_folder
from motcua.runtime.durable import sync_folder


def place_of(upload: UUID) -> Path:
    """Return where the parts of an upload are put together."""
    return Path(settings.UPLOADS) / str(upload)


def append(upload: UUID, offset: int, part: bytes) -> None:
    """Put a part behind what was acknowledged; it is on the disk when this returns.

    What was written behind the offset but never acknowledged is written over.
    """
    place = place_of(upload)
    is_new = not place.exists()
    if is_new:
        make_folder(place.parent)
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(part)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(place.parent)


def whole(upload: UUID) -> bytes:
    """Return all that has come."""
    return place_of(upload).read_bytes()


def remove(uploads: Iterable[UUID]) -> None:
    """Take the parts of uploads away, if they are there."""
    for upload in uploads:
        place_of(upload).unlink(missing_ok=True)


def remove_strays(known: frozenset[str], before: datetime) -> int:
    """Take away what no upload claims and was last written before a moment; return how many.

    A server that was killed leaves such files behind.
    """
    folder = Path(settings.UPLOADS)
    if not folder.is_dir():
        return 0
    strays = [
        one
        for one in folder.iterdir()
        if one.name not in known and one.stat().st_mtime < before.timestamp()
    ]
    for one in strays:
        one.unlink(missing_ok=True)
    return len(strays)
