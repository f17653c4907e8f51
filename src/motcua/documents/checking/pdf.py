"""PDF files: opened by two libraries that must agree, every object looked at, streams measured."""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2

from motcua.documents.checking.pdf_objects import check_objects
from motcua.documents.rules import (
    FileBroken,
    FileHasAttachments,
    FileHasScripts,
    FileProtected,
    PagesTooMany,
    PageTooLarge,
)

MAX_PAGES = 500
# In points: twice the length of A0, and the surface of a sheet so long and as wide as A0.
MAX_SIDE, MAX_SURFACE = 7_200.0, 2_400.0 * 7_200.0
# Names of PDF objects that run something or carry a program inside (ISO 32000-2 §12.6). They are
# also looked for outside of the objects that the table of the file names: others may find them.
SCRIPT_MARKS = (b"/JavaScript", b"/Launch", b"/RichMedia")
ATTACHED_MARK = b"/EmbeddedFile "
HIDDEN_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM_BEGINS = re.compile(rb"stream\r?\n")
PACKED_OBJECTS, HEAD_BYTES = b"/ObjStm", 1000  # how a stream of objects calls itself, and where
END_MARK, END_WITHIN = b"%%EOF", 2048
MOST_INFLATED = 20_000_000
UNREADABLE = (
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OverflowError,
)


def check_pdf(name: str, content: bytes) -> int:
    """Return how many pages a PDF has; refuse one that no paper would be."""
    if END_MARK not in content[-END_WITHIN:]:
        raise FileBroken(name=name)
    _check_spelling(name, content)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if pages > MAX_PAGES:
                raise PagesTooMany(name=name, most=MAX_PAGES)
            check_objects(name, pdf)
            _check_sizes(name, pdf)
        if not 0 < pages == _pages_elsewhere(content):
            raise FileBroken(name=name)
    except pikepdf.PasswordError as error:
        raise FileProtected(name=name) from error
    except UNREADABLE as error:
        raise FileBroken(name=name) from error
    return pages


def _check_spelling(name: str, content: bytes) -> None:
    for objects in _object_texts(content):
        if any(mark in objects for mark in SCRIPT_MARKS):
            raise FileHasScripts(name=name)
        if ATTACHED_MARK in objects:
            raise FileHasAttachments(name=name)


def _object_texts(content: bytes) -> Iterator[bytes]:
    """Return where a PDF may name its objects: the file itself, and its packed objects."""
    yield _spelt(content)
    for stream in STREAM_BEGINS.finditer(content):
        head = content[max(stream.start() - HEAD_BYTES, 0) : stream.start()]
        if PACKED_OBJECTS in _spelt(head):
            yield _spelt(_inflated(content[stream.end() :]))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_INFLATED)
    except zlib.error:
        return b""


def _spelt(objects: bytes) -> bytes:
    """Write out letters that a name hides, such as `#4a` (ISO 32000-2 §7.3.5)."""
    return HIDDEN_LETTER.sub(lambda letter: bytes([int(letter[1], 16)]), objects)


def _check_sizes(name: str, pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        left, bottom, right, top = (float(one) for one in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1))
        wide, high = abs(right - left) * unit, abs(top - bottom) * unit
        if max(wide, high) > MAX_SIDE or wide * high > MAX_SURFACE:
            raise PageTooLarge(name=name)


def _pages_elsewhere(content: bytes) -> int:
    """Return how many pages the library of browsers finds, having opened the first."""
    with pypdfium2.PdfDocument(content) as pdf:
        pages = len(pdf)
        if pages:
            pdf[0].get_size()
        return pages
