"""Files on disk: whole or not at all."""

import os
from pathlib import Path

import pytest

from motcua.documents import storage

DIGEST = "ab" * 32


def test_bytes_are_found_under_their_hash(files: Path) -> None:
    storage.write(DIGEST, b"content")

    assert storage.path_of(DIGEST) == files / "ab" / "ab" / DIGEST
    assert storage.read(DIGEST) == b"content"


def test_what_is_there_is_never_overwritten() -> None:
    storage.write(DIGEST, b"first")
    storage.write(DIGEST, b"second")

    assert storage.read(DIGEST) == b"first"


def test_a_disk_that_fails_leaves_no_half_file(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="disk full"):
        storage.write(DIGEST, b"content")

    assert [path for path in files.rglob("*") if path.is_file()] == []
