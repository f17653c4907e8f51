"""Whether a process always can finish: no token waits for ever, none comes twice."""

from collections import Counter
from collections.abc import Iterator

from motcua.workflow.rules.exploring import (
    RESTING,
    Explored,
    Order,
    can_move,
    explore,
    interferes,
    places_of,
)
from motcua.workflow.rules.findings import Finding, about
from motcua.workflow.rules.marking import Marking, below
from motcua.workflow.rules.shape import Kind, Node, Process, ProcessRefused

PASSED_AT_ONCE = frozenset({
    Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.THROW, Kind.SEND_TASK,
})  # fmt: skip
WAITS_FOR_EVER = "Quy trình có thể chờ mãi ở “{name}”: có nhánh không bao giờ đến."
NOT_JOINED = "Hai nhánh song song cùng đến “{name}” mà không gộp lại trước."
ROUND_AND_ROUND = "“{name}” nằm trong một vòng lặp không có bước nào phải chờ."


def of_behaviour(process: Process) -> Iterator[Finding]:
    """Return where a process may get stuck, or run a step twice at a time."""
    endless = _endless(process)
    if endless is not None:
        yield about(endless, "livelock", ROUND_AND_ROUND)
        return
    found = _explored(process)
    if found is None:
        message = "Quy trình có quá nhiều cách chạy để kiểm hết. Hãy chia nhỏ."
        yield Finding(process.id, "too-complex", message)
        return
    told: set[str] = set()
    for marking in found.markings.values():
        for rule, message, node in _faults(found.process, marking):
            name = node.removesuffix(RESTING)
            if name not in told:
                told.add(name)
                yield about(process.nodes[name], rule, message)
    if not told and not found.markings.keys() <= found.leading_to_an_end():
        yield Finding(process.id, "livelock", "Có lúc quy trình không còn cách nào kết thúc.")


def _explored(process: Process) -> Explored | None:
    """Return all that a process can reach, in the order that shows most; None if it is too much."""
    for order in Order:
        if order is Order.ONE_BY_ONE and interferes(process):
            return None
        try:
            found = explore(process, order)
        except ProcessRefused:  # tokens that multiply without end
            return None
        if found.whole:
            return found
    return None


def _faults(process: Process, marking: Marking) -> Iterator[tuple[str, str, str]]:
    """Return what is wrong where tokens stand like this: rule, message, node."""
    for path, many in Counter(places_of(marking)).items():
        if many > 1:
            yield "lack-of-synchronisation", NOT_JOINED, path[-2]
    movable = {token.number for token in marking if can_move(process, marking, token)}
    if marking and not movable:
        yield "deadlock", WAITS_FOR_EVER, marking[-1].node
        return
    for token in marking:
        if process.has_scopes and process.nodes[token.node].is_scope:
            inside = below(marking, token.number)
            if inside and not inside & movable:
                stuck = next(one for one in marking if one.number == max(inside))
                yield "deadlock", WAITS_FOR_EVER, stuck.node


def _endless(process: Process) -> Node | None:
    """Return a gateway of a circle in which nothing waits: a token in it would go round for ever,
    since only steps, events and rules change the data that conditions read."""
    onward = {
        name: {
            flow.target
            for flow in process.flows_out[name]
            if process.nodes[flow.target].kind in PASSED_AT_ONCE
        }
        for name, node in process.nodes.items()
        if node.kind in PASSED_AT_ONCE
    }
    backward: dict[str, list[str]] = {}
    for name, targets in onward.items():
        for target in targets:
            backward.setdefault(target, []).append(name)
    leading_out = [name for name, targets in onward.items() if not targets]
    while leading_out:
        target = leading_out.pop()
        del onward[target]
        for name in backward.get(target, ()):
            onward[name].discard(target)
            if not onward[name]:
                leading_out.append(name)
    return process.nodes[next(iter(onward))] if onward else None
