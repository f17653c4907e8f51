"""Pages of paper as a scanner brings them: drawn, then spoilt as real ones are."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image, ImageFilter

import motcua

FONTS = Path(motcua.__file__).parent / "documents" / "paper" / "fonts"
DPI = 200
DECISION = """
#set page(paper: "a4", margin: 2cm)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.4fr),
  align(center)[ỦY BAN NHÂN DÂN \\ *XÃ MẪU* \\ Số: 145/QĐ-UBND],
  align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\
    _Xã Mẫu, ngày 14 tháng 5 năm 2021_])
#v(1cm)
#align(center)[*QUYẾT ĐỊNH* \\ *Về việc công nhận quyền sử dụng đất ở*]
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

*Điều 1.* Công nhận quyền sử dụng đất ở cho ông Nguyễn Văn Mẫu, sinh năm 1968, số định danh cá
nhân 037068001234, thường trú tại thôn Một, xã Mẫu, tỉnh Ninh Bình.

*Điều 2.* Quyết định này có hiệu lực kể từ ngày ký và có giá trị đến ngày 14/5/2071.
"""
_ARTICLE = DECISION[DECISION.index("Căn cứ") :]
FULL_PAGE = DECISION + "\n" + _ARTICLE * 4
SECOND_PAGE = """
#set page(paper: "a4", margin: 2cm)
#set text(font: "Tinos", size: 13pt, lang: "vi")
*Điều 3.* Công chức địa chính xã và ông Nguyễn Văn Mẫu chịu trách nhiệm thi hành quyết định này.
#v(1cm)
#align(right)[*CHỦ TỊCH* \\ #v(2cm) *Đỗ Văn Mẫu Quốc*]
"""


@lru_cache(maxsize=16)
def _drawn(source: str, dpi: int) -> bytes:
    fonts: Any = [FONTS]
    page: bytes = typst.compile(
        source.encode(), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=float(dpi)
    )
    return page


def a_picture(source: str = DECISION, dpi: int = DPI) -> Image.Image:
    """Return a page as a picture in colour."""
    picture = Image.open(io.BytesIO(_drawn(source, dpi))).convert("RGB")
    picture.info["dpi"] = (dpi, dpi)
    return picture


def a_scan(source: str = DECISION, dpi: int = DPI) -> bytes:
    """Return a page as a scanner writes it: JPEG that says its resolution."""
    return jpeg(a_picture(source, dpi), dpi)


def jpeg(picture: Image.Image, dpi: int = DPI, **more: object) -> bytes:
    """Return a picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, dpi=(dpi, dpi), **more)
    return out.getvalue()


def a_blank(dpi: int = DPI) -> bytes:
    """Return the picture of an empty sheet, a little grey as paper is."""
    return jpeg(Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), (246, 245, 242)), dpi)


def skewed(picture: Image.Image, degrees: float) -> Image.Image:
    """Return a page that lay askew."""
    return picture.rotate(
        degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC
    )


def noisy(picture: Image.Image, strength: float = 18.0, seed: int = 7) -> Image.Image:
    """Return a page with the dirt of a photocopy."""
    dots = np.asarray(picture, dtype=np.float32)
    noise = np.random.default_rng(seed).normal(0, strength, dots.shape)
    return Image.fromarray(np.clip(dots + noise, 0, 255).astype(np.uint8))


def faded(picture: Image.Image, contrast: float = 0.35) -> Image.Image:
    """Return a page whose ink has paled on yellowed paper."""
    dots = np.asarray(picture, dtype=np.float32)
    paper = np.array([232, 222, 200], dtype=np.float32)
    return Image.fromarray((paper - (255 - dots) * contrast).clip(0, 255).astype(np.uint8))


def blurred(picture: Image.Image, radius: float = 3.0) -> Image.Image:
    """Return a page out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(radius))
