"""A plug-in for ocrmypdf: it keeps what tesseract wrote about each page beside the plain text.

ocrmypdf draws the letters into the PDF and throws the words with their places away; the legal
data are looked for in those. Runs inside ocrmypdf's own process and imports nothing of ours.
"""

import shutil
from pathlib import Path

from ocrmypdf import OcrOptions, hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine


class KeepingEngine(TesseractOcrEngine):
    """Tesseract, with its description of each page copied next to the sidecar."""

    @staticmethod
    def generate_hocr(
        input_file: Path, output_hocr: Path, output_text: Path, options: OcrOptions
    ) -> None:
        """Read a page, and keep what was read."""
        TesseractOcrEngine.generate_hocr(input_file, output_hocr, output_text, options)  # type: ignore[no-untyped-call]
        shutil.copyfile(output_hocr, Path(str(options.sidecar)).parent / output_hocr.name)


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> KeepingEngine:
    """Have ocrmypdf read by the engine above."""
    return KeepingEngine()
