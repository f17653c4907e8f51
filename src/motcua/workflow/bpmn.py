"""Reading a BPMN 2.0 file into a process that can run; what is not executed is refused by name."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.kernel.actors import Role
from motcua.kernel.expressions import compiled
from motcua.workflow.rules import Flow, Kind, Node, Process, ProcessRefused

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OURS = "{urn:motcua:bpmn:1}"
NODES = {f"{BPMN}{kind.value}": kind for kind in Kind}
SILENT = {"laneSet", "documentation", "extensionElements", "textAnnotation", "association"}
INSIDE_A_NODE = {"incoming", "outgoing", "documentation", "extensionElements"}
MAX_BYTES = 1_000_000


@lru_cache(maxsize=2000)
def read(xml: str) -> Process:
    """Return the one process of a file, checked: it starts, every node is reached, it can end."""
    if len(xml) > MAX_BYTES:
        raise ProcessRefused(reason="tệp quá lớn")
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ProcessRefused(reason="tệp không phải XML hợp lệ") from error
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        raise ProcessRefused(reason="tệp phải có đúng một quy trình")
    process = _process(processes[0])
    _check_sound(process)
    return process


def _process(element: Any) -> Process:
    nodes: dict[str, Node] = {}
    flows: dict[str, list[Flow]] = {}
    arrivals: Counter[str] = Counter()
    performers = _performers(element)
    for child in element:
        name = child.tag.removeprefix(BPMN)
        if child.tag in NODES:
            node = _node(child, NODES[child.tag], performers)
            if node.id in nodes:
                raise ProcessRefused(reason=f"hai bước cùng mang mã “{node.id}”")
            nodes[node.id] = node
        elif name == "sequenceFlow":
            flow = _flow(child)
            flows.setdefault(flow.source, []).append(flow)
            arrivals[flow.target] += 1
        elif name not in SILENT:
            raise ProcessRefused(reason=f"chưa hỗ trợ phần tử {name} “{child.get('id', '')}”")
    starts = [node.id for node in nodes.values() if node.kind is Kind.START]
    if len(starts) != 1:
        raise ProcessRefused(reason="phải có đúng một sự kiện bắt đầu")
    return Process(element.get("id", ""), nodes, flows, arrivals, starts[0])


def _performers(element: Any) -> dict[str, tuple[str, str]]:
    performers = {}
    for lane in element.iter(f"{BPMN}lane"):
        who = (lane.get(f"{OURS}role", ""), lane.get(f"{OURS}agency", "settling"))
        for reference in lane.findall(f"{BPMN}flowNodeRef"):
            performers[(reference.text or "").strip()] = who
    return performers


def _node(element: Any, kind: Kind, performers: dict[str, tuple[str, str]]) -> Node:
    name = element.get("id", "")
    role, agency = performers.get(name, ("", ""))
    _refuse_unsupported_inside(element)
    if kind is Kind.TASK and role not in set(Role):
        raise ProcessRefused(reason=f"bước “{element.get('name', name)}” chưa có người thực hiện")
    hours = element.get(f"{OURS}hours", "0")
    if not hours.isdecimal():
        raise ProcessRefused(reason=f"thời gian của bước “{name}” không phải số giờ")
    outcomes = _outcomes(element.get(f"{OURS}outcomes", "done=Hoàn thành"))
    if not outcomes:
        raise ProcessRefused(reason=f"bước “{name}” chưa có cách kết thúc")
    return Node(
        id=name,
        kind=kind,
        name=element.get("name", ""),
        act=element.get(f"{OURS}act", ""),
        role=role,
        agency=agency,
        hours=int(hours),
        outcomes=outcomes,
        public=element.get(f"{OURS}public", element.get("name", "")),
        public_en=element.get(f"{OURS}public-en", ""),
        default=element.get("default", ""),
    )


def _refuse_unsupported_inside(element: Any) -> None:
    """Refuse timers, loops and the like: a node that we would run in another way than drawn."""
    for child in element:
        name = child.tag.removeprefix(BPMN)
        if name not in INSIDE_A_NODE:
            raise ProcessRefused(
                reason=f"chưa hỗ trợ phần tử {name} trong “{element.get('id', '')}”"
            )


def _outcomes(text: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.split(";") if "=" in pair)
    return {key.strip(): label.strip() for key, label in pairs}


def _flow(element: Any) -> Flow:
    condition = element.find(f"{BPMN}conditionExpression")
    text = (condition.text or "").strip() if condition is not None else ""
    if text:
        compiled(text)
    return Flow(
        element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""), text
    )


def _check_sound(process: Process) -> None:
    """Every arrow leads somewhere, every node is reached, and from each an end can be reached."""
    _check_flows(process)
    reached = _reachable(process, process.start)
    ends = {name for name, node in process.nodes.items() if node.kind is Kind.END}
    for name, node in process.nodes.items():
        if name not in reached:
            raise ProcessRefused(reason=f"không có đường nào đến bước “{node.name or name}”")
        if name not in ends and not _reachable(process, name) & ends:
            raise ProcessRefused(reason=f"bước “{node.name or name}” không có lối ra")


def _check_flows(process: Process) -> None:
    """Arrows join nodes, conditions leave exclusive gateways, branches can be told apart."""
    for flows in process.flows_out.values():
        for flow in flows:
            if flow.source not in process.nodes or flow.target not in process.nodes:
                raise ProcessRefused(reason=f"mũi tên “{flow.id}” không nối hai bước")
            if flow.condition and process.nodes[flow.source].kind is not Kind.EXCLUSIVE:
                raise ProcessRefused(
                    reason=f"điều kiện của mũi tên “{flow.id}” phải đi ra từ một cổng rẽ nhánh"
                )
    for node in process.nodes.values():
        _check_branches(node, process.flows_out.get(node.id, ()))


def _check_branches(node: Node, branches: Sequence[Flow]) -> None:
    """The default branch exists, and every other of several says when it is taken."""
    if node.default and node.default not in {flow.id for flow in branches}:
        raise ProcessRefused(reason=f"nhánh mặc định của “{node.id}” không có thật")
    if node.kind is not Kind.EXCLUSIVE or len(branches) < 2:
        return
    for flow in branches:
        if not flow.condition and flow.id != node.default:
            raise ProcessRefused(reason=f"nhánh “{flow.id}” chưa có điều kiện")


def _reachable(process: Process, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(flow.target for flow in process.flows_out.get(name, ()))
    return seen
