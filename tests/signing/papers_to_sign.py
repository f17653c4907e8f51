"""Papers for the tests of signing, and other programs that read what was signed."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

from motcua.documents.paper import draw
from motcua.signing.appearance import Drawing, Line, Words
from motcua.signing.pades import Stamp

PAPER = (
    '#set document(title: "x")\n#set page(width: 300pt, height: 400pt)\n'
    "Giấy xác nhận mẫu số 1, cho ông Nguyễn Văn Mẫu\n#pagebreak()\nTrang hai"
)
OTHER = '#set document(title: "y")\n#set page(width: 300pt, height: 400pt)\nMột giấy khác hẳn'
DRAWN_STAMP = Drawing(100, 20, (Line((Words("Đã ký"),), 11),))


@lru_cache(maxsize=4)
def a_paper(template: str = PAPER) -> bytes:
    """Return a paper of two pages, unsigned."""
    return draw(template, {})


def a_stamp() -> Stamp:
    """Return what a signature shows, at the foot of the first page."""
    return Stamp(DRAWN_STAMP, 0, (20, 20, 120, 40))


def pdfsig(pdf: bytes, folder: Path, *more: str) -> str:
    """Return what the independent reader of poppler says about a file."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(
        ["pdfsig", *more, str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return told.stdout
