"""The conditions that indicators are made of, each written once, for every engine.

They stand over two relations: the dossiers received in a period by an agency, and the procedures
that it is competent for or has received dossiers of. Where the catalogue does not know a procedure,
what is recorded of its dossiers tells.
"""

from collections.abc import Callable, Mapping

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from motcua.indicators.rules import COMMUNE, Asked

Condition = Callable[[Table, Asked], BooleanValue]
ONLINE = 2
WITHOUT_RESULT = (3, 7, 8)  # not received, withdrawn, stopped
WITH_RESULT = (9, 10)
_MOMENT = "timestamp('UTC')"
DOSSIERS = ibis.table(
    {
        "id": "uuid",
        "source": "string",
        "number": "string",
        "procedure": "string",
        "settling_agency": "string",
        "receiving_agency": "string",
        "channel": "int16",
        "status": "int16",
        "month": "string",
        "submitted_at": _MOMENT,
        "received_at": _MOMENT,
        "due_at": _MOMENT,
        "limit_due_at": _MOMENT,
        "finished_at": _MOMENT,
        "delivered_at": _MOMENT,
        "supplement_requested_at": _MOMENT,
        "supplement_done_at": _MOMENT,
        "supplement_count": "int16",
        "fee_due": "int64",
        "paid_online": "boolean",
        "result_electronic": "boolean",
        "component_digitised": "boolean",
        "reused": "boolean",
        "from_store": "boolean",
        "vneid": "boolean",
        "synced": "boolean",
        "rating": "string",
        "submitter": "string",
        "device": "int64",
        "reception_seconds": "int32",
        "account": "int64",
        "owner": "int64",
        "fill_seconds": "int32",
        "first_due_at": _MOMENT,
        "due_untraced": "boolean",
        "result_is_input": "boolean",
    },
    name="indicators_dossierfact",
)
PROCEDURES = ibis.table(
    {
        "code": "string",
        "tier": "string",
        "settled_by": "string",
        "settled_here": "boolean",
        "online": "boolean",
        "has_fee": "boolean",
        "gives_document": "boolean",
        "for_citizens": "boolean",
        "content_complete": "boolean",
        "reading_words": "int32",
    },
    name="indicators_procedurefact",
)


def received(asked: Asked) -> Table:
    """Return the dossiers received in the period, with what the catalogue says of each."""
    facts = DOSSIERS.filter(
        DOSSIERS.received_at >= ibis.literal(asked.period.begins, type=_MOMENT),
        DOSSIERS.received_at < ibis.literal(asked.period.ends, type=_MOMENT),
    )
    if asked.agency is not None:
        facts = facts.filter(facts.settling_agency == asked.agency)
    known = PROCEDURES.select("code", "gives_document")
    joined = facts.left_join(known, facts.procedure == known.code).drop("code")
    # Of a procedure that the catalogue does not know, a document is expected.
    return joined.mutate(gives_document=_.gives_document.fill_null(True))


def is_waiting(facts: Table) -> BooleanValue:
    """Say whether the one supplement asked for has not come."""
    return (
        (facts.supplement_count <= 1)
        & facts.supplement_requested_at.notnull()
        & facts.supplement_done_at.isnull()
    )


def is_late(facts: Table, asked: Asked) -> BooleanValue:
    """Say whether settling a dossier ended after its due moment, as the working document says.

    With a result it ended when it was finished, else handed over, less the time of the supplement.
    Refused, withdrawn or stopped: then. Waiting for the one supplement asked for: when it was asked
    for. Everything else is measured at the end of the period. Asking more than once without a
    result is late whatever the due moment. Without a due moment the longest limit of the procedure
    counts; without that, nothing says that a dossier is late.
    """
    due = facts.due_at.coalesce(facts.limit_due_at)
    over = facts.finished_at.coalesce(facts.delivered_at)
    supplemented = facts.supplement_done_at.notnull() & facts.supplement_requested_at.notnull()
    supplement = facts.supplement_done_at - facts.supplement_requested_at
    unfinished = ~facts.status.isin((*WITH_RESULT, *WITHOUT_RESULT))
    measured = ibis.literal(asked.measured_at, type=_MOMENT)
    after = ibis.cases(
        (unfinished & (facts.supplement_count > 1), True),
        (unfinished & ~is_waiting(facts), measured > due),
        (facts.status.isin(WITHOUT_RESULT) & over.notnull(), over > due),
        (facts.status.isin(WITH_RESULT) & over.notnull() & ~supplemented, over > due),
        (facts.status.isin(WITH_RESULT) & over.notnull(), over - due > supplement),
        (is_waiting(facts), facts.supplement_requested_at > due),
        else_=measured > due,
    )
    return after.fill_null(False)


