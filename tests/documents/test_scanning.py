"""Viruses: what the scanner finds stays out, and nothing is called scanned that was not."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from motcua.documents.actions import take_in
from motcua.documents.models import Document, StoredFile
from motcua.documents.rules import FileInfected, ScannerAway
from motcua.documents.scanning import scan
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from tests.calendars import MONDAY_MORNING
from tests.documents import hostile_files as files
from tests.documents.hostile_files import EICAR
from tests.documents.hostile_pdfs import made
from tests.documents.scanner import Scanner
from tests.papers import a_pdf, a_picture

SOMEBODY = Actor(uuid4())


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Scanner]:
    with Scanner() as listening:
        settings.CLAMAV_SOCKET = listening.address
        yield listening


def take(name: str, content: bytes) -> Document:
    return take_in(name, content, subject=None, by=SOMEBODY, at=MONDAY_MORNING)


def hidden_in_pdf() -> bytes:
    def change(pdf: object) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(EICAR)  # type: ignore[attr-defined]

    return made(change, packed=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("eicar.pdf", a_pdf(extra=b"<< /A (" + EICAR + b") >>")),
        ("eicar nén.pdf", hidden_in_pdf()),
        ("eicar.jpg", files.jpeg_saying(EICAR)),
        ("eicar.png", files.png_saying(EICAR.decode())),
        ("eicar sau.png", a_picture("PNG") + EICAR),
    ],
)
def test_a_virus_is_found_wherever_it_hides(scanner: Scanner, name: str, content: bytes) -> None:
    with pytest.raises(FileInfected, match="có vi-rút"):
        take(name, content)

    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [("eicar.com", EICAR), ("eicar.txt", EICAR), ("eicar.zip", files.zipped("a.com", EICAR))],
)
def test_a_virus_in_what_is_no_paper_stays_out_for_its_type(name: str, content: bytes) -> None:
    with pytest.raises(DomainError, match="tệp"):
        take(name, content)


@pytest.mark.django_db
def test_a_file_that_was_scanned_is_called_so_and_others_are_not(
    scanner: Scanner, settings: Settings
) -> None:
    assert take("a.pdf", a_pdf()).file.scanned
    assert scanner.heard == [len(a_pdf())]

    settings.CLAMAV_SOCKET = ""
    assert not take("b.pdf", a_pdf(pages=2)).file.scanned


@pytest.mark.django_db
def test_bytes_that_came_before_the_scanner_are_scanned_when_they_come_again(
    settings: Settings,
) -> None:
    first = take("a.pdf", a_pdf())

    with Scanner() as scanner:
        settings.CLAMAV_SOCKET = scanner.address
        take("b.pdf", a_pdf())

    first.file.refresh_from_db()
    assert first.file.scanned


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"?", b"stream: "])
def test_only_ok_is_clean(scanner: Scanner, answer: bytes) -> None:
    scanner.answer = answer

    assert not scan("a.pdf", b"x")


def test_without_a_scanner_files_come_in_unscanned(settings: Settings) -> None:
    assert not scan("a.pdf", b"x")
    settings.CLAMAV_SOCKET = "/khong/co"
    assert not scan("a.pdf", b"x")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "/khong/co", "tcp://127.0.0.1:1"])
def test_where_scanning_is_required_nothing_comes_in_while_the_scanner_is_away(
    settings: Settings, address: str
) -> None:
    settings.CLAMAV_SOCKET, settings.CLAMAV_REQUIRED = address, True

    with pytest.raises(ScannerAway, match="chưa quét được vi-rút"):
        take("a.pdf", a_pdf())

    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_where_scanning_is_required_what_is_clean_comes_in(
    scanner: Scanner, settings: Settings
) -> None:
    settings.CLAMAV_REQUIRED = True

    assert take("a.pdf", a_pdf()).file.scanned


def test_a_scanner_that_hangs_up_has_not_scanned(tmp_path: Path, settings: Settings) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        settings.CLAMAV_SOCKET = str(tmp_path / "s")
        listening.settimeout(5)

        def hang_up() -> None:
            caller, _ = listening.accept()
            caller.close()

        threading.Thread(target=hang_up).start()

        assert not scan("a.pdf", b"x" * 1_000_000)
