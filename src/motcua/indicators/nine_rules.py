"""The nine indexes of settling dossiers (Nghị định 61/2018/NĐ-CP Điều 31): points, fairness. Pure.

A dossier gives two points, one or none for each index of which something is recorded. Agencies and
officers have different procedures and different numbers of dossiers: what is compared is how far a
mean lies from what anybody with the same procedures gets, drawn to that where dossiers are few.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

FACTS = Path(__file__).parent / "facts" / "nine.toml"
TWO = 2  # the most points of one index
Means = Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One of the nine indexes: what gives two points, one and none, and where it is read."""

    id: int
    name: str
    two: str
    one: str
    none: str
    source: str
    missing: str


@dataclass(frozen=True, slots=True)
class NineRules:
    """The indexes in force, when results are compared, and how they are classed."""

    id: str
    name: str
    basis: str
    valid_from: date
    most: int
    weighs_alike: int
    least: int
    indexes: tuple[Evaluated, ...]
    classes: tuple[tuple[Fraction, str], ...]

    @property
    def readable(self) -> tuple[Evaluated, ...]:
        """Return the indexes for which there are records."""
        return tuple(one for one in self.indexes if not one.missing)


@dataclass(frozen=True, slots=True)
class Tally:
    """Dossiers of one procedure: how many, and for each index its points and how many tell."""

    dossiers: int
    points: Mapping[int, int]
    telling: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agency or an officer stands: points of 18 as they are, and as they compare.

    `means` are points of two for each index; `compared` is None with too few dossiers to rank.
    """

    who: str
    dossiers: int
    means: Means
    points: Fraction | None
    compared: Fraction | None
    class_name: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Usual:
    """What the province gives: the means of all dossiers, and of those of each procedure."""

    of_all: Means
    of_procedures: Mapping[str, Means]


def means_of(tallies: Iterable[Tally]) -> dict[int, Fraction]:
    """Return the mean of each index over dossiers of which it is known."""
    points, telling = _summed(tallies)
    return {one: Fraction(points[one], many) for one, many in telling.items() if many}


def _summed(tallies: Iterable[Tally]) -> tuple[dict[int, int], dict[int, int]]:
    points: dict[int, int] = defaultdict(int)
    telling: dict[int, int] = defaultdict(int)
    for tally in tallies:
        for one, many in tally.telling.items():
            points[one] += tally.points[one]
            telling[one] += many
    return points, telling


def points_of(means: Means, most: int) -> Fraction | None:
    """Return points of eighteen from the indexes that are known; nothing from none."""
    return most * sum(means.values(), Fraction(0)) / (TWO * len(means)) if means else None


def standings(
    tallies: Mapping[str, Mapping[str, Tally]], rules: NineRules, everybody: Mapping[str, Tally]
) -> list[Standing]:
    """Return how each stands, the best first, those with too few dossiers last.

    `tallies` are by who and by procedure; `everybody` are those of the whole province. Equals
    share a rank.
    """
    usual = Usual(
        means_of(everybody.values()),
        {code: means_of([tally]) for code, tally in everybody.items()},
    )
    found = [_standing(who, own, rules, usual) for who, own in tallies.items()]
    order = sorted((one.compared for one in found if one.compared is not None), reverse=True)
    ranked = [
        one if one.compared is None else replace(one, rank=order.index(one.compared) + 1)
        for one in found
    ]
    return sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0, one.who))


def _standing(
    who: str,
    own: Mapping[str, Tally],
    rules: NineRules,
    usual: Usual,
) -> Standing:
    many, means = sum(one.dossiers for one in own.values()), means_of(own.values())
    compared = None
    if many >= rules.least:
        compared = points_of(_compared(own, means, rules, usual), rules.most)
    return Standing(
        who,
        many,
        means,
        points_of(means, rules.most),
        compared,
        "" if compared is None else class_of(compared, rules),
        None,
    )


def _compared(
    own: Mapping[str, Tally],
    means: Means,
    rules: NineRules,
    usual: Usual,
) -> dict[int, Fraction]:
    """Return for each index the mean of all, moved by how far one lies from what is expected."""
    compared = {}
    for one, mean in means.items():
        telling = {code: tally.telling.get(one, 0) for code, tally in own.items()}
        many = sum(telling.values())
        usually = ((usual.of_procedures[code][one], each) for code, each in telling.items() if each)
        expected = _total(usually) / many
        weight = Fraction(many, many + rules.weighs_alike)
        moved = usual.of_all[one] + weight * (mean - expected)
        compared[one] = min(max(moved, Fraction(0)), Fraction(TWO))
    return compared


def _total(means: Iterable[tuple[Fraction, int]]) -> Fraction:
    """Return the sum of means, each as often as is said; whole numbers are added as long as they
    stand over the same, for adding fractions takes ten times as long."""
    over: dict[int, int] = defaultdict(int)
    for mean, times in means:
        over[mean.denominator] += mean.numerator * times
    return sum((Fraction(each, below) for below, each in over.items()), Fraction(0))


def class_of(points: Fraction, rules: NineRules) -> str:
    """Return the class of points of eighteen."""
    return next((name for least, name in rules.classes if points >= least), "")


@lru_cache(maxsize=1)
def nine_rules() -> NineRules:
    """Return the indexes as the data file says."""
    told = tomllib.loads(FACTS.read_text("utf-8"))
    classes = sorted(
        ((Fraction(c["least"]), str(c["name"])) for c in told["classes"]), reverse=True
    )
    return NineRules(
        id=told["id"],
        name=told["name"],
        basis=told["basis"],
        valid_from=told["valid_from"],
        most=told["most"],
        weighs_alike=told["weighs_alike"],
        least=told["least"],
        indexes=tuple(Evaluated(**{"missing": "", **one}) for one in told["indexes"]),
        classes=tuple(classes),
    )
