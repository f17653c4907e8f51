"""Yearly indices over the years: what moved, and how far apart two provinces are. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST_NAMED = 3
NONE = Decimal(0)
WHOLE = ""  # the part that is the index itself


@dataclass(frozen=True, slots=True)
class Told:
    """What was published of an index, or of a part of it, for one province and year."""

    year: int
    value: Decimal | None
    rank: int | None
    among: int | None
    source: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year of one province beside the year before; a better place is a smaller number."""

    told: Told
    value_change: Decimal | None
    places_gained: int | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an index over the years, with its change in the last one."""

    name: str
    values: Mapping[int, Decimal | None]
    change: Decimal | None


def year_rows(told: Iterable[Told]) -> list[YearRow]:
    """Return the years in order, each beside the one before it where that is known."""
    by_year = {one.year: one for one in told}
    return [
        YearRow(
            one,
            _less(one.value, by_year[year - 1].value) if year - 1 in by_year else None,
            _gained(by_year.get(year - 1), one),
        )
        for year, one in sorted(by_year.items())
    ]


def _less(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


def _gained(before: Told | None, now: Told) -> int | None:
    if before is None or before.rank is None or now.rank is None:
        return None
    return before.rank - now.rank


def part_rows(parts: Mapping[str, Iterable[Told]], year: int) -> list[PartRow]:
    """Return the parts of an index, those that moved most in a year first."""
    rows = []
    for name, told in parts.items():
        values = {one.year: one.value for one in told}
        rows.append(PartRow(name, values, _less(values.get(year), values.get(year - 1))))
    return sorted(rows, key=lambda row: (row.change is None, -abs(row.change or NONE), row.name))


def moved(rows: Sequence[PartRow]) -> tuple[list[PartRow], list[PartRow]]:
    """Return what went up and what went down most, a few of each."""
    known = [row for row in rows if row.change]
    up = [row for row in known if row.change is not None and row.change > 0]
    down = [row for row in known if row.change is not None and row.change < 0]
    return up[:MOST_NAMED], down[:MOST_NAMED]
