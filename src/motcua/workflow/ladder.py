"""The process as a citizen sees it, in SVG: steps from top to bottom, branches side by side.

Made for a phone: words stand right of the rails at full width. What is done has a tick, where
the dossier is has a ring and a flag, what is to come a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from motcua.workflow.lettering import in_lines, tag, text, width_of
from motcua.workflow.picture import BLUE, GREEN, INK, LINE, PAPER, QUIET, Captions, Stage
from motcua.workflow.stops import Stops, Way

WIDTH = 360
RAIL, FIRST_RAIL, RETURN = 26, 18, 14  # between rails; from the edge; for each way back
MARK = 12
NAME, NOTE = 16, 14  # sizes of letters
NAME_LINE, NOTE_LINE, FLAG, REST = 22, 19, 30, 18
MOST_RAILS = 5


@dataclass(frozen=True, slots=True)
class Rung:
    """One stop with its words; ends of the process have no number."""

    id: str
    label: str
    number: int = 0
    note: str = ""
    stage: Stage = Stage.COMING


@dataclass(frozen=True, slots=True)
class _Row:
    """A rung in its place."""

    rung: Rung
    rail: int
    y: float
    lines: list[str]
    notes: list[str]


def ladder(
    stops: Stops, rungs: Mapping[str, Rung], captions: Captions, name: str = "process-steps"
) -> str:
    """Return the picture of the stops, each drawn as its rung says."""
    rails, branches = _rails(stops)
    margin = RETURN * min(len(stops.back), 2)
    many = min(max([*rails.values(), *branches.values()], default=0) + 1, MOST_RAILS)
    left = margin + FIRST_RAIL + RAIL * (many - 1) + MARK + 12
    rows, height = _rows(stops, rungs, rails, left)
    places = {row.rung.id: (_x(row.rail, margin), row.y) for row in rows}
    parts = [
        tag("title", escape(captions.title), id=f"{name}-title"),
        tag("desc", escape(captions.description), id=f"{name}-desc"),
        _ways(stops, places, branches, margin, rungs),
        _ways_back(stops, places, margin),
        *(_row(row, places[row.rung.id], left, captions.here) for row in rows),
    ]
    return tag(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="motcua-picture motcua-picture--ladder",
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_size=NAME,
        fill=INK,
    )


def _x(rail: int, margin: int) -> int:
    return margin + FIRST_RAIL + RAIL * min(rail, MOST_RAILS - 1)


def _rails(stops: Stops) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Return the rail of every stop, and the rail that each way down runs on.

    The first way on keeps the rail of its stop; every other takes the first that is free.
    """
    waiting: dict[int, str] = {}  # what each rail in use leads to
    rails: dict[str, int] = {}
    ways: dict[tuple[str, str], int] = {}
    onward: dict[str, list[Way]] = {}
    for way in stops.onward:
        onward.setdefault(way.source, []).append(way)
    for stop in stops.order:
        arriving = [rail for rail, target in waiting.items() if target == stop]
        rail = min(arriving, default=_free(waiting))
        for one in arriving:
            del waiting[one]
        rails[stop] = rail
        for way in onward.get(stop, ()):
            on = rail if rail not in waiting else _free(waiting)
            waiting[on] = way.target
            ways[way.source, way.target] = on
    return rails, ways


def _free(waiting: Mapping[int, str]) -> int:
    return next(rail for rail in range(len(waiting) + 1) if rail not in waiting)


def _rows(
    stops: Stops, rungs: Mapping[str, Rung], rails: Mapping[str, int], left: float
) -> tuple[list[_Row], float]:
    rows: list[_Row] = []
    y = 20.0
    for stop in stops.order:
        rung = rungs[stop]
        words = f"{rung.number}. {rung.label}" if rung.number else rung.label
        lines = in_lines(words, WIDTH - left - 4, NAME, 4)
        notes = in_lines(rung.note, WIDTH - left - 4, NOTE, 2)
        rows.append(_Row(rung, rails[stop], y, lines, notes))
        flag = FLAG if rung.stage is Stage.CURRENT else 0
        y += max(len(lines) * NAME_LINE + len(notes) * NOTE_LINE + flag, 24) + REST
    return rows, y


