"""Files that people send: what comes in, and what is refused with which sentence."""

import io
import struct
import zlib
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pytest_django import Settings

from motcua.documents import rules
from motcua.documents.actions import claim, keep, take_in
from motcua.documents.models import Document, StoredFile
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.rules import LONGEST_NAME, safe_name
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf, a_picture

SOMEBODY = Actor(uuid4())
SCRIPT = b"<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"


def take(name: str, content: bytes, by: Actor = SOMEBODY) -> Document:
    return take_in(name, content, subject=None, by=by, at=MONDAY_MORNING)


def a_bomb() -> bytes:
    """Return a small PNG that says it is 50,000 by 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    whole = a_picture("PNG")
    return whole[:12] + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[33:]


def a_protected_pdf(owner_only: bool = False) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(a_pdf())))
    writer.encrypt("chủ", "" if owner_only else "bí mật")  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def a_pdf_with_packed_script() -> bytes:
    inner = b"9 0 " + SCRIPT
    packed = zlib.compress(inner)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n" % len(packed)
    return a_pdf(extra=stream + b"stream\n" + packed + b"\nendstream")


GOOD = [
    ("đơn đề nghị.pdf", a_pdf(), "application/pdf"),
    ("many.PDF", a_pdf(pages=500), "application/pdf"),
    ("không đuôi", a_pdf(), "application/pdf"),
    ("owner.pdf", a_protected_pdf(owner_only=True), "application/pdf"),
    ("ảnh.jpg", a_picture("JPEG"), "image/jpeg"),
    ("ảnh.JPEG", a_picture("JPEG"), "image/jpeg"),
    ("ảnh.png", a_picture("PNG"), "image/png"),
]
BAD = [
    ("rỗng.pdf", b"", "không có nội dung"),
    ("đơn.docx", b"PK\x03\x04" + b"x" * 50, "Chỉ nhận tệp PDF, JPG hoặc PNG"),
    ("chương trình", b"MZ" + b"x" * 50, "Chỉ nhận tệp PDF, JPG hoặc PNG"),
    ("trang.html", b"<script>alert(1)</script>", "Chỉ nhận tệp PDF, JPG hoặc PNG"),
    ("hoạt hình.gif", a_picture("GIF"), "Chỉ nhận tệp PDF, JPG hoặc PNG"),
    ("giả.pdf", a_picture("PNG"), "không đúng với phần đuôi"),
    ("giả.jpg", a_pdf(), "không đúng với phần đuôi"),
    ("giả.png", b"MZ" + b"x" * 50, "không đúng với phần đuôi"),
    ("cụt.pdf", a_pdf()[:-40], "Tệp có thể đã hỏng"),
    ("hỏng.pdf", b"%PDF-1.7\n" + b"\x00" * 500 + b"%%EOF", "Tệp có thể đã hỏng"),
    ("không trang.pdf", a_pdf(pages=0), "Tệp có thể đã hỏng"),
    ("quá nhiều trang.pdf", a_pdf(pages=501), "Tệp có thể đã hỏng"),
    ("cụt.jpg", a_picture("JPEG", (400, 400))[:-200], "Tệp có thể đã hỏng"),
    ("cụt.png", a_picture("PNG", (400, 400))[:60], "Tệp có thể đã hỏng"),
    ("bom.png", a_bomb(), "Tệp có thể đã hỏng"),
    ("mã.pdf", a_pdf(extra=SCRIPT, catalogue=b"/OpenAction 4 0 R "), "chứa mã lệnh"),
    ("mã ẩn.pdf", a_pdf(extra=SCRIPT.replace(b"JavaS", b"J#61vaS")), "chứa mã lệnh"),
    ("mã nén.pdf", a_pdf_with_packed_script(), "chứa mã lệnh"),
    ("chạy.pdf", a_pdf(extra=b"<< /S /Launch /F (cmd.exe) >>"), "chứa mã lệnh"),
    ("tệp trong tệp.pdf", a_pdf(extra=b"<< /Type /EmbeddedFile >>"), "chứa mã lệnh"),
    ("mật khẩu.pdf", a_protected_pdf(), "đặt mật khẩu"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "media_type"), GOOD, ids=[name for name, *_ in GOOD])
def test_a_good_file_is_kept_whole(name: str, content: bytes, media_type: str) -> None:
    document = take(name, content)

    kept = documents_by_id([document.id, None])[document.id]
    assert (kept.name, kept.purpose, kept.added_by) == (name, "component", SOMEBODY.person)
    assert (kept.file.media_type, kept.file.size) == (media_type, len(content))
    assert content_of(kept) == content


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "sentence"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_file_is_refused_and_nothing_is_left(
    name: str, content: bytes, sentence: str, files: Path
) -> None:
    with pytest.raises(DomainError) as refusal:
        take(name, content)

    assert sentence in str(refusal.value)
    assert f"“{name}”" in str(refusal.value)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert not files.exists()


@pytest.mark.django_db
def test_a_file_one_byte_too_large_is_refused(settings: Settings) -> None:
    content = a_pdf()
    settings.MAX_FILE_BYTES = len(content) - 1

    with pytest.raises(rules.FileTooLarge):
        take("lớn.pdf", content)

    settings.MAX_FILE_BYTES = len(content)
    assert take("vừa.pdf", content)


@pytest.mark.django_db
def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")

    with pytest.raises(rules.FileBroken):
        take("ảnh lớn.png", out.getvalue())


@pytest.mark.django_db
def test_equal_bytes_are_stored_once(files: Path) -> None:
    content = a_pdf()

    first, second = take("một.pdf", content), take("hai.pdf", content, by=Actor(uuid4()))

    assert first.file_id == second.file_id == sha256(content).hexdigest()
    assert StoredFile.objects.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
def test_only_one_s_own_loose_papers_are_claimed() -> None:
    subject, stranger = uuid4(), Actor(uuid4())
    mine, foreign = take("a.pdf", a_pdf()), take("b.pdf", a_pdf(), by=stranger)
    slip = keep(
        "c.pdf",
        a_pdf(),
        "application/pdf",
        purpose="slip",
        subject=None,
        by=SOMEBODY,
        at=MONDAY_MORNING,
    )

    claimed = claim([mine.id, foreign.id, slip.id], subject=subject, by=SOMEBODY, at=MONDAY_MORNING)

    assert claimed == 1
    assert list(Document.objects.filter(subject=subject)) == [mine]
    assert claim([mine.id], subject=uuid4(), by=SOMEBODY, at=MONDAY_MORNING) == 0
    assert claim([], subject=subject, by=SOMEBODY, at=MONDAY_MORNING) == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("đơn.pdf", "đơn.pdf"),
        ("C:\\Users\\mau\\đơn.pdf", "đơn.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('<b>"a"|?*:.pdf', "ba.pdf"),
        ("a\x00\x1b[31m\nb.pdf", "a[31mb.pdf"),
        ("", "tep"),
        ("...", "tep"),
        ("/", "tep"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("y" * 300, "y" * LONGEST_NAME),
        ("a." + "z" * 300, "tep." + "z" * 10),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
    assert len(safe_name(sent)) <= LONGEST_NAME


def test_a_disguise_is_told_by_the_first_bytes_alone() -> None:
    with pytest.raises(rules.FileDisguised):
        rules.media_type_of("a.exe", b"%PDF-1.4")
    with pytest.raises(rules.FileTypeForbidden):
        rules.media_type_of("a.exe", b"MZ")


@pytest.mark.django_db
def test_packed_objects_that_cannot_be_unpacked_hide_nothing_and_do_no_harm() -> None:
    stream = b"<< /Type /ObjStm /N 0 /First 0 /Length 4 >>\nstream\nxxxx\nendstream"

    assert take("lạ.pdf", a_pdf(extra=stream))
