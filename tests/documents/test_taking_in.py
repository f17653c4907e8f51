"""Files that people send: what comes in, and what is refused with which sentence."""

import io
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from pytest_django import Settings

from motcua.documents import rules
from motcua.documents.actions import claim, keep, take_in
from motcua.documents.models import Document, Original, StoredFile
from motcua.documents.queries import content_of, original_of
from motcua.documents.rules import Wanted
from motcua.kernel.actors import Actor
from tests.calendars import MONDAY_MORNING
from tests.documents.hostile_files import with_place_and_camera
from tests.papers import a_pdf

SOMEBODY = Actor(uuid4())


def take(name: str, content: bytes, by: Actor = SOMEBODY) -> Document:
    return take_in(name, content, subject=None, by=by, at=MONDAY_MORNING)


@pytest.mark.django_db
def test_a_file_one_byte_too_large_is_refused(settings: Settings) -> None:
    content = a_pdf()
    settings.MAX_FILE_BYTES = len(content) - 1

    with pytest.raises(rules.FileTooLarge):
        take("lớn.pdf", content)

    settings.MAX_FILE_BYTES = len(content)
    assert take("vừa.pdf", content)


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


def test_a_disguise_is_told_by_the_first_bytes_alone() -> None:
    with pytest.raises(rules.FileDisguised):
        rules.media_type_of("a.exe", b"%PDF-1.4")
    with pytest.raises(rules.FileTypeForbidden):
        rules.media_type_of("a.exe", b"MZ")


@pytest.mark.django_db
def test_packed_objects_that_cannot_be_unpacked_hide_nothing_and_do_no_harm() -> None:
    stream = b"<< /Type /ObjStm /N 0 /First 0 /Length 4 >>\nstream\nxxxx\nendstream"

    assert take("lạ.pdf", a_pdf(extra=stream))


def test_types_are_said_as_people_do() -> None:
    assert rules.spoken(rules.ACCEPTED) == "PDF, JPG hoặc PNG"
    assert rules.spoken((rules.PNG, rules.JPEG)) == "JPG hoặc PNG"
    assert rules.spoken((rules.PDF,)) == "PDF"


@pytest.mark.django_db
def test_a_component_may_want_fewer_types() -> None:
    portrait = Wanted((rules.JPEG, rules.PNG))

    with pytest.raises(rules.FileTypeForbidden, match="Chỉ nhận tệp JPG hoặc PNG"):
        take_in("a.pdf", a_pdf(), subject=None, wanted=portrait, by=SOMEBODY, at=MONDAY_MORNING)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_what_is_seen_and_nothing_of_its_maker(kind: str) -> None:
    sent = with_place_and_camera(kind)
    assert b"Hang may anh" in sent

    kept = content_of(take(f"ảnh.{kind.lower()}", sent))

    picture = Image.open(io.BytesIO(kept))
    assert picture.size == (20, 40)  # it was made lying on its side
    assert not picture.getexif()
    assert b"Hang may anh" not in kept
    assert b"Exif" not in kept
    assert [round(one) for one in picture.info["dpi"]] == [300, 300]
    assert Original.objects.count() == 0


@pytest.mark.django_db
def test_where_the_law_wants_it_a_picture_is_also_kept_as_it_was_sent_sealed(files: Path) -> None:
    sent = with_place_and_camera("JPEG")
    evidence = Wanted(keeps_original=True)

    document = take_in("a.jpg", sent, subject=None, wanted=evidence, by=SOMEBODY, at=MONDAY_MORNING)

    assert original_of(document) == sent
    stored = [path.read_bytes() for path in files.rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert not any(b"Hang may anh" in content for content in stored)
    assert original_of(take("b.jpg", sent)) is None


@pytest.mark.django_db
def test_a_pdf_is_its_own_original() -> None:
    evidence = Wanted(keeps_original=True)

    document = take_in(
        "a.pdf", a_pdf(), subject=None, wanted=evidence, by=SOMEBODY, at=MONDAY_MORNING
    )

    assert original_of(document) is None
    assert content_of(document) == a_pdf()
