"""Files that are on the disk when we say so, and what they hold."""

import hashlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have the entries of a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
