"""Which way each arrow takes: along rows that are free, else by the alleys between them.

Between two columns runs a gutter, between two rows a channel; no element stands in them. An arrow
is a list of spots whose coordinates are known only when widths and heights are.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from motcua.workflow.bpmn.ranks import Arc, Cell

LEAVING, PASSING, ENTERING = 0, 1, 2  # the order of tracks in a gutter: stubs do not overlap


@dataclass(frozen=True, slots=True)
class On:
    """A coordinate on an element: which share of its width or height."""

    node: str
    share: float


@dataclass(frozen=True, slots=True)
class Along:
    """A coordinate on an arrow's own track in a gutter or channel."""

    alley: int
    arrow: str


Coordinate = On | Along
Spot = tuple[Coordinate, Coordinate]


@dataclass(frozen=True, slots=True)
class _Stretch:
    low: int
    high: int
    arrow: str
    owner: str
    group: int


class Tracks:
    """The parallel tracks of a set of alleys; arrows from one element may share a track."""

    def __init__(self) -> None:
        self._asked: dict[int, list[_Stretch]] = {}

    def ask(
        self, alley: int, ends: tuple[int, int], arrow: str, owner: str, group: int = PASSING
    ) -> Along:
        """Ask for a stretch of an alley, and name the coordinate that it will have."""
        stretch = _Stretch(min(ends), max(ends), arrow, owner, group)
        self._asked.setdefault(alley, []).append(stretch)
        return Along(alley, arrow)

    def given(self) -> tuple[dict[Along, int], dict[int, int]]:
        """Return the track of every arrow, and how many tracks each alley has."""
        track_of: dict[Along, int] = {}
        counts: dict[int, int] = {}
        for alley, asked in self._asked.items():
            tracks: list[tuple[int, list[_Stretch]]] = []
            for stretch in sorted(asked, key=lambda one: (one.group, one.low, -one.high)):
                at = _free_track(tracks, stretch)
                tracks[at][1].append(stretch)
                track_of[Along(alley, stretch.arrow)] = at
            counts[alley] = len(tracks)
        return track_of, counts


def _free_track(tracks: list[tuple[int, list[_Stretch]]], asked: _Stretch) -> int:
    for at, (group, stretches) in enumerate(tracks):
        if group == asked.group and all(
            asked.high < one.low or one.high < asked.low or one.owner == asked.owner
            for one in stretches
        ):
            return at
    tracks.append((asked.group, []))
    return len(tracks) - 1


