"""Drawing a process that has no drawing: where lanes, elements and arrows go.

Lanes are bands from left to right in one pool. Elements stand in columns by how many lie before
them; arrows run along free rows, else in the alleys between, so that none goes through an
element. What loops back leaves and enters from above or below. Pure, and the same every time.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from motcua.workflow.bpmn.ranks import Arc, Cell, arcs_back, cells, columns
from motcua.workflow.bpmn.routes import Along, Coordinate, On, Router, Spot

ORIGIN = 30
HEADER = 30  # the band with the name of a pool, and of a lane
TASK = (120, 80)
EVENT = (36, 36)
GATEWAY = (50, 50)
LABEL_ROOM = 30  # under an event or gateway that has a name
LABEL_HEIGHT = 14
LETTER = 6.2  # the usual width of a letter of a label
GUTTER, CHANNEL, TRACK = 28, 26, 10
BORDER = 8  # how far into the channel between two lanes their border lies
INSET = 20  # around what a subprocess holds
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """An element to place: in a lane, or inside a subprocess, or on the edge of its host."""

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    inside: str = ""
    attached_to: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow to draw, with the words on it."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole points."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return where it ends below."""
        return self.y + self.height

    def moved(self, x: int, y: int) -> "Box":
        """Return the same rectangle elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(slots=True)
class Layout:
    """Where everything goes; labels only for arrows that have words."""

    pool: Box
    lanes: dict[str, Box] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    routes: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)


def lay_out(lanes: Sequence[str], shapes: Sequence[Shape], links: Sequence[Link]) -> Layout:
    """Return the drawing of a process; arrows that do not join two elements are left out."""
    drawn = _scope("", lanes or [""], shapes, links)
    left = HEADER + (HEADER if lanes else 0)
    pool = Box(ORIGIN, ORIGIN, left + drawn.pool.width, drawn.pool.height)
    layout = Layout(pool)
    _add(layout, drawn, ORIGIN + left, ORIGIN)
    if lanes:
        layout.lanes = {
            lane: Box(ORIGIN + HEADER, box.y + ORIGIN, pool.width - HEADER, box.height)
            for lane, box in drawn.lanes.items()
        }
    return layout


def size_of(kind: str) -> tuple[int, int]:
    """Return the width and height of an element that holds nothing."""
    if kind in EVENTS:
        return EVENT
    return GATEWAY if kind.endswith("Gateway") else TASK


def _scope(
    inside: str, lanes: Sequence[str], shapes: Sequence[Shape], links: Sequence[Link]
) -> Layout:
    """Lay out one scope from its own corner, with the subprocesses in it laid out first."""
    here = [one for one in shapes if one.inside == inside]
    inner = {
        one.id: _scope(one.id, [""], shapes, links) for one in here if one.kind == "subProcess"
    }
    return _Grid(here, lanes, links, inner).drawn()


def _add(layout: Layout, part: Layout, x: int, y: int) -> None:
    layout.boxes |= {name: box.moved(x, y) for name, box in part.boxes.items()}
    layout.labels |= {name: box.moved(x, y) for name, box in part.labels.items()}
    layout.routes |= {
        name: [(at + x, down + y) for at, down in points] for name, points in part.routes.items()
    }


class _Grid:
    """One scope: its elements in cells, its arrows in alleys, then everything in points."""

    def __init__(
        self,
        shapes: Sequence[Shape],
        lanes: Sequence[str],
        links: Sequence[Link],
        inner: Mapping[str, Layout],
    ) -> None:
        hosts = {one.id for one in shapes if not one.attached_to}
        self.shapes = {one.id: one for one in shapes}
        self.host_of = {one.id: one.attached_to for one in shapes if one.attached_to in hosts}
        self.hanging = Counter(self.host_of.values())
        self.inner = inner
        self.lanes = lanes
        self.links = [
            one
            for one in links
            if one.source in self.shapes
            and one.target in self.shapes
            and one.target not in self.host_of
        ]
        self.sizes = {one.id: self._size(one) for one in shapes}
        self.placed = [one.id for one in shapes if one.id not in self.host_of]
        self.cells, self.heights = self._cells()
        self.gateways = {one.id for one in shapes if one.kind.endswith("Gateway")}
        angular = self.gateways | {one.id for one in shapes if one.kind in EVENTS}
        self.router = Router(
            self.cells, angular, self.gateways, set(self.host_of.values()), self.host_of
        )
        self.ways = self.router.routed([Arc(one.id, one.source, one.target) for one in self.links])

    def _size(self, shape: Shape) -> tuple[int, int]:
        if shape.id not in self.inner:
            return size_of(shape.kind)
        held = self.inner[shape.id].pool
        return held.width + 2 * INSET, held.height + 2 * INSET

    def _cells(self) -> tuple[dict[str, Cell], list[int]]:
        arcs = [
            Arc(one.id, self.host_of.get(one.source, one.source), one.target) for one in self.links
        ]
        back = arcs_back(self.placed, arcs)
        onward = [arc for arc in arcs if arc.id not in back]
        column_of = columns(self.placed, onward)
        return cells(self.lanes, self._lane_of(column_of, onward), column_of, onward)

    def _lane_of(self, column_of: Mapping[str, int], onward: Sequence[Arc]) -> dict[str, str]:
        """Return everybody's lane; what has none stands in that of an element before it."""
        before = {arc.target: arc.source for arc in reversed(onward)}
        found: dict[str, str] = {}
        for node in sorted(column_of, key=lambda one: column_of[one]):
            own = self.shapes[node].lane
            found[node] = (
                own if own in self.lanes else found.get(before.get(node, ""), self.lanes[0])
            )
        return found

    def drawn(self) -> Layout:
        """Return the scope in points."""
        self._measure()
        layout = Layout(Box(0, 0, self.width, self.height))
        layout.lanes = self._bands()
        for node, cell in self.cells.items():
            width, height = self.sizes[node]
            x = self.column_at[cell.column] + (self.column_size[cell.column] - width) // 2
            y = self.row_at[cell.row] + (self.row_size[cell.row] - height) // 2
            layout.boxes[node] = Box(x, y, width, height)
        self._hang(layout)
        for node, held in self.inner.items():
            _add(layout, held, layout.boxes[node].x + INSET, layout.boxes[node].y + INSET)
        for link in self.links:
            points = _simple([self._point(spot, layout.boxes) for spot in self.ways[link.id]])
            layout.routes[link.id] = points
            if link.name:
                layout.labels[link.id] = _label(points, link.name)
        return layout

    def _measure(self) -> None:
        """Fix the position of every column, row, gutter and channel."""
        self.gutter_track, gutter_counts = self.router.gutters.given()
        self.channel_track, channel_counts = self.router.channels.given()
        many_columns = max((cell.column for cell in self.cells.values()), default=0) + 1
        self.column_size, self.row_size = [0] * many_columns, [0] * sum(self.heights)
        for node, cell in self.cells.items():
            width, height = self._room(node)
            self.column_size[cell.column] = max(self.column_size[cell.column], width)
            self.row_size[cell.row] = max(self.row_size[cell.row], height)
        words = self._words_in_gutters()
        self.gutter_at, self.column_at, x = [], [], 0
        for column in range(many_columns + 1):
            self.gutter_at.append(x)
            x += GUTTER + TRACK * gutter_counts.get(column, 0) + words.get(column, 0)
            if column < many_columns:
                self.column_at.append(x)
                x += self.column_size[column]
        self.width = x
        self.channel_at, self.row_at, y = [], [], 0
        for row in range(len(self.row_size) + 1):
            self.channel_at.append(y)
            y += CHANNEL + TRACK * channel_counts.get(row, 0)
            if row < len(self.row_size):
                self.row_at.append(y)
                y += max(self.row_size[row], TASK[1])
                self.row_size[row] = max(self.row_size[row], TASK[1])
        self.height = y

    def _room(self, node: str) -> tuple[int, int]:
        """Return what an element needs with its label and the events that hang below it."""
        width, height = self.sizes[node]
        shape = self.shapes[node]
        labelled = shape.name and (shape.kind in EVENTS or node in self.gateways)
        if labelled:
            return max(width, 90), height + 2 * LABEL_ROOM
        many = self.hanging[node]
        if many:
            return max(width, (EVENT[0] + 12) * many + 12), height + EVENT[1] + LABEL_ROOM
        return width, height

    def _words_in_gutters(self) -> dict[int, int]:
        """Return the room that the words on arrows need beside the tracks of each gutter."""
        words: dict[int, int] = {}
        for link in self.links:
            if not link.name or link.source in self.host_of:
                continue
            first, last = self.cells[link.source].column, self.cells[link.target].column
            if last > first:
                room = min(90, _text_width(link.name)) - 4
                words[last] = max(words.get(last, 0), room)
        return words

    def _bands(self) -> dict[str, Box]:
        """Return the lanes: each begins with the channel above its first row."""
        found, row = {}, 0
        for lane, rows in zip(self.lanes, self.heights, strict=True):
            top, row = self.channel_at[row] + (BORDER if row else 0), row + rows
            end = self.height if row == len(self.row_size) else self.channel_at[row] + BORDER
            found[lane] = Box(0, top, self.width, end - top)
        return found

    def _hang(self, layout: Layout) -> None:
        """Put boundary events on the lower edge of their hosts, from the right."""
        hung: dict[str, int] = {}
        for event, host in self.host_of.items():
            if host not in layout.boxes:
                continue
            at = hung[host] = hung.get(host, 0) + 1
            box = layout.boxes[host]
            x = box.right - at * (EVENT[0] + 12)
            layout.boxes[event] = Box(x, box.bottom - EVENT[1] // 2, *EVENT)

    def _point(self, spot: Spot, boxes: Mapping[str, Box]) -> Point:
        return self._x(spot[0], boxes), self._y(spot[1], boxes)

    def _x(self, at: Coordinate, boxes: Mapping[str, Box]) -> int:
        if isinstance(at, On):
            return boxes[at.node].x + round(at.share * boxes[at.node].width)
        return self.gutter_at[at.alley] + _on_track(self.gutter_track, at, GUTTER)

    def _y(self, at: Coordinate, boxes: Mapping[str, Box]) -> int:
        if isinstance(at, On):
            return boxes[at.node].y + round(at.share * boxes[at.node].height)
        return self.channel_at[at.alley] + _on_track(self.channel_track, at, CHANNEL)


def _on_track(tracks: Mapping[Along, int], at: Along, room: int) -> int:
    return room // 2 + TRACK * tracks[at]


def _simple(points: list[Point]) -> list[Point]:
    """Leave out points that repeat, or that lie on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        while len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(first: Point, middle: Point, last: Point) -> bool:
    return first[0] == middle[0] == last[0] or first[1] == middle[1] == last[1]


def _text_width(words: str) -> int:
    return round(len(words) * LETTER) + 6


def _label(points: list[Point], words: str) -> Box:
    """Return where the words of an arrow go: over its last level stretch that is long enough."""
    level = [
        (first, last)
        for first, last in itertools.pairwise(points)
        if first[1] == last[1] and first[0] != last[0]
    ]
    width = _text_width(words)
    if not level:
        return Box(points[0][0] + 4, (points[0][1] + points[-1][1]) // 2, width, LABEL_HEIGHT)
    fits = [one for one in level if abs(one[0][0] - one[1][0]) >= width]
    first, last = fits[-1] if fits else max(level, key=lambda one: abs(one[0][0] - one[1][0]))
    left = min(first[0], last[0])
    room = abs(first[0] - last[0])
    return Box(
        left + max(0, min(6, (room - width) // 2)), first[1] - LABEL_HEIGHT - 2, width, LABEL_HEIGHT
    )
