"""The rule sets that ship, read from `facts/`: law is data with dates and sources.

A rule set may rest on another and say only what differs.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.indicators.rules import (
    Group,
    Indicator,
    Of,
    RuleSet,
    UnknownRuleSet,
    WhenNone,
)

FACTS = Path(__file__).parent / "facts"
INDEX_766 = "766"


@lru_cache(maxsize=1)
def _all() -> Mapping[str, RuleSet]:
    told = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FACTS.glob("*@*.toml")}
    return {name: _rule_set(_whole(given, told)) for name, given in told.items()}


def rule_sets(index: str = INDEX_766) -> list[RuleSet]:
    """Return the versions of an index, the latest first."""
    found = [rules for name, rules in _all().items() if name.split("@")[0] == index]
    return sorted(found, key=lambda rules: rules.valid_from, reverse=True)


def rule_set(name: str) -> RuleSet:
    """Return a rule set by its name; refuse an unknown one."""
    if name not in _all():
        raise UnknownRuleSet(name=name, known=", ".join(sorted(_all())))
    return _all()[name]


def in_force(day: date, index: str = INDEX_766) -> RuleSet:
    """Return the version of an index for a day; days before the first one are told by the first."""
    latest_first = rule_sets(index)
    return next((rules for rules in latest_first if rules.valid_from <= day), latest_first[-1])


def _whole(given: dict[str, Any], told: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Put what a rule set says over the one that it rests on."""
    if "rests_on" not in given:
        return given
    below = _whole(told[given["rests_on"]], told)
    changed = {one["id"]: one for one in given.get("indicators", ())}
    indicators = [{**one, **changed.get(one["id"], {})} for one in below["indicators"]]
    return {**below, **given, "indicators": indicators}


def _rule_set(told: dict[str, Any]) -> RuleSet:
    classes = [(Fraction(one["least"]), one["name"]) for one in told["classes"]]
    return RuleSet(
        id=told["id"],
        name=told["name"],
        basis=told["basis"],
        valid_from=told["valid_from"],
        groups=tuple(Group(g["code"], g["name"], Fraction(g["most"])) for g in told["groups"]),
        indicators=tuple(_indicator(one) for one in told["indicators"]),
        classes=tuple(sorted(classes, reverse=True)),
        point_places=told["rounding"]["points"],
        ratio_places=told["rounding"]["ratio"],
    )


def _indicator(told: dict[str, Any]) -> Indicator:
    return Indicator(
        id=told["id"],
        group=told["group"],
        code=told.get("code", ""),
        name=told["name"],
        of=Of(told["of"]),
        numerator=tuple(told.get("numerator", ())),
        denominator=tuple(told.get("denominator", ())),
        most=Fraction(told["most"]),
        full_at=Fraction(told.get("full_at", "1")),
        when_none=WhenNone(told.get("when_none", WhenNone.ZERO)),
        not_for=frozenset(told.get("not_for", ())),
        less=tuple(told.get("less", ())),
        times=told.get("times", ""),
        hours=told.get("hours", False),
        basis=told["basis"],
        missing=told.get("missing", ""),
    )