def _ways(
    stops: Stops,
    places: Mapping[str, tuple[float, float]],
    branches: Mapping[tuple[str, str], int],
    margin: int,
    rungs: Mapping[str, Rung],
) -> str:
    """Draw the ways down; those already gone are green and whole, the others grey and dashed."""
    gone: list[str] = []
    coming: list[str] = []
    for way in stops.onward:
        x = _x(branches[way.source, way.target], margin)
        data = _down(places[way.source], places[way.target], x)
        passed = all(
            rungs[end].stage in {Stage.DONE, Stage.CURRENT} for end in (way.source, way.target)
        )
        (gone if passed and rungs[way.source].stage is Stage.DONE else coming).append(data)
    drawn = ""
    if coming:
        drawn += tag(
            "path", d="".join(coming), stroke="#8a9196", stroke_width=3, stroke_dasharray="2 5"
        )
    if gone:
        drawn += tag("path", d="".join(gone), stroke=GREEN, stroke_width=3)
    return tag("g", drawn, fill="none", stroke_linecap="round") if drawn else ""


def _down(first: tuple[float, float], last: tuple[float, float], x: float) -> str:
    """Return a way from one mark to a lower one along the rail at `x`."""
    (x1, y1), (x2, y2) = first, last
    bend = min(30.0, (y2 - y1) / 2)
    data = f"M{x1:.0f} {y1:.0f}"
    if x != x1:
        data += f"C{x1:.0f} {y1 + bend:.0f} {x:.0f} {y1 + 4:.0f} {x:.0f} {y1 + bend:.0f}"
    if x == x2:
        return data + f"V{y2:.0f}"
    return (
        data + f"V{y2 - bend:.0f}C{x:.0f} {y2 - 4:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    )


def _ways_back(stops: Stops, places: Mapping[str, tuple[float, float]], margin: int) -> str:
    """Draw the ways back at the left edge, with an arrow into the stop that comes again."""
    drawn = ""
    for at, way in enumerate(stops.back):
        (x1, y1), (x2, y2) = places[way.source], places[way.target]
        x = margin - 4 - RETURN * (at % 2)
        data = f"M{x1 - MARK:.0f} {y1:.0f}"
        if y1 == y2:
            y2 = y1 - 8
        data += f"C{x + 4:.0f} {y1:.0f} {x} {y1 - 4:.0f} {x} {y1 - 14:.0f}V{y2 + 14:.0f}"
        tip = x2 - MARK - 3
        data += f"C{x} {y2 + 4:.0f} {x + 4} {y2:.0f} {tip:.0f} {y2:.0f}m-6 -4l6 4-6 4"
        drawn += tag("path", d=data)
    return tag("g", drawn, fill="none", stroke=QUIET, stroke_width=1.5) if drawn else ""


def _row(row: _Row, place: tuple[float, float], left: float, here: str) -> str:
    x, y = place
    stage = row.rung.stage
    weight = 600 if stage is Stage.CURRENT else ""
    colour = QUIET if stage is Stage.SKIPPED else ""
    drawn = _mark(row.rung, x, y)
    down = y + 6
    drawn += text(row.lines, left, down, NAME_LINE, font_weight=weight, fill=colour)
    down += NAME_LINE * len(row.lines)
    if row.notes:
        drawn += text(row.notes, left, down, NOTE_LINE, font_size=NOTE, fill=QUIET)
        down += NOTE_LINE * len(row.notes)
    if stage is Stage.CURRENT:
        width = width_of(here, NOTE) + 16
        drawn += tag("rect", x=left, y=down - 11, width=width, height=22, rx=3, fill=BLUE)
        drawn += text([here], left + 8, down + 5, 0, font_size=NOTE, font_weight=600, fill=PAPER)
    return drawn


def _mark(rung: Rung, x: float, y: float) -> str:
    radius = MARK if rung.number else MARK - 4
    at: dict[str, object] = {"cx": x, "cy": y}
    if rung.stage is Stage.DONE:
        tick = tag("path", d=f"M{x - 5} {y}l4 4 7-9", stroke=PAPER, stroke_width=2, fill="none")
        return tag("circle", **at, r=radius, fill=GREEN) + (tick if rung.number else "")
    if rung.stage is Stage.CURRENT:
        ring = tag("circle", **at, r=radius, fill=PAPER, stroke=BLUE, stroke_width=4)
        return ring + tag("circle", **at, r=4, fill=BLUE)
    dash = "3 3" if rung.stage is Stage.SKIPPED else ""
    circle = tag(
        "circle", **at, r=radius, fill=PAPER, stroke=LINE, stroke_width=2, stroke_dasharray=dash
    )
    if not rung.number or rung.stage is Stage.SKIPPED:
        return circle
    number = text([str(rung.number)], x, y + 4.5, 0, text_anchor="middle", font_size=13, fill=QUIET)
    return circle + number
