"""What officers do: take a step, hand it over, ask others, finish it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.deadlines.rules import Policy
from motcua.dossiers.advancing import Finished, advance, received
from motcua.dossiers.clock_stops import stands_for, start_clock, stop_clock
from motcua.dossiers.holding import held
from motcua.dossiers.models import Consultation, Dossier, HandOver
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.open_tasks import require_being_settled, standing_with, task_of
from motcua.dossiers.permissions import require_giver, require_performer
from motcua.dossiers.rules import (
    OPEN,
    OWN_ACT,
    PROPOSING,
    Act,
    NotYourTask,
    ReasonMissing,
    Status,
    WrongOutcome,
    check_revision,
)
from motcua.events.actions import record, record_all
from motcua.events.rows import at_once, update, write
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, DossierId, PersonId, TaskId
from motcua.organisations.models import Agency
from motcua.organisations.queries import officers_of
from motcua.procedures.queries import terms
from motcua.workflow import actions as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import DataDoNotFit, Node, TaskNotOpen

# A proposal made anew takes the place of the one before, and of its signature.
_PROPOSE = """
INSERT INTO dossiers_result (
    dossier_id, granted, reason, basis, content, proposed_by, proposed_at, on_paper,
    delivery_channel, taken_by, taken_by_number, postal_code
) VALUES (%s, %s, %s, %s, %s, %s, %s, false, '', '', '', '')
ON CONFLICT (dossier_id) DO UPDATE SET granted = excluded.granted, reason = excluded.reason,
    basis = excluded.basis, content = excluded.content, proposed_by = excluded.proposed_by,
    proposed_at = excluded.proposed_at, signer = NULL, signed_document = NULL, signed_at = NULL
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the examining officer proposes: to grant, or to refuse and why."""

    reason: str = ""
    basis: str = ""
    content: str = ""


@transaction.atomic
def claim(dossier_id: DossierId, task_id: TaskId, *, by: Actor, at: datetime) -> Task:
    """Take a step that waits for anybody of the unit; from now on one person answers for it.

    Taking what one has taken already changes nothing.
    """
    dossier = held(by, dossier_id)
    task = task_of(dossier, task_id)
    require_performer(by, task, at)
    if task.acknowledged_at is not None:
        return task
    with at_once():
        _take(dossier, task, by, at)
        record("task.claimed", dossier.id, by=by, at=at, task=task.id)
    return task


@transaction.atomic
def acknowledge(dossier_id: DossierId, task_id: TaskId, *, by: Actor, at: datetime) -> Task:
    """Confirm having received a step that was handed over; until then the giver answers for it.

    Confirming twice changes nothing.
    """
    dossier = held(by, dossier_id)
    task = task_of(dossier, task_id)
    require_performer(by, task, at)
    if task.assignee != by.person:
        raise NotYourTask
    if task.acknowledged_at is not None:
        return task
    with at_once():
        _take(dossier, task, by, at)
        record("task.acknowledged", dossier.id, by=by, at=at, task=task.id)
    return task


def _take(dossier: Dossier, task: Task, by: Actor, at: datetime) -> None:
    received(task, at)
    workflow.assign(TaskId(task.id), to=by.who, acknowledged=True, by=by, at=at)
    task.assignee, task.acknowledged_at = by.person, at
    if task.act != Act.OPINION:
        dossier.responsible = by.person
    if task.act == Act.APPRAISE:
        dossier.case_officer = by.person
    if dossier.status == Status.ACCEPTED:
        dossier.status = Status.IN_PROGRESS.value
    dossier.revision += 1
    update(dossier, "responsible", "case_officer", "status", "revision")


@transaction.atomic
def hand_over(
    dossier_id: DossierId, task_id: TaskId, *, to: PersonId, reason: str, by: Actor, at: datetime
) -> HandOver:
    """Give a step to a colleague of the same unit and role; the giver stays responsible
    until they confirm (a row of the Phiếu kiểm soát)."""
    dossier = held(by, dossier_id)
    task = task_of(dossier, task_id)
    require_giver(by, task)
    if not reason.strip():
        raise ReasonMissing
    given = _give(dossier, task, to, reason.strip(), by, at)
    dossier.revision += 1
    dossier.save(update_fields=["revision"])
    record("task.handed_over", dossier.id, by=by, at=at, task=task.id, to=to)
    return given


def _give(dossier: Dossier, task: Task, to: UUID, reason: str, by: Actor, at: datetime) -> HandOver:
    colleagues = {
        officer.id for officer in officers_of(task.agency, Role(task.role), localdate(at))
    }
    if to not in colleagues:
        raise NotPermitted
    if task.assignee is not None and task.acknowledged_at is None:
        HandOver.objects.filter(task=task.id, acknowledged_at=None).delete()
    workflow.assign(TaskId(task.id), to=to, acknowledged=False, by=by, at=at)
    return HandOver.objects.create(
        dossier=dossier,
        task=task.id,
        from_person=by.person,
        to_person=to,
        reason=reason,
        given_at=at,
    )


@transaction.atomic
def complete_task(
    dossier_id: DossierId,
    task_id: TaskId,
    *,
    outcome: str,
    note: str = "",
    data: Mapping[str, object] | None = None,
    proposal: Proposal | None = None,
    assign_to: PersonId | None = None,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Finish a step with one of its outcomes and open what follows.

    Going back needs a reason; a proposal is kept with the step that makes it; a head of section
    may name who takes the next step. `data` are what the step's form asks. Signing, issuing and
    delivering have acts of their own.
    """
    dossier = held(by, dossier_id)
    standing, task = standing_with(dossier, task_id)
    require_performer(by, task, at)
    check_revision(dossier.revision, revision)
    require_being_settled(dossier)
    _check_outcome(standing.node_of(task), outcome, note)
    _check_asked(standing.node_of(task), data or {})
    if assign_to is not None:
        _name_case_officer(dossier, task, assign_to, by, at)
    with at_once():
        if task.act == Act.APPRAISE and outcome in PROPOSING:
            _propose(dossier, outcome, proposal or Proposal(), by, at)
        step = Finished(outcome, note, data or {})
        facts = advance(dossier, standing, task, step, by=by, at=at)
        update(dossier)
        record_all(facts, by=by, at=at)
    return dossier


