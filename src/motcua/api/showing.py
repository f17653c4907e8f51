"""Turning what the apps know into the shapes that the API answers with."""

from motcua.api.shapes.dossiers import (
    AttachmentShown,
    DossierRow,
    DossierShown,
    DossierWhole,
    RefusalShown,
    ResultShown,
    SupplementItemShown,
    SupplementShown,
)
from motcua.api.shapes.tasks import ConsultationShown, TaskShown
from motcua.dossiers.models import Consultation, Dossier, Refusal, Result, SupplementRequest
from motcua.dossiers.permissions import is_theirs
from motcua.dossiers.queries import papers_of
from motcua.dossiers.rules import LABELS, Channel, ResultChannel, Status
from motcua.kernel.actors import Actor, Role
from motcua.procedures.queries import terms
from motcua.workflow.models import Task


def shown(dossier: Dossier, reader: Actor) -> DossierShown:
    """Return a dossier as its reader may see it; asks nothing of the database."""
    return DossierShown(**_facts(dossier, reader))  # type: ignore[arg-type]


def _facts(dossier: Dossier, reader: Actor) -> dict[str, object]:
    status = Status(dossier.status)
    return {
        "id": dossier.id,
        "number": dossier.number,
        "submission_code": dossier.submission_code,
        "lookup_code": dossier.lookup_code if _knows_lookup_code(dossier, reader) else None,
        "procedure": dossier.procedure_id,
        "procedure_code": terms(dossier.procedure_id).code,
        "case": dossier.case,
        "status": status,
        "status_label": LABELS[status],
        "step": dossier.step,
        "revision": dossier.revision,
        "applicant": dossier.applicant_id,
        "organisation": dossier.organisation_id,
        "applicant_name": dossier.applicant_name,
        "channel": Channel(dossier.channel),
        "result_channel": ResultChannel(dossier.result_channel),
        "receiving_agency": dossier.receiving_agency_id,
        "settling_agency": dossier.settling_agency_id,
        "responsible": dossier.responsible,
        "fee": dossier.fee,
        "opened_at": dossier.opened_at,
        "submitted_at": dossier.submitted_at,
        "officially_received_at": dossier.officially_received_at,
        "answer_due_at": dossier.answer_due_at,
        "accepted_at": dossier.accepted_at,
        "due_at": dossier.due_at,
        "decided_at": dossier.decided_at,
        "delivered_at": dossier.delivered_at,
    }


def _knows_lookup_code(dossier: Dossier, reader: Actor) -> bool:
    if not reader.is_officer:
        return is_theirs(reader, dossier)
    return reader.has(Role.RECEPTIONIST) and reader.agency == dossier.receiving_agency_id


def whole(dossier: Dossier, reader: Actor) -> DossierWhole:
    """Return a dossier with everything that belongs to it; four statements."""
    supplements = SupplementRequest.objects.filter(dossier=dossier).order_by("requested_at", "id")
    return DossierWhole(
        **_facts(dossier, reader),  # type: ignore[arg-type]
        attachments=[
            AttachmentShown(
                id=paper.id,
                component=paper.component,
                document=paper.document,
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                added_at=paper.added_at,
            )
            for paper in papers_of(dossier)
        ],
        supplements=[supplement(asked) for asked in supplements],
        refusal=_refusal(dossier),
        result=_result(dossier, reader),
    )


def _refusal(dossier: Dossier) -> RefusalShown | None:
    refusal = Refusal.objects.filter(dossier=dossier).first()
    if refusal is None:
        return None
    return RefusalShown(reason=refusal.reason, basis=refusal.basis, at=refusal.at)


def _result(dossier: Dossier, reader: Actor) -> ResultShown | None:
    """Return the decision; a draft of it is for officers only."""
    result = Result.objects.filter(dossier=dossier).first()
    if result is None or (result.issued_at is None and not reader.is_officer):
        return None
    return ResultShown(
        granted=result.granted,
        reason=result.reason,
        basis=result.basis,
        content=result.content,
        number=result.number,
        signed_at=result.signed_at,
        issued_at=result.issued_at,
        verify_code=result.verify_code,
        delivery_channel=result.delivery_channel,
        taken_by=result.taken_by,
    )


def supplement(asked: SupplementRequest) -> SupplementShown:
    """Return a request for supplement."""
    return SupplementShown(
        id=asked.id,
        stage=asked.stage,
        items=[SupplementItemShown(**item) for item in asked.items],
        requested_at=asked.requested_at,
        answer_by=asked.answer_by,
        answered_at=asked.answered_at,
    )


def row(dossier: Dossier) -> DossierRow:
    """Return a dossier of a list, read together with its procedure."""
    return DossierRow(
        id=dossier.id,
        number=dossier.number,
        submission_code=dossier.submission_code,
        procedure=dossier.procedure_id,
        procedure_name=dossier.procedure.name,
        applicant_name=dossier.applicant_name,
        status=Status(dossier.status),
        step=dossier.step,
        channel=Channel(dossier.channel),
        submitted_at=dossier.submitted_at,
        answer_due_at=dossier.answer_due_at,
        due_at=dossier.due_at,
        decided_at=dossier.decided_at,
    )


def task_facts(task: Task) -> dict[str, object]:
    """Return what a step shows, whoever reads it."""
    return {
        "id": task.id,
        "dossier": task.subject,
        "node": task.node,
        "name": task.name,
        "act": task.act,
        "role": task.role,
        "agency": task.agency,
        "assignee": task.assignee,
        "opened_at": task.opened_at,
        "acknowledged_at": task.acknowledged_at,
        "due_at": task.due_at,
        "dossier_due_at": task.subject_due_at,
        "completed_at": task.completed_at,
        "outcome": task.outcome,
        "note": task.note,
    }


def task_shown(task: Task) -> TaskShown:
    """Return a step."""
    return TaskShown(**task_facts(task))  # type: ignore[arg-type]


def consultation(asked: Consultation) -> ConsultationShown:
    """Return an opinion asked of an agency."""
    return ConsultationShown(
        id=asked.id,
        dossier=asked.dossier_id,
        agency=asked.agency_id,
        question=asked.question,
        asked_at=asked.asked_at,
        due_at=asked.due_at,
        answer=asked.answer,
        agrees=asked.agrees,
        answered_at=asked.answered_at,
    )
