"""Measures of a period side by side: month by month, agency by agency, or by procedure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from motcua.dossiers.periods import Period
from motcua.indicators.counting import Counting, Engine
from motcua.indicators.fields import fields_of
from motcua.indicators.genuine import kinds_by
from motcua.indicators.genuine_rules import Kind, genuine_rules
from motcua.indicators.measures import GENUINE, RECEIVED, Attention, only_of
from motcua.indicators.queries import PROCEDURE, counts_by, counts_by_field
from motcua.indicators.rules import Asked, Of, RuleSet, fraction_of

FIELD = "field"
REALLY = (Kind.SELF, Kind.ASSISTED)  # filed online by the applicant, alone or with recorded help


@dataclass(frozen=True, slots=True)
class Part:
    """A measure of some dossiers: what it counts above and below the line.

    Of `hours`, above is the time that all of them took, below how many there were.
    """

    above: int
    below: int

    @property
    def ratio(self) -> Fraction | None:
        """Return the share, or the hours a dossier; None of nothing."""
        return Fraction(self.above, self.below) if self.below else None


Parts = dict[str, Part]  # by the id of the measure


def measured_by(key: str, names: Sequence[str], asked: Asked, engine: Engine) -> dict[str, Parts]:
    """Return measures for each agency, month, procedure or field; one statement, one more for
    fields and for genuine filing, which is not told by field.

    What has no dossier is missing.
    """
    rules = only_of(*names)
    wanted, by_field = rules.parts(), key == FIELD
    counted = (
        counts_by_field(wanted, asked, engine)
        if by_field
        else counts_by(key, wanted, asked, engine)
    )
    found = {value: _parts(rules, counts) for value, counts in counted.items()}
    if GENUINE in names:
        filed = kinds_by(key, asked, genuine_rules(), engine)
        for value, parts in found.items():
            many = sum(filed[value][kind] for kind in REALLY) if value in filed else 0
            parts[GENUINE] = Part(many, parts[RECEIVED].below)
    return found


def outside_catalogue(asked: Asked, engine: Engine) -> Asked:
    """Narrow what is asked for to the procedures that belong to no field; two statements."""
    seen = counts_by(PROCEDURE, [(Of.DOSSIERS, ())], asked, engine)
    known = fields_of(seen)
    return replace(asked, procedures=tuple(sorted(code for code in seen if code not in known)))


def together(found: Iterable[Parts]) -> Parts:
    """Return the measures of several parts of the dossiers together."""
    sums: Parts = {}
    for parts in found:
        for name, part in parts.items():
            have = sums.get(name, Part(0, 0))
            sums[name] = Part(have.above + part.above, have.below + part.below)
    return sums


def fallen(
    now: Mapping[str, Parts], before: Mapping[str, Parts], limits: Attention
) -> list[tuple[str, Parts, Parts]]:
    """Return whose share in time fell, with the measures of both periods, the deepest fall first.

    Those with too few dossiers in one of the periods are left out: chance alone moves them.
    """
    found = []
    for key, parts in now.items():
        earlier = before.get(key)
        if earlier is None or not _enough(parts, limits) or not _enough(earlier, limits):
            continue
        fall = (earlier["in_time"].ratio or Fraction(0)) - (parts["in_time"].ratio or Fraction(0))
        if fall >= limits.fall:
            found.append((fall, key, parts, earlier))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(key, parts, earlier) for _, key, parts, earlier in found]


def _enough(parts: Parts, limits: Attention) -> bool:
    return parts[RECEIVED].below >= limits.least_dossiers


def _parts(rules: RuleSet, counts: Counting) -> Parts:
    counted = [one for one in rules.indicators if one.of is Of.DOSSIERS]
    return {one.id: Part(*fraction_of(one, counts)) for one in counted}


def months_of(period: Period) -> list[str]:
    """Return the months that a period touches, as the facts name them."""
    first, last = (one.year * 12 + one.month - 1 for one in (period.first, period.last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]
