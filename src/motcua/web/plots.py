"""Small charts over months, drawn on the server: lines of shares and columns of counts.

Their axes begin at zero, each point is labelled where there is room, and the table beside a chart
holds the same figures. The component `plot` writes them; on paper they are black on white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 18, 26  # around what is drawn
LABELLED = 13  # more points than these have no room for a label each
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Value:
    """One month before it is drawn: its short word on the axis, its amount and that in words.

    Nothing is drawn where there is no amount.
    """

    word: str
    amount: Fraction | None
    said: str


@dataclass(frozen=True, slots=True)
class Point:
    """A drawn value: its place, and its words where they are shown."""

    x: str
    y: str
    height: str
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart: its title, its points, its two axes, and what it says in one sentence."""

    title: str
    sentence: str
    points: Sequence[Point]
    pieces: Sequence[str]
    column: str
    ticks: Sequence[tuple[str, str]]
    words: Sequence[tuple[str, str]]
    as_columns: bool


def word_of(month: str) -> str:
    """Return a month as it stands on an axis: its number, with the year in January."""
    number_, year = month[5:].lstrip("0"), month[2:4]
    return f"{number_}/{year}" if number_ == "1" else number_


def line(title: str, values: Sequence[Value], most: Fraction = Fraction(1)) -> Plot:
    """Return a line of shares, on an axis from zero to `most` in percent."""
    ticks = [(most * part / 4, f"{int(100 * most * part / 4)}%") for part in (0, 1, 2, 3, 4)]
    return _plot(title, values, most, ticks[::2], as_columns=False)


def columns(title: str, values: Sequence[Value]) -> Plot:
    """Return columns of counts, on an axis from zero to a round number."""
    largest = max((value.amount or Fraction(0) for value in values), default=Fraction(0))
    most = Fraction(_round(int(largest)))
    ticks = [(most * part / 2, f"{int(most * part / 2):,}".replace(",", ".")) for part in (0, 1, 2)]
    return _plot(title, values, most, ticks, as_columns=True)


def _round(largest: int) -> int:
    """Return the next number of one of the digits 1, 2, 5 and an even one, at least two."""
    size = 2
    while size < largest:
        size = _next(size)
    return size


def _next(size: int) -> int:
    digits = str(size)
    following = {"1": "2", "2": "5", "5": "10"}[digits[0]]
    return int(following + digits[1:])


def _plot(
    title: str,
    values: Sequence[Value],
    most: Fraction,
    ticks: Sequence[tuple[Fraction, str]],
    *,
    as_columns: bool,
) -> Plot:
    room = WIDTH - LEFT - RIGHT
    step = room / max(1, len(values))
    places = [LEFT + step * (at + 0.5) for at in range(len(values))]
    every = -(-len(values) // LABELLED)
    points: list[Point] = []
    pieces: list[list[str]] = []
    piece: list[str] = []
    for at, value in enumerate(values):
        if value.amount is None:
            pieces, piece = [*pieces, piece], []
            continue
        y = _height(value.amount, most)
        is_last = at == len(values) - 1
        label = value.said if every == 1 or is_last else ""
        points.append(Point(f"{places[at]:.1f}", f"{y:.1f}", f"{_foot() - y:.1f}", label))
        piece.append(f"{places[at]:.1f},{y:.1f}")
    words = [(f"{places[at]:.1f}", value.word) for at, value in enumerate(values) if not at % every]
    return Plot(
        title=title,
        sentence=_sentence(title, values),
        points=points,
        pieces=[" ".join(one) for one in [*pieces, piece] if len(one) > 1],
        column=f"{step * 0.66:.1f}",
        ticks=[(f"{_height(amount, most):.1f}", word) for amount, word in ticks],
        words=words,
        as_columns=as_columns,
    )


def _height(amount: Fraction, most: Fraction) -> float:
    return _foot() - (HEIGHT - TOP - BOTTOM) * float(min(amount, most) / most)


def _foot() -> float:
    return float(HEIGHT - BOTTOM)


def _sentence(title: str, values: Sequence[Value]) -> str:
    known = [value for value in values if value.amount is not None]
    if not known:
        return _("%(title)s: chưa có số liệu.") % {"title": title}
    first, last = known[0], known[-1]
    said = {
        "title": title,
        "first": first.said,
        "from": first.word,
        "last": last.said,
        "to": last.word,
    }
    return _("%(title)s: từ %(first)s (tháng %(from)s) đến %(last)s (tháng %(to)s).") % said
