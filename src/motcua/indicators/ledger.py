"""The ledger against gaming: patterns found in a period, their effect, the dossiers behind them."""

from motcua.indicators.counting import Engine, Row, count, meets
from motcua.indicators.genuine_rules import GenuineRules
from motcua.indicators.ledger_rules import Effect, LedgerRules, effect_of, helped_parts
from motcua.indicators.ledger_signs import looked_at
from motcua.indicators.listing import DOSSIER, PAGE
from motcua.indicators.rules import Asked, RuleSet


def ledger(
    asked: Asked, rules: LedgerRules, genuine: GenuineRules, index: RuleSet, engine: Engine
) -> list[Effect]:
    """Return every pattern with its dossiers and its effect on an index; three statements, and what
    the engine asks before its first."""
    counts = count(index.parts(), asked, engine)
    relation = looked_at(asked, rules, genuine)
    wanted = {one.id: helped_parts(one, index) for one in rules.readable}
    measured = {one.id: relation.count(where=relation[one.id]) for one in rules.readable}
    for name, parts in wanted.items():
        for at, (of, names) in enumerate(parts):
            stands = meets(relation, of, names, asked)
            flagged = relation[name] if stands is None else relation[name] & stands
            measured[f"{name}_{at}"] = relation.count(where=flagged)
    (row,) = engine.rows(relation.aggregate(**measured))
    return [
        effect_of(
            one,
            int(row[one.id]),
            {part: int(row[f"{one.id}_{at}"]) for at, part in enumerate(wanted[one.id])},
            counts,
            index,
            is_commune=asked.is_commune,
        )
        for one in rules.readable
    ]


def flagged(
    name: str,
    asked: Asked,
    rules: LedgerRules,
    genuine: GenuineRules,
    engine: Engine,
    *,
    after: str = "",
    most: int = PAGE + 1,
) -> list[Row]:
    """Return the dossiers that show a pattern, by number; one statement."""
    relation = looked_at(asked, rules, genuine)
    found = relation.filter(relation[rules.pattern(name).id])
    if after:
        found = found.filter(found.number > after)
    return engine.rows(found.select(*DOSSIER).order_by("number").limit(most))


def many_flagged(
    name: str, asked: Asked, rules: LedgerRules, genuine: GenuineRules, engine: Engine
) -> int:
    """Count what `flagged` lists; one statement."""
    relation = looked_at(asked, rules, genuine)
    counted = relation.aggregate(many=relation.count(where=relation[rules.pattern(name).id]))
    (row,) = engine.rows(counted)
    return int(row["many"])


def many_by_pattern(
    asked: Asked, rules: LedgerRules, genuine: GenuineRules, engine: Engine
) -> dict[str, int]:
    """Return how many dossiers show each pattern, without its effect; one statement."""
    relation = looked_at(asked, rules, genuine)
    wanted = {one.id: relation.count(where=relation[one.id]) for one in rules.readable}
    (row,) = engine.rows(relation.aggregate(**wanted))
    return {name: int(row[name]) for name in wanted}
