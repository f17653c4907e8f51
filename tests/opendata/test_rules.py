"""What may be published: nothing small, and nothing from which something small follows."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.opendata.rules import (
    ALL,
    Cell,
    Counts,
    hidden,
    publishing,
    whole_months,
    with_sums,
)

LEAST = 5
codes = st.sampled_from(["A", "B", "C", "D"])
tables = st.dictionaries(
    st.builds(Cell, codes, st.sampled_from(["1", "2", "3", "4"])), st.integers(1, 12), min_size=1
)


def many(received: int) -> Counts:
    return Counts(received, 0, 0, 0, 0, 0, 0)


def summed(table: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return a table with its sums, as it would be published whole."""
    whole = with_sums({cell: many(count) for cell, count in table.items()})
    return {cell: one.received for cell, one in whole.items()}


def worked_out(received: Mapping[Cell, int], left_out: set[Cell]) -> set[Cell]:
    """Return what follows from the rest by solving the sums exactly, as an attacker would."""
    unknown = sorted(left_out)
    # A sum is its parts, so it stands with the opposite sign in the equation of its line.
    matrix = [
        [
            (-1 if getattr(cell, over) == ALL else 1) * (getattr(cell, side) == code)
            for cell in unknown
        ]
        for side, over in (("agency", "procedure"), ("procedure", "agency"))
        for code in {getattr(cell, side) for cell in received}
    ]
    reduced = _reduced([[Fraction(value) for value in row] for row in matrix])
    return {
        unknown[row.index(Fraction(1))]
        for row in reduced
        if sum(1 for value in row if value) == 1 and 1 in row
    }


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return rows in reduced echelon form."""
    done: list[list[Fraction]] = []
    width = len(rows[0]) if rows else 0
    for at in range(width):
        pivot = next((row for row in rows if row[at]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        pivot = [value / pivot[at] for value in pivot]
        rows = [_less(row, pivot, at) for row in rows]
        done = [*[_less(row, pivot, at) for row in done], pivot]
    return done


def _less(row: list[Fraction], pivot: list[Fraction], at: int) -> list[Fraction]:
    return [value - row[at] * other for value, other in zip(row, pivot, strict=True)]


@given(tables)
def test_nothing_small_is_published_and_nothing_small_can_be_worked_out(
    table: dict[Cell, int],
) -> None:
    received = summed(table)

    left_out = hidden(received, LEAST)

    assert {cell for cell, count in received.items() if count < LEAST} <= left_out
    assert not [cell for cell in worked_out(received, left_out) if received[cell] < LEAST]


@given(tables)
def test_what_a_published_sum_leaves_is_never_small(table: dict[Cell, int]) -> None:
    received = summed(table)
    left_out = hidden(received, LEAST)

    for side, over in (("agency", "procedure"), ("procedure", "agency")):
        for code in {getattr(cell, side) for cell in received}:
            line = [cell for cell in received if getattr(cell, side) == code]
            (total,) = (cell for cell in line if getattr(cell, over) == ALL)
            missing = [received[cell] for cell in line if cell in left_out and cell != total]
            assert total in left_out or not missing or sum(missing) >= LEAST


def test_a_large_table_is_published_whole() -> None:
    table = summed({Cell(a, p): 20 for a in "AB" for p in "12"})

    assert hidden(table, LEAST) == set()


def test_one_small_cell_takes_others_with_it() -> None:
    table = summed({Cell("A", "1"): 2, Cell("A", "2"): 9, Cell("B", "1"): 8, Cell("B", "2"): 30})

    left_out = hidden(table, LEAST)

    assert Cell("A", "1") in left_out
    assert len(left_out) >= 4
    assert Cell(ALL, ALL) not in left_out


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 30), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 1, 1), date(2025, 11, 1), date(2025, 12, 31)),
    ],
)
def test_a_month_that_runs_is_not_told(today: date, first: date, last: date) -> None:
    assert whole_months(today, 2) == (first, last)


def test_every_column_is_described() -> None:
    told = publishing()

    assert told.least >= 3
    assert all(one.says for one in told.columns)
    assert len({one.name for one in told.columns}) == len(told.columns)
