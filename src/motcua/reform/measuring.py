"""What this system's own records say about a criterion: the indicators of index 766 of a year."""

from collections.abc import Mapping
from datetime import date, datetime

from motcua.indicators.engines import OnPostgres
from motcua.indicators.queries import asked_of, index_of
from motcua.indicators.rule_sets import in_force
from motcua.indicators.rules import Indicator, Of, RuleSet
from motcua.reform.rules import last_day

Measured = Mapping[str, tuple[int, int]]  # by indicator: what is counted, of how many


def measures() -> dict[str, str]:
    """Return the indicators that a criterion can be measured by, with their names."""
    return {one.id: one.name for one in _usable(in_force(date.max))}


def _usable(rules: RuleSet) -> list[Indicator]:
    return [one for one in rules.indicators if one.of is not Of.NOTHING and not one.hours]


def measured(year: int, agency: str, at: datetime) -> Measured:
    """Count every such indicator for an agency, by its code, in a calendar year; two statements."""
    rules = in_force(last_day(year))
    asked = asked_of(date(year, 1, 1), last_day(year), agency, at)
    usable = {one.id for one in _usable(rules)}
    return {
        one.indicator.id: (one.numerator, one.denominator)
        for one in index_of(rules, asked, OnPostgres()).scored
        if one.indicator.id in usable
    }
