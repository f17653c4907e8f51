"""What the pages of the scan station show of a paper."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from PIL import Image

from motcua.digitisation.contents import Content
from motcua.digitisation.models import DigitalCopy, ScannedPage
from motcua.digitisation.proposing import Proposal, same_words
from motcua.digitisation.rules import FIELDS, LABELS, LegalField, State
from motcua.digitisation.sheets import sheets_of
from motcua.documents.queries import content_of, documents_by_id

WIDTH = 1000  # units of the picture on which places are marked
SURE_FROM = 0.85
MOST_PICTURES = 30
TONES = {
    State.SCANNING: "near",
    State.SIGNED: "paused",
    State.READ: "near",
    State.STORED: "in_time",
    State.CONFIRMED: "done",
    State.RETURNED: "overdue",
    State.DISCARDED: "none",
}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One picture at the station: which page of the paper it shows, and what was found out."""

    page: ScannedPage
    number: int
    notes: str


def thumbnails(pages: list[ScannedPage]) -> list[Thumbnail]:
    """Return the pictures of a paper with the page each shows."""
    words = {(True, False): "có ghi chú", (False, True): "đã bỏ ghi chú"}
    return [
        Thumbnail(page, sheet.number, words.get((sheet.with_notes, sheet.notes_removed), ""))
        for page, sheet in zip(pages, sheets_of(pages), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value was found, in units of the drawn picture, and the number of its field."""

    field: str
    number: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page beside the fields, with the places that were found on it."""

    address: str
    number: int
    height: int
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Asked:
    """One legal field: what is in it, and how sure the machine was of what it proposed."""

    field: LegalField
    number: int
    value: str
    sure: int | None
    is_doubtful: bool
    read_otherwise: str
    error: str


def drawn_pages(copy: DigitalCopy, pages: list[ScannedPage], content: Content) -> list[Drawn]:
    """Return the first pages with the places of what was proposed."""
    known = documents_by_id(page.document for page in pages[:MOST_PICTURES])
    drawn = []
    for number, page in enumerate(pages[:MOST_PICTURES], start=1):
        with Image.open(io.BytesIO(content_of(known[page.document]))) as picture:
            height = round(WIDTH * picture.height / picture.width)
        address = reverse("digitisation:page", args=[copy.id, page.id])
        drawn.append(Drawn(address, number, height, list(_marks(content, number, height))))
    return drawn


def _marks(content: Content, page: int, height: int) -> list[Mark]:
    marks = []
    for number, field in enumerate(FIELDS, start=1):
        one = content.proposals.get(field.id)
        if one is not None and one.page == page:
            box = one.box
            marks.append(
                Mark(
                    field.id,
                    number,
                    round(box.left * WIDTH) - 4,
                    round(box.top * height) - 4,
                    round((box.right - box.left) * WIDTH) + 8,
                    round((box.bottom - box.top) * height) + 8,
                )
            )
    return marks


def asked_fields(
    content: Content, typed: Mapping[str, str] | None, errors: Mapping[str, str]
) -> list[Asked]:
    """Return the legal fields with what was typed, else what was stated, else what was proposed."""
    read = {field: one.value for field, one in content.proposals.items()}
    stated = typed if typed is not None else {**read, **content.values}
    return [
        _asked(field, number, stated.get(field.id, ""), content.proposals.get(field.id), errors)
        for number, field in enumerate(FIELDS, start=1)
    ]


def _asked(
    field: LegalField,
    number: int,
    value: str,
    proposal: Proposal | None,
    errors: Mapping[str, str],
) -> Asked:
    return Asked(
        field,
        number,
        value,
        round(proposal.sure * 100) if proposal else None,
        proposal is not None and proposal.sure < SURE_FROM,
        proposal.value if proposal and value and not same_words(proposal.value, value) else "",
        errors.get(field.id, ""),
    )


def state_words(copy: DigitalCopy) -> tuple[str, str]:
    """Return where a paper stands in words, and the tone of its tag."""
    state = State(copy.state)
    return LABELS[state].capitalize(), TONES[state]
