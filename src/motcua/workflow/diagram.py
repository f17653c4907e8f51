"""What a BPMN file draws: lanes, elements and arrows with their places.

The places are those of the file; when it lacks any, the whole is laid out anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from motcua.workflow.bpmn.layout import Box, Layout, Link, Shape, lay_out
from motcua.workflow.bpmn.tree import Element, parse
from motcua.workflow.bpmn.words import BPMN, KINDS, TRIGGERS

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An element in its place."""

    id: str
    kind: str
    name: str
    trigger: str
    box: Box
    repeated: bool = False
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """An arrow with its corners, and where its words go."""

    id: str
    name: str
    points: tuple[Point, ...]
    label: Box | None


@dataclass(frozen=True, slots=True)
class Band:
    """A pool or lane."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Diagram:
    """Everything that is drawn, inside a frame."""

    name: str
    frame: Box
    bands: tuple[Band, ...]
    elements: tuple[Drawn, ...]
    arrows: tuple[DrawnArrow, ...]


@lru_cache(maxsize=500)
def diagram_of(xml: str) -> Diagram:
    """Return the drawing of a file; raise `ProcessRefused` when it cannot be read."""
    root = parse(xml)
    places = {one.get("bpmnElement"): one for one in root.below() if one.name == "BPMNShape"}
    ways = {one.get("bpmnElement"): one for one in root.below() if one.name == "BPMNEdge"}
    process = next(one for one in root.every("process"))
    nodes = [one for one in process.below() if one.namespace == BPMN and one.name in KINDS]
    flows = [one for one in process.below() if one.name == "sequenceFlow"]
    bands = [one for one in root.below() if one.name in {"participant", "lane"}]
    if all(one.id in places for one in nodes) and all(one.id in ways for one in flows):
        return _as_drawn(process, nodes, flows, bands, places, ways)
    return _laid_out(process, nodes, flows)


def _as_drawn(
    process: Element,
    nodes: list[Element],
    flows: list[Element],
    bands: list[Element],
    places: Mapping[str, Element],
    ways: Mapping[str, Element],
) -> Diagram:
    elements = tuple(_drawn(one, _box(places[one.id])) for one in nodes)
    arrows = tuple(
        DrawnArrow(one.id, one.get("name"), _points(ways[one.id]), _label(ways[one.id]))
        for one in flows
    )
    shown = tuple(
        Band(one.get("name"), _box(places[one.id]))
        for one in bands
        if one.id in places and (one.name == "lane" or one.get("processRef") == process.id)
    )
    return Diagram(process.get("name"), _frame(shown, elements, arrows), shown, elements, arrows)


def _laid_out(process: Element, nodes: list[Element], flows: list[Element]) -> Diagram:
    lanes = [one for one in process.below() if one.name == "lane"]
    lane_of = {
        reference.text.strip(): lane.id for lane in lanes for reference in lane.every("flowNodeRef")
    }
    scopes = {
        child.id: scope.id
        for scope in nodes
        if scope.name == "subProcess"
        for child in scope.children
    }
    shapes = [
        Shape(
            one.id,
            one.name,
            one.get("name"),
            lane_of.get(one.id, ""),
            scopes.get(one.id, ""),
            one.get("attachedToRef"),
        )
        for one in nodes
    ]
    links = [
        Link(one.id, one.get("sourceRef"), one.get("targetRef"), one.get("name")) for one in flows
    ]
    layout = lay_out([lane.id for lane in lanes], shapes, links)
    return _from_layout(process, nodes, flows, lanes, layout)


def _from_layout(
    process: Element,
    nodes: list[Element],
    flows: list[Element],
    lanes: list[Element],
    layout: Layout,
) -> Diagram:
    elements = tuple(_drawn(one, layout.boxes[one.id]) for one in nodes if one.id in layout.boxes)
    arrows = tuple(
        DrawnArrow(one.id, one.get("name"), tuple(layout.routes[one.id]), layout.labels.get(one.id))
        for one in flows
        if one.id in layout.routes
    )
    bands = tuple(Band(lane.get("name"), layout.lanes[lane.id]) for lane in lanes)
    name = process.get("name")
    if bands:
        bands = (Band(name, layout.pool), *bands)
    return Diagram(name, _frame(bands, elements, arrows), bands, elements, arrows)


def _drawn(node: Element, box: Box) -> Drawn:
    trigger = next((one.name for one in node.children if one.name in TRIGGERS), "")
    repeated = node.first("multiInstanceLoopCharacteristics") is not None
    interrupting = node.get("cancelActivity") != "false"
    return Drawn(node.id, node.name, node.get("name"), trigger, box, repeated, interrupting)


def _box(shape: Element) -> Box:
    bounds = shape.first("Bounds")
    if bounds is None:
        return Box(0, 0, 0, 0)
    x, y, width, height = (_coordinate(bounds.get(key)) for key in ("x", "y", "width", "height"))
    return Box(round(x), round(y), round(width), round(height))


def _points(edge: Element) -> tuple[Point, ...]:
    return tuple(
        (_coordinate(one.get("x")), _coordinate(one.get("y"))) for one in edge.every("waypoint")
    )


def _label(edge: Element) -> Box | None:
    label = edge.first("BPMNLabel")
    return _box(label) if label is not None and label.first("Bounds") is not None else None


def _coordinate(written: str) -> float:
    """Read a coordinate; what is none, or beyond any paper, is the corner."""
    try:
        value = float(written)
    except ValueError:
        return 0.0
    return value if abs(value) < 100_000 else 0.0


def _frame(
    bands: tuple[Band, ...], elements: tuple[Drawn, ...], arrows: tuple[DrawnArrow, ...]
) -> Box:
    boxes = [one.box for one in bands] + [one.box for one in elements]
    boxes += [one.label for one in arrows if one.label]
    corners = [(box.x, box.y) for box in boxes] + [(box.right, box.bottom) for box in boxes]
    corners += [(round(x), round(y)) for one in arrows for x, y in one.points]
    if not corners:
        return Box(0, 0, 100, 100)
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return Box(left, top, right - left, bottom - top)
