"""What may be published: whole months, and no number that points at a person.

A table of counts tells of a small cell in two ways: by itself, and as what is left when everything
else is taken off a total. So small cells are left out, and further ones with them, until none that
is small can be worked out from what is published.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FACTS = Path(__file__).parent / "facts" / "publishing.toml"
ALL = ""  # every agency, or every procedure


class Cell(NamedTuple):
    """Where a count stands in the table of a month: codes of an agency and a procedure."""

    agency: str
    procedure: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a cell; `hours` are those from receiving to finishing, all together."""

    received: int
    in_time: int
    online: int
    finished: int
    hours: int
    rated: int
    liked: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.received + other.received,
            self.in_time + other.in_time,
            self.online + other.online,
            self.finished + other.finished,
            self.hours + other.hours,
            self.rated + other.rated,
            self.liked + other.liked,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the open data: its name, what it holds and what that means."""

    name: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """How figures are published: from which count on, how many months, under which licence."""

    id: str
    least: int
    months: int
    licence: str
    licence_address: str
    basis: str
    columns: tuple[Column, ...]


@lru_cache(maxsize=1)
def publishing() -> Publishing:
    """Return how figures are published."""
    told = tomllib.loads(FACTS.read_text("utf-8"))
    return Publishing(
        id=told["id"],
        least=told["least"],
        months=told["months"],
        licence=told["licence"]["name"],
        licence_address=told["licence"]["address"],
        basis=told["licence"]["basis"],
        columns=tuple(Column(**one) for one in told["columns"]),
    )


def whole_months(today: date, many: int) -> tuple[date, date]:
    """Return the first day of so many whole months and the last day of the last, before a day.

    A month that runs is not told: what one night adds to another would be single dossiers.
    """
    last = today.replace(day=1).toordinal() - 1
    at = today.year * 12 + today.month - 1 - many
    return date(at // 12, at % 12 + 1, 1), date.fromordinal(last)


def with_sums(cells: Mapping[Cell, Counts]) -> dict[Cell, Counts]:
    """Return the cells of a month with the sums of each agency, each procedure, and of all."""
    summed = dict(cells)
    for (agency, procedure), counts in cells.items():
        for sum_of in (Cell(agency, ALL), Cell(ALL, procedure), Cell(ALL, ALL)):
            summed[sum_of] = summed[sum_of] + counts if sum_of in summed else counts
    return summed


def hidden(received: Mapping[Cell, int], least: int) -> set[Cell]:
    """Return which cells of a month, sums included, are not published.

    All that hold fewer than `least`; and as many others that no such one, and no sum of those of a
    line that is smaller, follows from the rest. Every agency and every procedure is a point, every
    cell that is not published a line between two of them: a count can be worked out just when its
    line is on no circle.
    """
    left_out = {cell for cell, many in received.items() if many < least}
    while more := _needed(received, left_out, least):
        left_out |= more
    return left_out


Point = tuple[int, str]  # 0 and the code of an agency, or 1 and that of a procedure
Near = dict[Point, list[tuple[Point, Cell]]]


def _needed(received: Mapping[Cell, int], left_out: Collection[Cell], least: int) -> set[Cell]:
    """Return further cells to leave out; none when all is safe."""
    more: set[Cell] = set()
    for cell, inside in _bridges(_near(left_out)):
        if received[cell] < least:
            crossing = [
                (many, other)
                for other, many in received.items()
                if other not in left_out and _is_crossing(other, inside)
            ]
            more |= {other for _, other in [min(crossing)]} if crossing else set()
    return more or _of_small_sums(received, left_out, least)


def _ends(cell: Cell) -> tuple[Point, Point]:
    return (0, cell.agency), (1, cell.procedure)


def _is_crossing(cell: Cell, inside: Collection[Point]) -> bool:
    agency, procedure = _ends(cell)
    return (agency in inside) != (procedure in inside)


def _near(cells: Collection[Cell]) -> Near:
    near: Near = {}
    for cell in sorted(cells):
        agency, procedure = _ends(cell)
        near.setdefault(agency, []).append((procedure, cell))
        near.setdefault(procedure, []).append((agency, cell))
    return near


def _bridges(near: Near) -> list[tuple[Cell, set[Point]]]:
    """Return the lines that are on no circle, each with the points on one side of it."""
    order: list[Point] = []  # as they were reached
    at: dict[Point, int] = {}
    lowest: dict[Point, int] = {}  # the earliest point that is reached from there in another way
    found: list[tuple[Cell, set[Point]]] = []

    def reach(point: Point, through: Cell | None) -> Step:
        at[point] = lowest[point] = len(order)
        order.append(point)
        return point, through, iter(near[point])

    for start in near:
        stack = [reach(start, None)] if start not in at else []
        while stack:
            point, through, rest = stack[-1]
            step = next((one for one in rest if one[1] != through), None)
            if step is None:
                stack.pop()
                if through is not None:
                    before = stack[-1][0]
                    lowest[before] = min(lowest[before], lowest[point])
                    if lowest[point] > at[before]:
                        found.append((through, set(order[at[point] :])))
            elif step[0] in at:
                lowest[point] = min(lowest[point], at[step[0]])
            else:
                stack.append(reach(*step))
    return found


Step = tuple[Point, Cell | None, Iterator[tuple[Point, Cell]]]


Sum = tuple[Cell, int]  # the cell that holds a sum, and over what: 0 procedures, 1 agencies


def _of_small_sums(
    received: Mapping[Cell, int], left_out: Collection[Cell], least: int
) -> set[Cell]:
    """Return a further cell of each line whose published sum tells that the rest is small."""
    missing: dict[Sum, int] = {}
    smallest: dict[Sum, tuple[int, Cell]] = {}
    for cell, many in received.items():
        for one in _sums_of(cell):
            if cell in left_out:
                missing[one] = missing.get(one, 0) + many
            else:
                smallest[one] = min(smallest.get(one, (many, cell)), (many, cell))
    return {
        smallest[one][1]
        for one, many in missing.items()
        if many < least and one[0] not in left_out and one in smallest
    }


def _sums_of(cell: Cell) -> list[Sum]:
    """Return the sums that a cell is a part of."""
    over_procedures = [(Cell(cell.agency, ALL), 0)] if cell.procedure != ALL else []
    over_agencies = [(Cell(ALL, cell.procedure), 1)] if cell.agency != ALL else []
    return over_procedures + over_agencies
