"""Hands that tamper with a signed file: each returns what an attacker would send round."""

import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic as pdf_objects
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

generic: Any = pdf_objects  # its constructors say no types
Hand = Callable[[bytes], bytes]
RANGE = re.compile(rb"/ByteRange \[ ?(\d+) (\d+) (\d+) (\d+) *\]( *)")


def flip(mark: bytes, after: int = 0, last: bool = False) -> Hand:
    """Change one bit of the byte that stands so far after a mark."""

    def hand(pdf: bytes) -> bytes:
        place = (pdf.rindex(mark) if last else pdf.index(mark)) + after
        return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    return hand


def in_signature(offset: int) -> Hand:
    """Change one hexadecimal digit of the last signature itself."""

    def hand(pdf: bytes) -> bytes:
        place = pdf.rindex(b"/Contents <") + len(b"/Contents <") + offset
        other = b"0" if pdf[place : place + 1] != b"0" else b"1"
        return pdf[:place] + other + pdf[place + 1 :]

    return hand


def with_range(change: Callable[[list[int]], list[int]]) -> Hand:
    """Write other numbers where the last signature says what it covers; the length stays."""

    def hand(pdf: bytes) -> bytes:
        found = list(RANGE.finditer(pdf))[-1]
        said = change([int(number) for number in found.groups()[:4]])
        written = b"/ByteRange [" + b" ".join(str(one).encode() for one in said) + b"]"
        room = found.end() - found.start()
        assert len(written) <= room, "no room for these numbers"
        return pdf[: found.start()] + written.ljust(room) + pdf[found.end() :]

    return hand


def changed(change: Callable[[IncrementalPdfFileWriter], None]) -> Hand:
    """Add a revision to the file, as an editor would."""

    def hand(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
        return out.getvalue()

    return hand


def _page(writer: IncrementalPdfFileWriter, number: int = 0) -> Any:
    return writer.root["/Pages"]["/Kids"][number]


def _touch(writer: IncrementalPdfFileWriter, thing: Any) -> None:
    writer.update_container(thing)


def other_content(writer: IncrementalPdfFileWriter) -> None:
    """Draw something else on the first page, under the number of the old content."""
    stream = _page(writer)["/Contents"]
    content = stream[0] if isinstance(stream, generic.ArrayObject) else stream
    content._data = b"BT ET"
    content._encoded_data = None
    _touch(writer, content)


def new_content(writer: IncrementalPdfFileWriter) -> None:
    """Let the first page show a new stream instead of its own."""
    page = _page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    _touch(writer, page)


def another_page(writer: IncrementalPdfFileWriter) -> None:
    """Add a page at the end."""
    pages = writer.root["/Pages"]
    new = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): generic.ArrayObject([generic.NumberObject(0)] * 4),
            pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    pages["/Kids"].append(writer.add_object(new))
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
    _touch(writer, pages)


def one_page_less(writer: IncrementalPdfFileWriter) -> None:
    """Take the last page away."""
    pages = writer.root["/Pages"]
    del pages["/Kids"][-1]
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) - 1)
    _touch(writer, pages)


def pages_swapped(writer: IncrementalPdfFileWriter) -> None:
    """Show the second page first."""
    pages = writer.root["/Pages"]
    kids = list(pages["/Kids"])
    pages["/Kids"] = generic.ArrayObject([pages["/Kids"].raw_get(1), pages["/Kids"].raw_get(0)])
    assert len(kids) == 2
    _touch(writer, pages)


def other_size(writer: IncrementalPdfFileWriter) -> None:
    """Cut the first page down, so that the foot cannot be seen."""
    page = _page(writer)
    page["/CropBox"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 200, 300, 400)])
    _touch(writer, page)


def rotated(writer: IncrementalPdfFileWriter) -> None:
    """Turn the first page upside down."""
    page = _page(writer)
    page["/Rotate"] = generic.NumberObject(180)
    _touch(writer, page)


def a_note_on_top(writer: IncrementalPdfFileWriter) -> None:
    """Lay a white note with other words over the text."""
    page = _page(writer)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (20, 300, 280, 380)]
            ),
            pdf_name("/Contents"): generic.pdf_string("Số 2"),
        }
    )
    annots = page.get("/Annots", generic.ArrayObject())
    page["/Annots"] = generic.ArrayObject([*annots, writer.add_object(note)])
    _touch(writer, page)


