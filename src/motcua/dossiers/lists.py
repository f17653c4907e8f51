"""Pages of lists of dossiers, each read by one statement that is put together once.

The query builder would spend more time on a page than PostgreSQL does. A page is found by the place
of the last row of the one before, never by counting rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.documents.personal.queries import in_name
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.events.replica import reading
from motcua.events.rows import columns, made
from motcua.kernel.actors import Actor
from motcua.procedures.models import ProcedureVersion

PAGE = 50
WAITING_AT_DESK = (Status.SUBMITTED, Status.SUPPLEMENTING, Status.DECIDED)
ASKING = (Status.SUPPLEMENTING, Status.DRAFT, Status.DECIDED)  # the applicant has something to do
_LISTED = """
SELECT {dossier}, procedures_procedureversion.name FROM dossiers_dossier
JOIN procedures_procedureversion ON procedures_procedureversion.id = dossiers_dossier.procedure_id
WHERE {where} ORDER BY {order} LIMIT {most}
"""
_OLDEST_FIRST = "dossiers_dossier.submitted_at, dossiers_dossier.id"
_NEWEST_FIRST = "dossiers_dossier.opened_at DESC, dossiers_dossier.id DESC"
_LATEST_FIRST = "dossiers_dossier.submitted_at DESC, dossiers_dossier.id DESC"
_LATER = "AND (dossiers_dossier.submitted_at, dossiers_dossier.id) > (%s, %s)"
_EARLIER = "AND (dossiers_dossier.opened_at, dossiers_dossier.id) < (%s, %s)"
_AT_DESK = "dossiers_dossier.receiving_agency_id = %s AND dossiers_dossier.status = %s"
_OF_PERSON = "dossiers_dossier.applicant_id = %s AND dossiers_dossier.organisation_id IS NULL"
_OF_ORGANISATION = "dossiers_dossier.organisation_id = %s"
_DRAFTED = (
    "dossiers_dossier.filed_by = %s AND dossiers_dossier.status = 'draft'"
    " AND dossiers_dossier.applicant_id <> %s"
)
_COUNT = "(SELECT count(*) FROM (SELECT FROM dossiers_dossier WHERE {where} LIMIT %s) AS counted)"


@dataclass(frozen=True, slots=True)
class After:
    """Where a page begins: after this moment and id."""

    due_at: datetime | None
    id: UUID


def at_reception(
    reader: Actor, status: Status, after: After | None = None
) -> tuple[list[Dossier], After | None]:
    """Return a page of what waits at one's desk, longest first."""
    given: list[object] = [reader.agency, status.value]
    where = _AT_DESK
    if after is not None and after.due_at is not None:
        where, given = f"{_AT_DESK} {_LATER}", [*given, after.due_at, after.id]
    return _page(_listed(where, given, _OLDEST_FIRST), "submitted_at")


def reception_counts(reader: Actor, most: int = 100) -> dict[Status, int]:
    """Return how many dossiers wait at one's desk, by state, counting no further than `most`."""
    counts = ", ".join([_COUNT.format(where=_AT_DESK)] * len(WAITING_AT_DESK))
    given = [one for status in WAITING_AT_DESK for one in (reader.agency, status.value, most + 1)]
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT {counts}", given)
        return dict(zip(WAITING_AT_DESK, cursor.fetchone(), strict=True))


def page_of_mine(
    applicant: Actor, after: After | None = None
) -> tuple[list[Dossier], After | None]:
    """Return a page of an applicant's dossiers, the newest first, drafts included."""
    where, given = _theirs(applicant)
    if after is not None and after.due_at is not None:
        where, given = f"{where} {_EARLIER}", [*given, after.due_at, after.id]
    return _page(_listed(where, given, _NEWEST_FIRST), "opened_at")


def asking_of_mine(applicant: Actor) -> list[Dossier]:
    """Return the dossiers that ask something of their applicant, what is to be supplemented first,
    then drafts, then results to collect; no more than a page."""
    where, given = _theirs(applicant)
    states = [status.value for status in ASKING]
    found = _listed(
        f"{where} AND dossiers_dossier.status = ANY(%s)", [*given, states], _NEWEST_FIRST
    )
    return sorted(found[:PAGE], key=lambda dossier: states.index(dossier.status))


def helped_drafts(helper: Actor) -> list[Dossier]:
    """Return the drafts that somebody fills in for others, the newest first."""
    return _listed(_DRAFTED, [helper.who, helper.who], _NEWEST_FIRST)[:PAGE]


def listed(dossiers: Sequence[UUID]) -> list[Dossier]:
    """Return dossiers that the reader may see, each with the name of its procedure, the latest
    first; no more than a page."""
    if not dossiers:
        return []
    return _listed("dossiers_dossier.id = ANY(%s)", [list(dossiers)], _LATEST_FIRST)[:PAGE]


def _theirs(applicant: Actor) -> tuple[str, list[object]]:
    """Return the condition of what `permissions.is_theirs` says is somebody's."""
    if applicant.person is None:
        return "FALSE", []
    owner = in_name(applicant)
    if owner.organisation is not None:
        return _OF_ORGANISATION, [owner.organisation]
    return _OF_PERSON, [owner.person]


def _listed(where: str, given: Sequence[Any], order: str) -> list[Dossier]:
    """Return a page of dossiers and one more, each with the name of its procedure."""
    statement = _LISTED.format(dossier=columns(Dossier), where=where, order=order, most=PAGE + 1)
    with reading().cursor() as cursor:
        cursor.execute(statement, given)
        return [_with_procedure(values) for values in cursor.fetchall()]


def _with_procedure(values: Sequence[object]) -> Dossier:
    dossier = made(Dossier, values[:-1])
    known = [dossier.procedure_id, values[-1]]
    dossier.procedure = made(ProcedureVersion, known, "id", "name")
    return dossier


def _page(found: list[Dossier], moment: str) -> tuple[list[Dossier], After | None]:
    page = found[:PAGE]
    if len(found) <= PAGE:
        return page, None
    return page, After(getattr(page[-1], moment), page[-1].id)
