"""Working a folder of scans off, paper by paper: each goes through all its steps or says why not.

What was done is never done again: each step asks how far the paper has come. So a run that was
killed goes on where it stood.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.digitisation import actions
from motcua.digitisation.contents import opened
from motcua.digitisation.manifest import Row
from motcua.digitisation.models import Batch, DigitalCopy
from motcua.digitisation.proposing import same_words
from motcua.digitisation.queries import pages_of
from motcua.digitisation.reading import read_copy
from motcua.digitisation.rules import OPEN_TO_SCANS, State
from motcua.digitisation.sheets import pictures_in
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.results.models import Entry

SURE = 0.85
Clock = Callable[[], datetime]


class Outcome(StrEnum):
    """What became of a row."""

    DONE = "đã số hóa"
    ALREADY = "đã xong từ trước"
    TO_CHECK = "chờ người kiểm"
    FAILED = "chưa làm được"


@dataclass(frozen=True, slots=True)
class Told:
    """What the report says of a row."""

    line: int
    number: str
    outcome: Outcome
    why: str = ""


class NotInRegister(DomainError):
    """The batch has no result of that number and day, or more than one."""

    message = "Đợt này không có đúng một kết quả số {number} cấp ngày {day}."


class BeingScanned(DomainError):
    """Somebody has this paper on the scanner."""

    message = "Kết quả số {number} đang được chụp ở trạm số hóa."


def work_off(row: Row, batch: Batch, *, by: Actor, clock: Clock) -> Told:
    """Take one paper through scanning, signing, reading and storing."""
    try:
        return _worked(row, batch, by, clock)
    except (DomainError, OSError) as refusal:
        return Told(row.line, row.number, Outcome.FAILED, str(refusal))


def _worked(row: Row, batch: Batch, by: Actor, clock: Clock) -> Told:
    key = row.key()
    copy = (
        DigitalCopy.objects.filter(batch=batch, row_key=key).exclude(state=State.DISCARDED).first()
    )
    if copy is not None and copy.state in {State.STORED, State.CONFIRMED}:
        return Told(row.line, row.number, Outcome.ALREADY)
    if copy is None:
        copy = _begun(row, batch, key, by, clock)
    if State(copy.state) in OPEN_TO_SCANS:
        _scan(row, copy, by, clock)
    read_copy(copy.id, clock)
    copy.refresh_from_db()
    doubt = _doubt(copy)
    if doubt:
        return Told(row.line, row.number, Outcome.TO_CHECK, doubt)
    actions.store_copy(copy.id, _values(copy), by=by, at=clock())
    return Told(row.line, row.number, Outcome.DONE)


def entry_of(row: Row, batch: Batch) -> UUID:
    """Return the result of the batch that a row names, or refuse."""
    found = Entry.objects.filter(
        pk__in=batch.entries.values("entry"), number=row.number, issued_on=row.issued_on
    )
    if row.type:
        found = found.filter(type_code=row.type)
    ids = list(found.values_list("id", flat=True)[:2])
    if len(ids) != 1:
        raise NotInRegister(number=row.number, day=f"{row.issued_on:%d/%m/%Y}")
    return ids[0]


def _begun(row: Row, batch: Batch, key: str, by: Actor, clock: Clock) -> DigitalCopy:
    """Begin with a paper; what another line or an earlier list had begun for it gives way."""
    entry, pages = entry_of(row, batch), row.pages or 1

    def begin() -> DigitalCopy:
        return actions.open_for_entry(
            entry, paper_pages=pages, batch=batch, row_key=key, by=by, at=clock()
        )

    copy = begin()
    if copy.row_key == key:
        return copy
    if copy.row_key is None:
        raise BeingScanned(number=row.number)
    actions.discard_copy(copy.id, by=by, at=clock())
    return begin()


def _scan(row: Row, copy: DigitalCopy, by: Actor, clock: Clock) -> None:
    """Put the pages in, all in one act, and sign them."""
    there = pages_of(copy)
    if not there:
        pages = [page for file in row.files for page in pictures_in(file.name, file.read_bytes())]
        there = actions.add_pages(copy.id, pages, by=by, at=clock())
    if row.pages is None:
        actions.count_paper(copy.id, paper_pages=len(there), by=by, at=clock())
    actions.sign_scan(copy.id, by=by, at=clock())


def _doubt(copy: DigitalCopy) -> str:
    """Say why an officer has to look: what was read for sure is not what the register says."""
    content = opened(copy)
    for field in ("number", "owner_number", "issued_on"):
        read, said = content.proposals.get(field), content.values.get(field, "")
        if read and said and read.sure >= SURE and not same_words(read.value, said):
            return f"sổ ghi {said}, trên giấy máy đọc {read.value}"
    return ""


def _values(copy: DigitalCopy) -> dict[str, str]:
    """Return what the register says, and what it lacks as it was read."""
    content = opened(copy)
    read = {field: one.value for field, one in content.proposals.items() if one.sure >= SURE}
    return {**read, **content.values}
