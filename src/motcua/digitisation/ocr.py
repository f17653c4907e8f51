"""Reading the letters of a scan in a process of its own: ocrmypdf with Tesseract, in Vietnamese."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import zxingcpp

from motcua.digitisation.page_text import Box, PageText, read_hocr
from motcua.digitisation.proposing import Code
from motcua.documents import pdfium
from motcua.kernel.errors import DomainError

LANGUAGE = "vie"
# Runs in the reader's process only: ocrmypdf takes a third of a second to import.
KEEPER = Path(__file__).with_name("kept_words.py")
SECONDS_PER_PAGE, SECONDS = 60, 60
MEMORY = 3 * 1024**3
CODE_DPI = 200
POINTS = 72
QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


class ReaderMissing(DomainError):
    """Tesseract, its Vietnamese, or Ghostscript is not installed on the machine."""

    message = (
        "Máy chủ chưa cài phần đọc chữ (tesseract tiếng Việt, ghostscript). "
        "Xin báo quản trị kỹ thuật."
    )


class NotReadable(DomainError):
    """The letters of this scan could not be read; the scan itself is whole."""

    message = "Không đọc được chữ trên bản chụp này. Xin nhập dữ liệu theo giấy."


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the searchable copy as PDF/A, the words page by page, the codes on them."""

    searchable: bytes
    pages: tuple[PageText, ...]
    codes: tuple[Code, ...]


def can_read() -> bool:
    """Say whether this machine has Tesseract with Vietnamese, and Ghostscript for PDF/A."""
    program = shutil.which("tesseract")
    if program is None or shutil.which("gs") is None:
        return False
    known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return LANGUAGE in known.stdout.split()


def read(pdf: bytes, pages: int) -> Reading:
    """Read a scan of so many pages; refuse when the reader is missing or gives up.

    A signature in the file would be broken by the letters, so what is handed in is the scan
    before it was signed; the searchable copy stands beside the signed one, never in its place.
    """
    if not can_read():
        raise ReaderMissing
    with TemporaryDirectory(prefix="motcua-ocr-") as folder:
        root = Path(folder)
        (root / "scan.pdf").write_bytes(pdf)
        _run(root, pages)
        words = sorted(root.glob("*.hocr"))
        texts = tuple(read_hocr(file, int(file.name[:6])) for file in words)
        return Reading((root / "searchable.pdf").read_bytes(), texts, codes_on(pdf))


def _run(root: Path, pages: int) -> None:
    command = [sys.executable, "-P", "-m", "ocrmypdf", "-l", LANGUAGE, "-j", "1", "-q"]
    command += ["--plugin", str(KEEPER), "--sidecar", str(root / "text.txt")]
    command += ["--pdf-renderer", "sandwich", "--tesseract-config", "hocr"]
    command += ["--output-type", "pdfa", "--optimize", "0", "--rasterizer", "pypdfium"]
    command += [str(root / "scan.pdf"), str(root / "searchable.pdf")]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1", "TMPDIR": str(root)}
    try:
        done = subprocess.run(
            command,
            env=env,
            capture_output=True,
            check=False,
            timeout=SECONDS + SECONDS_PER_PAGE * pages,
            preexec_fn=_limited,
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadable from error
    if done.returncode != 0 or not (root / "searchable.pdf").exists():
        raise NotReadable


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def codes_on(pdf: bytes) -> tuple[Code, ...]:
    """Return the QR codes of a scan, page by page."""
    found: list[Code] = []
    with pdfium.document(pdf) as paper:
        for number, page in enumerate(paper, start=1):
            picture = page.render(scale=CODE_DPI / POINTS).to_pil()
            for hit in zxingcpp.read_barcodes(picture, formats=QR_CODES):
                found.append(Code(hit.text, number, _place(hit.position, picture.size)))
    return tuple(found)


def _place(corners: "zxingcpp.Position", size: Sequence[int]) -> Box:
    points = [corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right]
    across, down = [p.x / size[0] for p in points], [p.y / size[1] for p in points]
    return Box(min(across), min(down), max(across), max(down))
