"""Patterns of gaming and what they do to an index. Pure.

A pattern is a sign, not a verdict: a dossier that shows one is to be looked at by a person.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.indicators.rules import Counted, Counts, Indicator, Of, RuleSet, scored_index
from motcua.kernel.errors import NotFound

FACTS = Path(__file__).parent / "facts" / "ledger.toml"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: what it is, its numbers, the indicators that it makes look better.

    `missing` says why nothing can be told yet; `source` what it is read from where not all
    dossiers tell it.
    """

    id: str
    name: str
    explains: str
    inflates: tuple[str, ...]
    numbers: Mapping[str, Any]
    source: str
    missing: str


@dataclass(frozen=True, slots=True, eq=False)
class LedgerRules:
    """The patterns in force; read once, and told apart by which reading they are."""

    id: str
    basis: str
    valid_from: date
    patterns: tuple[Pattern, ...]

    @property
    def readable(self) -> tuple[Pattern, ...]:
        """Return the patterns for which there are records."""
        return tuple(one for one in self.patterns if not one.missing)

    def pattern(self, name: str) -> Pattern:
        """Return a pattern that has records, by its id; refuse any other."""
        found = next((one for one in self.readable if one.id == name), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pattern did: how many dossiers, and the index with and without their help."""

    pattern: Pattern
    dossiers: int
    total: Decimal
    without: Decimal
    points: Mapping[str, tuple[Decimal, Decimal]]

    @property
    def gained(self) -> Decimal:
        """Return the points that the pattern gained."""
        return self.total - self.without


def inflated(pattern: Pattern, index: RuleSet) -> list[Indicator]:
    """Return the indicators of an index that a pattern makes look better."""
    return [one for one in index.indicators if one.id in pattern.inflates]


def helped_parts(pattern: Pattern, index: RuleSet) -> list[Counted]:
    """Return the numerators that the dossiers of a pattern stand in, each once."""
    parts = [one.counted_above for one in inflated(pattern, index) if one.of is Of.DOSSIERS]
    return list(dict.fromkeys(parts))


def effect_of(
    pattern: Pattern,
    dossiers: int,
    helped: Counts,
    counts: Counts,
    index: RuleSet,
    *,
    is_commune: bool,
) -> Effect:
    """Return the index as it is and without the dossiers of a pattern in the numerators they help.

    They stay in the denominators: a dossier that looks better than it was is not undone, it just
    does not count as a success.
    """
    without = {part: many - helped.get(part, 0) for part, many in counts.items()}
    was = scored_index(index, counts, is_commune=is_commune)
    now = scored_index(index, without, is_commune=is_commune)
    points = {
        before.indicator.id: (before.points, after.points)
        for before, after in zip(was.scored, now.scored, strict=True)
        if before.indicator.id in pattern.inflates
    }
    return Effect(pattern, dossiers, was.total, now.total, points)


@lru_cache(maxsize=1)
def ledger_rules() -> LedgerRules:
    """Return the patterns that ship."""
    told = tomllib.loads(FACTS.read_text("utf-8"))
    patterns = tuple(_pattern(one) for one in told["patterns"])
    return LedgerRules(told["id"], told["basis"], told["valid_from"], patterns)


def _pattern(told: Mapping[str, Any]) -> Pattern:
    words = {"id", "name", "explains", "inflates", "source", "missing"}
    return Pattern(
        id=told["id"],
        name=told["name"],
        explains=told["explains"],
        inflates=tuple(told["inflates"]),
        numbers={name: value for name, value in told.items() if name not in words},
        source=told.get("source", ""),
        missing=told.get("missing", ""),
    )
