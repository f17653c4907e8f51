"""Drawing papers: a Typst template and stored facts in, a tagged PDF out.

Values reach the template as data, never as markup, and the template can read nothing but the
shared layout. A character that none of our fonts has is written as its number: a paper is never
refused for what somebody typed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import typst
import zxingcpp
from fontTools.ttLib import TTFont

LAYOUT = Path(__file__).parent / "paper"
FONTS = LAYOUT / "fonts"
SHARED, MAIN = "paper.typ", "main.typ"
SCREEN = 96.0
TEXT = "Tinos-Regular.ttf"
UNKNOWN = "could not be displayed"  # Typst's words for a character that no font has
# The escapes of JSON for what controls.
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|[bf])")
SVG_SCALE = 4  # units of the picture for each module of a code


def draw(
    template: str, facts: Mapping[str, object], shared: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return a paper as PDF/A-2u. Equal template and facts give the same page.

    `shared` holds further layouts that the template imports, by name.
    """
    drawn: bytes = _compiled(template, facts, shared, pdf_standards=["a-2u"])
    return drawn


def pictures(template: str, facts: Mapping[str, object]) -> list[bytes]:
    """Return the pages of a paper as PNG, as large as a screen shows them."""
    drawn = _compiled(template, facts, MappingProxyType({}), format="png", ppi=SCREEN)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def _compiled(
    template: str, facts: Mapping[str, object], shared: Mapping[str, str], **how: Any
) -> Any:
    files = {SHARED: _shared_layout(), MAIN: template.encode()}
    files |= {name: layout.encode() for name, layout in shared.items()}
    data = json.dumps(facts, ensure_ascii=False, default=str)
    try:
        return _compile(files, data, **how)
    except typst.TypstError as error:
        if UNKNOWN not in str(error):
            raise
    # JSON has escaped what controls, which goes.
    return _compile(files, displayable(_CONTROL.sub(r"\1", data)), **how)


def _compile(files: dict[str, bytes], data: str, **how: Any) -> Any:
    return typst.compile(
        files,
        root=LAYOUT,  # nothing else can be read
        font_paths=_fonts(),
        sys_inputs={"data": data},
        **how,
    )


def displayable(text: str) -> str:
    """Return a text with every character that our font lacks written as its number: U+1F600.

    PDF/A-2u has a glyph for every character.
    """
    for one in set(text) - _characters():
        text = text.replace(one, f"[U+{ord(one):04X}]")
    return text


@cache
def _characters() -> frozenset[str]:
    """Return every character that the font of the text has."""
    with TTFont(FONTS / TEXT) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _shared_layout() -> bytes:
    return (LAYOUT / SHARED).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return our fonts, read once: reading them takes longer than drawing a page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


@lru_cache(maxsize=1000)
def qr_svg(text: str) -> str:
    """Return a QR code (TCVN 7322:2009, ISO/IEC 18004) as SVG, on white of one module all round."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dots = np.array(code.to_image(scale=1, add_quiet_zones=False)) == 0
    size = (len(dots) + 2) * SVG_SCALE
    strokes = "".join(_strokes(dots))
    return (
        f'<svg width="{size}" height="{size}"><path transform="scale({SVG_SCALE})"'
        f' stroke="#000" d="{strokes}"/></svg>'
    )


def _strokes(dots: "np.ndarray[Any, np.dtype[np.bool_]]") -> Iterator[str]:
    """Yield the dark runs of each row as strokes of a path."""
    for y, row in enumerate(np.pad(dots, ((0, 0), (1, 1)))):
        edges = np.flatnonzero(row[1:] != row[:-1])
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            yield f"M{begin + 1} {y + 1}.5h{end - begin}"
