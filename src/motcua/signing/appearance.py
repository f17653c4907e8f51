"""What a signature shows on the page: lines of words in a box, drawn without laying out a paper.

Stamps differ by a name, a number and a moment, and are made with every signature. So only their
fonts come from Typst, once for the letters in use; the rest is a few lines of PDF.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from motcua.documents.paper import displayable, draw

# One line with every letter once, by itself: nothing joins or draws near to its neighbour.
_LETTERS = """
#set page(width: auto, height: auto)
#let d = json(bytes(sys.inputs.data))
#set text(font: "Tinos", size: 10pt, weight: d.weight, features: (liga: 0, kern: 0, ccmp: 0))
#set document(title: "Chữ")
#d.letters
"""
_NAMES = {False: "/Regular", True: "/Bold"}
ALWAYS = frozenset("0123456789:/ ")  # moments and numbers differ by these, fonts need not
CAPITAL, LEADING = 0.66, 0.5  # the height of a line and of the gap below it, for a size of one
RED, BLACK = (0.54, 0.063, 0.078), (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; one too long for its box is drawn smaller."""

    words: tuple[Words, ...]
    size: float
    colour: tuple[float, float, float] = RED


@dataclass(frozen=True, slots=True)
class Drawing:
    """A box of lines, in points; `side` is 0 for the left, 0.5 for the middle, 1 for the right.

    Lines hang from the top, or stand in the middle when `top` is None. `frame` is the width of a
    line around the box, `white` says whether what lies below is covered.
    """

    width: int
    height: int
    lines: tuple[Line, ...]
    side: float = 0.0
    top: float | None = None
    inset: float = 1.0
    frame: float = 0.0
    white: bool = False


@dataclass(frozen=True, slots=True)
class _Font:
    """An embedded font, read once, and the code and width of each of its letters."""

    kept: generic.IndirectObject
    letters: dict[str, tuple[int, float]]

    def width(self, text: str) -> float:
        """Return how wide a text is, for a size of one."""
        return sum(self.letters[one][1] for one in text)

    def codes(self, text: str) -> bytes:
        """Return a text as the font's codes in hexadecimal digits."""
        return b"".join(b"%04x" % self.letters[one][0] for one in text)


@lru_cache(maxsize=300)
def _font(letters: frozenset[str], bold: bool) -> _Font:
    """Return a font of ours with these letters only, as Typst embeds it in PDF/A."""
    ordered = "".join(sorted(letters))
    drawn = draw(_LETTERS, {"weight": "bold" if bold else "regular", "letters": ordered})
    page = PdfFileReader(io.BytesIO(drawn)).root["/Pages"]["/Kids"][0]
    fonts = page["/Resources"]["/Font"]
    (name,) = fonts
    kept = PdfFileWriter().import_object(fonts.raw_get(name))  # type: ignore[no-untyped-call]
    assert isinstance(kept, generic.IndirectObject)
    kept.container_ref = kept.reference  # whence it is copied into a file
    widths = dict(_widths(fonts[name]["/DescendantFonts"][0]["/W"]))
    codes = zip(ordered, _shown(page["/Contents"].data), strict=True)
    return _Font(kept, {letter: (code, widths[code]) for letter, code in codes})


def _shown(content: bytes) -> Iterator[int]:
    """Yield the codes of the letters that a page shows, in their order."""
    shown = io.BytesIO(content[content.index(b"[") :])
    for part in generic.ArrayObject.read_from_stream(shown, None):
        codes = part.original_bytes
        for at in range(0, len(codes), 2):
            yield int.from_bytes(codes[at : at + 2], "big")


def _widths(ranges: generic.ArrayObject) -> Iterator[tuple[int, float]]:
    """Yield the width of each code: the font says it for one range after the other."""
    said = iter(ranges)
    for first, last, width in zip(said, said, said, strict=True):
        for code in range(first, last + 1):
            yield code, float(width) / 1000


def _shown_line(line: Line) -> Line:
    """Return a line with letters only that stand by themselves; any other is said by its number."""
    words = []
    for one in line.words:
        text = unicodedata.normalize("NFC", displayable(one.text))
        alone = (f"[U+{ord(c):04X}]" if unicodedata.combining(c) else c for c in text)
        words.append(replace(one, text="".join(alone)))
    return replace(line, words=tuple(words))


class Appearance(PdfContent):
    """A drawing as content of a file that is being written."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(box=BoxConstraints(width=drawing.width, height=drawing.height))
        self._drawing = replace(drawing, lines=tuple(map(_shown_line, drawing.lines)))

    def render(self) -> bytes:
        """Return the operators that draw it; its fonts are added to the file."""
        drawing, fonts = self._drawing, self._fonts()
        room = drawing.width - 2 * (drawing.inset + drawing.frame)
        sizes = [_size(line, fonts, room) for line in drawing.lines]
        top = drawing.top
        if top is None:
            tall = sum(sizes) * (CAPITAL + LEADING) - sizes[-1] * LEADING
            top = (drawing.height - tall) / 2
        said, y = [_box(drawing)], drawing.height - top
        for line, size in zip(drawing.lines, sizes, strict=True):
            wide = size * sum(fonts[one.bold].width(one.text) for one in line.words)
            x = drawing.inset + drawing.frame + (room - wide) * drawing.side
            said.append(_line(line, size, x, y - size * CAPITAL, fonts))
            y -= size * (CAPITAL + LEADING)
        return b"\n".join(said)

    def _fonts(self) -> dict[bool, _Font]:
        words = [one for line in self._drawing.lines for one in line.words]
        writer, fonts = self._ensure_writer, {}
        for bold in {one.bold for one in words}:
            letters = frozenset("".join(one.text for one in words if one.bold == bold))
            fonts[bold] = _font(letters | ALWAYS, bold)
            added = writer.import_object(fonts[bold].kept)
            self.set_resource(ResourceType.FONT, generic.NameObject(_NAMES[bold]), added)
        return fonts


def _size(line: Line, fonts: dict[bool, _Font], room: float) -> float:
    wide = sum(fonts[one.bold].width(one.text) for one in line.words)
    return min(line.size, room / wide) if wide else line.size


def _line(line: Line, size: float, x: float, y: float, fonts: dict[bool, _Font]) -> bytes:
    shown = b" ".join(
        b"%s %.2f Tf <%s> Tj" % (_NAMES[one.bold].encode(), size, fonts[one.bold].codes(one.text))
        for one in line.words
    )
    return b"BT %.3f %.3f %.3f rg %.2f %.2f Td %s ET" % (*line.colour, x, y, shown)


def _box(drawing: Drawing) -> bytes:
    drawn = b"1 g 0 0 %d %d re f" % (drawing.width, drawing.height) if drawing.white else b""
    if drawing.frame:
        half, wide = drawing.frame / 2, drawing.frame
        red = b"%.3f %.3f %.3f RG" % RED
        sides = (half, half, drawing.width - wide, drawing.height - wide)
        drawn += b" %s %.2f w %.2f %.2f %.2f %.2f re S" % (red, wide, *sides)
    return drawn
