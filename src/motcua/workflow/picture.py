"""A process as the office draws it, in SVG: lanes from left to right, and where the dossier is.

What is done, current or to come differs in line and sign as well as in colour. No script and no
style attribute, so that it may stand in a page under a strict Content-Security-Policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

from motcua.workflow.bpmn.layout import EVENTS, Box
from motcua.workflow.diagram import Band, Diagram, Drawn, DrawnArrow, diagram_of
from motcua.workflow.lettering import in_lines, polyline, tag, text, width_of

INK, QUIET, LINE, PAPER = "#0b0c0c", "#4a5054", "#6b7276", "#ffffff"
GREEN, BLUE, BAND, BAND_HEAD = "#0f6b4f", "#0b4f8a", "#b1b4b6", "#f3f7fb"
MARGIN = 24


class Stage(StrEnum):
    """Where a step stands for one dossier."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Captions:
    """The words of a picture: its name, what it shows in one sentence, and the mark on it."""

    title: str
    description: str
    here: str = "Hồ sơ đang ở đây"


LINES: Mapping[Stage, dict[str, object]] = {
    Stage.DONE: {"stroke": GREEN, "stroke_width": 2, "fill": "#eef7f2"},
    Stage.CURRENT: {"stroke": BLUE, "stroke_width": 4, "fill": PAPER},
    Stage.COMING: {"stroke": LINE, "stroke_width": 1.5, "fill": PAPER},
    Stage.SKIPPED: {"stroke": LINE, "stroke_width": 1.5, "fill": PAPER, "stroke_dasharray": "5 4"},
}
TICK = "M{x} {y}l4 4 7-9"


def swimlanes(
    xml: str, stages: Mapping[str, Stage], captions: Captions, name: str = "process-picture"
) -> str:
    """Return the picture of a file with what is known of each step; no stages: a plain drawing."""
    diagram = diagram_of(xml)
    frame = diagram.frame
    width, height = frame.width + 2 * MARGIN, frame.height + 2 * MARGIN
    parts = [
        tag("title", escape(captions.title), id=f"{name}-title"),
        tag("desc", escape(captions.description), id=f"{name}-desc"),
        tag("defs", _arrow_head(name)),
        _bands(diagram),
        _arrows(diagram, name),
        *(_element(one, stages, name) for one in _outer_first(diagram)),
        *(_here(one, captions.here) for one in diagram.elements if _is(one, stages, Stage.CURRENT)),
    ]
    return tag(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="motcua-picture",
        viewBox=f"{frame.x - MARGIN} {frame.y - MARGIN} {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_size=13,
        fill=INK,
    )


def _is(one: Drawn, stages: Mapping[str, Stage], stage: Stage) -> bool:
    return stages.get(one.id) is stage


def _outer_first(diagram: Diagram) -> list[Drawn]:
    return sorted(diagram.elements, key=lambda one: one.kind != "subProcess")


def _arrow_head(name: str) -> str:
    head = tag("path", d="M0 0L8 4L0 8z", fill=QUIET)
    return tag(
        "marker",
        head,
        id=f"{name}-head",
        markerWidth=8,
        markerHeight=8,
        refX=7.5,
        refY=4,
        orient="auto",
    )


def _bands(diagram: Diagram) -> str:
    drawn = "".join(_band(band) for band in diagram.bands)
    return tag("g", drawn, stroke=BAND, fill="none")


def _band(band: Band) -> str:
    box = band.box
    middle = box.y + box.height / 2
    words = in_lines(band.name, box.height - 12, 13, 2 if box.width > 60 else 1)
    first = box.x + 15 + 4.5 - 7.5 * (len(words) - 1)
    lines = "".join(
        tag(
            "text",
            escape(line),
            transform=f"translate({first + 15 * at:.1f} {middle:.1f}) rotate(-90)",
            text_anchor="middle",
            fill=INK,
            stroke="none",
        )
        for at, line in enumerate(words)
    )
    head = tag("rect", x=box.x, y=box.y, width=30, height=box.height, fill=BAND_HEAD)
    return tag("rect", x=box.x, y=box.y, width=box.width, height=box.height) + head + lines


def _arrows(diagram: Diagram, name: str) -> str:
    paths = "".join(
        tag("path", d=polyline(one.points), marker_end=f"url(#{name}-head)")
        for one in diagram.arrows
        if len(one.points) > 1
    )
    words = "".join(_words_on(one) for one in diagram.arrows if one.name)
    return tag("g", paths, stroke=QUIET, fill="none", stroke_width=1.3) + words


def _words_on(arrow: DrawnArrow) -> str:
    if arrow.label is None:
        x, y = arrow.points[0]
        label = Box(round(x) + 4, round(y) - 16, 90, 14)
    else:
        label = arrow.label
    lines = in_lines(arrow.name, max(label.width, 60), 12, 1)
    return text(lines, label.x, label.y + 11, 14, font_size=12, fill=QUIET)


def _element(one: Drawn, stages: Mapping[str, Stage], name: str) -> str:
    stage = stages.get(one.id, Stage.COMING)
    here = f"{name}-here" if stages.get(one.id) is Stage.CURRENT else ""
    if one.kind in EVENTS:
        return tag("g", _event(one), id=here)
    if one.kind.endswith("Gateway"):
        return _gateway(one)
    return tag("g", _step(one, stage), id=here)


