"""Files that come in parts: nothing acknowledged is lost, nothing sent twice is kept twice."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from motcua.documents import parts
from motcua.documents.actions import append, begin, finish, forget_old, give_up
from motcua.documents.jobs import forget_uploads
from motcua.documents.models import Document, Upload
from motcua.documents.queries import content_of, upload_of
from motcua.documents.rules import FileEmpty, FileTooLarge, FileTypeForbidden, ScannerAway, Wanted
from motcua.documents.upload_rules import (
    LASTS,
    MOST_PART_BYTES,
    UploadDamaged,
    UploadElsewhere,
    UploadOver,
    UploadPartWrong,
    UploadsTooMany,
    UploadUnfinished,
)
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound, NotPermitted
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.real_database import at_once

SENDER = Actor(uuid4())
CONTENT = a_pdf(pages=20)
HALF = len(CONTENT) // 2


def begun(name: str = "đơn.pdf", content: bytes = CONTENT, digest: str = "") -> UUID:
    size = len(content)
    return begin(name, size=size, sha256=digest, by=SENDER, at=MONDAY_MORNING).id


def send(
    upload: UUID, start: int, end: int, content: bytes = CONTENT, by: Actor = SENDER
) -> Upload:
    part = content[start:end]
    return append(upload, offset=start, part=part, by=by, at=MONDAY_MORNING)


def finished(upload: UUID, wanted: Wanted = Wanted(), by: Actor = SENDER) -> Document:  # noqa: B008
    return finish(upload, subject=None, wanted=wanted, by=by, at=MONDAY_MORNING)


def sent(content: bytes = CONTENT, name: str = "đơn.pdf", digest: str = "") -> UUID:
    upload = begun(name, content, digest)
    send(upload, 0, len(content) // 2, content)
    send(upload, len(content) // 2, len(content), content)
    return upload


@pytest.mark.django_db
def test_a_file_in_parts_comes_in_whole(tmp_path: Path) -> None:
    document = finished(sent(digest=sha256(CONTENT).hexdigest().upper()))

    assert (document.name, document.purpose) == ("đơn.pdf", "component")
    assert document.added_by == SENDER.person
    assert content_of(document) == CONTENT
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.django_db
def test_a_part_is_on_the_disk_before_it_is_acknowledged() -> None:
    upload = begun()

    assert send(upload, 0, HALF).offset == HALF
    assert parts.whole(upload_of(upload, SENDER)) == CONTENT[:HALF]
    assert upload_of(upload, SENDER).offset == HALF
    assert CONTENT[:100] not in parts.place_of(upload).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [lambda lies: lies[:-1], lambda lies: bytes(len(lies))])
def test_parts_that_were_changed_on_the_disk_do_not_come_in(changed: Any) -> None:
    upload = sent()
    lies = parts.place_of(upload)
    lies.write_bytes(changed(lies.read_bytes()))

    with pytest.raises(UploadDamaged):
        finished(upload)

    assert not Document.objects.exists()


@pytest.mark.django_db
def test_an_upload_of_the_release_before_is_begun_again() -> None:
    upload = begun()
    Upload.objects.filter(pk=upload).update(wrapped_key=None)

    with pytest.raises(UploadOver):
        send(upload, 0, HALF)


@pytest.mark.django_db
def test_a_part_sent_twice_is_kept_once_and_the_refusal_says_where_to_go_on() -> None:
    upload = begun()
    send(upload, 0, HALF)

    with pytest.raises(UploadElsewhere) as refusal:
        send(upload, 0, HALF)

    assert refusal.value.facts["offset"] == HALF
    send(upload, HALF, len(CONTENT))
    assert content_of(finished(upload)) == CONTENT


@pytest.mark.django_db
def test_what_was_written_but_not_acknowledged_is_written_over() -> None:
    upload = begun()
    send(upload, 0, HALF)
    with parts.place_of(upload).open("ab") as file:
        file.write(b"half a part of a server that was killed" * 1000)

    send(upload, HALF, len(CONTENT))

    assert content_of(finished(upload)) == CONTENT


@pytest.mark.django_db
def test_finishing_twice_gives_the_same_paper() -> None:
    upload = sent()

    assert finished(upload) == finished(upload)
    assert Document.objects.count() == 1


@pytest.mark.usefixtures("real_commits")
def test_finishing_in_eight_places_at_once_makes_one_paper() -> None:
    upload = sent()

    papers = at_once([lambda: finished(upload).id] * 8)

    assert len(set(map(str, papers))) == 1
    assert Document.objects.count() == 1


@pytest.mark.usefixtures("real_commits")
def test_of_equal_parts_at_once_one_is_taken() -> None:
    upload = begun()

    outcomes = at_once([lambda: send(upload, 0, HALF).offset] * 6)

    assert sum(isinstance(one, UploadElsewhere) for one in outcomes) == 5
    assert parts.whole(upload_of(upload, SENDER)) == CONTENT[:HALF]


@pytest.mark.django_db
def test_an_unfinished_file_does_not_come_in() -> None:
    upload = begun()
    send(upload, 0, HALF)

    with pytest.raises(UploadUnfinished, match=r"“đơn\.pdf” chưa gửi xong"):
        finished(upload)

    send(upload, HALF, len(CONTENT))
    assert finished(upload)


@pytest.mark.django_db
def test_a_file_that_is_not_what_was_announced_is_refused_and_forgotten() -> None:
    upload = sent(digest="0" * 64)

    with pytest.raises(UploadDamaged):
        finished(upload)

    assert not Upload.objects.exists()
    assert not parts.place_of(upload).exists()


@pytest.mark.django_db
def test_a_refused_file_is_forgotten_so_that_another_can_be_chosen() -> None:
    upload = sent(b"MZ" + b"x" * 100, "chạy.exe")

    with pytest.raises(FileTypeForbidden):
        finished(upload)

    assert not Upload.objects.exists()
    with pytest.raises(FileTypeForbidden, match="Chỉ nhận tệp PNG"):
        finished(sent(), Wanted(("image/png",)))


@pytest.mark.django_db
def test_a_file_that_waits_for_the_scanner_need_not_be_sent_again(settings: Settings) -> None:
    upload = sent()
    settings.CLAMAV_REQUIRED = True
    with pytest.raises(ScannerAway):
        finished(upload)

    settings.CLAMAV_REQUIRED = False

    assert finished(upload)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "part"), [(0, b""), (0, CONTENT + b"x"), (0, b"x" * (MOST_PART_BYTES + 1))]
)
def test_a_part_of_a_wrong_size_is_refused(start: int, part: bytes) -> None:
    upload = begun()

    with pytest.raises(UploadPartWrong):
        append(upload, offset=start, part=part, by=SENDER, at=MONDAY_MORNING)

    assert upload_of(upload, SENDER).offset == 0


@pytest.mark.django_db
def test_sizes_are_checked_before_anything_is_sent(settings: Settings) -> None:
    with pytest.raises(FileEmpty):
        begin("a.pdf", size=0, by=SENDER, at=MONDAY_MORNING)
    with pytest.raises(FileTooLarge):
        begin("a.pdf", size=settings.MAX_FILE_BYTES + 1, by=SENDER, at=MONDAY_MORNING)


@pytest.mark.django_db
def test_strangers_neither_see_nor_touch_an_upload() -> None:
    upload, other = sent(), Actor(uuid4())

    for act in (
        lambda: send(upload, 0, 1, by=other),
        lambda: finished(upload, by=other),
        lambda: give_up(upload, by=other, at=MONDAY_MORNING),
        lambda: upload_of(upload, other),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotPermitted):
        begin("a.pdf", size=1, by=SYSTEM, at=MONDAY_MORNING)


@pytest.mark.django_db
def test_one_person_has_a_bounded_number_and_size_under_way(settings: Settings) -> None:
    settings.MAX_OPEN_UPLOADS = 2
    begun()
    finished(sent())
    begun()

    with pytest.raises(UploadsTooMany):
        begun()

    settings.MAX_OPEN_UPLOADS, settings.MAX_OPEN_UPLOAD_BYTES = 9, 3 * len(CONTENT) - 1
    with pytest.raises(UploadsTooMany):
        begun()
    begin("a.pdf", size=1, by=Actor(uuid4()), at=MONDAY_MORNING)


@pytest.mark.usefixtures("real_commits")
def test_the_number_under_way_holds_when_many_begin_at_once(settings: Settings) -> None:
    settings.MAX_OPEN_UPLOADS = 3

    outcomes = at_once([begun] * 8)

    assert sum(isinstance(one, UploadsTooMany) for one in outcomes) == 5
    assert Upload.objects.count() == 3
    connection.close()


@pytest.mark.django_db
def test_an_upload_can_be_given_up() -> None:
    upload = begun()
    send(upload, 0, HALF)

    give_up(upload, by=SENDER, at=MONDAY_MORNING)

    assert not Upload.objects.exists()
    assert not parts.place_of(upload).exists()


@pytest.mark.django_db
def test_an_upload_ends_after_a_day_and_its_parts_are_deleted() -> None:
    upload, fresh = begun(), begun()
    send(upload, 0, HALF)
    later = MONDAY_MORNING + LASTS
    Upload.objects.filter(pk=fresh).update(expires_at=later + timedelta(hours=1))

    with pytest.raises(UploadOver, match="hết hạn"):
        append(upload, offset=HALF, part=b"x", by=SENDER, at=later)
    assert forget_old(by=SYSTEM, at=later) == 1

    assert list(Upload.objects.values_list("id", flat=True)) == [fresh]
    assert not parts.place_of(upload).exists()


@pytest.mark.django_db
def test_what_a_killed_server_left_behind_goes_a_day_later(tmp_path: Path) -> None:
    upload = begun()
    send(upload, 0, HALF)
    stray = tmp_path / "uploads" / "abc.upload"
    stray.write_bytes(b"x")

    forget_old(by=SYSTEM, at=MONDAY_MORNING)
    assert stray.exists()
    forget_uploads(0)  # months after Monday: the upload is over too, its parts are not strays

    assert not Upload.objects.exists()
    parts.remove_strays(frozenset(), MONDAY_MORNING + timedelta(days=3650))
    assert not stray.exists()


@pytest.mark.django_db
def test_the_database_keeps_offsets_within_the_file() -> None:
    upload = begun()

    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload).update(offset=len(CONTENT) + 1)
