"""Whether the limits of the steps fit together into the limit of the law (regulations §8.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from motcua.kernel.limits import Limit, Unit
from motcua.workflow.rules.findings import Finding
from motcua.workflow.rules.shape import ACTIVITIES, TOP, Kind, Node, Process

HOURS_A_DAY = 8
WORKING_SHARE = 5 / 7  # of calendar days
DAYS_A_MONTH = 30


def of_limits(process: Process, limit: Limit) -> Iterator[Finding]:
    """Return the finding that the longest way through a process takes more than a limit."""
    longest = _longest(process)
    allowed = hours_of(limit)
    if longest is not None and longest.hours > allowed:
        steps = [process.nodes[name] for name in _steps_of(longest)]
        message = (
            f"Các bước cộng lại {longest.hours:g} giờ làm việc, quá thời hạn {limit} "
            f"({allowed:g} giờ): {' → '.join(step.name or step.key for step in steps)}."
        )
        yield Finding(steps[-1].key if steps else process.id, "limit-exceeded", message)


def hours_of(limit: Limit) -> float:
    """Return about how many working hours a limit holds, to add limits of different units up."""
    match limit.unit:
        case Unit.HOUR:
            return float(limit.value)
        case Unit.WORKING_DAY:
            return float(max(limit.value, 1) * HOURS_A_DAY)
        case Unit.CALENDAR_DAY:
            return limit.value * HOURS_A_DAY * WORKING_SHARE
        case Unit.MONTH:
            return limit.value * DAYS_A_MONTH * HOURS_A_DAY * WORKING_SHARE


@dataclass(frozen=True, slots=True)
class _Way:
    """The longest way from a node to an end: its hours, what lies inside, and what comes after."""

    hours: float
    node: Node
    inside: "_Way | None"
    after: "_Way | None"


def _longest(process: Process) -> _Way | None:
    """Return the way from the start to an end that takes longest and repeats nothing.

    Of branches side by side the longer counts; a subprocess without a limit counts what is in it.
    """
    best: dict[str, _Way] = {}
    for name in _last_first(process):
        node = process.nodes[name]
        inner = process.starts.get(name, ()) if node.is_scope and node.limit is None else ()
        inside = max((best[one] for one in inner if one in best), default=None, key=_hours)
        own = hours_of(node.limit) if node.limit is not None else _hours(inside)
        ways = [_Way(own, node, inside, None)]
        for flow in process.flows_out[name]:
            if flow.target in best:
                after = best[flow.target]
                ways.append(_Way(own + after.hours, node, inside, after))
        for event in process.boundaries.get(name, ()):
            if event in best:
                ways.append(_by_border(best[event], own, node, inside))
        best[name] = max(ways, key=_hours)
    starts = [best[name] for name in process.starts.get(TOP, ()) if name in best]
    return max(starts, default=None, key=_hours)


def _by_border(after: _Way, own: float, node: Node, inside: _Way | None) -> _Way:
    """Return the way over a border event: a timer with a limit happens when that has passed,
    whatever the limit of the step; any other event at the latest when the step would end."""
    counted = after.hours if after.node.limit is not None else own + after.hours
    return _Way(counted, node, inside, after)


def _hours(way: _Way | None) -> float:
    return way.hours if way is not None else 0.0


def _steps_of(way: _Way | None) -> Iterator[str]:
    waiting = [way]
    while waiting:
        way = waiting.pop()
        if way is None:
            continue
        if way.node.limit is not None and way.node.kind in ACTIVITIES | {Kind.CATCH}:
            yield way.node.id
        waiting.extend((way.after, way.inside))


def _last_first(process: Process) -> list[str]:
    """Return the nodes so that each stands after those it leads to; arrows back do not count."""
    order: list[str] = []
    seen: set[str] = set()
    stack: list[tuple[str, Iterator[str]]] = []
    for start in process.starts.get(TOP, ()):
        stack.append((start, iter(process.after(start))))
        seen.add(start)
        while stack:
            name, following = stack[-1]
            onward = next((one for one in following if one not in seen), None)
            if onward is None:
                stack.pop()
                order.append(name)
            else:
                seen.add(onward)
                stack.append((onward, iter(process.after(onward))))
    return order
