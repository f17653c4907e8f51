"""Papers as PDFium reads them, by one thread at a time.

PDFium keeps state that all its papers share and knows nothing of threads: two that read at the same
moment fail, or read what is not there. So nothing else of the program calls it, except the checking
of strangers' files, which has a process of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2

Page = pypdfium2.PdfPage
_ALONE = RLock()


@contextmanager
def document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a paper, alone as long as this lasts; what is taken from it is closed with it."""
    with _ALONE, pypdfium2.PdfDocument(content) as opened:
        yield opened


def pages_in(content: bytes) -> int:
    """Return how many pages a paper has."""
    with document(content) as opened:
        return len(opened)
