"""Reading XML from strangers into a small tree that knows its lines.

The parser is defusedxml's: no DTD, so no entities, no external files, no network. Size, depth and
number of elements are bounded, and the file must be UTF-8.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from motcua.workflow.bpmn.words import DI
from motcua.workflow.rules.shape import ProcessRefused

MAX_BYTES = 8_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 150_000
MAX_TEXT = 20_000  # characters kept of one element; no expression may be that long
MAX_GAP = 200_000  # characters from one “<” to the next: bounds the attributes of one element


@dataclass(slots=True)
class Element:
    """An element with its namespace, line, attributes by name, and children in order.

    Attributes of a namespace are found as `{namespace}name`.
    """

    namespace: str
    name: str
    line: int
    attributes: dict[str, str]
    children: "list[Element]" = field(default_factory=list)
    text: str = ""

    @property
    def id(self) -> str:
        """Return the id, empty when there is none."""
        return self.attributes.get("id", "")

    def get(self, name: str, otherwise: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, otherwise)

    def says(self, name: str, otherwise: bool) -> bool:
        """Return a yes or no as XML writes it; anything else counts as not said."""
        return {"true": True, "1": True, "false": False, "0": False}.get(
            self.get(name).strip(), otherwise
        )

    def every(self, name: str) -> "Iterator[Element]":
        """Return the children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """Return the first child of a name."""
        return next(self.every(name), None)

    def below(self) -> "Iterator[Element]":
        """Return every element inside, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def parse(text: str, *, drawing: bool = True) -> Element:
    """Return the root of an XML file; raise `ProcessRefused` for what is not one, or too large.

    Without the drawing (BPMN DI), which says where things stand on paper, it takes half the memory.
    """
    if len(text) > MAX_BYTES:
        raise ProcessRefused(reason=f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB")
    _refuse_long_gaps(text)
    parser: Any = make_parser()
    gatherer = _Gatherer(parser, drawing)
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(gatherer)
    try:
        parser.feed(text.removeprefix("\ufeff"))
        parser.close()
    except DefusedXmlException as error:
        raise ProcessRefused(reason="tệp có khai báo DTD hoặc thực thể, không được dùng") from error
    except SAXParseException as error:
        reason = f"dòng {error.getLineNumber()}: tệp không phải XML hợp lệ"
        raise ProcessRefused(reason=reason) from error
    if gatherer.root is None:
        raise ProcessRefused(reason="tệp không phải BPMN 2.0")
    return gatherer.root


def _refuse_long_gaps(text: str) -> None:
    """Refuse a tag so long that its attributes alone would fill the memory."""
    place = 0
    while len(text) - place > MAX_GAP:
        following = text.rfind("<", place, place + MAX_GAP)
        if following < 0:
            raise ProcessRefused(reason=f"có thẻ dài hơn {MAX_GAP} ký tự")
        place = following + 1


def decoded(content: bytes) -> str:
    """Return a file's text; raise `ProcessRefused` when it is not UTF-8 or too large."""
    if len(content) > MAX_BYTES:
        raise ProcessRefused(reason=f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProcessRefused(reason="tệp phải dùng mã UTF-8") from error


class _Gatherer(ContentHandler):
    """Builds the tree while the parser reads."""

    def __init__(self, parser: Any, drawing: bool) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._passing = "" if drawing else "BPMNDiagram"
        self._passed = 0  # how deep inside what is passed over
        self._elements = 0
        self._parser = parser

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 -- the parser calls it so
        self._elements += 1
        deep = len(self._open) + self._passed >= MAX_DEPTH
        if deep or self._elements > MAX_ELEMENTS:
            line = self._parser.getLineNumber()
            raise ProcessRefused(reason=f"dòng {line}: quá nhiều phần tử hoặc lồng quá sâu")
        if self._passed or name == (DI, self._passing):
            self._passed += 1
            return
        attributes = {
            f"{{{namespace}}}{local}" if namespace else local: value
            for (namespace, local), value in attrs.items()
        }
        line = self._parser.getLineNumber()
        element = Element(name[0] or "", name[1], line, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802 -- as above
        if self._passed:
            self._passed -= 1
        else:
            self._open.pop()

    def characters(self, content: str) -> None:
        if self._open and not self._passed and len(self._open[-1].text) < MAX_TEXT:
            self._open[-1].text += content[:MAX_TEXT]
