"""The measures of trends, ranks and public figures: shares of what was received, without points."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from motcua.indicators.rule_sets import FACTS
from motcua.indicators.rules import Indicator, Of, RuleSet, WhenNone

RECEIVED = "received"
GENUINE = "genuine"  # counted by how dossiers were filed, not by a condition of the facts
PLACES = 6


@dataclass(frozen=True, slots=True)
class Attention:
    """From when on a figure is called to attention; shares are 0 to 1."""

    days: int
    least_dossiers: int
    fall: Fraction
    findings_days: int
    chance: Fraction


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    return tomllib.loads((FACTS / "measures.toml").read_text("utf-8"))


def attention() -> Attention:
    """Return from when on figures are called to attention."""
    told = _told()["today"]
    exact = {name: Fraction(told[name]) for name in ("fall", "chance")}
    return Attention(**{**told, **exact})


@lru_cache(maxsize=1)
def measures() -> RuleSet:
    """Return the measures as a rule set whose indicators give no points."""
    told = _told()
    return RuleSet(
        id=told["id"],
        name="Đo lường",
        basis=told["basis"],
        valid_from=date.min,
        groups=(),
        indicators=tuple(_measure(one, told["basis"]) for one in told["measures"]),
        classes=((Fraction(0), ""),),
        point_places=0,
        ratio_places=PLACES,
    )


def measure(name: str) -> Indicator | None:
    """Return a measure by its id; None when there is none."""
    return next((one for one in measures().indicators if one.id == name), None)


def only_of(*names: str) -> RuleSet:
    """Return some of the measures and what was received, so that no more is counted than shown."""
    whole, wanted = measures(), {RECEIVED, *names}
    return replace(whole, indicators=tuple(one for one in whole.indicators if one.id in wanted))


def _measure(told: dict[str, Any], basis: str) -> Indicator:
    return Indicator(
        id=told["id"],
        group="",
        code=told["short"],
        name=told["name"],
        of=Of.NOTHING if told.get("of") == "filings" else Of.DOSSIERS,
        numerator=tuple(told.get("numerator", ())),
        denominator=tuple(told.get("denominator", ())),
        most=Fraction(0),
        full_at=Fraction(1),
        when_none=WhenNone.ZERO,
        not_for=frozenset(),
        less=(),
        times="",
        hours=told.get("hours", False),
        basis=basis,
        missing="",
    )