DOSSIER_CONDITIONS: Mapping[str, Condition] = {
    "in_time": lambda facts, asked: ~is_late(facts, asked),
    "late": is_late,
    "finished": lambda facts, _asked: facts.status.isin(WITH_RESULT) & facts.finished_at.notnull(),
    "synced": lambda facts, _asked: facts.synced,
    "online": lambda facts, _asked: facts.channel == ONLINE,
    "gives_document": lambda facts, _asked: facts.gives_document,
    "result_electronic": lambda facts, _asked: facts.result_electronic,
    "result_as_due": lambda facts, _asked: facts.result_electronic | ~facts.gives_document,
    "component_digitised": lambda facts, _asked: facts.component_digitised,
    "reused": lambda facts, _asked: facts.reused,
    "from_store": lambda facts, _asked: facts.from_store,
    "population_data": lambda facts, _asked: facts.vneid | facts.from_store,
    "fee_due": lambda facts, _asked: facts.fee_due > 0,
    "paid_online": lambda facts, _asked: facts.paid_online,
    "disliked": lambda facts, _asked: facts.rating == "dislike",
}


def concerned(asked: Asked) -> Table:
    """Return the procedures that an agency is competent for or has received dossiers of."""
    seen = _seen(received(asked))
    known = PROCEDURES.filter(_competent(asked))
    both = known.outer_join(seen, known.code == seen.procedure)
    said = {name: both[name].fill_null(False) for name in (*_OF_CATALOGUE, *_OF_DOSSIERS)}
    in_catalogue = both.code.notnull()
    return both.select(
        code=both.code.coalesce(both.procedure),
        in_catalogue=in_catalogue,
        online_service=ibis.ifelse(in_catalogue, said["online"], said["with_online_dossier"]),
        with_fee=said["has_fee"] | said["with_fee_dossier"],
        for_citizens=said["for_citizens"] | ~in_catalogue,
        content_complete=said["content_complete"],
        **{name: said[name] for name in _OF_DOSSIERS},
    )


_OF_CATALOGUE = ("online", "has_fee", "for_citizens", "content_complete")
_OF_DOSSIERS = (
    "with_online_dossier",
    "with_fee_dossier",
    "with_synced_fee",
    "with_online_payment",
    "with_population_data",
)


def _competent(asked: Asked) -> list[BooleanValue]:
    """Return which procedures of the catalogue an agency settles; communes share theirs."""
    if asked.agency is None:
        return [PROCEDURES.settled_here]
    own = PROCEDURES.settled_by == asked.agency
    if asked.is_commune:
        own = own | ((PROCEDURES.settled_by == "") & (PROCEDURES.tier == COMMUNE))
    return [PROCEDURES.settled_here, own]


def _seen(facts: Table) -> Table:
    """Return what the dossiers of each procedure show."""
    return facts.group_by("procedure").aggregate(
        with_online_dossier=(facts.channel == ONLINE).any(),
        with_fee_dossier=(facts.fee_due > 0).any(),
        with_synced_fee=(facts.synced & (facts.fee_due > 0)).any(),
        with_online_payment=(facts.paid_online & (facts.fee_due > 0)).any(),
        with_population_data=(facts.synced & (facts.vneid | facts.from_store)).any(),
    )


def _flag(name: str) -> Condition:
    """Return the condition that a procedure's own flag is."""
    return lambda procedures, _asked: procedures[name]


PROCEDURE_CONDITIONS: Mapping[str, Condition] = {
    name: _flag(name)
    for name in (
        "in_catalogue",
        "online_service",
        "with_fee",
        "for_citizens",
        "content_complete",
        *_OF_DOSSIERS,
    )
}
