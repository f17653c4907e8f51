"""The corpus of hostile and good files, through the very door that people use."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from motcua.documents import reading
from motcua.documents.actions import take_in
from motcua.documents.checking.apart import MEMORY
from motcua.documents.models import Document, StoredFile
from motcua.documents.queries import content_of
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from tests.calendars import MONDAY_MORNING
from tests.documents.corpus import BOMBS, GOOD, REFUSED, Sent
from tests.papers import a_pdf

SOMEBODY = Actor(uuid4())
LIBRARIES = 96 * 1024 * 1024  # what the process of the checker takes before any file comes


def take(sent: Sent) -> Document:
    return take_in(sent.name, sent.make(), subject=None, by=SOMEBODY, at=MONDAY_MORNING)


def test_the_corpus_is_large_and_names_each_file_once() -> None:
    names = [sent.name for sent in [*REFUSED, *GOOD]]

    assert len(names) == len(set(names)) >= 110


@pytest.mark.django_db
@pytest.mark.parametrize("sent", REFUSED, ids=lambda sent: sent.name)
def test_a_hostile_file_is_refused_with_its_reason_and_leaves_nothing(
    sent: Sent, files: Path, tmp_path: Path
) -> None:
    with pytest.raises(DomainError) as refusal:
        take(sent)

    assert sent.words in str(refusal.value)
    assert f"“{sent.name}”" in str(refusal.value)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("sent", GOOD, ids=lambda sent: sent.name)
def test_a_good_file_comes_in(sent: Sent) -> None:
    document = take(sent)

    assert document.name == sent.name
    assert document.file.size == len(content_of(document))


@contextmanager
def watching_children() -> Iterator[list[int]]:
    """Look all the time how much memory the children of the checker have taken at most."""
    reading.opened("a.pdf", "application/pdf", a_pdf())
    running = reading._checker._running
    assert running is not None
    most, over = [0], threading.Event()

    def look() -> None:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while not over.wait(0.002):
            for child in children.read_text().split():
                most[0] = max(most[0], _peak(child))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def _peak(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    told = [line for line in lines if line.startswith("VmHWM")]
    return int(told[0].split()[1]) * 1024 if told else 0


def _own_peak() -> int:
    return _peak(str(os.getpid()))


@pytest.mark.django_db
def test_bombs_take_little_memory_there_and_none_here() -> None:
    made = [(sent.name, sent.make()) for sent in BOMBS]
    before = _own_peak()

    with watching_children() as most:
        for name, content in made:
            with pytest.raises(DomainError):
                take_in(name, content, subject=None, by=SOMEBODY, at=MONDAY_MORNING)

    assert 0 < most[0] <= LIBRARIES + MEMORY
    assert _own_peak() - before < 64 * 1024 * 1024


@pytest.mark.usefixtures("real_commits")
def test_twenty_uploads_at_once_leave_whole_files_and_nothing_else(
    files: Path, tmp_path: Path
) -> None:
    hostile = REFUSED[:10]

    def one(at: int) -> str:
        try:
            if at % 2:
                return str(take(hostile[at // 2]).id)
            content = a_pdf(pages=1 + at // 2)
            return take_in(
                f"{at}.pdf", content, subject=None, by=SOMEBODY, at=MONDAY_MORNING
            ).file_id
        except DomainError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as senders:
        kept = [one for one in senders.map(one, range(20)) if one]

    assert len(kept) == Document.objects.count() == 10
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    lying = StoredFile.objects.filter(digest__in=kept).values_list("stored_as", flat=True)
    assert left == sorted(str(one) for one in lying)
