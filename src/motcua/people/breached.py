"""Passwords that were found elsewhere: looked up in a list that the operator keeps as a file.

The file is sorted, a line for each password: its SHA-1 in capital hexadecimal digits, and whatever
stands after a colon, as the list of Have I Been Pwned is given out. No service is asked: neither a
password nor a part of its hash leaves the machine (ASVS 6.2.12).
"""

import hashlib
import logging
import os
from pathlib import Path
from typing import IO

from django.conf import settings

from motcua.people.password_rules import BreachedNotKnown

log = logging.getLogger(__name__)
HASH = 40  # hexadecimal digits of SHA-1


def is_breached(password: str) -> bool:
    """Say whether a password stands in the list; without a list none does.

    Reads some thirty short pieces of a file of any length.

    Raises:
        BreachedNotKnown: the list cannot be read; the operator wanted every password looked up.
    """
    if not settings.BREACHED_PASSWORDS:
        return False
    try:
        return _stands(Path(settings.BREACHED_PASSWORDS), digest(password))
    except OSError as away:
        log.exception("the list of breached passwords cannot be read")
        raise BreachedNotKnown from away


def digest(password: str) -> str:
    """Return what the list names a password by."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def _stands(place: Path, wanted: str) -> bool:
    """Find the first line that is not before what is wanted, by halves."""
    with place.open("rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            found = _hash_from(file, middle)
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        return _hash_from(file, low) == wanted


def _hash_from(file: IO[bytes], place: int) -> str:
    """Return the hash of the first line that begins at a place or after it; empty at the end."""
    file.seek(max(0, place - 1))
    if place:
        file.readline()  # what is left of the line before
    return file.read(HASH).decode("ascii", "replace").upper()
