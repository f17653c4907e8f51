"""From the file that was chosen to pages that can be kept: read, upright, measured."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from motcua.digitisation.knowledge import limits
from motcua.digitisation.models import DigitalCopy, ScannedPage
from motcua.digitisation.pictures import pictures_of
from motcua.digitisation.quality import measure
from motcua.digitisation.rules import Sheet
from motcua.documents.rules import ANY
from motcua.documents.taking_in import received

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it will be kept, with what was found out about it."""

    content: bytes
    dpi: int
    is_blank: bool
    warnings: list[str]


def pictures_in(name: str, content: bytes) -> list[Picture]:
    """Return the pages of a chosen file, or refuse the file with the reason.

    Runs outside of any transaction, as other uploads do.
    """
    file = received(name, content, ANY)
    return [looked_at(page) for page in pictures_of(file.content, file.media_type)]


def looked_at(content: bytes) -> Picture:
    """Measure one page."""
    with Image.open(io.BytesIO(content)) as picture:
        found = measure(picture)
    return Picture(content, found.dpi, found.is_blank(limits()), found.warnings(limits()))


def sheets_of(pages: Iterable[ScannedPage]) -> list[Sheet]:
    """Return which page of the paper each picture shows: one without its notes shows the same
    page as the one with them before it."""
    sheets: list[Sheet] = []
    number = 0
    for page in pages:
        again = page.notes_removed and bool(sheets) and sheets[-1].with_notes
        number += 0 if again else 1
        sheets.append(Sheet(number, page.with_notes, page.notes_removed))
    return sheets


def file_name(copy: DigitalCopy) -> str:
    """Return the name under which a digitised paper is fetched."""
    return f"so-hoa-{str(copy.id)[-12:]}.pdf"