def _check_outcome(node: Node, outcome: str, note: str) -> None:
    first = next(iter(node.outcomes))
    if outcome not in node.outcomes or (node.act in OWN_ACT and outcome == first):
        raise WrongOutcome
    if outcome == "return" and not note.strip():
        raise ReasonMissing


def _check_asked(node: Node, data: Mapping[str, object]) -> None:
    """What the step's form asks is given, and nothing else."""
    if node.act in OWN_ACT and not data:
        return
    for name in set(data) ^ set(node.form):
        reason = "bước này không hỏi" if name in data else "chưa được điền"
        raise DataDoNotFit(name=name, reason=reason)


def _propose(dossier: Dossier, outcome: str, proposal: Proposal, by: Actor, at: datetime) -> None:
    if outcome == "refuse" and not proposal.reason.strip():
        raise ReasonMissing
    said = [proposal.reason.strip(), proposal.basis.strip(), proposal.content.strip()]
    write((_PROPOSE, [dossier.id, outcome == "propose", *said, by.who, at]))


def _name_case_officer(dossier: Dossier, task: Task, to: PersonId, by: Actor, at: datetime) -> None:
    if task.act != Act.ASSIGN or not by.has(Role.SECTION_HEAD):
        raise NotPermitted
    if by.agency != dossier.settling_agency_id:
        raise NotPermitted
    if to not in {one.id for one in officers_of(by.office, Role.CASE_OFFICER, localdate(at))}:
        raise NotPermitted
    dossier.case_officer = to


@transaction.atomic
def consult(
    dossier_id: DossierId,
    task_id: TaskId,
    *,
    agency: AgencyId,
    question: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Ask another agency for its opinion; the step stays with the one who asks.

    The clock stands still only where the procedure names a law that says so.
    """
    dossier = held(by, dossier_id)
    task = task_of(dossier, task_id)
    require_performer(by, task, at)
    require_being_settled(dossier)
    if not question.strip():
        raise ReasonMissing
    if not Agency.objects.in_force(localdate(at)).filter(pk=agency).exists():
        raise NotFound
    asked = Consultation.objects.create(
        dossier=dossier,
        agency_id=agency,
        question=question.strip(),
        asked_by=by.who,
        asked_at=at,
        due_at=due_at,
    )
    kept = terms(dossier.procedure_id).version
    policy = Policy(kept.pause_for_opinion)
    if policy is not Policy.NONE and kept.opinion_basis and dossier.due_at is not None:
        stop_clock(dossier, Cause.OPINION, policy, kept.opinion_basis, by=by, at=at)
    dossier.revision += 1
    dossier.save()
    record("consultation.asked", dossier.id, by=by, at=at, consultation=asked.id, agency=agency)
    return asked


@transaction.atomic
def answer_consultation(
    dossier_id: DossierId,
    consultation: UUID,
    *,
    answer: str,
    agrees: bool,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Give the opinion asked of one's agency, once."""
    dossier = held(by, dossier_id)
    asked = Consultation.objects.filter(pk=consultation, dossier=dossier).first()
    if asked is None:
        raise NotFound
    if by.agency != asked.agency_id or not by.has(
        Role.CASE_OFFICER, Role.SECTION_HEAD, Role.SIGNATORY
    ):
        raise NotPermitted
    if asked.answered_at is not None or Status(dossier.status) not in OPEN:
        raise TaskNotOpen(task="cho ý kiến")
    if not answer.strip():
        raise ReasonMissing
    asked.answer, asked.agrees = answer.strip(), agrees
    asked.answered_by, asked.answered_at = by.person, at
    asked.save(update_fields=["answer", "agrees", "answered_by", "answered_at"])
    waiting = Consultation.objects.filter(dossier=dossier, answered_at=None).exists()
    if not waiting and stands_for(dossier, Cause.OPINION):
        start_clock(dossier, by=by, at=at)
        dossier.save()
    record("consultation.answered", dossier.id, by=by, at=at, consultation=asked.id)
    return asked
