"""Papers that a person would photograph or receive."""

import io
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw


def a_photograph(words: str) -> dict[str, object]:
    """Return a picture of a sheet with words on it, as a browser's file."""
    sheet = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(sheet).text((60, 60), words, fill="black")
    content = io.BytesIO()
    sheet.save(content, "JPEG")
    return {"name": "giay-chung-sinh.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def signatures_by_poppler(pdf: Path) -> str:
    """Return what the independent verifier `pdfsig` says of the signatures of a file."""
    said = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False)
    return said.stdout


def words_of(pdf: Path) -> str:
    """Return the text of a PDF."""
    said = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return said.stdout
