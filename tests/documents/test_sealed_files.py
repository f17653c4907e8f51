"""Files lie in the store sealed; those from before are read, and sealed while everybody works."""

from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from motcua.documents import storage
from motcua.documents.actions import forget, keep, seal_open_files
from motcua.documents.jobs import seal_files
from motcua.documents.models import Document, StoredFile
from motcua.documents.queries import content_of, open_files
from motcua.documents.sealed_files import opened
from motcua.documents.storage import StoredBytesChanged, disk
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
OLD, SECRET = b"from before 037190000077", b"new 037190000077"


def kept(content: bytes) -> Document:
    return keep(
        "a.pdf", content, "application/pdf", purpose="slip", subject=uuid4(), by=SYSTEM,
        at=MONDAY_MORNING,
    )  # fmt: skip


def one_from_before(content: bytes) -> Document:
    """Keep a paper as the release before did: its row says nothing of seals."""
    digest = sha256(content).hexdigest()
    storage.write(digest, [content])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_storedfile (digest, size, media_type, scanned, stored_at)"
            " VALUES (%s, %s, 'application/pdf', false, now())",
            [digest, len(content)],
        )
    return kept(content)


def lying(files: Path) -> list[bytes]:
    return [path.read_bytes() for path in files.rglob("*") if path.is_file()]


def seal_all() -> list[str]:
    return list(seal_open_files(by=SYSTEM, at=MONDAY_MORNING))


def test_what_is_kept_lies_sealed_under_the_hash_of_what_lies_there(files: Path) -> None:
    document = kept(SECRET)

    (there,) = lying(files)
    assert SECRET not in there
    assert document.file.stored_as == sha256(there).hexdigest()
    assert content_of(document) == SECRET


def test_a_sealed_file_that_was_changed_or_exchanged_is_not_given_out() -> None:
    mine, other = kept(SECRET), kept(b"another")
    places = [disk.path_of(str(one.file.stored_as)) for one in (mine, other)]
    there = places[0].read_bytes()

    for wrong in (places[1].read_bytes(), there[:-1], b"", bytes([there[0] ^ 1]) + there[1:]):
        places[0].write_bytes(wrong)
        with pytest.raises(StoredBytesChanged):
            content_of(mine)


def test_a_file_from_before_is_read_and_then_sealed_without_a_trace(files: Path) -> None:
    document = one_from_before(OLD)
    assert content_of(document) == OLD
    assert open_files() == 1

    done = seal_all()

    assert done == [document.file_id]
    assert open_files() == 0
    assert all(OLD not in one for one in lying(files))
    assert content_of(Document.objects.get(pk=document.id)) == OLD
    assert seal_all() == []


def test_whoever_read_the_row_before_it_was_sealed_still_gets_the_file() -> None:
    document = one_from_before(OLD)
    before = StoredFile.objects.get(pk=document.file_id)

    seal_files(0)

    assert before.stored_as is None
    assert opened(before) == OLD


def test_killed_before_the_open_bytes_went_it_takes_them_away_the_next_time(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = one_from_before(OLD)

    def killed(digest: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as at_once:
        at_once.setattr(storage, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            seal_all()
    sealed_as = StoredFile.objects.get(pk=document.file_id).stored_as

    assert seal_all() == [document.file_id]
    assert StoredFile.objects.get(pk=document.file_id).stored_as == sealed_as
    assert len(lying(files)) == 1


def test_a_file_that_is_gone_keeps_no_other_from_being_sealed() -> None:
    gone, there = one_from_before(OLD), one_from_before(b"another")
    storage.remove(gone.file_id)

    assert seal_all() == [there.file_id]
    assert open_files() == 1
    with pytest.raises(FileNotFoundError):
        content_of(gone)


def test_at_most_so_many_are_sealed_at_once() -> None:
    for number in range(3):
        one_from_before(b"%d" % number)

    assert len(list(seal_open_files(2, by=SYSTEM, at=MONDAY_MORNING))) == 2
    assert open_files() == 1


def test_forgetting_takes_the_key_and_the_bytes_sealed_or_open(files: Path) -> None:
    half = one_from_before(b"half")
    (digest,) = seal_all()
    StoredFile.objects.filter(pk=digest).update(lies_open=True)
    storage.write(digest, [b"half"])

    for one in (half, one_from_before(OLD), kept(SECRET)):
        forget(one, by=SYSTEM, at=MONDAY_MORNING)

    assert lying(files) == []
    assert not StoredFile.objects.exists()


def test_people_do_not_have_files_sealed() -> None:
    with pytest.raises(NotPermitted):
        list(seal_open_files(by=Actor(uuid4()), at=MONDAY_MORNING))
