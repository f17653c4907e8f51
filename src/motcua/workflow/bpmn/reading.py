"""From a BPMN 2.0 file to a process that can run; what is not executed is refused by name and line.

Every problem of a file is gathered, so that whoever draws sees them all at once.
"""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from motcua.workflow.bpmn.definitions import Definitions, definitions_of
from motcua.workflow.bpmn.elements import Refusal, flow_from, node_from
from motcua.workflow.bpmn.lanes import Performers, performers_of
from motcua.workflow.bpmn.tree import Element, parse
from motcua.workflow.bpmn.words import BPMN, CHOOSING, KINDS, SILENT, TYPES, ours
from motcua.workflow.rules.findings import Finding
from motcua.workflow.rules.shape import (
    ACTIVITIES,
    TOP,
    Flow,
    Kind,
    Node,
    Process,
    ProcessRefused,
    Trigger,
)

# With the called processes put in: calls of calls multiply.
MOST_NODES = 20_000
MOST_ELEMENTS = 200_000
MOST_CALLS_DEEP = 8
MOST_EVENTS = 100  # on one border or behind one event gateway
MOST_JOINED = 1_000_000  # arrows into inclusive joins times nodes

# Gives the file of a published process by its code, None when there is none.
Library = Callable[[str], str | None]


def no_library(code: str) -> str | None:
    """Know no process but those of the file itself."""
    return None


@lru_cache(maxsize=500)
def read(text: str) -> Process:
    """Return the process of a file that stands alone, or raise `ProcessRefused` with the first
    reason; whether it may be published is the checker's to say."""
    return read_with(text, no_library)


def read_with(text: str, library: Library) -> Process:
    """Return the process of a file that may call processes of a library."""
    process, findings = read_all(text, library)
    if process is None or findings:
        first = findings[0]
        where = f"dòng {first.line}: " if first.line else ""
        raise ProcessRefused(reason=f"{where}{first.message.rstrip('.')}")
    return process


def read_all(text: str, library: Library = no_library) -> tuple[Process | None, list[Finding]]:
    """Return a file's process, None when it has none that can run, and all that is wrong."""
    try:
        definitions = definitions_of(parse(text, drawing=False))
        return _Reader(definitions, library).process()
    except ProcessRefused as refusal:
        return None, [Finding("", "file", str(refusal.facts["reason"]))]


