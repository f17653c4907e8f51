"""What the columns of the statutory tables count: conditions over the facts, written once.

A dossier is in a table when it was received in the period, or before it and was still open when
it began. Everything is told as it stood at the end of the period, or now while it runs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table, TimestampValue

from motcua.indicators.conditions import DOSSIERS, ONLINE, WITH_RESULT, WITHOUT_RESULT
from motcua.indicators.counting import Engine
from motcua.indicators.counting import Row as Found
from motcua.indicators.rules import Asked
from motcua.indicators.statutory_rules import COLUMNS

KEYS = ("settling_agency", "procedure")
_MOMENT = "timestamp('UTC')"
HERE, DAY = 7 * 3600, 24 * 3600  # seconds
Counted = dict[tuple[str, str], dict[str, int]]
Column = Callable[[Table, Asked], BooleanValue]


def in_table(asked: Asked) -> Table:
    """Return the dossiers that a table of a period is about."""
    begins, ends = (ibis.literal(m, type=_MOMENT) for m in (asked.period.begins, asked.period.ends))
    ended = _ended(DOSSIERS)
    open_before = ended.isnull() | (ended >= begins)
    facts = DOSSIERS.filter(
        DOSSIERS.received_at < ends, (DOSSIERS.received_at >= begins) | open_before
    )
    return facts if asked.agency is None else facts.filter(facts.settling_agency == asked.agency)


def _ended(facts: Table) -> TimestampValue:
    """Return when settling ended, whatever with; empty while it goes on."""
    final = facts.status.isin((*WITH_RESULT, *WITHOUT_RESULT))
    return ibis.ifelse(final, facts.finished_at.coalesce(facts.delivered_at), ibis.null(_MOMENT))


def _due(facts: Table) -> TimestampValue:
    return facts.due_at.coalesce(facts.limit_due_at)


def _day(moment: TimestampValue) -> IntegerValue:
    """Return the number of a local day."""
    return (moment.epoch_seconds() + HERE) // DAY


def _is_done(facts: Table, asked: Asked) -> BooleanValue:
    ended = _ended(facts)
    return (ended.notnull() & (ended < asked.period.ends)).fill_null(False)


def _begun_here(facts: Table, asked: Asked) -> BooleanValue:
    return facts.received_at >= ibis.literal(asked.period.begins, type=_MOMENT)


def _ended_late(facts: Table) -> BooleanValue:
    """Say whether settling ended after the due moment, less the time of the supplement."""
    over, due = _ended(facts), _due(facts)
    supplemented = facts.supplement_done_at.notnull() & facts.supplement_requested_at.notnull()
    supplement = facts.supplement_done_at - facts.supplement_requested_at
    late = ibis.ifelse(supplemented, over - due > supplement, over > due)
    return late.fill_null(False)


def _as_promised(facts: Table) -> BooleanValue:
    """Say whether it ended on its very day; what was given back or had no due moment counts so."""
    no_result = facts.status.isin(WITHOUT_RESULT)
    same_day = _day(_ended(facts)) >= _day(_due(facts))
    return no_result | same_day.fill_null(True)


def _open_late(facts: Table, asked: Asked) -> BooleanValue:
    """Say whether an open dossier had passed its due moment; waiting for papers stops the clock."""
    measured = ibis.literal(asked.measured_at, type=_MOMENT)
    requested, answered = facts.supplement_requested_at, facts.supplement_done_at
    waiting = requested.notnull() & (requested < measured)
    waiting = waiting & (answered.isnull() | (answered >= measured))
    late = ibis.ifelse(waiting, requested > _due(facts), measured > _due(facts))
    return late.fill_null(False)


CONDITIONS: Mapping[str, Column] = {
    "3": lambda facts, _asked: facts.received_at.notnull(),
    "4": lambda facts, asked: _begun_here(facts, asked) & (facts.channel == ONLINE),
    "5": lambda facts, asked: _begun_here(facts, asked) & (facts.channel != ONLINE),
    "6": lambda facts, asked: ~_begun_here(facts, asked),
    "7": _is_done,
    "8": lambda f, asked: _is_done(f, asked) & ~_ended_late(f) & ~_as_promised(f),
    "9": lambda f, asked: _is_done(f, asked) & ~_ended_late(f) & _as_promised(f),
    "10": lambda f, asked: _is_done(f, asked) & _ended_late(f),
    "11": lambda f, asked: ~_is_done(f, asked),
    "12": lambda f, asked: ~_is_done(f, asked) & ~_open_late(f, asked),
    "13": lambda f, asked: ~_is_done(f, asked) & _open_late(f, asked),
}


def counted(asked: Asked, engine: Engine, columns: Sequence[str] = COLUMNS) -> Counted:
    """Count columns for each agency and procedure; one statement."""
    facts = in_table(asked)
    counts = {
        f"column_{name}": facts.count(where=CONDITIONS[name](facts, asked)) for name in columns
    }
    return {
        (row[KEYS[0]], row[KEYS[1]]): {name: int(row[f"column_{name}"]) for name in columns}
        for row in engine.rows(facts.group_by(*KEYS).aggregate(**counts))
    }


def behind(
    column: str,
    asked: Asked,
    engine: Engine,
    only: Iterable[tuple[str, str]] | None,
    after: str = "",
    most: int | None = None,
) -> list[Found]:
    """Return the dossiers that a cell counts, in the order of their numbers, after one of them.

    `only` names the agencies and procedures of a row: every one of them with every other.
    """
    facts = in_table(asked)
    facts = facts.filter(CONDITIONS[column](facts, asked))
    if only is not None:
        pairs = list(only)
        facts = facts.filter(
            facts.settling_agency.isin(sorted({agency for agency, _ in pairs})),
            facts.procedure.isin(sorted({procedure for _, procedure in pairs})),
        )
    if after:
        facts = facts.filter(facts.number > after)
    chosen = facts.select(
        "id", "source", "number", "procedure", "settling_agency", "status", "received_at",
        "due_at", "finished_at",
    )  # fmt: skip
    found = chosen.order_by("number")
    return engine.rows(found if most is None else found.limit(most))
