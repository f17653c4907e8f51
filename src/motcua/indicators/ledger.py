"""The ledger against gaming: patterns found in a period, their effect, the dossiers behind them."""

from collections.abc import Mapping, Sequence

from motcua.indicators.counting import Engine, Row, count
from motcua.indicators.genuine_rules import GenuineRules
from motcua.indicators.ledger_rules import Effect, LedgerRules, effect_of, helped_parts
from motcua.indicators.ledger_signs import looked_at
from motcua.indicators.listing import DOSSIER, PAGE
from motcua.indicators.rules import Asked, Counted, RuleSet
from motcua.indicators.sign_cells import part_name


def ledger(asked: Asked, rules: LedgerRules, index: RuleSet, engine: Engine) -> list[Effect]:
    """Return every pattern with its dossiers and its effect on an index; three statements, and what
    the engine asks before its first."""
    counts = count(index.parts(), asked, engine)
    wanted = {one.id: helped_parts(one, index) for one in rules.readable}
    row = _told(engine, wanted, asked)
    return [
        effect_of(
            one,
            int(row[one.id]),
            {part: int(row[part_name(one.id, at)]) for at, part in enumerate(wanted[one.id])},
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


def many_flagged(name: str, asked: Asked, rules: LedgerRules, engine: Engine) -> int:
    """Count what `flagged` lists; one statement."""
    return many_by_pattern(asked, rules, engine, only=name)[name]


def many_by_pattern(
    asked: Asked, rules: LedgerRules, engine: Engine, *, only: str = ""
) -> dict[str, int]:
    """Return how many dossiers show each pattern, without its effect; one statement."""
    names = [rules.pattern(only).id] if only else [one.id for one in rules.readable]
    row = _told(engine, dict.fromkeys(names, ()), asked)
    return {name: int(row[name]) for name in names}


def _told(engine: Engine, wanted: Mapping[str, Sequence[Counted]], asked: Asked) -> Row:
    (row,) = engine.signs(wanted, asked, ())
    return row
