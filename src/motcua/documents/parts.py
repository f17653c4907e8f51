"""The parts of a file on its way: sealed, appended to one file of the state folder, fsynced each.

Before each part stands how long it is.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from motcua.documents.models import Upload
from motcua.documents.storage.disk import make_folder
from motcua.people.sealing import sealer
from motcua.runtime.durable import sync_folder

LENGTH_BYTES = 4


def place_of(upload: UUID) -> Path:
    """Return where the parts of an upload are put together."""
    return Path(settings.UPLOADS) / str(upload)


def append(upload: Upload, part: bytes) -> int:
    """Put a part behind what was acknowledged; return how many bytes lie there. They are on the
    disk when this returns.

    What was written behind but never acknowledged is written over.
    """
    place, written = place_of(upload.id), _sealed(upload, part)
    is_new = not place.exists()
    if is_new:
        make_folder(place.parent)
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(upload.lying)
        file.seek(upload.lying)
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(place.parent)
    return upload.lying + len(written)


def whole(upload: Upload) -> bytes:
    """Return all that was acknowledged; raise `InvalidTag` when it is not what came."""
    return b"".join(_parts(upload))


def _sealed(upload: Upload, part: bytes) -> bytes:
    key = bytes(upload.wrapped_key or b"")
    sealed = sealer().seal_part(part, key, upload.id.bytes, upload.offset)
    return len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed


def _parts(upload: Upload) -> Iterator[bytes]:
    key, offset = bytes(upload.wrapped_key or b""), 0
    with place_of(upload.id).open("rb") as file:
        while file.tell() < upload.lying:
            sealed = file.read(int.from_bytes(file.read(LENGTH_BYTES), "big"))
            part = sealer().unseal_part(sealed, key, upload.id.bytes, offset)
            offset += len(part)
            yield part


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
