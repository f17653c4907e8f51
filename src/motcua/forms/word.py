"""Reading a Word file (.docx) as lines and tables; hostile files are refused before they hurt.

A .docx is a zip of XML. Nothing of it is written anywhere, only its text is unpacked, as far as a
form goes, and it is read event by event, so that memory holds the words and no tree. No DTD, so no
entities, no external files, no network.
"""

import io
import zipfile
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from motcua.kernel.errors import DomainError

LARGEST_FILE = 3_000_000
LARGEST_TEXT = 6_000_000  # of the text of a document, unpacked
MOST_PARTS = 2_000
MOST_ELEMENTS = 200_000
DEEPEST = 200
TEXT = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Their inside is not part of the text that a reader sees.
_ELSEWHERE = frozenset({"del", "instrText", "pPr", "rPr", "Fallback"})

Table = list[list[str]]
Block = str | Table


class WordFileRefused(DomainError):
    """A file that is no Word file, or one that is meant to hurt."""

    message = "Không đọc được tệp Word: {reason}."


def read_word(content: bytes) -> list[Block]:
    """Return the paragraphs and tables of a Word file in their order."""
    if len(content) > LARGEST_FILE:
        raise WordFileRefused(reason="lớn hơn 3 MB")
    reader = _Reader()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(io.BytesIO(_text_of(content)))
    except (DefusedXmlException, SAXException, ValueError, LookupError) as error:
        raise WordFileRefused(reason="nội dung bên trong không đúng chuẩn") from error
    return reader.blocks


def _text_of(content: bytes) -> bytes:
    """Unpack the text alone, and no more of it than a form has, whatever its header says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > MOST_PARTS:
                raise WordFileRefused(reason="có quá nhiều phần bên trong")
            with packed.open(TEXT) as part:
                text = part.read(LARGEST_TEXT + 1)
    except (zipfile.BadZipFile, LookupError, OSError, RuntimeError, ValueError) as error:
        raise WordFileRefused(reason="không phải tệp .docx") from error
    if len(text) > LARGEST_TEXT:
        raise WordFileRefused(reason="nội dung quá dài")
    return text


class _Reader(ContentHandler):
    """Collects words by paragraph, and by cell inside the outermost tables."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.rows: Table = []
        self.said: list[str] = []
        self.tables = 0
        self.depth = self.elements = 0
        self.passed_over = 0  # how deep inside something that is not read
        self.is_text = False

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 -- the parser calls it so
        """Begin a paragraph, a cell, or something that is not read."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise WordFileRefused(reason="nội dung bên trong quá phức tạp")
        space, local = name
        if self.passed_over or local in _ELSEWHERE:
            self.passed_over += 1
        elif space == _WORD:
            self._begin(local)

    def _begin(self, local: str) -> None:
        if local == "t":
            self.is_text = True
        elif local in _BREAKS:
            self.said.append(_BREAKS[local])
        elif local == "p" and self.tables and self.said:
            self.said.append("\n")
        elif local == "tbl":
            self.tables += 1
        elif self.tables == 1 and local == "tr":
            self.rows.append([])
        elif self.tables == 1 and local == "tc":
            self.said = []

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802 -- as above
        """Keep what a paragraph, a cell or a table has said."""
        self.depth -= 1
        if self.passed_over:
            self.passed_over -= 1
        elif name[0] == _WORD:
            self._end(name[1])

    def _end(self, local: str) -> None:
        if local == "t":
            self.is_text = False
        elif local == "p" and not self.tables:
            self.blocks += "".join(self.said).split("\n")
            self.said = []
        elif local == "tc" and self.tables == 1:
            self.rows = self.rows or [[]]
            self.rows[-1].append("".join(self.said))
            self.said = []
        elif local == "tbl":
            self.tables -= 1
            if not self.tables:
                self.blocks.append(self.rows)
                self.rows = []

    def characters(self, content: str) -> None:
        """Take the words of a run."""
        if self.is_text and not self.passed_over:
            self.said.append(content)
