"""The engine: a compiled process, a marking, an event in; a marking out.

Pure functions. A process is data, a marking is a tuple of node names, moving is a function.
The executed subset of BPMN 2.0 is named in `Kind`; everything else is refused on reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from motcua.kernel.errors import DomainError
from motcua.kernel.expressions import holds

MAX_MOVES = 500  # a process that loops without a person would otherwise never settle


class Kind(StrEnum):
    """What a node of the process is."""

    START = "startEvent"
    END = "endEvent"
    TASK = "userTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"


class ProcessRefused(DomainError):
    """The process file cannot be used; the reason names the element."""

    message = "Quy trình không dùng được: {reason}."


class TaskNotOpen(DomainError):
    """The step is not where the process stands."""

    message = "Bước “{task}” không còn chờ xử lý. Xin tải lại trang."


class NoWayOut(DomainError):
    """No branch of a gateway fits the data and there is no default."""

    message = "Quy trình không có nhánh nào phù hợp sau bước “{node}”. Xin báo cán bộ quản trị."


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow, with its condition in CEL; an empty condition always holds."""

    id: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A node; for tasks also who performs it, for how long, and how it may end."""

    id: str
    kind: Kind
    name: str = ""
    act: str = ""
    role: str = ""
    agency: str = ""
    hours: int = 0
    outcomes: Mapping[str, str] = field(default_factory=dict)
    public: str = ""
    public_en: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A process ready to run."""

    id: str
    nodes: Mapping[str, Node]
    flows_out: Mapping[str, Sequence[Flow]]
    arrivals: Mapping[str, int]
    start: str

    def tasks(self) -> list[Node]:
        """Return the steps for people in the order of the main path."""
        return [self.nodes[name] for name in self._main_path() if self._is_task(name)]

    def _is_task(self, name: str) -> bool:
        return self.nodes[name].kind is Kind.TASK

    def _main_path(self) -> list[str]:
        seen: list[str] = []
        waiting = [self.start]
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.append(name)
            waiting.extend(flow.target for flow in self.flows_out.get(name, ()))
        return seen


Marking = tuple[str, ...]


def begin(process: Process, values: Mapping[str, object]) -> Marking:
    """Put a token on the start and let it run to the first steps for people."""
    return _settle(process, (process.start,), values)


def complete(
    process: Process, marking: Marking, task: str, values: Mapping[str, object]
) -> Marking:
    """Move on from a finished step; `values` holds its outcome and the data conditions read."""
    if task not in marking:
        raise TaskNotOpen(task=process.nodes[task].name if task in process.nodes else task)
    position = marking.index(task)
    rest = marking[:position] + marking[position + 1 :]
    moved = rest + tuple(flow.target for flow in process.flows_out[task])
    return _settle(process, moved, values)


def is_finished(process: Process, marking: Marking) -> bool:
    """Say whether every token has reached an end."""
    return all(process.nodes[name].kind is Kind.END for name in marking)


def waiting(process: Process, marking: Marking) -> list[Node]:
    """Return the steps for people at which tokens stand."""
    nodes = [process.nodes[name] for name in marking]
    return [node for node in nodes if node.kind is Kind.TASK]


def opened(process: Process, before: Marking, after: Marking) -> list[Node]:
    """Return the steps for people that a move has opened."""
    waiting = list(before)
    fresh = []
    for name in after:
        if process.nodes[name].kind is not Kind.TASK:
            continue
        if name in waiting:
            waiting.remove(name)
        else:
            fresh.append(process.nodes[name])
    return fresh


def _settle(process: Process, marking: Marking, values: Mapping[str, object]) -> Marking:
    for _ in range(MAX_MOVES):
        moved = _move_once(process, marking, values)
        if moved is None:
            return marking
        marking = moved
    raise ProcessRefused(reason="lặp mãi mà không có bước nào cho người làm")


def _move_once(process: Process, marking: Marking, values: Mapping[str, object]) -> Marking | None:
    for position, name in enumerate(marking):
        node = process.nodes[name]
        rest = marking[:position] + marking[position + 1 :]
        if node.kind is Kind.START:
            return rest + tuple(flow.target for flow in process.flows_out[name])
        if node.kind is Kind.EXCLUSIVE:
            return (*rest, _branch(process, node, values))
        if node.kind is Kind.PARALLEL and marking.count(name) >= process.arrivals[name]:
            return _joined(process, marking, name)
    return None


def _branch(process: Process, node: Node, values: Mapping[str, object]) -> str:
    default = ""
    for flow in process.flows_out[node.id]:
        if flow.id == node.default:
            default = flow.target
        elif holds(flow.condition, values) if flow.condition else True:
            return flow.target
    if not default:
        raise NoWayOut(node=node.name or node.id)
    return default


def _joined(process: Process, marking: Marking, name: str) -> Marking:
    kept = list(marking)
    for _ in range(process.arrivals[name]):
        kept.remove(name)
    return (*kept, *(flow.target for flow in process.flows_out[name]))
