"""In which column and row of the drawing each element stands."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow between two elements of one scope; that of a boundary event leaves its host."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid."""

    row: int
    column: int


def arcs_back(nodes: Sequence[str], arcs: Sequence[Arc]) -> frozenset[str]:
    """Return the arrows that lead back to an element on the way to them; without them no loop."""
    leaving = _leaving(nodes, arcs)
    entered = {arc.target for arc in arcs}
    back: set[str] = set()
    state: dict[str, bool] = {}  # False while on the path, True once left
    for root in sorted(nodes, key=lambda node: node in entered):
        if root in state:
            continue
        state[root] = False
        path = [(root, iter(leaving[root]))]
        while path:
            node, onward = path[-1]
            arc = next(onward, None)
            if arc is None:
                state[node] = True
                path.pop()
            elif arc.target not in state:
                state[arc.target] = False
                path.append((arc.target, iter(leaving[arc.target])))
            elif not state[arc.target]:
                back.add(arc.id)
    return frozenset(back)


def columns(nodes: Sequence[str], arcs: Sequence[Arc]) -> dict[str, int]:
    """Return how many elements at most lie before each one; the arrows must not form a loop."""
    leaving = _leaving(nodes, arcs)
    missing = dict.fromkeys(nodes, 0)
    for arc in arcs:
        missing[arc.target] += 1
    found = dict.fromkeys(nodes, 0)
    ready = deque(node for node in nodes if not missing[node])
    while ready:
        node = ready.popleft()
        for arc in leaving[node]:
            found[arc.target] = max(found[arc.target], found[node] + 1)
            missing[arc.target] -= 1
            if not missing[arc.target]:
                ready.append(arc.target)
    return found


def cells(
    lanes: Sequence[str],
    lane_of: Mapping[str, str],
    column_of: Mapping[str, int],
    arcs: Iterable[Arc],
) -> tuple[dict[str, Cell], list[int]]:
    """Return the cell of each element, and how many rows each lane has, in the order of lanes.

    An element stands in the row of the one before it when that is free in its lane.
    """
    before: dict[str, list[str]] = {}
    for arc in arcs:
        before.setdefault(arc.target, []).append(arc.source)
    taken: set[tuple[str, int, int]] = set()
    rows: dict[str, int] = {}
    height = dict.fromkeys(lanes, 1)
    order = {node: at for at, node in enumerate(column_of)}
    for node in sorted(column_of, key=lambda one: (column_of[one], order[one])):
        lane, column = lane_of[node], column_of[node]
        wished = [rows[one] for one in before.get(node, ()) if lane_of[one] == lane and one in rows]
        row = next(row for row in chain(wished[:1], count()) if (lane, row, column) not in taken)
        rows[node] = row
        taken.add((lane, row, column))
        height[lane] = max(height[lane], row + 1)
    first, top = {}, 0
    for lane in lanes:
        first[lane] = top
        top += height[lane]
    found = {node: Cell(first[lane_of[node]] + rows[node], column_of[node]) for node in column_of}
    return found, [height[lane] for lane in lanes]


def _leaving(nodes: Sequence[str], arcs: Sequence[Arc]) -> dict[str, list[Arc]]:
    leaving: dict[str, list[Arc]] = {node: [] for node in nodes}
    for arc in arcs:
        leaving[arc.source].append(arc)
    return leaving
