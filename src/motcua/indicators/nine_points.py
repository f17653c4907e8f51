"""What each of the nine indexes gives for a finished dossier, as expressions over live records.

Facts of dossiers tell most of it. Steps, requests for supplements and obligations stand in the
records of our own dossiers, so these are joined; of another system they are not known.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import ibis
from ibis.expr.types import IntegerValue, Table

from motcua.indicators.conditions import ONLINE, PROCEDURES, WITH_RESULT, received
from motcua.indicators.rules import OWN, Asked
from motcua.indicators.statutory_counting import DAY, HERE

DELIVERED = 10
HANDING_OVER = "deliver"
_MOMENT = "timestamp('UTC')"
TASKS = ibis.table(
    {
        "subject": "uuid",
        "agency": "uuid",
        "act": "string",
        "due_at": _MOMENT,
        "completed_at": _MOMENT,
    },
    name="workflow_task",
)
REQUESTS = ibis.table({"dossier_id": "uuid"}, name="dossiers_supplementrequest")
OBLIGATIONS = ibis.table({"dossier_id": "uuid"}, name="dossiers_obligation")
OFFICERS = ibis.table({"id": "uuid", "case_officer": "uuid"}, name="dossiers_dossier")
_NOTHING = ibis.null("int64")
Points = Callable[[Table], IntegerValue]


def _by_count(many: IntegerValue) -> IntegerValue:
    """Return two points for none, one for one, nothing for more."""
    return ibis.cases((many == 0, 2), (many == 1, 1), else_=0)


def _whole_time(facts: Table) -> IntegerValue:
    supplement = facts.supplement_done_at.epoch_seconds() - (
        facts.supplement_requested_at.epoch_seconds()
    )
    over = facts.finished_at.epoch_seconds() - supplement.fill_null(0)
    due = facts.due_at.coalesce(facts.limit_due_at).epoch_seconds()
    return ibis.cases(
        (due.isnull(), _NOTHING),
        (over > due, 0),
        ((over + HERE) // DAY >= (due + HERE) // DAY, 1),
        else_=2,
    )


def _steps(facts: Table) -> IntegerValue:
    return ibis.cases((facts.steps.isnull(), _NOTHING), (facts.late, 0), (facts.early, 2), else_=1)


def _contacts(facts: Table) -> IntegerValue:
    return _by_count(
        ibis.ifelse(
            facts.source == OWN, facts.requests.fill_null(0), facts.supplement_count.cast("int64")
        )
    )


def _agencies(facts: Table) -> IntegerValue:
    return ibis.ifelse(facts.source == OWN, _by_count(facts.obligations.fill_null(0)), _NOTHING)


def _at_one_stop(facts: Table) -> IntegerValue:
    return ibis.ifelse(facts.status == DELIVERED, 2, 1)


def _attitude(facts: Table) -> IntegerValue:
    return ibis.cases((facts.rating == "like", 2), (facts.rating == "dislike", 0), else_=_NOTHING)


def _published(facts: Table) -> IntegerValue:
    return ibis.cases(
        (facts.content_complete.isnull(), _NOTHING), (facts.content_complete, 2), else_=0
    )


def _online(facts: Table) -> IntegerValue:
    whole = (facts.channel == ONLINE) & (facts.result_electronic | ~facts.gives_document)
    return ibis.cases((facts.online.isnull(), _NOTHING), (~facts.online, 0), (whole, 2), else_=1)


POINTS: Mapping[int, Points] = {
    1: _whole_time,
    2: _steps,
    3: _contacts,
    4: _agencies,
    5: _at_one_stop,
    6: _attitude,
    7: _published,
    9: _online,
}


def column_of(index: int) -> str:
    """Return the column in which the points of an index stand."""
    return f"index_{index}"


def judged(asked: Asked) -> Table:
    """Return the dossiers received in the period and settled with a result, with their points.

    A column for each index that can be read, empty where nothing is known; `officer` is who
    settled one of ours. It is the same expression the whole day, and kept.
    """
    return _judged(replace(asked, as_of=asked.period.ends))


@lru_cache(maxsize=64)
def _judged(asked: Asked) -> Table:
    return with_points(received(asked))


def with_points(facts: Table) -> Table:
    """Return those of received dossiers that were settled with a result, with their points."""
    facts = facts.filter(facts.status.isin(WITH_RESULT), facts.finished_at.notnull())
    facts = _with_records(_with_catalogue(facts))
    return facts.mutate(**{column_of(one): points(facts) for one, points in POINTS.items()})


def _with_catalogue(facts: Table) -> Table:
    known = PROCEDURES.select(
        known_code="code", online="online", content_complete="content_complete"
    )
    return facts.left_join(known, facts.procedure == known.known_code)


def _with_records(facts: Table) -> Table:
    ours = facts.select("id")
    for known, key in (
        (_of_agencies(ours), "steps_of"),
        (_counted(REQUESTS, ours, "requests"), "requests_of"),
        (_counted(OBLIGATIONS, ours, "obligations"), "obligations_of"),
        (OFFICERS.select(officer_of="id", officer="case_officer"), "officer_of"),
    ):
        facts = facts.left_join(known, facts.id == known[key])
    return facts


def _of_agencies(ours: Table) -> Table:
    """Return whether the agencies that took part in each dossier had done their last step in time.

    Handing over waits for the applicant, so it is not counted.
    """
    joined = ours.inner_join(TASKS, ours.id == TASKS.subject)
    joined = joined.filter(
        joined.due_at.notnull(), joined.completed_at.notnull(), joined.act != HANDING_OVER
    )
    parts = joined.group_by("id", "agency").aggregate(
        done=joined.completed_at.max().epoch_seconds(), due=joined.due_at.max().epoch_seconds()
    )
    return parts.group_by(steps_of="id").aggregate(
        steps=parts.count(),
        late=(parts.done > parts.due).any(),
        early=((parts.done + HERE) // DAY < (parts.due + HERE) // DAY).all(),
    )


def _counted(records: Table, ours: Table, name: str) -> Table:
    joined = records.inner_join(ours, records.dossier_id == ours.id)
    counts = {name: joined.count()}
    return joined.group_by(**{f"{name}_of": joined.dossier_id}).aggregate(**counts)