def other_font(writer: IncrementalPdfFileWriter) -> None:
    """Give the letters other shapes."""
    fonts = _page(writer)["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font["/BaseFont"] = pdf_name("/Wingdings")
    _touch(writer, font)


def _fields(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/AcroForm"]["/Fields"]


def other_stamp(writer: IncrementalPdfFileWriter) -> None:
    """Let the visible stamp of the signature show another name."""
    stamp = _fields(writer)[0]["/AP"]["/N"]
    stamp._data = b"BT ET"
    stamp._encoded_data = None
    _touch(writer, stamp)


def other_reason(writer: IncrementalPdfFileWriter) -> None:
    """Give another reason for signing, in a later copy of the signature."""
    signature = _fields(writer)[0]["/V"]
    signature["/Reason"] = generic.pdf_string("Đồng ý cấp")
    _touch(writer, signature)


def moved_stamp(writer: IncrementalPdfFileWriter) -> None:
    """Move the stamp to another place."""
    field = _fields(writer)[0]
    field["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 1, 1)])
    _touch(writer, field)


def no_form(writer: IncrementalPdfFileWriter) -> None:
    """Hide that there ever was a signature."""
    del writer.root["/AcroForm"]
    writer.update_root()  # type: ignore[no-untyped-call]


def no_value(writer: IncrementalPdfFileWriter) -> None:
    """Empty the signature's field."""
    field = _fields(writer)[0]
    del field["/V"]
    _touch(writer, field)


def a_script(writer: IncrementalPdfFileWriter) -> None:
    """Have something run when the file is opened."""
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("x")}
    )
    writer.update_root()  # type: ignore[no-untyped-call]


def a_text_field(writer: IncrementalPdfFileWriter) -> None:
    """Add a field that shows words over the page."""
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string("so"),
            pdf_name("/V"): generic.pdf_string("2"),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(9)] * 4),
        }
    )
    _fields(writer).append(writer.add_object(field))
    _touch(writer, _fields(writer))


def renamed(writer: IncrementalPdfFileWriter) -> None:
    """Give the file another title."""
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Giấy phép")}))


def described(writer: IncrementalPdfFileWriter) -> None:
    """Describe the file in another way: nothing of it is seen on a page."""
    words = generic.StreamObject(stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    words[pdf_name("/Type")] = pdf_name("/Metadata")
    words[pdf_name("/Subtype")] = pdf_name("/XML")
    known = writer.root.get("/Metadata")
    if known is None:
        writer.root["/Metadata"] = writer.add_object(words)
        writer.update_root()  # type: ignore[no-untyped-call]
        return
    known._data, known._encoded_data = words.data, None
    _touch(writer, known)


def hidden_in_the_hole(pdf: bytes) -> bytes:
    """Hide a comment in what the signature leaves out, beside the signature."""
    ends = pdf.index(b">", pdf.rindex(b"/Contents <"))
    words = b"> % ba "
    assert pdf[ends - 40 : ends] == b"0" * 40
    return pdf[: ends - len(words) + 1] + words + pdf[ends + 1 :]


def signature_of(other: bytes) -> Hand:
    """Put the signature of another file into this one."""

    def contents(pdf: bytes) -> tuple[int, int]:
        begins = pdf.rindex(b"/Contents <")
        return begins, pdf.index(b">", begins)

    def hand(pdf: bytes) -> bytes:
        (ours, our_end), (theirs, their_end) = contents(pdf), contents(other)
        assert our_end - ours == their_end - theirs
        return pdf[:ours] + other[theirs:their_end] + pdf[our_end:]

    return hand


def first_signature_twice(pdf: bytes) -> bytes:
    """Put the first signature of a file in the place of the last one."""
    begins = pdf.index(b"/Contents <")
    ends = pdf.index(b">", begins)
    last = pdf.rindex(b"/Contents <")
    last_end = pdf.index(b">", last)
    return pdf[:last] + pdf[begins:ends] + pdf[last_end:]
