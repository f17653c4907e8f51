"""Pages as pictures: taken out of what was uploaded, turned, cut in two, put together as PDF."""

import io
from collections.abc import Iterator, Sequence

import img2pdf
from PIL import Image, ImageOps

from motcua.digitisation.quality import dpi_of
from motcua.documents import pdfium

JPEG = "image/jpeg"
PDF = "application/pdf"
GOOD = 90  # of JPEG; below it small print gets dirt around its letters
SMALL_IS_ENOUGH = 75
POINTS, MOST_DPI = 72, 300
MOST_POINTS = 1400  # the longer side; larger sheets are drawn at fewer dots to the inch


def pictures_of(content: bytes, media_type: str) -> Iterator[bytes]:
    """Return the pages of an uploaded file, upright, as JPEG that says its resolution.

    The file was read by its own reader before. Nothing of a camera's notes (place, time, owner)
    is left.
    """
    if media_type == PDF:
        yield from _drawn(content)
        return
    with Image.open(io.BytesIO(content)) as picture:
        dpi = dpi_of(picture)
        yield _as_jpeg(ImageOps.exif_transpose(picture), dpi)


def _drawn(content: bytes) -> Iterator[bytes]:
    for number in range(pdfium.pages_in(content)):
        with pdfium.document(content) as paper:
            page = paper[number]
            larger = max(max(page.get_size()) / MOST_POINTS, 1)
            dpi = round(MOST_DPI / larger)
            drawn = _as_jpeg(page.render(scale=dpi / POINTS).to_pil(), dpi)
        yield drawn


def turned(content: bytes, degrees: int) -> bytes:
    """Return a page turned clockwise by a quarter, a half or three quarters."""
    with Image.open(io.BytesIO(content)) as picture:
        dpi = dpi_of(picture)
        return _as_jpeg(picture.rotate(-degrees, expand=True), dpi)


def halves(content: bytes) -> tuple[bytes, bytes]:
    """Return the two pages that one picture of an open book shows, the left one first."""
    with Image.open(io.BytesIO(content)) as picture:
        dpi, middle = dpi_of(picture), picture.width // 2
        left = picture.crop((0, 0, middle, picture.height))
        right = picture.crop((middle, 0, picture.width, picture.height))
        return _as_jpeg(left, dpi), _as_jpeg(right, dpi)


def _as_jpeg(picture: Image.Image, dpi: int) -> bytes:
    out = io.BytesIO()
    grey = picture.mode in {"1", "L", "LA", "I;16"}
    picture.convert("L" if grey else "RGB").save(out, "JPEG", quality=GOOD, dpi=(dpi, dpi))
    return out.getvalue()


def smaller(content: bytes, longest: int) -> bytes:
    """Return a page in at most so many dots, for a list of pages."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (longest, longest))
        picture.thumbnail((longest, longest))
        picture.save(out, "JPEG", quality=SMALL_IS_ENOUGH)
    return out.getvalue()


def put_together(pages: Sequence[bytes]) -> bytes:
    """Return a PDF with one page for each picture, its size the paper's at the stated dots to
    the inch (100 %), its data untouched."""
    return bytes(img2pdf.convert(list(pages), producer="Motcua"))
