"""What the two signatures of a digitised paper show on its first page."""

from datetime import datetime

from django.utils.timezone import localtime

from motcua.documents import pdfium
from motcua.signing.appearance import Drawing, Line, Words
from motcua.signing.pades import Stamp

WIDTH, HEIGHT, MARGIN = 180, 30, 6


def scanner_stamp(pdf: bytes, name: str, at: datetime) -> Stamp:
    """Return the stamp of who scanned: upper left of the first page, with name and time."""
    return _stamp(pdf, "Người số hóa", name, at, 0)


def agency_stamp(pdf: bytes, name: str, at: datetime) -> Stamp:
    """Return the stamp of the agency that compared the scan with the paper, below the first."""
    return _stamp(pdf, "Cơ quan xác nhận", name, at, 1)


def _stamp(pdf: bytes, label: str, name: str, at: datetime, place: int) -> Stamp:
    moment = f"{localtime(at):%H:%M:%S %d/%m/%Y}"
    lines = (
        Line((Words(f"{label}: "), Words(name, bold=True)), 7.5),
        Line((Words(f"Thời gian: {moment}"),), 7.5),
    )
    drawing = Drawing(WIDTH, HEIGHT, lines, inset=4, frame=0.6, white=True)
    with pdfium.document(pdf) as paper:
        _, height = paper[0].get_size()
    top = round(height) - MARGIN - place * (HEIGHT + MARGIN // 2)
    return Stamp(drawing, 0, (MARGIN, top - HEIGHT, MARGIN + WIDTH, top))
