"""PDF files that a checker must refuse, and some that look odd and are good; all made here."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.papers import a_pdf

SCRIPT = b"<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"
MEGABYTE = 1024 * 1024
Change = Callable[[pikepdf.Pdf], None]


def made(change: Change, *, packed: bool = False, pages: int = 1) -> bytes:
    """Return a PDF that was changed by its objects; `packed` puts these into object streams."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 200))
    change(pdf)
    out = io.BytesIO()
    streams = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(out, object_stream_mode=streams, compress_streams=packed)
    return out.getvalue()


def action(**told: Any) -> Change:
    """Return a change that has an action happen when the file is opened."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(Type=Name.Action, **told)

    return change


def on_page(**told: Any) -> Change:
    """Return a change that has an action happen when a page is opened."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(**told))

    return change


def mark(subtype: str, **told: Any) -> Change:
    """Return a change that puts an annotation on the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]), **told
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return change


def link(**told: Any) -> Change:
    return mark("Link", A=Dictionary(**told))


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ" + b"x" * 100


def named_script(pdf: pikepdf.Pdf) -> None:
    told = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", told])))


def streamed_script(pdf: pikepdf.Pdf) -> None:
    code = pdf.make_indirect(Stream(pdf, b"app.alert(1)"))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=Stream(pdf, b"<xdp/>"), Fields=Array([]))


def outside_stream(pdf: pikepdf.Pdf) -> None:
    away = Stream(pdf, b"")
    away.F = Dictionary(F=pikepdf.String("\\\\evil\\a"))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(away)))


def referenced(pdf: pikepdf.Pdf) -> None:
    shown = Stream(pdf, b"")
    shown.Subtype, shown.BBox = Name.Form, Array([0, 0, 9, 9])
    shown.Ref = Dictionary(F=pikepdf.String("a.pdf"), Page=0)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(shown)))


def _raw_stream(told: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (told, len(content), content)


def packed_script() -> bytes:
    packed = zlib.compress(b"9 0 " + SCRIPT)
    return a_pdf(extra=_raw_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed))


def inflating(megabytes: int) -> bytes:
    """Return a stream of zeros that unpacks to so much."""
    return zlib.compress(bytes(megabytes * MEGABYTE), 9)


def stream_bomb() -> bytes:
    return a_pdf(extra=_raw_stream(b"/Filter /FlateDecode", inflating(300)))


def nested_bomb() -> bytes:
    twice = zlib.compress(inflating(900), 9)
    return a_pdf(extra=_raw_stream(b"/Filter [/FlateDecode /FlateDecode]", twice))


def stacked_filters() -> bytes:
    return a_pdf(extra=_raw_stream(b"/Filter [" + b"/FlateDecode " * 9 + b"]", b"x"))


def many_streams() -> bytes:
    packed = inflating(150)

    def change(pdf: pikepdf.Pdf) -> None:
        for at in range(5):
            one = Stream(pdf, b"")
            one.write(packed, filter=Name.FlateDecode)
            pdf.pages[0].obj[f"/X{at}"] = pdf.make_indirect(one)

    return made(change)


def picture_bomb() -> bytes:
    told = (
        b"/Type /XObject /Subtype /Image /Width 90000 /Height 90000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceRGB /Filter /DCTDecode"
    )
    return a_pdf(extra=_raw_stream(told, b"\xff\xd8\xff"))


def nested_arrays() -> bytes:
    return a_pdf(extra=b"<< /AA " + b"[" * 20_000 + b"]" * 20_000 + b" >>")


def deep_pages(depth: int = 30_000) -> bytes:
    """Return a PDF whose tree of pages is one long branch."""
    kids = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (3 + at, 1 + at)
        for at in range(1, depth)
    ]
    last = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % (2 + depth)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        *kids,
        last,
    ]
    return written(objects)


def looping_pages() -> bytes:
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
        ]
    )


def doubling_pages() -> bytes:
    """Return a PDF in which every node has the next one ten times: 10^12 pages by reference."""
    nodes = [
        b"<< /Type /Pages /Kids [" + b"%d 0 R " % (3 + at) * 10 + b"] /Count 10 >>"
        for at in range(12)
    ]
    page = b"<< /Type /Page /MediaBox [0 0 9 9] >>"
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def written(objects: list[bytes]) -> bytes:
    """Return objects as a PDF with its table."""
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def sized(wide: float, high: float, unit: float = 1) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([0, 0, wide, high])
        pdf.pages[0].obj.UserUnit = unit

    return made(change)


def protected(*, owner_only: bool = False) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    user = "" if owner_only else "bí mật"
    pdf.save(out, encryption=pikepdf.Encryption(owner="chủ", user=user))
    return out.getvalue()


def clicked(pdf: pikepdf.Pdf) -> None:
    """Put what usual documents have: a link to a page of the web, bookmarks, a first page."""
    link(S=Name.URI, URI=pikepdf.String("https://dichvucong.gov.vn"))(pdf)
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Trang đầu", 0))


def speaking_of_scripts(pdf: pikepdf.Pdf) -> None:
    """Put words that only sound like programs."""
    pdf.docinfo.Title = pikepdf.String("Bài giảng về Launch và JS")
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT (JavaScript) Tj ET")


def filled_form(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            FT=Name.Tx,
            T=pikepdf.String("a"),
            V=pikepdf.String("b"),
            Subtype=Name.Widget,
            Rect=Array([0, 0, 9, 9]),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
