"""Horizontal bars of a chart: how wide each part is drawn. Axes begin at zero.

The component `bar_chart` draws them; the table beside a chart holds the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """One row of a chart before it is drawn: parts (kind, amount) from left to right."""

    label: str
    parts: Sequence[tuple[str, int]]
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, placed in percent of the widest one; `kind` decides how it is filled."""

    kind: str
    begins: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn row: what it is, its pieces, and the amounts in words."""

    label: str
    parts: Sequence[Part]
    words: str


def bars(rows: Sequence[Amount]) -> list[Bar]:
    """Return the bars of a chart, the longest as wide as there is room."""
    widest = max((sum(amount for _, amount in row.parts) for row in rows), default=0)
    return [Bar(row.label, _parts(row.parts, widest), row.words) for row in rows]


def _parts(parts: Sequence[tuple[str, int]], widest: int) -> list[Part]:
    drawn, begins = [], 0
    for kind, amount in parts:
        if amount > 0:
            drawn.append(Part(kind, _percent(begins, widest), _percent(amount, widest)))
        begins += amount
    return drawn


def _percent(amount: int, whole: int) -> str:
    return f"{100 * amount / whole:.2f}%"
