"""Files in an S3-compatible store under their SHA-256: written when it says that it has them.

A store that does not answer is what a disk is that cannot be read: an OSError that passes.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache

import obstore
from django.conf import settings
from obstore.exceptions import GenericError
from obstore.store import S3Store

PATIENCE = timedelta(seconds=30)  # of one request, a large file included
RETRIES, TRIED_FOR = 3, timedelta(seconds=5)


@lru_cache(maxsize=4)
def _store(url: str, options: tuple[tuple[str, str], ...]) -> S3Store:
    """Return the store of an address, with its connections."""
    return S3Store.from_url(
        url,
        config=dict(options),  # type: ignore[arg-type]
        client_options={"timeout": PATIENCE, "allow_http": True},
        retry_config={"max_retries": RETRIES, "retry_timeout": TRIED_FOR},
    )


@contextmanager
def _asking() -> Iterator[S3Store]:
    given = tuple((option, value) for option, value in settings.FILES_OPTIONS.items() if value)
    try:
        yield _store(settings.FILES_URL, given)
    except GenericError as error:
        raise OSError(errno.EIO, "the store of files does not answer") from error


def path_of(digest: str) -> str:
    """Return where below the address of the store the bytes with this hash are."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def write(digest: str, content: Iterable[bytes]) -> None:
    """Put bytes in place; the store has acknowledged them all when this returns."""
    place, whole = path_of(digest), b"".join(content)
    with _asking() as store:
        if _size(store, place) != len(whole):
            obstore.put(store, place, whole, use_multipart=False)


def _size(store: S3Store, place: str) -> int | None:
    try:
        return obstore.head(store, place)["size"]
    except FileNotFoundError:
        return None


def read(digest: str) -> bytes:
    """Return the bytes with this hash."""
    with _asking() as store:
        return bytes(obstore.get(store, path_of(digest)).bytes())


def blocks(digest: str, size: int) -> Iterator[bytes]:
    """Yield the bytes with this hash in blocks of a size."""
    whole = memoryview(read(digest))
    for start in range(0, len(whole), size):
        yield bytes(whole[start : start + size])


def remove(digest: str) -> None:
    """Take bytes away, if they are there."""
    with _asking() as store:
        obstore.delete(store, path_of(digest))