def _step(one: Drawn, stage: Stage) -> str:
    box = one.box
    drawn = [
        tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=6, **LINES[stage])
    ]
    if one.kind == "callActivity":
        inner = {"x": box.x + 4, "y": box.y + 4, "width": box.width - 8, "height": box.height - 8}
        drawn.append(tag("rect", **inner, rx=4, fill="none", stroke=LINE))
    if one.kind == "subProcess":
        drawn.append(text(in_lines(one.name, box.width - 20, 13, 1), box.x + 10, box.y + 16, 16))
        return "".join(drawn)
    lines = in_lines(one.name, box.width - 12, 13, 4)
    first = box.y + box.height / 2 + 4.5 - 8 * (len(lines) - 1)
    weight = 600 if stage is Stage.CURRENT else ""
    words = text(lines, box.x + box.width / 2, first, 16, text_anchor="middle", font_weight=weight)
    if " ".join(lines) != one.name:
        words = tag("title", escape(one.name)) + words
    drawn.append(words)
    if stage is Stage.DONE:
        drawn.append(tag("circle", cx=box.right - 4, cy=box.y + 4, r=10, fill=GREEN))
        sign = TICK.format(x=box.right - 9, y=box.y + 4)
        drawn.append(tag("path", d=sign, stroke=PAPER, stroke_width=2, fill="none"))
    if one.repeated:
        bars = "".join(f"M{box.x + box.width / 2 + at} {box.bottom - 12}v9" for at in (-4, 0, 4))
        drawn.append(tag("path", d=bars, stroke=QUIET, stroke_width=1.5))
    return "".join(drawn)


def _event(one: Drawn) -> str:
    box = one.box
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    line: dict[str, object] = {"stroke": QUIET, "fill": PAPER}
    line["stroke_width"] = 4 if one.kind == "endEvent" else 1.5
    if not one.interrupting:
        line["stroke_dasharray"] = "4 3"
    drawn = [tag("circle", cx=x, cy=y, r=radius, **line)]
    if one.kind not in {"startEvent", "endEvent"}:
        drawn.append(tag("circle", cx=x, cy=y, r=radius - 3, **line))
    drawn.append(_sign(one.trigger, x, y))
    lines = in_lines(one.name, 110, 12, 2)
    drawn.append(text(lines, x, box.bottom + 14, 14, text_anchor="middle", font_size=12))
    return "".join(drawn)


_SIGNS = {
    "messageEventDefinition": "M{l} {t}h16v11h-16zl8 6 8-6",
    "timerEventDefinition": "M{x} {u}v9h6",
    "signalEventDefinition": "M{x} {u}l8 13h-16z",
    "errorEventDefinition": "M{l} {b}l5-11 5 6 6-8-4 12-5-6z",
    "terminateEventDefinition": "M{l} {y}a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
}


def _sign(trigger: str, x: float, y: float) -> str:
    if trigger not in _SIGNS:
        return ""
    data = _SIGNS[trigger].format(l=x - 8, t=y - 5.5, x=x, u=y - 8, b=y + 6, y=y)
    fill = QUIET if trigger == "terminateEventDefinition" else "none"
    return tag("path", d=data, stroke=QUIET, stroke_width=1.3, fill=fill)


_GATES = {
    "exclusiveGateway": "M{l} {t}l14 14m0-14l-14 14",
    "parallelGateway": "M{x} {u}v20m-10-10h20",
    "inclusiveGateway": "M{o} {y}a9 9 0 1 0 18 0a9 9 0 1 0-18 0",
    "eventBasedGateway": "M{o} {y}a9 9 0 1 0 18 0a9 9 0 1 0-18 0m4 0l5-6 5 6-2 5h-6z",
}


def _gateway(one: Drawn) -> str:
    box = one.box
    x, y = box.x + box.width / 2, box.y + box.height / 2
    corners = f"M{x} {box.y}L{box.right} {y}L{x} {box.bottom}L{box.x} {y}z"
    sign = _GATES[one.kind].format(l=x - 7, t=y - 7, x=x, u=y - 10, o=x - 9, y=y)
    drawn = tag("path", d=corners, stroke=QUIET, stroke_width=1.5, fill=PAPER)
    drawn += tag("path", d=sign, stroke=QUIET, stroke_width=2.5, fill="none")
    lines = in_lines(one.name, 100, 12, 2)
    return drawn + text(lines, x, box.bottom + 13, 14, text_anchor="middle", font_size=12)


def _here(one: Drawn, words: str) -> str:
    """Draw the flag that says where the dossier is, above the step."""
    width = width_of(words, 13) + 16
    x, y = one.box.x + one.box.width / 2, one.box.y - 8
    left, tip = x - width / 2, f"M{x - 6} {y - 1}h12l-6 7z"
    flag = tag("rect", x=left, y=y - 22, width=width, height=22, rx=3) + tag("path", d=tip)
    label = text([words], x, y - 6.5, 0, text_anchor="middle", fill=PAPER, font_weight=600)
    return tag("g", flag + label, fill=BLUE)
