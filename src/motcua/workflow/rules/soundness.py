"""What must be true of a process before it may be published; each breach is a finding.

The rules are those of BPMN 2.0.2 and of workflow soundness: everything can be reached, from
everything an end can be reached, nothing waits for ever, and tokens that ran side by side meet
before they go on. The sum of the steps' limits stays within the limit of the law (regulations
§8.3).
"""

from collections.abc import Iterable, Iterator

from motcua.kernel.actors import Role
from motcua.kernel.limits import Limit
from motcua.workflow.rules.behaviour import of_behaviour
from motcua.workflow.rules.conditions import of_expressions
from motcua.workflow.rules.findings import Finding, about
from motcua.workflow.rules.hours import of_limits
from motcua.workflow.rules.shape import TOP, Kind, Node, Process, Trigger

__all__ = ["Finding", "findings_of"]


def findings_of(process: Process, limit: Limit | None = None) -> list[Finding]:
    """Return what keeps a process from being published, none when it may be."""
    shape = [*_of_starts(process), *_of_reach(process), *_of_ends(process)]
    words = [*_of_branches(process), *_of_performers(process), *of_expressions(process)]
    behaviour = [] if shape else list(of_behaviour(process))
    time = list(of_limits(process, limit)) if limit is not None else []
    return [*shape, *words, *behaviour, *time]


def _of_starts(process: Process) -> Iterator[Finding]:
    for scope in [TOP, *(node.id for node in process.nodes.values() if node.is_scope)]:
        starts = [process.nodes[name] for name in process.starts.get(scope, ())]
        plain = [start for start in starts if start.trigger is Trigger.NONE]
        if not starts or (scope != TOP and not plain):
            yield Finding(scope or process.id, "no-start", "Chưa có sự kiện bắt đầu.")
        elif len(plain) > 1:
            yield about(plain[1], "two-starts", "“{name}”: chỉ được một sự kiện bắt đầu.")


def _of_reach(process: Process) -> Iterator[Finding]:
    reached = _reached(process, process.starts.get(TOP, ()))
    for name, node in process.nodes.items():
        if name not in reached:
            yield about(node, "unreachable", "Không có đường nào đến “{name}”.")


def _reached(process: Process, origins: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(origins)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(process.after(name))
    return seen


def _of_ends(process: Process) -> Iterator[Finding]:
    leading = _leading_to_ends(process)
    for name, node in process.nodes.items():
        if name not in leading:
            yield about(node, "no-path-to-end", "Từ “{name}” không có đường nào đến kết thúc.")


def _leading_to_ends(process: Process) -> set[str]:
    before: dict[str, list[str]] = {}
    for name in process.nodes:
        onward = [flow.target for flow in process.flows_out[name]]
        for target in (*onward, *process.boundaries.get(name, ())):
            before.setdefault(target, []).append(name)
    seen: set[str] = set()
    waiting = [name for name, node in process.nodes.items() if node.kind is Kind.END]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(before.get(name, ()))
    return seen


def _of_branches(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        flows = process.flows_out[node.id]
        if node.default and node.default not in {flow.id for flow in flows}:
            yield about(node, "default", "Nhánh mặc định của “{name}” không có thật.")
        asks = node.kind in {Kind.EXCLUSIVE, Kind.INCLUSIVE} and len(flows) > 1
        if asks and not node.default:
            yield about(node, "gateway-without-default", "“{name}” chưa có nhánh mặc định.")
        for flow in flows:
            if asks and not flow.condition and flow.id != node.default:
                message = f"Nhánh “{flow.id}” chưa có điều kiện."
                yield Finding(flow.id, "no-condition", message, flow.line)
        if node.kind is Kind.EVENT_BASED:
            yield from _behind_event_gateway(process, node)


def _behind_event_gateway(process: Process, node: Node) -> Iterator[Finding]:
    for flow in process.flows_out[node.id]:
        target = process.nodes[flow.target]
        if target.kind not in {Kind.CATCH, Kind.RECEIVE_TASK}:
            yield about(target, "event-gateway", "Sau cổng sự kiện, “{name}” phải là sự kiện chờ.")
        elif len(process.arriving[target.id]) > 1:
            yield about(target, "event-gateway", "“{name}” chỉ được đến từ cổng sự kiện.")


def _of_performers(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        if not node.for_people:
            continue
        if node.role not in set(Role):
            yield about(node, "missing-performer", "Bước “{name}” chưa có người thực hiện.")
        if not node.outcomes:
            yield about(node, "no-outcome", "Bước “{name}” chưa có cách kết thúc.")
        for name in node.form:
            if name not in process.properties:
                yield about(node, "unknown-name", f"Bước “{{name}}” hỏi “{name}” chưa khai báo.")
