"""Pictures taken from what was uploaded, without what a camera notes about its owner."""

import io

from PIL import Image

from motcua.digitisation.pictures import halves, pictures_of, put_together, turned
from tests.scans import a_picture, a_scan, jpeg

ORIENTATION, MAKER, TURNED_RIGHT = 0x0112, 0x010F, 6


def size_of(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size


def test_a_photograph_stands_upright_and_says_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = TURNED_RIGHT, "Camera of a citizen"
    lying = jpeg(a_picture().rotate(90, expand=True), exif=exif)

    (page,) = pictures_of(lying, "image/jpeg")

    wide, high = size_of(page)
    assert wide < high
    assert b"Camera of a citizen" not in page


def test_every_page_of_a_pdf_becomes_a_picture() -> None:
    pdf = put_together([a_scan(), a_scan()])

    pages = list(pictures_of(pdf, "application/pdf"))

    assert len(pages) == 2
    with Image.open(io.BytesIO(pages[0])) as picture:
        assert round(picture.info["dpi"][0]) == 300


def test_a_huge_sheet_is_drawn_at_fewer_dots() -> None:
    wide = jpeg(Image.new("RGB", (6000, 400), "white"), dpi=100)

    (page,) = pictures_of(put_together([wide]), "application/pdf")

    assert max(size_of(page)) <= 300 * 1400 / 72 + 2


def test_a_page_keeps_its_size_on_paper() -> None:
    pdf = put_together([a_scan()])

    assert b"/MediaBox [ 0 0 595" in pdf.replace(b"[0 0", b"[ 0 0")


def test_turning_four_times_brings_a_page_back() -> None:
    page = a_scan()
    high = size_of(page)

    assert size_of(turned(page, 90)) == high[::-1]
    assert size_of(turned(turned(page, 180), 180)) == high


def test_both_halves_of_a_book_have_half_its_width() -> None:
    left, right = halves(a_scan())

    assert size_of(left)[0] == size_of(a_scan())[0] // 2
    assert size_of(left)[1] == size_of(right)[1]
