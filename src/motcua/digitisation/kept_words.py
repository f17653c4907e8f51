"""A plug-in for ocrmypdf: it keeps what tesseract wrote about each page beside the plain text.

ocrmypdf draws the letters into the PDF and throws the words with their places away; the legal
data are looked for in those. Runs inside ocrmypdf's own process and imports nothing of ours.
"""

import shutil
from pathlib import Path

from ocrmypdf import OcrOptions, hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine


class KeepingEngine(TesseractOcrEngine):
    """Tesseract, whose description of each page (hOCR) is copied next to the sidecar.

    One run of tesseract writes both the letters for the PDF and the description, when ocrmypdf is
    told `--pdf-renderer sandwich --tesseract-config hocr`. A page without letters has none.
    """

    @staticmethod
    def generate_pdf(
        input_file: Path, output_pdf: Path, output_text: Path, options: OcrOptions
    ) -> None:
        """Read a page, and keep what was read."""
        TesseractOcrEngine.generate_pdf(input_file, output_pdf, output_text, options)  # type: ignore[no-untyped-call]
        described = output_pdf.with_suffix(".hocr")
        if described.exists():
            shutil.copyfile(described, Path(str(options.sidecar)).parent / described.name)


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> KeepingEngine:
    """Have ocrmypdf read by the engine above."""
    return KeepingEngine()
