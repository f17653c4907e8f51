"""Files on disk under their SHA-256: written whole, fsynced, never overwritten."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(digest: str) -> Path:
    """Return where the bytes with this hash are."""
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def write(digest: str, content: bytes) -> None:
    """Put bytes in place; they are on the disk, folder entry included, when this returns."""
    place = path_of(digest)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(digest: str) -> bytes:
    """Return the bytes with this hash."""
    return path_of(digest).read_bytes()
