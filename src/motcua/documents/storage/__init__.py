"""Bytes under their SHA-256, on disk or in an S3-compatible store as the settings say.

Both keep the same promise: what was written is there when `write` returns, whole or not at all,
and what is read is what was written.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from types import ModuleType

from django.conf import settings

from motcua.documents.storage import bucket, disk

__all__ = ["StoredBytesChanged", "blocks", "read", "remove", "write"]


class StoredBytesChanged(Exception):
    """What the store gives back is not what was put there: it broke, or somebody changed it."""


def _place() -> ModuleType:
    return bucket if settings.FILES_URL else disk


def write(digest: str, content: Iterable[bytes]) -> None:
    """Put bytes, given in blocks, in place under their hash; equal ones are stored once."""
    _place().write(digest, content)


def read(digest: str) -> bytes:
    """Return the bytes with this hash, or fail when they are not the same any more."""
    content: bytes = _place().read(digest)
    if sha256(content).hexdigest() != digest:
        raise StoredBytesChanged(digest)
    return content


def blocks(digest: str, size: int) -> Iterator[bytes]:
    """Yield the bytes with this hash in blocks of a size, the last one shorter. They may be others
    by now: for readers who can tell by themselves."""
    found: Iterator[bytes] = _place().blocks(digest, size)
    return found


def remove(digest: str) -> None:
    """Take bytes away for good; what refers to them is gone already."""
    _place().remove(digest)
