"""How good the picture of a page is: size, colour, sharpness, straightness, edges, emptiness."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from motcua.digitisation.knowledge import Limits

Grey = NDArray[np.float32]
A4_INCHES = 11.69  # the longer side
LOOKED_AT = 1200  # pixels of the longer side on which all but the resolution is measured
DARKER, TRACE = 90.0, 25.0  # than the paper: writing for sure, and its faintest trace
ANGLES = np.arange(-3.0, 3.01, 0.25)
EDGE = 0.006  # of the width or height
SCANNERS_SAY = range(100, 1201)


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured on one picture. Inks are shares of dark dots, `skew` is in degrees."""

    dpi: int
    coloured: bool
    sharpness: float
    skew: float
    ink: float
    edge_ink: float

    def warnings(self, limits: Limits) -> list[str]:
        """Return what an officer should look at again, in words."""
        if self.is_blank(limits):
            return ["Trang trắng"]
        told = []
        if self.dpi < limits.least_dpi:
            told.append(f"Độ phân giải {self.dpi} dpi, cần từ {limits.least_dpi} dpi")
        if limits.colour and not self.coloured:
            told.append("Ảnh đen trắng, cần chụp màu")
        if self.sharpness < limits.blurred_below:
            told.append("Ảnh bị nhòe")
        if abs(self.skew) >= limits.skewed_from_degrees:
            told.append(f"Ảnh bị nghiêng {abs(self.skew):.1f} độ".replace(".", ","))
        if self.edge_ink >= limits.cut_from_ink_at_edge:
            told.append("Nội dung sát mép, có thể bị cắt")
        return told

    def is_blank(self, limits: Limits) -> bool:
        """Say whether nothing is on the page."""
        return self.ink < limits.blank_below_ink


def measure(picture: Image.Image) -> Quality:
    """Return how good a picture is."""
    small = picture.convert("RGB")
    small.thumbnail((LOOKED_AT, LOOKED_AT))
    grey: Grey = np.asarray(small.convert("L"), dtype=np.float32)
    paper = float(np.median(grey))
    dark = grey < paper - DARKER
    return Quality(
        dpi=dpi_of(picture),
        coloured=picture.mode not in {"1", "L", "LA", "I;16"},
        sharpness=_sharpness(grey),
        skew=_skew(dark) if dark.any() else 0.0,
        ink=float((grey < paper - TRACE).mean()),
        edge_ink=_edge_ink(dark),
    )


def dpi_of(picture: Image.Image) -> int:
    """Return the resolution: what a scanner says of it; a telephone says nothing of use, so the
    longer side of its picture is taken for that of A4."""
    said = round(float(picture.info.get("dpi", (0, 0))[0]))
    return said if said in SCANNERS_SAY else round(max(picture.size) / A4_INCHES)


def _sharpness(grey: Grey) -> float:
    """Return how much brightness changes from dot to dot where there is ink at all."""
    second = (
        4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    )
    inked = grey[1:-1, 1:-1] < (float(grey.mean()) - 20)
    return float(second[inked].std()) if inked.sum() > 200 else float("inf")


def _skew(dark: NDArray[np.bool_]) -> float:
    """Return by how many degrees lines of writing lean: where their rows are most distinct."""
    rows, columns = np.nonzero(dark[::2, ::2])
    if len(rows) < 200:
        return 0.0
    best, angle_of_best = -1.0, 0.0
    for angle in ANGLES:
        shifted = np.round(rows - columns * np.tan(np.radians(angle))).astype(np.int32)
        counts = np.bincount(shifted - shifted.min()).astype(np.float64)
        distinct = float((np.diff(counts) ** 2).sum())
        if distinct > best:
            best, angle_of_best = distinct, float(angle)
    return angle_of_best


def _edge_ink(dark: NDArray[np.bool_]) -> float:
    """Return the largest share of ink along one of the four edges."""
    high, wide = (max(int(size * EDGE), 2) for size in dark.shape)
    strips = (dark[:high], dark[-high:], dark[:, :wide], dark[:, -wide:])
    return max(float(strip.mean()) for strip in strips)
