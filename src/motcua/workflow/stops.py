"""A process as people meet it: the steps that take time, and which follow which.

Gateways, and what the system does by itself, are left out; what lay behind them is joined to
what lay before. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from motcua.workflow.bpmn.ranks import Arc, arcs_back
from motcua.workflow.rules.shape import TOP, Flow, Kind, Node, Process

WAITS = frozenset({Kind.CATCH, Kind.RECEIVE_TASK})


@dataclass(frozen=True, slots=True)
class Way:
    """From one stop to another; `words` are those on the arrow, `together` with its siblings."""

    source: str
    target: str
    words: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class Stops:
    """The stops from top to bottom, the ways down, and the ways back up."""

    order: tuple[str, ...]
    onward: tuple[Way, ...]
    back: tuple[Way, ...]
    covers: Mapping[str, str] = field(default_factory=dict)  # what a called process holds


def stops_of(process: Process) -> Stops:
    """Return the stops of a process; a called process is one stop, a subprocess its steps."""
    covers = _covers(process)
    kept = [
        name for name in process.in_order() if name not in covers and _is_stop(process.nodes[name])
    ]
    ways = [way for name in kept for way in _ways_from(process, name, set(kept), covers)]
    ways = list({(way.source, way.target): way for way in reversed(ways)}.values())[::-1]
    back = arcs_back(kept, [Arc(str(at), way.source, way.target) for at, way in enumerate(ways)])
    onward = [way for at, way in enumerate(ways) if str(at) not in back]
    returning = [way for at, way in enumerate(ways) if str(at) in back]
    order = _topological(kept, onward)
    return Stops(tuple(order), tuple(onward), tuple(returning), covers)


def _is_stop(node: Node) -> bool:
    if node.kind in {Kind.START, Kind.END}:
        return node.inside == TOP
    return node.for_people or node.kind is Kind.CALL or (node.kind in WAITS and bool(node.name))


def _covers(process: Process) -> dict[str, str]:
    """Return, for what lies in a called process, the outermost call."""
    found: dict[str, str] = {}
    for name, node in process.nodes.items():
        outer = ""
        while node.inside != TOP:
            node = process.nodes[node.inside]
            if node.kind is Kind.CALL:
                outer = node.id
        if outer:
            found[name] = outer
    return found


def _ways_from(process: Process, name: str, kept: set[str], covers: Mapping[str, str]) -> list[Way]:
    """Return where one gets from a stop, passing only what is left out."""
    found: list[Way] = []
    seen: set[str] = set()
    waiting = [(flow, "", False) for flow in reversed(_leaving(process, name, covers))]
    while waiting:
        flow, words, together = waiting.pop()
        words, target = words or flow.name, flow.target
        if target in kept:
            found.append(Way(name, target, words, together))
        elif target not in seen:
            seen.add(target)
            node = process.nodes[target]
            splits = node.kind in {Kind.PARALLEL, Kind.INCLUSIVE}
            leaving = _leaving(process, target, covers)
            at_once = together or (splits and len(leaving) > 1)
            waiting += [(one, words, at_once) for one in reversed(leaving)]
    return found


def _leaving(process: Process, name: str, covers: Mapping[str, str]) -> list[Flow]:
    """Return the arrows that leave a node, its boundary events and the subprocess it ends."""
    node = process.nodes[name]
    leaving: list[Flow] = []
    if node.kind is Kind.SUBPROCESS:
        leaving += [
            Flow("", name, start) for start in process.starts.get(name, ()) if start not in covers
        ]
    else:
        leaving += process.flows_out[name]
    if node.kind is Kind.END and node.inside != TOP:
        leaving += process.flows_out[node.inside]
    for event in process.boundaries.get(name, ()):
        words = process.nodes[event].name
        leaving += [
            Flow(one.id, name, one.target, "", one.name or words)
            for one in process.flows_out[event]
        ]
    return leaving


def _topological(kept: list[str], onward: list[Way]) -> list[str]:
    """Return the stops so that each lies below those before it, the steps of a branch together."""
    after: dict[str, list[str]] = {name: [] for name in kept}
    for way in onward:
        after[way.source].append(way.target)
    done: list[str] = []
    seen: set[str] = set()
    for root in kept:
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(reversed(after[root])))]
        while path:
            name, rest = path[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                done.append(name)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(reversed(after[following]))))
    return done[::-1]
