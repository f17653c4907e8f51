"""What a signature shows on the page, as another program draws and reads it."""

import io
from uuid import uuid4

import pypdfium2
import pypdfium2.raw
from pyhanko.pdf_utils.reader import PdfFileReader

from motcua.signing.appearance import Drawing, Line, Words
from motcua.signing.authority import SampleAuthority
from motcua.signing.pades import Stamp, sign
from tests.calendars import MONDAY_MORNING
from tests.signing.papers_to_sign import a_paper

PLACE = (20, 20, 140, 60)
Box = tuple[float, float, float, float]


def stamped(*lines: Line) -> bytes:
    certificate = SampleAuthority(MONDAY_MORNING).issue(uuid4(), "person", "Đỗ Văn Mẫu")
    stamp = Stamp(Drawing(120, 40, lines, inset=4, frame=0.5), 0, PLACE)
    return sign(a_paper(), certificate, field="One", reason="Thử", stamp=stamp, at=MONDAY_MORNING)


def shown(pdf: bytes) -> tuple[str, list[Box]]:
    """Return the words below the line at which the stamp begins, and the box of each letter."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        page = paper[0]
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
        text = paper[0].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        return text.get_text_bounded(0, 0, 300, PLACE[3]), [one for one in boxes if one[3] < 70]


def test_every_letter_of_a_stamp_is_read_as_it_was_written() -> None:
    text, _ = shown(
        stamped(
            Line((Words("Đã ký số", bold=True),), 10),
            Line((Words("Người ký: "), Words("Nguyễn Thị Ước Ðẹp (Ð, Đ)", bold=True)), 7),
        )
    )

    assert "Đã ký số" in text
    assert "Người ký: Nguyễn Thị Ước" in text


def test_a_line_too_long_for_its_box_is_drawn_smaller() -> None:
    _, boxes = shown(stamped(Line((Words("Ủy ban nhân dân xã có tên rất dài " * 3),), 10)))

    assert min(left for left, *_ in boxes) >= PLACE[0]
    assert max(right for _, _, right, _ in boxes) <= PLACE[2]


def test_a_letter_that_the_font_lacks_is_said_by_its_number() -> None:
    text, _ = shown(stamped(Line((Words("Ai đó \U0001f600 e\u0301 x\u0301"),), 7)))

    assert "Ai đó [U+1F600] é x[U+0301]" in text


def test_signing_leaves_the_metadata_of_a_paper_as_they_are() -> None:
    before, after = (
        PdfFileReader(io.BytesIO(pdf)).root
        for pdf in (a_paper(), stamped(Line((Words("Đã ký"),), 9)))
    )

    assert before["/Metadata"].data == after["/Metadata"].data
