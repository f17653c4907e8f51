"""Files in an S3-compatible store under their SHA-256: written when it says that it has them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

import obstore
from django.conf import settings
from obstore.store import S3Store

PATIENCE = timedelta(seconds=30)
RETRIES = 3


@lru_cache(maxsize=4)
def _store(url: str, options: tuple[tuple[str, str], ...]) -> S3Store:
    """Return the store of an address, with its connections."""
    return S3Store.from_url(
        url,
        config=dict(options),  # type: ignore[arg-type]
        client_options={"timeout": PATIENCE, "allow_http": True},
        retry_config={"max_retries": RETRIES, "retry_timeout": PATIENCE},
    )


def _here() -> S3Store:
    given = tuple((option, value) for option, value in settings.FILES_OPTIONS.items() if value)
    return _store(settings.FILES_URL, given)


def path_of(digest: str) -> str:
    """Return where below the address of the store the bytes with this hash are."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def write(digest: str, content: Iterable[bytes]) -> None:
    """Put bytes in place; the store has acknowledged them all when this returns."""
    store, place, whole = _here(), path_of(digest), b"".join(content)
    if _size(store, place) != len(whole):
        obstore.put(store, place, whole, use_multipart=False)


def _size(store: S3Store, place: str) -> int | None:
    try:
        return obstore.head(store, place)["size"]
    except FileNotFoundError:
        return None


def read(digest: str) -> bytes:
    """Return the bytes with this hash."""
    return bytes(obstore.get(_here(), path_of(digest)).bytes())


def blocks(digest: str, size: int) -> Iterator[bytes]:
    """Yield the bytes with this hash in blocks of a size."""
    whole = memoryview(read(digest))
    for start in range(0, len(whole), size):
        yield bytes(whole[start : start + size])


def remove(digest: str) -> None:
    """Take bytes away, if they are there."""
    obstore.delete(_here(), path_of(digest))
