"""Writing SVG: words broken into lines by an estimate of their width, attributes, paths."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_NARROW = frozenset("iíìỉĩịjltfrI.,:;'’!|()[] ")
_WIDE = frozenset("mwMWƯƠ—@%")
Point = tuple[float, float]


def width_of(words: str, size: float) -> float:
    """Return about how wide words are; generous, so that they fit in any of our typefaces."""
    return size * sum(
        0.36 if one in _NARROW else 0.9 if one in _WIDE else 0.7 if one.isupper() else 0.58
        for one in words
    )


def in_lines(words: str, width: float, size: float, most: int) -> list[str]:
    """Break words into at most so many lines; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return [_cut(line, width, size) for line in lines]
    return [
        *(_cut(line, width, size) for line in lines[: most - 1]),
        _cut(" ".join(lines[most - 1 :]), width, size),
    ]


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    while line and width_of(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def tag(name: str, inside: str = "", /, **facts: object) -> str:
    """Return an element; `_` in a name of an attribute stands for `-`, empty ones are left out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_number(value))}"
        for key, value in facts.items()
        if value not in ("", None)
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(lines: Sequence[str], x: float, y: float, line_height: float, **facts: object) -> str:
    """Return lines of words, the first one's baseline at `y`."""
    if len(lines) == 1:
        return tag("text", escape(lines[0]), x=x, y=y, **facts)
    spans = "".join(
        tag("tspan", escape(line), x=x, dy=line_height if at else "")
        for at, line in enumerate(lines)
    )
    return tag("text", spans, x=x, y=y, **facts) if lines else ""


def polyline(points: Sequence[Point], corner: float = 6) -> str:
    """Return the data of a path along points, its corners rounded."""
    start = points[0]
    data = [f"M{_number(start[0])} {_number(start[1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        into, out = _towards(here, before, corner), _towards(here, after, corner)
        data.append(f"L{_pair(into)}Q{_pair(here)} {_pair(out)}")
    data.append(f"L{_pair(points[-1])}")
    return "".join(data)


def _towards(here: Point, there: Point, most: float) -> Point:
    across, down = there[0] - here[0], there[1] - here[1]
    length = max(abs(across), abs(down)) or 1
    share = min(most, length / 2) / length
    return here[0] + across * share, here[1] + down * share


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
