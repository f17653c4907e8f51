"""The folder into which the scanners of an agency write: one below `MOTCUA_SCANNERS` for each.

A file that was taken is put aside into `da-lay`, so that nobody takes it twice.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from motcua.kernel.errors import NotFound

TAKEN = "da-lay"
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
MOST_SHOWN = 100


def folder_of(agency_code: str) -> Path:
    """Return where the scanners of an agency write."""
    return Path(settings.SCANNERS) / agency_code


def waiting(agency_code: str) -> list[tuple[str, datetime]]:
    """Return the files that wait with the moment each was written, the oldest first."""
    folder = folder_of(agency_code)
    if not folder.is_dir():
        return []
    found = [
        (file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC))
        for file in folder.iterdir()
        if file.suffix.lower() in ENDINGS and file.is_file() and not file.is_symlink()
    ]
    return sorted(found, key=lambda one: (one[1], one[0]))[:MOST_SHOWN]


def read(agency_code: str, name: str) -> bytes:
    """Return a waiting file; a name that is not among them does not exist."""
    if name not in {one for one, _ in waiting(agency_code)}:
        raise NotFound
    return (folder_of(agency_code) / name).read_bytes()


def put_aside(agency_code: str, name: str) -> None:
    """Put a file aside whose pages are kept; one that is gone already is no harm."""
    folder = folder_of(agency_code)
    (folder / TAKEN).mkdir(mode=0o700, exist_ok=True)
    file = folder / name
    if file.exists():
        file.replace(folder / TAKEN / name)
