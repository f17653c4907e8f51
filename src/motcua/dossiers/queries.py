"""Reading dossiers: every one through what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from motcua.documents.personal.queries import in_name
from motcua.documents.store_rules import Owner
from motcua.dossiers import clock
from motcua.dossiers.finding import named_at, named_in_province
from motcua.dossiers.lists import PAGE, After, listed
from motcua.dossiers.models import Attachment, Consultation, Dossier, Stop, in_name_of
from motcua.dossiers.rules import OPEN, Channel, Status
from motcua.events.rows import columns, made, read, width
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.people.mandates import mandate_for, organisation_by_tax_code
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.models import Task

# Roles that look at all dossiers of the province, and never act on them.
OVERSEERS = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)
# Roles that keep the system, and read no dossier.
ADMINISTRATORS = frozenset({Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN})
_MATCH = "dossiers_dossier.search @@ motcua_search_query(%s)"
_LATEST = ("-submitted_at", "-id")


def visible_to(reader: Actor) -> QuerySet[Dossier]:
    """Return the dossiers a reader may know of.

    An applicant sees their own, or those of the organisation they act for; an officer those their
    agency receives, settles, has a step in or is asked about; overseers all that were handed in.
    Administrators see none.
    """
    if not reader.is_officer:
        return _own(reader)
    handed_in = Dossier.objects.exclude(status=Status.DRAFT)
    if reader.has(*OVERSEERS):
        return handed_in
    if reader.roles <= ADMINISTRATORS:
        return Dossier.objects.none()
    return handed_in.filter(
        Q(receiving_agency=reader.agency)
        | Q(settling_agency=reader.agency)
        | Exists(Task.objects.filter(subject=OuterRef("pk"), agency=reader.office))
        | Exists(Consultation.objects.filter(dossier=OuterRef("pk"), agency=reader.agency))
    )


def _own(reader: Actor) -> QuerySet[Dossier]:
    """Return what `permissions.is_theirs` says is somebody's."""
    if reader.person is None:
        return Dossier.objects.none()
    return Dossier.objects.filter(in_name_of(in_name(reader)))


