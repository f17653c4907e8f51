"""Drawing papers: a Typst template and stored facts in, a tagged PDF out.

Values reach the template as data, never as markup, and the template can read nothing but the
shared layout.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import segno
import typst

LAYOUT = Path(__file__).parent / "paper"
FONTS = LAYOUT / "fonts"
SHARED, MAIN = "paper.typ", "main.typ"
SCREEN = 96.0


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
    return typst.compile(
        files,
        root=LAYOUT,  # nothing else can be read
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False, default=str)},
        **how,
    )


@cache
def _shared_layout() -> bytes:
    return (LAYOUT / SHARED).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return our fonts, read once: reading them takes longer than drawing a page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


@lru_cache(maxsize=1000)
def qr_svg(text: str) -> str:
    """Return a QR code (TCVN 7322:2009, ISO/IEC 18004) as SVG."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=1, omitsize=False))