@dataclass(slots=True)
class Router:
    """Routes the arrows of one scope; `angular` elements have corners only at their middles."""

    cells: Mapping[str, Cell]
    angular: AbstractSet[str]
    gateways: AbstractSet[str]
    hosts: AbstractSet[str]  # boundary events hang below them
    host_of: Mapping[str, str]
    gutters: Tracks = field(default_factory=Tracks)
    channels: Tracks = field(default_factory=Tracks)
    _standing: AbstractSet[Cell] = frozenset()
    _crossed: dict[tuple[Cell, str], str] = field(default_factory=dict)
    _ports: dict[tuple[str, str], str] = field(default_factory=dict)

    def routed(self, arcs: Sequence[Arc]) -> dict[str, list[Spot]]:
        """Return the way of every arrow; those straight ahead choose first."""
        self._standing = frozenset(self.cells.values())
        at = {arc.id: self._cell(arc.source) for arc in arcs}
        ordered = sorted(
            arcs, key=lambda arc: abs(self.cells[arc.target].row - at[arc.id].row) * 1000
            + abs(self.cells[arc.target].column - at[arc.id].column),
        )  # fmt: skip
        return {arc.id: self._route(arc) for arc in ordered}

    def _cell(self, node: str) -> Cell:
        return self.cells[self.host_of.get(node, node)]

    def _route(self, arc: Arc) -> list[Spot]:
        if arc.source in self.host_of:
            return self._from_boundary(arc)
        source, target = self.cells[arc.source], self.cells[arc.target]
        if target.column <= source.column:
            return self._backward(arc, source, target)
        return (
            self._straight(arc, source, target)
            or self._from_corner(arc, source, target)
            or self._to_corner(arc, source, target)
            or self._stepped(arc, source, target)
            or self._around(arc, source, target)
        )

    def _row_free(self, row: int, first: int, last: int, owner: str) -> bool:
        return all(self._free(Cell(row, at), "row", owner) for at in range(first, last + 1))

    def _free(self, cell: Cell, way: str, owner: str) -> bool:
        return cell not in self._standing and self._crossed.get((cell, way), owner) == owner

    def _cross(self, row: int, first: int, last: int, owner: str) -> None:
        for at in range(first, last + 1):
            self._crossed[Cell(row, at), "row"] = owner

    def _straight(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        between = (source.column + 1, target.column - 1)
        if source.row != target.row or not self._row_free(source.row, *between, arc.source):
            return []
        self._cross(source.row, *between, arc.source)
        return [(On(arc.source, 1), On(arc.source, 0.5)), (On(arc.target, 0), On(arc.target, 0.5))]

    def _from_corner(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        """Leave a gateway up or down to the row of the target."""
        if arc.source not in self.gateways or source.row == target.row:
            return []
        rows = _between(source.row, target.row)
        column = [Cell(row, source.column) for row in [*rows, target.row]]
        row = (target.row, source.column + 1, target.column - 1)
        side = "bottom" if target.row > source.row else "top"
        if not all(self._free(cell, "column", arc.source) for cell in column):
            return []
        if not self._row_free(*row, arc.source) or not self._port(arc.source, side, "out"):
            return []
        for cell in column:
            self._crossed[cell, "column"] = arc.source
        self._cross(*row, arc.source)
        return [
            (On(arc.source, 0.5), On(arc.source, 1 if side == "bottom" else 0)),
            (On(arc.source, 0.5), On(arc.target, 0.5)),
            (On(arc.target, 0), On(arc.target, 0.5)),
        ]

    def _to_corner(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        """Reach a gateway along the row of the source, then up or down."""
        if arc.target not in self.gateways or source.row == target.row:
            return []
        rows = _between(source.row, target.row)
        column = [Cell(row, target.column) for row in [source.row, *rows]]
        row = (source.row, source.column + 1, target.column - 1)
        side = "top" if target.row > source.row else "bottom"
        owner = f"to {arc.target}"
        if not all(self._free(cell, "column", owner) for cell in column):
            return []
        if not self._row_free(*row, arc.source) or not self._port(arc.target, side, "in"):
            return []
        for cell in column:
            self._crossed[cell, "column"] = owner
        self._cross(*row, arc.source)
        return [
            (On(arc.source, 1), On(arc.source, 0.5)),
            (On(arc.target, 0.5), On(arc.source, 0.5)),
            (On(arc.target, 0.5), On(arc.target, 0 if side == "top" else 1)),
        ]

    def _stepped(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        """Change rows once, in the gutter beside the source or the one beside the target."""
        if source.row == target.row:
            return []
        between = (source.column + 1, target.column - 1)
        if self._row_free(target.row, *between, arc.source):
            self._cross(target.row, *between, arc.source)
            gutter = source.column + 1
        elif self._row_free(source.row, *between, arc.source):
            self._cross(source.row, *between, arc.source)
            gutter = target.column
        else:
            return []
        group = (
            PASSING
            if target.column == source.column + 1
            else LEAVING
            if gutter == source.column + 1
            else ENTERING
        )
        ends = (_middle(source.row), _middle(target.row))
        across = self.gutters.ask(gutter, ends, arc.id, arc.source, group)
        return [
            (On(arc.source, 1), On(arc.source, 0.5)),
            (across, On(arc.source, 0.5)),
            (across, On(arc.target, 0.5)),
            (On(arc.target, 0), On(arc.target, 0.5)),
        ]

    def _around(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        """Go past elements in the way: out to a channel, along it, in from a gutter."""
        channel = target.row if source.row <= target.row else target.row + 1
        first, last = source.column + 1, target.column
        out = self.gutters.ask(
            first, (_middle(source.row), _alley(channel)), arc.id, arc.source, LEAVING
        )
        along = self.channels.ask(channel, (_alley(first), _alley(last)), arc.id, arc.source)
        into = self.gutters.ask(
            last, (_alley(channel), _middle(target.row)), arc.id, arc.source, ENTERING
        )
        return [
            (On(arc.source, 1), On(arc.source, 0.5)),
            (out, On(arc.source, 0.5)),
            (out, along),
            (into, along),
            (into, On(arc.target, 0.5)),
            (On(arc.target, 0), On(arc.target, 0.5)),
        ]

    def _from_boundary(self, arc: Arc) -> list[Spot]:
        """Leave downwards and enter from the left, wherever the target stands."""
        source, target = self._cell(arc.source), self.cells[arc.target]
        channel = source.row + 1
        ends = (_middle(source.column), _alley(target.column))
        along = self.channels.ask(channel, ends, arc.id, arc.source)
        into = self.gutters.ask(
            target.column, (_alley(channel), _middle(target.row)), arc.id, arc.source, ENTERING
        )
        return [
            (On(arc.source, 0.5), On(arc.source, 1)),
            (On(arc.source, 0.5), along),
            (into, along),
            (into, On(arc.target, 0.5)),
            (On(arc.target, 0), On(arc.target, 0.5)),
        ]

    def _backward(self, arc: Arc, source: Cell, target: Cell) -> list[Spot]:
        """Leave and enter by the edges above or below, so that a way back is seen as one."""
        leave = self._side(arc.source, "bottom" if target.row > source.row else "top", "out")
        enter = self._side(arc.target, "bottom" if target.row < source.row else "top", "in")
        x_from = On(arc.source, 0.5 if arc.source in self.angular else 0.75)
        x_to = On(arc.target, 0.5 if arc.target in self.angular else 0.25)
        y_from, y_to = On(arc.source, _edge(leave)), On(arc.target, _edge(enter))
        out, into = source.row + (leave == "bottom"), target.row + (enter == "bottom")
        columns = (_middle(source.column), _middle(target.column))
        if out == into:
            along = self.channels.ask(out, columns, arc.id, arc.source)
            return [(x_from, y_from), (x_from, along), (x_to, along), (x_to, y_to)]
        gutter = target.column + 1
        first = self.channels.ask(out, (columns[0], _alley(gutter)), arc.id, arc.source)
        across = self.gutters.ask(gutter, (_alley(out), _alley(into)), arc.id, arc.source)
        last = self.channels.ask(into, (_alley(gutter), columns[1]), arc.id, arc.source)
        return [
            (x_from, y_from),
            (x_from, first),
            (across, first),
            (across, last),
            (x_to, last),
            (x_to, y_to),
        ]

    def _port(self, node: str, side: str, way: str) -> bool:
        """Take a corner of an element for arrows of one direction, unless taken for the other."""
        if side == "bottom" and node in self.hosts:
            return False
        return self._ports.setdefault((node, side), way) == way

    def _side(self, node: str, wished: str, way: str) -> str:
        other = "top" if wished == "bottom" else "bottom"
        if node not in self.angular:
            return "top" if node in self.hosts else wished
        return next((side for side in (wished, other) if self._port(node, side, way)), "top")


def _edge(side: str) -> int:
    return 1 if side == "bottom" else 0


def _middle(line: int) -> int:
    return 2 * line + 1


def _alley(line: int) -> int:
    return 2 * line


def _between(first: int, last: int) -> range:
    return range(min(first, last) + 1, max(first, last))