def dossier_for(reader: Actor, dossier: DossierId | UUID) -> Dossier:
    """Return a dossier with its agencies; to others than its readers it does not exist."""
    found = (
        visible_to(reader)
        .select_related("receiving_agency", "settling_agency")
        .filter(pk=dossier)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def known_dossier(reader: Actor, dossier: DossierId | UUID) -> Dossier:
    """Return a dossier alone; to others than its readers it does not exist, as in `dossier_for`."""
    for found in read(Dossier, "WHERE id = %s", [dossier]):
        if is_at_its_agency(reader, found) or visible_to(reader).filter(pk=found.id).exists():
            return found
    raise NotFound


def is_at_its_agency(reader: Actor, dossier: Dossier) -> bool:
    """Say whether an officer may know of a dossier because their agency receives or settles it: a
    part of `visible_to` that needs no asking."""
    if not reader.is_officer or reader.roles <= ADMINISTRATORS or dossier.status == Status.DRAFT:
        return False
    return reader.agency in {dossier.receiving_agency_id, dossier.settling_agency_id}


def in_another_name(reader: Actor, dossier: DossierId | UUID, day: date) -> Owner | None:
    """Return in whose name a citizen would have to act to see a dossier: their own, or that of an
    organisation they represent on the day; None for every other dossier."""
    if reader.is_officer or reader.person is None:
        return None
    found = Dossier.objects.filter(pk=dossier).first()
    if found is None:
        return None
    if found.organisation_id is None:
        return found.owner if found.applicant_id == reader.person else None
    may = mandate_for(reader.person, found.organisation_id, day)
    return found.owner if may else None


def draft_helped(reader: Actor, dossier: DossierId | UUID) -> Dossier | None:
    """Return a draft that the reader fills in for somebody else, None for any other dossier."""
    return (
        Dossier.objects.filter(pk=dossier, filed_by=reader.who, status=Status.DRAFT.value)
        .exclude(applicant=reader.person)
        .select_related("receiving_agency", "settling_agency")
        .first()
    )


def stop_of(dossier: Dossier) -> Stop | None:
    """Return why a dossier was stopped, on what basis, and what became of its fees."""
    if dossier.status != Status.STOPPED:
        return None
    return Stop.objects.filter(dossier=dossier).first()


def papers_of(dossier: Dossier) -> list[Attachment]:
    """Return the papers in force of a dossier, in the order they came."""
    return list(
        Attachment.objects.filter(dossier=dossier, replaced_at=None).order_by("added_at", "id")
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of an inbox: the step and the dossier it belongs to."""

    task: Task
    dossier: Dossier

    @property
    def is_unacknowledged(self) -> bool:
        """Say whether the step was handed over and not yet confirmed."""
        return self.task.assignee is not None and self.task.acknowledged_at is None


VIEWS = ("mine", "unit", "near", "overdue", "paused")


def waiting_tasks(reader: Actor, view: str, now: datetime) -> QuerySet[Task]:
    """Return the open steps of an inbox view: one's own, the unit's, near due, overdue, paused."""
    roles = [role.value for role in reader.roles]
    tasks = Task.objects.filter(completed_at=None, agency=reader.office, role__in=roles)
    if view == "mine":
        return tasks.filter(assignee=reader.person)
    if view == "overdue":
        return tasks.filter(subject_due_at__lt=now)
    if view == "near":
        return tasks.filter(subject_due_at__gte=now, subject_due_at__lt=now + clock.NEAR)
    if view == "paused":
        return tasks.filter(subject_due_at=None)
    return tasks


def inbox(
    reader: Actor, view: str, now: datetime, after: After | None = None
) -> tuple[list[Waiting], After | None]:
    """Return a page of an inbox in due order and where the next one begins; one statement."""
    given = _given(reader, now)
    if after is not None:
        given |= {"due": after.due_at, "last": after.id}
    parts = " UNION ALL ".join(
        _PART.format(view=_VIEWS[view].replace("workflow_task.", "task."), after=tail)
        for tail in _tails(after)
    )
    statement = _INBOX.format(task=columns(Task), dossier=columns(Dossier, *IN_A_ROW), parts=parts)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    page = [_waiting(values) for values in found[:PAGE]]
    if len(found) <= PAGE:
        return page, None
    return page, After(page[-1].task.subject_due_at, page[-1].task.id)


def _tails(after: After | None) -> list[str]:
    """Return what is still to come: of what is due, and of what is not."""
    if after is None:
        return [_DUE, _WITHOUT_DUE]
    return [_LATER_WITHOUT_DUE] if after.due_at is None else [_LATER, _WITHOUT_DUE]


# What a row of an inbox shows of its dossier.
IN_A_ROW = (
    "id", "number", "submission_code", "applicant_name", "status", "due_at", "step", "accepted_at",
    "decided_at", "submitted_at", "limit_value", "answer_due_at", "channel", "procedure",
)  # fmt: skip
_VIEWS = {
    "mine": "AND workflow_task.assignee = %(reader)s",
    "unit": "",
    "near": "AND subject_due_at >= %(now)s AND subject_due_at < %(near)s",
    "overdue": "AND subject_due_at < %(now)s",
    "paused": "AND subject_due_at IS NULL",
}
# Role by role, what is due before what is not, so that an index holds the order of each part.
_INBOX = """
SELECT {task}, {dossier}, procedures_procedureversion.name
FROM (SELECT part.* FROM unnest(%(roles)s::text[]) AS held(role)
    CROSS JOIN LATERAL ({parts}) AS part
    ORDER BY part.subject_due_at, part.id LIMIT %(most)s) AS workflow_task
JOIN dossiers_dossier ON dossiers_dossier.id = workflow_task.subject
JOIN procedures_procedureversion ON procedures_procedureversion.id = dossiers_dossier.procedure_id
ORDER BY workflow_task.subject_due_at, workflow_task.id
"""
_PART = """
(SELECT task.* FROM workflow_task AS task
    WHERE task.completed_at IS NULL AND task.agency = %(agency)s AND task.role = held.role
    {view} {after} ORDER BY task.subject_due_at, task.id LIMIT %(most)s)
"""
_DUE, _WITHOUT_DUE = "AND task.subject_due_at IS NOT NULL", "AND task.subject_due_at IS NULL"
_LATER = "AND (task.subject_due_at, task.id) > (%(due)s, %(last)s)"
_LATER_WITHOUT_DUE = f"{_WITHOUT_DUE} AND task.id > %(last)s"
_COUNT = """
(SELECT count(*) FROM (SELECT FROM workflow_task
    WHERE workflow_task.completed_at IS NULL AND workflow_task.agency = %(agency)s
    AND workflow_task.role = ANY(%(roles)s) {view} LIMIT %(most)s) AS counted)
"""


def _given(reader: Actor, now: datetime, most: int = PAGE) -> dict[str, Any]:
    return {
        "agency": reader.office,
        "roles": [role.value for role in reader.roles],
        "reader": reader.person,
        "now": now,
        "near": now + clock.NEAR,
        "most": most + 1,
    }


def _waiting(values: Sequence[object]) -> Waiting:
    at = width(Task)
    dossier = made(Dossier, values[at:-1], *IN_A_ROW)
    name = values[-1]
    dossier.procedure = made(ProcedureVersion, [dossier.procedure_id, name], "id", "name")
    return Waiting(made(Task, values[:at]), dossier)


def inbox_counts(reader: Actor, now: datetime, most: int = 100) -> dict[str, int]:
    """Return how many steps each view holds, counting no further than `most`; one statement."""
    counts = ", ".join(_COUNT.format(view=_VIEWS[view]) for view in VIEWS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", _given(reader, now, most))
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


def _named(reader: Actor, words: str) -> list[Dossier]:
    """Return the dossiers of a name: among one's own, or those that an index finds."""
    if not reader.is_officer:
        match = RawSQL(_MATCH, [words], BooleanField())  # noqa: S611 -- a bound value
        own = visible_to(reader).filter(match).order_by(*_LATEST)
        return listed(list(own.values_list("id", flat=True)[:PAGE]))
    found: list[UUID] = []
    if reader.has(*OVERSEERS):
        found = named_in_province(words)
    elif reader.agency is not None and reader.office is not None:
        found = named_at(words, reader.agency, reader.office)
    return _seen_by(reader, listed(found))


def _seen_by(reader: Actor, dossiers: list[Dossier]) -> list[Dossier]:
    """Leave out what `visible_to` does not hold; it is asked only where a row does not tell."""
    watches = reader.has(*OVERSEERS)
    asked = [
        one.id
        for one in dossiers
        if not is_at_its_agency(reader, one) and (not watches or one.status == Status.DRAFT)
    ]
    if not asked:
        return dossiers
    hidden = set(asked) - set(visible_to(reader).filter(id__in=asked).values_list("id", flat=True))
    return [one for one in dossiers if one.id not in hidden]


def found_for(reader: Actor, words: str) -> list[Dossier]:
    """Return what a reader's search finds, with the names of procedures: an exact number or code,
    else the dossiers of an organisation by its tax code, else names, newest first."""
    if not words.strip():
        return []
    dossiers = visible_to(reader).order_by(*_LATEST).values_list("id", flat=True)
    found = list(dossiers.filter(_coded(words))[:2]) if _may_be_code(words.strip()) else []
    if found:
        return listed(found)
    organisation = organisation_by_tax_code(words)
    if organisation is None:
        return _named(reader, words)
    return listed(list(dossiers.filter(organisation=organisation)[:PAGE]))


def _may_be_code(words: str) -> bool:
    """Say whether words may be a number or a code; names of people are none, and mostly asked."""
    return " " not in words or any(one.isdigit() for one in words)


def dossier_called(reader: Actor, code: str) -> UUID | None:
    """Return the dossier of a number or a submission code, if the reader may know of it."""
    return visible_to(reader).filter(_coded(code)).values_list("id", flat=True).first()


def _coded(words: str) -> Q:
    code = words.strip().upper()
    return Q(number=code) | Q(submission_code=code)


def to_acknowledge(officer: UUID) -> int:
    """Return how many steps were handed to an officer and wait to be confirmed, 100 at most."""
    return _counted(_HANDED, [officer, 100])


def opinions_asked(reader: Actor, most: int = 100) -> int:
    """Return how many opinions are asked of one's agency, counting no further than `most`."""
    return _counted(_ASKED, [reader.agency, most + 1])


_HANDED = """
SELECT count(*) FROM (SELECT FROM dossiers_handover
    WHERE to_person = %s AND acknowledged_at IS NULL LIMIT %s) AS counted
"""
_ASKED = """
SELECT count(*) FROM (SELECT FROM dossiers_consultation
    WHERE agency_id = %s AND answered_at IS NULL LIMIT %s) AS counted
"""


def _counted(statement: str, given: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.fetchone()[0])


def consultations_waiting(reader: Actor) -> list[Consultation]:
    """Return the opinions asked of one's agency and not yet given, the most urgent first."""
    return list(
        Consultation.objects.filter(
            agency=reader.agency, answered_at=None, dossier__status__in=OPEN
        )
        .select_related("dossier", "dossier__procedure")
        .order_by("due_at", "id")[:PAGE]
    )


@dataclass(frozen=True, slots=True)
class Today:
    """Three figures of a day, for the home page."""

    received: int
    returned: int
    returned_in_time: int


def figures_since(moment: datetime) -> Today:
    """Return what the province received and finished since a moment, e.g. this morning."""
    finished = Dossier.objects.filter(decided_at__gte=moment).aggregate(
        returned=Count("id"),
        in_time=Count("id", filter=Q(due_at=None) | Q(decided_at__lte=F("due_at"))),
    )
    received = Dossier.objects.filter(accepted_at__gte=moment).count()
    return Today(received, finished["returned"], finished["in_time"])


def is_online(dossier: Dossier) -> bool:
    """Say whether the applicant filed online."""
    return dossier.channel == Channel.ONLINE
