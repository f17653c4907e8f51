"""Genuine online filing of a period: three rates beside the official one, and the lists behind."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ibis import _
from ibis.expr.types import Table

from motcua.indicators.counting import Engine, Row, count
from motcua.indicators.genuine_rules import Genuine, GenuineRules, Kind
from motcua.indicators.genuine_signs import filings
from motcua.indicators.listing import DOSSIER, PAGE
from motcua.indicators.rules import Asked, Of, RuleSet, scored_index
from motcua.indicators.sign_cells import kind_name, names_of_filing

OFFICIAL = "3.3"  # the official online rate, as every version of index 766 numbers it


def genuine(asked: Asked, rules: GenuineRules, index: RuleSet, engine: Engine) -> Genuine:
    """Count how the dossiers received were filed; two statements."""
    official = _official_only(index)
    parts = [(Of.DOSSIERS, ()), *(part for part in official.parts() if part != (Of.DOSSIERS, ()))]
    counts = count(parts, asked, engine)
    scored = scored_index(official, counts, is_commune=asked.is_commune)
    (told,) = engine.signs(dict.fromkeys(names_of_filing(), ()), asked, ())
    kinds = _kinds_in(told)
    return Genuine(
        received=counts[Of.DOSSIERS, ()],
        online=sum(kinds.values()),
        official=next(one.ratio for one in scored.scored if one.indicator.id == OFFICIAL),
        kinds=kinds,
        reasons={one.id: int(told[one.id]) for one in rules.readable},
    )


def kinds_by(
    key: str, asked: Asked, rules: GenuineRules, engine: Engine
) -> dict[str, dict[Kind, int]]:
    """Return how the online dossiers with each value of a column (`settling_agency`, `month`) were
    filed, most by others first; one statement."""
    rows = engine.signs({kind_name(kind): () for kind in Kind}, asked, (key,))
    told = {row[key]: kinds for row in rows if any((kinds := _kinds_in(row)).values())}
    return dict(sorted(told.items(), key=lambda one: (-one[1][Kind.PROXY], one[0])))


def _kinds_in(row: Row) -> dict[Kind, int]:
    return {kind: int(row[kind_name(kind)]) for kind in Kind}


def _official_only(index: RuleSet) -> RuleSet:
    """Return the official rate of an index with what it is multiplied by."""
    official = next(one for one in index.indicators if one.id == OFFICIAL)
    kept = [one for one in index.indicators if one.id in {OFFICIAL, official.times}]
    return replace(index, indicators=tuple(kept))


def filed(
    rules: GenuineRules,
    asked: Asked,
    engine: Engine,
    *,
    kinds: Collection[Kind] = (),
    sign: str = "",
    month: str = "",
    after: str = "",
    most: int = PAGE + 1,
) -> list[Row]:
    """Return the online dossiers of some kinds or with a sign, by number, with score and reasons.

    As many as `genuine` counts, when all are asked for.
    """
    found = _chosen(rules, asked, kinds, sign, month)
    if after:
        found = found.filter(found.number > after)
    columns: Sequence[str] = (*DOSSIER, "score", "kind", *(one.id for one in rules.readable))
    return engine.rows(found.select(*columns).order_by("number").limit(most))


def many_filed(
    rules: GenuineRules,
    asked: Asked,
    engine: Engine,
    *,
    kinds: Collection[Kind] = (),
    sign: str = "",
    month: str = "",
) -> int:
    """Count what `filed` lists; one statement."""
    if kinds and sign:
        (row,) = engine.rows(_chosen(rules, asked, kinds, sign, month).aggregate(many=_.count()))
        return int(row["many"])
    names = [sign] if sign else [kind_name(kind) for kind in kinds or Kind]
    rows = engine.signs(dict.fromkeys(names, ()), asked, ("month",) if month else ())
    here = [row for row in rows if not month or row["month"] == month]
    return sum(int(row[name]) for row in here for name in names)


def _chosen(
    rules: GenuineRules, asked: Asked, kinds: Collection[Kind], sign: str, month: str
) -> Table:
    found = filings(asked, rules)
    if month:
        found = found.filter(found.month == month)
    if kinds:
        found = found.filter(found.kind.isin([kind.value for kind in kinds]))
    return found.filter(found[sign]) if sign else found
