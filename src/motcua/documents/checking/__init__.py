"""Opening an uploaded file with the library that really reads its type.

Everything here runs in the process of `apart`, never in the one that answers requests.
"""

from dataclasses import dataclass

from motcua.documents.checking.images import clean_picture
from motcua.documents.checking.mixed import check_not_mixed
from motcua.documents.checking.pdf import check_pdf
from motcua.documents.rules import PDF


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may come in: what is kept of it, and how many pages it has."""

    content: bytes
    pages: int


def open_file(name: str, media_type: str, content: bytes) -> Opened:
    """Return what is kept of a file: a PDF as it is, a picture drawn anew without its metadata.

    Refuse a file that its own reader cannot open, that could run something or reach out, that is
    another type as well, or that unpacks to more than any paper does.
    """
    check_not_mixed(name, media_type, content)
    if media_type == PDF:
        return Opened(content, check_pdf(name, content))
    return Opened(clean_picture(name, media_type, content), 1)
