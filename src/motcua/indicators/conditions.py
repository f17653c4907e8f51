"""The conditions that indicators are made of, each written once, for every engine.

They stand over two relations: the dossiers received in a period by an agency, and the procedures
that it is competent for or has received dossiers of. Where the catalogue does not know a procedure,
what is recorded of its dossiers tells.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerValue, Table, TimestampValue

from motcua.indicators.rules import COMMUNE, Asked

Condition = Callable[[Table, Asked], BooleanValue]
ONLINE, POST = 2, 3
GENUINE = ("self", "assisted")
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


# Files hold what follows from the facts of one moment, so that nothing is worked out twice.
WORKED_OUT = {"gives_document": "boolean", "late_for_good": "boolean", "took": "int64"}
EXPORTED = ibis.table({**DOSSIERS.schema(), **WORKED_OUT}, name="exported_dossiers")


def received(asked: Asked, facts: Table = DOSSIERS) -> Table:
    """Return the dossiers received in the period, with what the catalogue says of each."""
    facts = facts.filter(
        facts.received_at >= ibis.literal(asked.period.begins, type=_MOMENT),
        facts.received_at < ibis.literal(asked.period.ends, type=_MOMENT),
    )
    return with_documents(scoped(facts, asked))


def with_documents(facts: Table) -> Table:
    """Return dossiers with whether a document is expected, as the catalogue says.

    Of a procedure that the catalogue does not know, it is.
    """
    if "gives_document" in facts.columns:
        return facts
    known = PROCEDURES.select("code", "gives_document")
    joined = facts.left_join(known, facts.procedure == known.code).drop("code")
    return joined.mutate(gives_document=_.gives_document.fill_null(True))


def scoped(facts: Table, asked: Asked) -> Table:
    """Return the dossiers of the agencies and procedures asked for, whenever received."""
    if asked.agencies is not None:
        facts = facts.filter(facts.settling_agency.isin(asked.agencies))
    if asked.procedures is not None:
        facts = facts.filter(facts.procedure.isin(asked.procedures))
    return facts


def is_waiting(facts: Table) -> BooleanValue:
    """Say whether the one supplement asked for has not come."""
    return (
        (facts.supplement_count <= 1)
        & facts.supplement_requested_at.notnull()
        & facts.supplement_done_at.isnull()
    )


def due_moment(facts: Table) -> TimestampValue:
    """Return when settling was to end; without a due moment the longest limit counts."""
    return facts.due_at.coalesce(facts.limit_due_at)


def late_for_good(facts: Table) -> BooleanValue:
    """Say whether settling a dossier ended after its due moment, as the working document says.

    With a result it ended when it was finished, else handed over, less the time of the supplement.
    Refused, withdrawn or stopped: then. Waiting for the one supplement asked for: when it was asked
    for. Asking more than once without a result is late whatever the due moment. Where nothing says
    when a dossier was due it is not late. Empty where it depends on when it is measured.
    """
    if "late_for_good" in facts.columns:
        return facts.late_for_good
    due = due_moment(facts)
    over = facts.finished_at.coalesce(facts.delivered_at)
    supplemented = facts.supplement_done_at.notnull() & facts.supplement_requested_at.notnull()
    supplement = facts.supplement_done_at - facts.supplement_requested_at
    unfinished = ~facts.status.isin((*WITH_RESULT, *WITHOUT_RESULT))
    depends = ibis.null("boolean")
    return ibis.cases(
        (unfinished & (facts.supplement_count > 1), True),
        (due.isnull(), False),
        (unfinished & ~is_waiting(facts), depends),
        (facts.status.isin(WITHOUT_RESULT) & over.notnull(), over > due),
        (facts.status.isin(WITH_RESULT) & over.notnull() & ~supplemented, over > due),
        (facts.status.isin(WITH_RESULT) & over.notnull(), over - due > supplement),
        (is_waiting(facts), facts.supplement_requested_at > due),
        else_=depends,
    )


def took(facts: Table) -> IntegerValue:
    """Return the seconds from receiving a dossier to finishing it; empty while it is not."""
    if "took" in facts.columns:
        return facts.took
    return facts.finished_at.delta(facts.received_at, unit="second")


def is_late(facts: Table, asked: Asked) -> BooleanValue:
    """Say whether a dossier is late: for good, or else when it is measured.

    That is at the end of the period, or now while it runs.
    """
    measured = ibis.literal(asked.measured_at, type=_MOMENT)
    return late_for_good(facts).coalesce(measured > due_moment(facts))


DOSSIER_CONDITIONS: Mapping[str, Condition] = {
    "in_time": lambda facts, asked: ~is_late(facts, asked),
    "late": is_late,
    "late_for_good": lambda facts, _asked: late_for_good(facts).fill_null(False),
    "finished": lambda facts, _asked: facts.status.isin(WITH_RESULT) & facts.finished_at.notnull(),
    "synced": lambda facts, _asked: facts.synced,
    "online": lambda facts, _asked: facts.channel == ONLINE,
    "by_post": lambda facts, _asked: facts.channel == POST,
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
    "liked": lambda facts, _asked: facts.rating == "like",
    "submitter_known": lambda facts, _asked: facts.submitter != "",
    "genuine": lambda facts, _asked: facts.submitter.isin(GENUINE),
}


def concerned(asked: Asked, seen: Table | None = None, by: Sequence[str] = ()) -> Table:
    """Return the procedures that an agency is competent for or has received dossiers of.

    With columns, those of each agency or month in which dossiers were received. `seen` is what
    the dossiers of each procedure show, where that is told already.
    """
    seen = seen_in(received(asked), asked, by) if seen is None else seen
    seen = seen.rename({"seen_procedure": "procedure", **{f"seen_{key}": key for key in by}})
    known = _competent(asked, seen, by)
    same = [known.code == seen.seen_procedure, *(known[key] == seen[f"seen_{key}"] for key in by)]
    both = known.outer_join(seen, same)
    said = {name: both[name].fill_null(False) for name in (*_OF_CATALOGUE, *_OF_DOSSIERS)}
    in_catalogue = both.code.notnull()
    return both.select(
        **{key: both[key].coalesce(both[f"seen_{key}"]) for key in by},
        code=both.code.coalesce(both.seen_procedure),
        in_catalogue=in_catalogue,
        online_service=ibis.ifelse(in_catalogue, said["online"], said["with_online_dossier"]),
        with_fee=said["has_fee"] | said["with_fee_dossier"],
        for_citizens=said["for_citizens"] | ~in_catalogue,
        content_complete=said["content_complete"],
        **{name: said[name] for name in _OF_DOSSIERS},
    )


_OF_CATALOGUE = ("online", "has_fee", "for_citizens", "content_complete")
# What the dossiers of a procedure show: that there is one which meets all of these conditions.
SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    "with_online_dossier": ("online",),
    "with_fee_dossier": ("fee_due",),
    "with_synced_fee": ("synced", "fee_due"),
    "with_online_payment": ("fee_due", "paid_online"),
    "with_population_data": ("synced", "population_data"),
}
_OF_DOSSIERS = tuple(SHOWN_BY)


def _competent(asked: Asked, seen: Table, by: Sequence[str]) -> Table:
    """Return the procedures of the catalogue that an agency settles; communes share theirs."""
    known = PROCEDURES.filter(PROCEDURES.settled_here)
    if asked.procedures is not None:
        known = known.filter(known.code.isin(asked.procedures))
    shared = (known.settled_by == "") & (known.tier == COMMUNE)
    places = seen.select(**{key: f"seen_{key}" for key in by}).distinct() if by else None
    if places is not None and "settling_agency" in by:
        communes = places.filter(places.settling_agency.isin(asked.communes))
        own = known.inner_join(places, known.settled_by == places.settling_agency)
        return own.union(known.filter(shared).cross_join(communes))
    if asked.agencies is not None:
        own = known.settled_by.isin(asked.agencies)
        with_communes = asked.is_commune or not asked.communes.isdisjoint(asked.agencies)
        known = known.filter(own | shared if with_communes else own)
    return known if places is None else known.cross_join(places)


def seen_in(facts: Table, asked: Asked, by: Sequence[str] = ()) -> Table:
    """Return what the dossiers of each procedure show."""
    shown = {
        name: reduce(and_, [DOSSIER_CONDITIONS[one](facts, asked) for one in conditions]).any()
        for name, conditions in SHOWN_BY.items()
    }
    return facts.group_by("procedure", *by).aggregate(**shown)


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
