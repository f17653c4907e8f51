"""Files on disk and in an S3 store: whole or not at all, and what comes out is what went in."""

import os
import socket
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from gates.shared.bucket import NAME, URL, options, served
from motcua.documents import storage
from motcua.documents.actions import take_in
from motcua.documents.queries import content_of
from motcua.documents.storage import StoredBytesChanged, disk
from motcua.events.reach import Trouble, trouble_of
from motcua.kernel.actors import Actor
from motcua.kernel.sealing import TAG_BYTES
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf

CONTENT = b"content"
DIGEST = sha256(CONTENT).hexdigest()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Serve a folder as a store with the S3 interface; return the folder and the address."""
    folder = tmp_path_factory.mktemp("s3")
    with served(folder) as address:
        yield folder / NAME, address


@pytest.fixture
def bucket(s3: tuple[Path, str], settings: Settings) -> Path:
    """Keep the files of a test in the S3 store; return the folder behind it."""
    folder, address = s3
    settings.FILES_URL = URL
    settings.FILES_OPTIONS = options(address)
    return folder / "ho-so"


@pytest.fixture(params=["disk", "s3"])
def place(request: pytest.FixtureRequest) -> Path:
    """Name a store by where its bytes lie: the disk, then a bucket."""
    found: Path = request.getfixturevalue("files" if request.param == "disk" else "bucket")
    return found


def kept_in(place: Path, digest: str) -> Path:
    return place / digest[:2] / digest[2:4] / digest


def test_bytes_are_found_under_their_hash(place: Path) -> None:
    storage.write(DIGEST, [CONTENT])

    assert kept_in(place, DIGEST).read_bytes() == CONTENT
    assert storage.read(DIGEST) == CONTENT


def test_writing_twice_is_as_good_as_once(place: Path) -> None:
    storage.write(DIGEST, [CONTENT])
    storage.write(DIGEST, [CONTENT])

    assert storage.read(DIGEST) == CONTENT


def test_bytes_that_changed_in_the_store_are_not_given_out(place: Path) -> None:
    storage.write(DIGEST, [CONTENT])
    kept_in(place, DIGEST).write_bytes(b"CONTENT")

    with pytest.raises(StoredBytesChanged):
        storage.read(DIGEST)


def test_what_is_not_there_is_an_error_and_not_empty(place: Path) -> None:
    with pytest.raises(FileNotFoundError):
        storage.read("cd" * 32)


def test_what_was_removed_is_gone(place: Path) -> None:
    storage.write(DIGEST, [CONTENT])

    storage.remove(DIGEST)

    with pytest.raises(FileNotFoundError):
        storage.read(DIGEST)


def test_a_store_that_does_not_answer_is_a_trouble_that_passes(
    bucket: Path, settings: Settings
) -> None:
    storage.write(DIGEST, [CONTENT])
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = f"http://127.0.0.1:{server.getsockname()[1]}"
    settings.FILES_OPTIONS = settings.FILES_OPTIONS | {"endpoint": nobody}

    for act in (lambda: storage.write(DIGEST, [CONTENT]), lambda: storage.read(DIGEST)):
        with pytest.raises(OSError, match="does not answer") as refused:
            act()
        assert trouble_of(refused.value) is Trouble.OUT_OF_REACH


@pytest.mark.django_db
def test_an_upload_comes_in_and_goes_out(place: Path) -> None:
    stream = b"<< /Length 500000 >>\nstream\n" + b"x" * 500_000 + b"\nendstream"
    content = a_pdf(extra=stream)

    document = take_in("lớn.pdf", content, subject=None, by=Actor(uuid4()), at=MONDAY_MORNING)

    assert content_of(document) == content
    assert document.file.stored_as is not None
    lying = kept_in(place, document.file.stored_as).read_bytes()
    assert b"x" * 100 not in lying
    assert len(lying) == len(content) + TAG_BYTES
    assert not kept_in(place, document.file_id).exists()


def test_a_store_that_does_not_let_us_in_says_so(bucket: Path, settings: Settings) -> None:
    settings.FILES_OPTIONS = {**settings.FILES_OPTIONS, "secret_access_key": "sai"}

    with pytest.raises(Exception, match=r"(?i)denied|forbidden|403|signature"):
        storage.write(DIGEST, [CONTENT])


def test_a_disk_that_fails_leaves_no_half_file(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    files.mkdir()
    disk.make_folder(disk.path_of(DIGEST).parent)
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="disk full"):
        storage.write(DIGEST, [CONTENT])

    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_what_is_there_is_never_written_over(files: Path) -> None:
    storage.write(DIGEST, [CONTENT])
    before = disk.path_of(DIGEST).stat().st_ino

    storage.write(DIGEST, [CONTENT])

    assert disk.path_of(DIGEST).stat().st_ino == before
