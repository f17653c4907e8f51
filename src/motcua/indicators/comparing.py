"""An index beside the period before and beside other agencies, and what the next point takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from motcua.dossiers.periods import Period
from motcua.indicators.calendar_periods import period_before
from motcua.indicators.counting import Engine, count, count_by
from motcua.indicators.rules import Asked, Index, RuleSet, missing_for, scored_index

ONE_POINT = Fraction(1)


@dataclass(frozen=True, slots=True)
class Compared:
    """An index with the one of the period before.

    `place` is the agency's among those that received dossiers, the best first, equal totals at one
    place; the province has none.
    """

    index: Index
    before: Index
    period_before: Period
    place: int | None
    among: int

    @property
    def change(self) -> Decimal:
        """Return by how many points the total has changed."""
        return self.index.total - self.before.total


def compared(rules: RuleSet, asked: Asked, engine: Engine, communes: frozenset[str]) -> Compared:
    """Return an index, that of the period before, and the agency's place; six statements at most.

    `communes` are the codes of the agencies that are communes: some indicators are not theirs.
    """
    earlier = period_before(asked.period)
    now, before = (
        scored_index(rules, count(rules.parts(), one, engine), is_commune=asked.is_commune)
        for one in (asked, replace(asked, period=earlier))
    )
    places: Mapping[str, int] = {}
    if asked.agency is not None:
        everybody = replace(asked, agency=None, below=(), communes=communes)
        places = ranked(by_agency(rules, everybody, engine))
    return Compared(now, before, earlier, places.get(asked.agency or ""), len(places))


def by_agency(rules: RuleSet, asked: Asked, engine: Engine) -> dict[str, Index]:
    """Return the index of each settling agency that received dossiers, by its code.

    Two statements. Each is scored as when it is asked about alone; `asked` says who are communes.
    """
    found = count_by(["settling_agency"], rules.parts(), asked, engine)
    return {
        code: scored_index(rules, counts, is_commune=code in asked.communes)
        for (code,), counts in found.items()
    }


def ranked(indexes: Mapping[str, Index]) -> dict[str, int]:
    """Return the place of each, the highest total first; equal totals share a place."""
    totals = sorted((index.total for index in indexes.values()), reverse=True)
    return {code: totals.index(index.total) + 1 for code, index in indexes.items()}


def needed(index: Index) -> dict[str, int | None]:
    """Return how many more each indicator's numerator needs for a point more, where that helps."""
    return {
        one.indicator.id: (
            missing_for(ONE_POINT, one.indicator, one.numerator, one.denominator)
            if one.applies
            else None
        )
        for one in index.scored
    }