class _Reader:
    """Reads one file, and into the same nodes the processes that it calls."""

    def __init__(self, definitions: Definitions, library: Library) -> None:
        self.definitions = definitions
        self.library = library
        self.findings = list(definitions.findings)
        self.nodes: dict[str, Node] = {}
        self.flows: list[Flow] = []
        self.properties: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.elements = 0
        self.called_files: dict[str, Definitions | None] = {}

    def process(self) -> tuple[Process | None, list[Finding]]:
        main = self.definitions.main
        if main is None:
            return None, self.findings
        self._read(self.definitions, main, TOP, "", (main.id,), "")
        self._check()
        if self.findings:
            return None, self.findings
        process = Process(
            main.id,
            self.nodes,
            self.flows,
            name=main.get("name"),
            properties=self.properties,
            labels=self.labels,
        )
        return process, []

    def _read(
        self,
        file: Definitions,
        process: Element,
        inside: str,
        prefix: str,
        called: tuple[str, ...],
        agency: str,
    ) -> None:
        self.elements += sum(1 for _ in process.below())
        if self.elements > MOST_ELEMENTS:
            raise ProcessRefused(reason=f"quy trình có hơn {MOST_ELEMENTS} phần tử")
        self._declare(file, process)
        self._contents(file, process, inside, prefix, performers_of(process, agency), called)

    def _declare(self, file: Definitions, process: Element) -> None:
        for declared in process.every("property"):
            name = declared.get("name") or declared.id
            kind = file.types.get(declared.get("itemSubjectRef").rpartition(":")[2], "")
            if kind not in TYPES:
                self._note(declared, "property", f"dữ liệu “{name}” chưa có kiểu được dùng")
            elif self.properties.setdefault(name, kind) != kind:
                self._note(declared, "property", f"dữ liệu “{name}” có hai kiểu khác nhau")
            self.labels.setdefault(name, declared.get(ours("label"), name))

    def _contents(
        self,
        file: Definitions,
        scope: Element,
        inside: str,
        prefix: str,
        performers: Performers,
        called: tuple[str, ...],
    ) -> None:
        for child in scope.children:
            if child.namespace != BPMN:
                self._note(child, "not-executed", f"chưa hỗ trợ phần tử {child.name} “{child.id}”")
            elif child.name in KINDS:
                self._node(file, child, inside, prefix, performers, called)
            elif child.name == "sequenceFlow":
                self._flow(file, child, inside, prefix)
            elif child.name not in SILENT | {"laneSet", "property", "incoming", "outgoing"}:
                self._note(child, "not-executed", f"chưa hỗ trợ phần tử {child.name} “{child.id}”")

    def _node(
        self,
        file: Definitions,
        element: Element,
        inside: str,
        prefix: str,
        performers: Performers,
        called: tuple[str, ...],
    ) -> None:
        if len(self.nodes) >= MOST_NODES:
            raise ProcessRefused(reason=f"quy trình có hơn {MOST_NODES} bước")
        try:
            node = node_from(element, file, performers, inside, prefix)
        except Refusal as refusal:
            self._note(element, refusal.rule, refusal.reason)
            return
        if not element.id:
            self._note(element, "no-id", f"phần tử {element.name} chưa có mã")
            return
        if node.kind is Kind.START and node.trigger is not Trigger.NONE and self._is_drawn(inside):
            message = f"“{element.id}”: quy trình con chỉ bắt đầu bằng sự kiện trống"
            self._note(element, "not-executed", message)
        self.nodes[node.id] = node
        if node.kind is Kind.SUBPROCESS:
            lane = performers.inside(element.id)
            self._contents(file, element, node.id, prefix, lane, called)
        elif node.kind is Kind.CALL:
            self._call(file, element, node, called)

    def _is_drawn(self, inside: str) -> bool:
        """Say whether a scope is a subprocess drawn in place."""
        return inside != TOP and self.nodes[inside].kind is Kind.SUBPROCESS

    def _call(
        self, file: Definitions, element: Element, node: Node, called: tuple[str, ...]
    ) -> None:
        if node.called in called:
            path = " → ".join((*called, node.called))
            self._note(element, "cyclic-call", f"các quy trình gọi vòng nhau: {path}")
            return
        if len(called) > MOST_CALLS_DEEP:
            raise ProcessRefused(reason=f"các quy trình gọi nhau quá {MOST_CALLS_DEEP} tầng")
        found = file.processes.get(node.called)
        if found is None:
            published = self._published(node.called)
            if published is None:
                message = f"“{node.key}” gọi quy trình “{node.called}” không có"
                self._note(element, "unknown-process", message)
                return
            file, found = published, published.main
        if found is not None:
            self._read(file, found, node.id, f"{node.id}/", (*called, node.called), node.agency)

    def _published(self, code: str) -> Definitions | None:
        """Return the file of a published process, read once however often it is called."""
        if code not in self.called_files:
            text = self.library(code)
            found = definitions_of(parse(text, drawing=False)) if text is not None else None
            self.called_files[code] = found
            if found is not None:
                self.findings.extend(found.findings)
        return self.called_files[code]

    def _flow(self, file: Definitions, element: Element, inside: str, prefix: str) -> None:
        try:
            flow = flow_from(element, file, prefix)
        except Refusal as refusal:
            self._note(element, refusal.rule, refusal.reason)
            return
        if not element.id:
            self._note(element, "no-id", "có mũi tên chưa có mã")
            return
        self.flows.append(flow)
        self.lines[flow.id] = element.line

    def _check(self) -> None:
        refused = {one.element for one in self.findings}
        for flow in self.flows:
            source, target = self.nodes.get(flow.source), self.nodes.get(flow.target)
            if source is not None and target is not None:
                reason = _wrong_with(flow, source, target)
            else:
                ends = {flow.source.rpartition("/")[2], flow.target.rpartition("/")[2]}
                reason = "" if ends & refused else "không nối hai bước"
            if reason:
                key = flow.id.rpartition("/")[2]
                self._say(key, "flow", f"mũi tên “{key}” {reason}", self.lines[flow.id])
        for node in self.nodes.values():
            host = self.nodes.get(node.attached_to)
            is_hosted = host and host.inside == node.inside and host.kind in ACTIVITIES
            if node.kind is Kind.BOUNDARY and not is_hosted:
                message = f"sự kiện “{node.key}” không gắn vào bước nào"
                self._say(node.key, "boundary", message, node.line)
        self._check_sizes()

    def _check_sizes(self) -> None:
        kinds = {node.id: node.kind for node in self.nodes.values()}
        joined = sum(kinds.get(flow.target) is Kind.INCLUSIVE for flow in self.flows)
        if joined * len(kinds) > MOST_JOINED:
            raise ProcessRefused(reason="quá nhiều nhánh đi vào các cổng gộp tùy chọn")
        events = Counter(node.attached_to for node in self.nodes.values() if node.attached_to)
        events.update(one.source for one in self.flows if kinds.get(one.source) is Kind.EVENT_BASED)
        for place, many in events.most_common(1):
            if many > MOST_EVENTS:
                raise ProcessRefused(reason=f"“{place}” chờ hơn {MOST_EVENTS} sự kiện cùng lúc")

    def _note(self, element: Element, rule: str, message: str) -> None:
        self._say(element.id or element.name, rule, message, element.line)

    def _say(self, element: str, rule: str, message: str, line: int) -> None:
        self.findings.append(Finding(element, rule, message[:1].upper() + message[1:] + ".", line))


def _wrong_with(flow: Flow, source: Node, target: Node) -> str:
    """Return why an arrow cannot stand between two nodes, nothing when it can."""
    if source.inside != target.inside:
        return "đi qua ranh giới của một quy trình con"
    if target.kind in {Kind.START, Kind.BOUNDARY} or source.kind is Kind.END:
        return "đi sai chiều của một sự kiện"
    if flow.condition and source.kind not in CHOOSING:
        return f"có điều kiện, mà “{source.key}” không rẽ theo điều kiện"
    return ""
