"""Reading a file that somebody sent, before anything of it is kept."""

from dataclasses import dataclass

from django.conf import settings

from motcua.documents.reading import opened
from motcua.documents.rules import HEAD, FileEmpty, FileTooLarge, Wanted, media_type_of, safe_name
from motcua.documents.scanning import scan

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may come in: what is kept of it, and how it was sent where that is kept too."""

    name: str
    media_type: str
    content: bytes
    scanned: bool
    original: bytes | None


def require_size(name: str, size: int) -> None:
    """Refuse a file with nothing in it, or with more than may come in."""
    if size <= 0:
        raise FileEmpty(name=name)
    if size > settings.MAX_FILE_BYTES:
        raise FileTooLarge(name=name, most=settings.MAX_FILE_BYTES // MEGABYTE)


def received(name: str, content: bytes, wanted: Wanted) -> Received:
    """Read a file whole: its size, its type, for viruses, and by the library of its type.

    Runs outside of any transaction, because it asks other processes.
    """
    known_as = safe_name(name)
    require_size(known_as, len(content))
    media_type = media_type_of(known_as, content[:HEAD], wanted.types)
    scanned = scan(known_as, content)
    kept = opened(known_as, media_type, content).content
    original = content if wanted.keeps_original and kept is not content else None
    return Received(known_as, media_type, kept, scanned, original)
