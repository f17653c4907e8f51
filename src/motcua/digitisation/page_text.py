"""The letters found on a page: words with their place and how sure the reader was of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element  # the type only

from defusedxml.ElementTree import parse

HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in shares of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: "Box") -> "Box":
        """Return the smallest place that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read; `sure` from 0 to 1."""

    text: str
    sure: float
    box: Box


@dataclass(frozen=True)
class PageText:
    """All words of a page, line by line from the top."""

    number: int
    lines: tuple[tuple[Word, ...], ...]

    @cached_property
    def _spelt(self) -> tuple[str, list[tuple[int, int, Word]]]:
        parts: list[str] = []
        spans: list[tuple[int, int, Word]] = []
        at = 0
        for line in self.lines:
            for word in line:
                spans.append((at, at + len(word.text), word))
                parts.append(word.text)
                at += len(word.text) + 1
                parts.append(" ")
            if line:
                parts[-1] = "\n"
        return "".join(parts), spans

    @property
    def text(self) -> str:
        """Return the words with a space between them and a line break after each line."""
        return self._spelt[0]

    def words_in(self, begin: int, end: int) -> list[Word]:
        """Return the words that stand at these places of `text`."""
        return [word for first, last, word in self._spelt[1] if first < end and last > begin]


def read_hocr(file: Path, number: int) -> PageText:
    """Return what tesseract wrote about a page (hOCR 1.2)."""
    return PageText(number, tuple(_lines(parse(file).getroot())))


def _lines(root: Element) -> Iterator[tuple[Word, ...]]:
    page = next(part for part in root.iter() if part.get("class") == "ocr_page")
    _, _, width, height = _bbox(page)
    for part in page.iter():
        if part.get("class") in {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}:
            words = tuple(_words(part, width, height))
            if words:
                yield words


def _words(line: Element, width: float, height: float) -> Iterator[Word]:
    for part in line.iter():
        text = "".join(part.itertext()).strip()
        if part.get("class") == "ocrx_word" and text:
            left, top, right, bottom = _bbox(part)
            box = Box(left / width, top / height, right / width, bottom / height)
            yield Word(text, _sure(part), box)


def _properties(part: Element) -> dict[str, list[str]]:
    listed = [one.split() for one in part.get("title", "").split(";")]
    return {one[0]: one[1:] for one in listed if one}


def _bbox(part: Element) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(one) for one in _properties(part)["bbox"])
    return left, top, right, bottom


def _sure(word: Element) -> float:
    return float(_properties(word).get("x_wconf", ["0"])[0]) / HUNDRED
