"""Reading a signed scan: letters, codes, proposals. Outside any transaction: it takes seconds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from motcua.digitisation import ocr, pictures
from motcua.digitisation.actions import keep_reading, note_unreadable
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.proposing import propose
from motcua.digitisation.queries import pages_of
from motcua.digitisation.rules import State
from motcua.documents.queries import content_of, documents_by_id
from motcua.kernel.actors import SYSTEM

WAITED = timedelta(minutes=10)


def read_copy(copy_id: UUID, clock: Callable[[], datetime]) -> None:
    """Read a scan and keep what was read; what cannot be read is left to an officer."""
    copy = DigitalCopy.objects.get(pk=copy_id)
    if copy.state != State.SIGNED:
        return
    scan, pages = scan_of(copy)
    try:
        reading = ocr.read(scan, pages)
    except (ocr.ReaderMissing, ocr.NotReadable) as refusal:
        note_unreadable(copy_id, str(refusal), by=SYSTEM, at=clock())
        return
    proposals = propose(reading.pages, reading.codes)
    keep_reading(copy_id, reading, proposals, by=SYSTEM, at=clock())


def scan_of(copy: DigitalCopy) -> tuple[bytes, int]:
    """Return the scan as it was before it was signed, and how many pages it has."""
    pages = pages_of(copy)
    known = documents_by_id(page.document for page in pages)
    return pictures.put_together([content_of(known[page.document]) for page in pages]), len(pages)


def unread(at: datetime) -> list[UUID]:
    """Return the papers that were signed a while ago and that nobody has read."""
    waiting = DigitalCopy.objects.filter(state=State.SIGNED, signed_at__lte=at - WAITED)
    return list(waiting.order_by("signed_at").values_list("id", flat=True)[:50])
