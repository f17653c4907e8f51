"""Counting signs, kinds and patterns: fact by fact, and as cells of an agency's month.

Both stand on one relation, in which each dossier received has a flag for everything it shows.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from operator import add

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from motcua.indicators import genuine_rules, ledger_rules
from motcua.indicators.conditions import DOSSIERS, with_documents
from motcua.indicators.counting import meets
from motcua.indicators.genuine_rules import Kind
from motcua.indicators.genuine_signs import filings
from motcua.indicators.ledger_signs import looked_at, with_patterns
from motcua.indicators.rolling import counted_cells
from motcua.indicators.rules import Asked, Counted

Wanted = Mapping[str, Sequence[Counted]]  # parts to be counted of what shows a sign, by its name
_MOMENT = "timestamp('UTC')"


def kind_name(kind: Kind) -> str:
    """Return the name under which the dossiers of a kind are counted."""
    return f"kind_{kind}"


def part_name(sign: str, at: int) -> str:
    """Return the column in which the count of a part of what shows a sign stands."""
    return f"{sign}_{at}"


def names_of_filing() -> tuple[str, ...]:
    """Return the kinds and the signs of filing."""
    signs = (one.id for one in genuine_rules.genuine_rules().readable)
    return (*(kind_name(kind) for kind in Kind), *signs)


def all_names() -> tuple[str, ...]:
    """Return everything a dossier can show."""
    return (*names_of_filing(), *(one.id for one in ledger_rules.ledger_rules().readable))


@lru_cache(maxsize=1)
def digest() -> str:
    """Return a digest of the numbers and words by which signs are counted."""
    facts = (genuine_rules.FACTS, ledger_rules.FACTS)
    return hashlib.sha256(b"".join(one.read_bytes() for one in facts)).hexdigest()


def signs_one_by_one(wanted: Wanted, asked: Asked, keys: Sequence[str]) -> Table:
    """Return for each value of some columns how many dossiers show each sign, in a column of its
    name, and how many of these stand in each of its parts, from the facts themselves."""
    of_filing = set(wanted) <= set(names_of_filing())
    facts = (
        filings(asked, genuine_rules.genuine_rules())
        if of_filing
        else looked_at(asked, ledger_rules.ledger_rules(), genuine_rules.genuine_rules())
    )
    stands = {part: meets(facts, *part, asked) for parts in wanted.values() for part in parts}
    both = {part: f"stands_{at}" for at, part in enumerate(stands) if stands[part] is not None}
    # Alike ones together first: what a dossier shows is then worked out once, not for every count.
    alike = facts.group_by(
        *keys,
        **{sign: _shows(facts, sign) for sign in wanted},
        **{name: stands[part] for part, name in both.items()},
    ).aggregate(alike=facts.count())
    counts = {}
    for sign, parts in wanted.items():
        counts[sign] = alike.alike.sum(where=alike[sign]).fill_null(0)
        for at, part in enumerate(parts):
            those = alike[sign] & alike[both[part]] if part in both else alike[sign]
            counts[part_name(sign, at)] = alike.alike.sum(where=those).fill_null(0)
    return alike.group_by(*keys).aggregate(**counts) if keys else alike.aggregate(**counts)


def _shows(facts: Table, sign: str) -> BooleanValue:
    kinds = {kind_name(kind): kind for kind in Kind}
    if sign in kinds:
        return (facts.kind == kinds[sign].value).fill_null(False)
    return facts[sign]


@lru_cache(maxsize=64)
def sign_cells_of(
    facts: str, keys: tuple[str, ...], columns: tuple[str, ...], *, whole: bool = False
) -> str:
    """Return the SQL that counts the dossiers of a relation by this name, for each value of keys
    and each `sign` that they show. Its rows are facts with the moment at which their month
    `begins`; `whole` says that all of these months are among them."""
    relation = ibis.table({**DOSSIERS.schema(), "begins": _MOMENT}, name=facts)
    looked = with_patterns(
        with_documents(relation),
        ledger_rules.ledger_rules(),
        genuine_rules.genuine_rules(),
        whole=whole,
    )
    # Words in a line, taken apart again: most dossiers show one or two of two dozen.
    words = [ibis.ifelse(_shows(looked, name), f"{name} ", "") for name in all_names()]
    signed = looked.mutate(sign=reduce(add, words).split(" ").unnest()).filter(_.sign != "")
    return str(ibis.to_sql(counted_cells(signed, (*keys, "sign"), columns), dialect="postgres"))
