"""Opening an uploaded file with the library that really reads its type."""

import io
import warnings

import pypdfium2
from PIL import Image

from motcua.documents.rules import (
    MAX_PAGES,
    MAX_PIXELS,
    FileBroken,
    FileHasScripts,
    FileProtected,
)

# Names of PDF objects that run something or carry a program inside.
SCRIPT_MARKS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


def check_readable(name: str, media_type: str, content: bytes) -> None:
    """Refuse a file that its own reader cannot open, or that could run something."""
    if media_type == "application/pdf":
        _check_pdf(name, content)
    else:
        _check_image(name, content)


def _check_pdf(name: str, content: bytes) -> None:
    if any(mark in content for mark in SCRIPT_MARKS):
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


def _check_image(name: str, content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FileBroken(name=name)
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise FileBroken(name=name) from error
