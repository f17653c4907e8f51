"""Reading a scan: the letters on it, where they stand, what they say."""

import io
from datetime import timedelta

import pypdfium2
import pytest
import segno
from PIL import Image

from motcua.digitisation import ocr
from motcua.digitisation.contents import opened
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.pictures import put_together
from motcua.digitisation.reading import read_copy, unread
from motcua.digitisation.rules import State
from motcua.documents.queries import content_of, documents_by_id
from tests.calendars import MONDAY_MORNING
from tests.papers_on_the_way import a_read_copy, a_scanning_clerk, a_signed_copy
from tests.scans import a_picture, jpeg

pytestmark = pytest.mark.django_db


def test_what_the_page_says_is_proposed_with_its_place() -> None:
    copy = a_signed_copy(a_scanning_clerk())
    read_copy(copy.id, lambda: MONDAY_MORNING)
    copy.refresh_from_db()

    found = opened(copy).proposals

    assert copy.state == State.READ
    assert {name: one.value for name, one in found.items()} == {
        "number": "145/QĐ-UBND",
        "owner_number": "037068001234",
        "owner_name": "Nguyễn Văn Mẫu",
        "birth_year": "1968",
        "summary": "Về việc công nhận quyền sử dụng đất ở",
        "valid_to": "14/05/2071",
        "issued_on": "14/05/2021",
        "issuer": "Ủy ban nhân dân xã Mẫu",
        "name": "Quyết định",
    }
    assert found["number"].page == 1
    assert found["number"].box.left < 0.4
    assert found["number"].box.bottom < 0.2
    assert found["owner_number"].sure > 0.8


def test_the_searchable_copy_has_the_words_and_is_an_archive_file() -> None:
    copy = a_read_copy(a_scanning_clerk())

    assert copy.searchable is not None
    content = content_of(documents_by_id([copy.searchable])[copy.searchable])
    with pypdfium2.PdfDocument(content) as pdf:
        assert len(pdf) == 2
        assert "Nguyễn Văn Mẫu" in pdf[0].get_textpage().get_text_bounded()
    assert b"pdfaid:part" in content


def test_a_scan_is_read_once_however_often_the_worker_begins() -> None:
    copy = a_signed_copy(a_scanning_clerk())
    read_copy(copy.id, lambda: MONDAY_MORNING)
    first = DigitalCopy.objects.get(pk=copy.id)

    read_copy(copy.id, lambda: MONDAY_MORNING)

    assert DigitalCopy.objects.get(pk=copy.id).searchable == first.searchable


def test_a_scan_that_a_killed_worker_left_is_taken_up_again() -> None:
    copy = a_signed_copy(a_scanning_clerk())

    assert unread(MONDAY_MORNING + timedelta(minutes=5)) == []
    assert unread(MONDAY_MORNING + timedelta(minutes=11)) == [copy.id]


def test_without_a_reader_an_officer_goes_on_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = a_signed_copy(a_scanning_clerk())
    monkeypatch.setenv("PATH", "/nowhere")

    read_copy(copy.id, lambda: MONDAY_MORNING)

    copy.refresh_from_db()
    assert copy.state == State.READ
    assert "chưa cài phần đọc chữ" in copy.read_problem
    assert opened(copy).proposals == {}


def test_what_is_no_paper_cannot_be_read() -> None:
    with pytest.raises(ocr.NotReadable):
        ocr.read(b"%PDF-1.4 nothing", 1)


def test_codes_on_a_page_are_read_with_their_place() -> None:
    page = a_picture()
    drawn = io.BytesIO()
    segno.make("https://mau.example/xac-thuc/ABC", error="m").save(drawn, kind="png", scale=8)
    page.paste(Image.open(drawn).convert("RGB"), (60, 60))

    (code,) = ocr.codes_on(put_together([jpeg(page)]))

    assert code.text == "https://mau.example/xac-thuc/ABC"
    assert code.box.right < 0.3
    assert code.box.bottom < 0.2
