"""Reading the few elements of HTML that a paper has a place for, as paragraphs and tables.

Run inside the confined process of `merging`; it imports nothing of ours. Every other element or
attribute is refused by name: a paper has no links, no pictures and no programs.
"""

import re
from html.parser import HTMLParser
from typing import Any

PARAGRAPHS = frozenset({"p", "div", "h1", "h2", "h3", "li"})
HEADINGS = frozenset({"h1", "h2", "h3"})
LETTERS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
TABLES = frozenset({"table", "thead", "tbody", "tr", "td", "th"})
OTHERS = frozenset({"html", "body", "ul", "ol", "span", "br"})
KNOWN = PARAGRAPHS | LETTERS.keys() | TABLES | OTHERS
_ALIGNED = re.compile(r"\s*text-align\s*:\s*(left|center|right)\s*;?\s*")


class NotAllowed(ValueError):
    """Something that a paper has no place for; the message names it."""


class Reader(HTMLParser):
    """Reads merged HTML into blocks, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[dict[str, Any]] = []
        self._looks: list[str] = []
        self._open: dict[str, Any] | None = None
        self._rows: list[list[list[dict[str, Any]]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or refuse it."""
        aligned = _checked(tag, attrs)
        if tag == "table":
            self._table_begins()
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._cell_begins(tag)
        elif tag in PARAGRAPHS:
            self._begin(tag, aligned)
        elif tag in LETTERS:
            self._looks.append(LETTERS[tag])
        elif tag == "br":
            self._write("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag in PARAGRAPHS or tag in {"td", "th"}:
            self._open = None
            if tag == "th":
                self._looks.remove("bold")
        elif tag in LETTERS and LETTERS[tag] in self._looks:
            self._looks.remove(LETTERS[tag])
        elif tag == "table" and self._rows is not None:
            self._table_ends()

    def handle_data(self, data: str) -> None:
        """Keep words; space between elements is none."""
        if self._open is None and not data.strip():
            return
        self._write(re.sub(r"\s+", " ", data))

    def handle_decl(self, decl: str) -> None:
        """Let a document say that it is HTML."""

    def handle_pi(self, data: str) -> None:
        """Refuse what is meant for a program."""
        raise NotAllowed("mẫu có lệnh xử lý <?…>")

    def _begin(self, tag: str, aligned: str) -> None:
        self._open = {
            "kind": "paragraph",
            "align": aligned,
            "listed": tag == "li",
            "heading": tag in HEADINGS,
            "runs": [],
        }
        self._place().append(self._open)

    def _place(self) -> list[dict[str, Any]]:
        if self._rows and self._rows[-1]:
            return self._rows[-1][-1]
        return self.blocks

    def _write(self, words: str) -> None:
        if self._open is None:
            self._begin("p", "left")
        assert self._open is not None
        looks = {name: name in self._looks for name in ("bold", "italic", "underline")}
        self._open["runs"].append({"text": words, **looks, "size": 0})

    def _table_begins(self) -> None:
        if self._rows is not None:
            raise NotAllowed("mẫu có bảng trong bảng")
        self._open, self._rows = None, []

    def _cell_begins(self, tag: str) -> None:
        if not self._rows:
            raise NotAllowed("mẫu có ô nằm ngoài bảng")
        self._rows[-1].append([])
        self._begin("p", "left")
        if tag == "th":
            self._looks.append("bold")

    def _table_ends(self) -> None:
        rows = [row for row in self._rows or [] if row]
        columns = max((len(row) for row in rows), default=0)
        if columns:
            filled = [row + [[]] * (columns - len(row)) for row in rows]
            self.blocks.append({"kind": "table", "columns": columns, "rows": filled})
        self._open = self._rows = None


def _checked(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    """Return how an element is aligned; refuse one that a paper has no place for."""
    if tag not in KNOWN:
        raise NotAllowed(f"mẫu có thẻ <{tag}>, văn bản không dùng thẻ này")
    aligned = "left"
    for name, value in attrs:
        found = _ALIGNED.fullmatch(value or "") if name == "style" else None
        if found is None:
            raise NotAllowed(f'thẻ <{tag}> có “{name}”; chỉ dùng style="text-align: …"')
        aligned = found[1]
    return aligned


def read(html: str) -> list[dict[str, Any]]:
    """Return the paragraphs and tables of HTML, or refuse it naming what has no place."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return [one for one in reader.blocks if one["kind"] == "table" or one["runs"]]
