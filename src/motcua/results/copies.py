"""Drawing a certified copy from the register: what it says, then the pages that are kept."""

import io
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate, localtime
from PIL import Image

from motcua.documents import pdfium
from motcua.documents.models import Document
from motcua.documents.paper import draw, qr_svg
from motcua.documents.queries import content_of
from motcua.organisations.models import Agency
from motcua.people.rules import masked_number
from motcua.results.holders import opened
from motcua.results.models import CertifiedCopy, Entry
from motcua.signing.appearance import BLACK, Drawing, Line, Words
from motcua.signing.pades import Stamp

PAPER = Path(__file__).parent / "paper"
MARK = "NOI-DONG-DAU"
COPIED = "Đã ký số, sao từ sổ gốc"
WIDTH, HEIGHT = 190, 40
FALLBACK = (440, 120)  # the middle of the seal when its mark is not found
PDF = "application/pdf"


@lru_cache(maxsize=2)
def _template(name: str) -> str:
    return (PAPER / f"{name}.typ").read_text(encoding="utf-8")


def verify_url(code: str) -> str:
    """Return the public page that says whether a copy is genuine."""
    return f"{settings.PUBLIC_URL}/xac-thuc/{code}"


def drawn(copy: CertifiedCopy, keeper: Agency, document: Document | None, at: datetime) -> bytes:
    """Return the copy as PDF: a page of what the register says, and after it the kept pages."""
    pages = _pages(document) if document else None
    count = pdfium.pages_in(pages) if pages is not None else 0
    first = draw(_template("copy"), _facts(copy, keeper, count, at))
    if pages is None:
        return first
    out = io.BytesIO()
    with pdfium.document(first) as whole, pdfium.document(pages) as kept:
        whole.import_pages(kept)
        whole.save(out)
    return out.getvalue()


def _pages(document: Document) -> bytes:
    content = content_of(document)
    if document.file.media_type == PDF:
        return content
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("RGB").save(out, "PDF", resolution=150.0)
    return out.getvalue()


def _facts(copy: CertifiedCopy, keeper: Agency, pages: int, at: datetime) -> dict[str, object]:
    entry, day, url = copy.entry, localdate(at), verify_url(copy.verify_code)
    return {
        "agency": keeper.name,
        "agency_parent": keeper.parent.name if keeper.parent else "",
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "number_label": f"Bản sao số {copy.ordinal}",
        "name": entry.name,
        "lines": _lines(entry, day),
        "pages": pages,
        "asked_by": copy.asked_by,
        "ordinal": copy.ordinal,
        "qr": qr_svg(url),
        "verify_url": url,
        "is_sample": settings.IS_SAMPLE,
    }


def _lines(entry: Entry, day: date) -> list[tuple[str, str]]:
    holder = opened(entry)
    ends = f" đến hết ngày {entry.valid_to:%d/%m/%Y}" if entry.valid_to else ", không có thời hạn"
    said = [
        ("Số, ký hiệu", entry.number),
        ("Cơ quan cấp", entry.agency.name),
        ("Ngày cấp", f"{entry.issued_on:%d/%m/%Y}"),
        ("Người được cấp", holder.name),
        ("Số định danh", masked_number(holder.number)),
        ("Năm sinh", str(holder.birth_year or "")),
        ("Trích yếu", entry.summary),
        ("Phạm vi hiệu lực", entry.scope),
        ("Có hiệu lực", f"từ ngày {entry.valid_from:%d/%m/%Y}{ends}"),
        (f"Tình trạng ngày {day:%d/%m/%Y}", entry.standing(day).label),
    ]
    return [(name, value) for name, value in said if value]


def seal_stamp(pdf: bytes, agency: str, at: datetime, says: str = COPIED) -> Stamp:
    """Return the seal of an agency, where the first page has its mark, with what it says."""
    lines = (
        Line((Words(agency.upper(), bold=True),), 9, BLACK),
        Line((Words(f"{says} lúc {localtime(at):%H:%M:%S %d/%m/%Y}"),), 7),
    )
    drawing = Drawing(WIDTH, HEIGHT, lines, side=0.5, top=4, white=True)
    middle, bottom = FALLBACK
    with pdfium.document(pdf) as paper:
        text = paper[0].get_textpage()
        hit = text.search(MARK).get_next()
        if hit is not None:
            left, low, right, _ = text.get_charbox(hit[0])
            middle, bottom = int((left + right) / 2), int(low)
    left = middle - WIDTH // 2
    return Stamp(drawing, 0, (left, bottom, left + WIDTH, bottom + HEIGHT))
