"""Opening an uploaded file with the library that really reads its type."""

import io
import re
import warnings
import zlib
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from motcua.documents.rules import (
    MAX_PAGES,
    MAX_PIXELS,
    FileBroken,
    FileHasScripts,
    FileProtected,
)

# Names of PDF objects that run something or carry a program inside (ISO 32000-2 §12.6).
SCRIPT_MARKS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
HIDDEN_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM_BEGINS = re.compile(rb"stream\r?\n")
PACKED_OBJECTS, HEAD_BYTES = b"/ObjStm", 1000  # how a stream of objects calls itself, and where
END_MARK, END_WITHIN = b"%%EOF", 2048
MOST_INFLATED = 20_000_000
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def check_readable(name: str, media_type: str, content: bytes) -> None:
    """Refuse a file that its own reader cannot open, or that could run something."""
    if media_type == "application/pdf":
        _check_pdf(name, content)
    else:
        _check_image(name, content)


def _check_pdf(name: str, content: bytes) -> None:
    if END_MARK not in content[-END_WITHIN:]:
        raise FileBroken(name=name)
    for objects in _object_texts(content):
        if any(mark in objects for mark in SCRIPT_MARKS):
            raise FileHasScripts(name=name)
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            pages = len(pdf)
            if 0 < pages <= MAX_PAGES:
                pdf[0].get_size()
                return
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileProtected(name=name) from error
        raise FileBroken(name=name) from error
    raise FileBroken(name=name)


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


def _check_image(name: str, content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FileBroken(name=name)
                picture.load()
    except UNREADABLE as error:
        raise FileBroken(name=name) from error
