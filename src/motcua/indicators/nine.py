"""The nine indexes of agencies and of officers in a period."""

from collections import defaultdict
from collections.abc import Mapping

from motcua.indicators.counting import Row
from motcua.indicators.engines import OnPostgres
from motcua.indicators.nine_cells import (
    COLUMN,
    DOSSIERS_OF,
    Whose,
    known_column,
    points_column,
)
from motcua.indicators.nine_points import POINTS
from motcua.indicators.nine_rules import NineRules, Standing, Tally, standings
from motcua.indicators.rules import Asked

Tallies = Mapping[str, Mapping[str, Tally]]


def tallies(asked: Asked, whose: Whose, engine: OnPostgres) -> Tallies:
    """Count points by who settled and by procedure; one statement, and one before the first."""
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for row in engine.nine(asked, whose):
        found[str(row[COLUMN[whose]])][row["procedure"]] = _tally(row)
    return found


def _tally(row: Row) -> Tally:
    return Tally(
        int(row[DOSSIERS_OF]),
        {one: int(row[points_column(one)]) for one in POINTS},
        {one: int(row[known_column(one)]) for one in POINTS},
    )


def evaluated(asked: Asked, whose: Whose, rules: NineRules, engine: OnPostgres) -> list[Standing]:
    """Return how agencies or officers stand in a period, the best first, from `tallies`.

    Asked for the whole province, for nobody is compared with a part of it alone.
    """
    found = tallies(asked, whose, engine)
    everybody: dict[str, Tally] = {}
    for own in found.values():
        for procedure, tally in own.items():
            everybody[procedure] = _together(everybody.get(procedure), tally)
    return standings(found, rules, everybody)


def _together(one: Tally | None, other: Tally) -> Tally:
    if one is None:
        return other
    return Tally(
        one.dossiers + other.dossiers,
        {index: one.points[index] + other.points[index] for index in one.points},
        {index: one.telling[index] + other.telling[index] for index in one.telling},
    )
