"""Officers' acts on a step: take it, give it away, ask others, finish it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from motcua.api.answers import answer
from motcua.api.identity import actor_of, officer_of
from motcua.api.parameters import IfMatch, revision_in
from motcua.api.routing import router
from motcua.api.shapes import acts, tasks
from motcua.api.shapes.dossiers import DossierShown
from motcua.api.showing import consultation, shown, task_shown
from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.queries import dossier_for
from motcua.kernel.ids import AgencyId, DossierId, PersonId, TaskId
from motcua.workflow.rules import Trigger

TAGS = ["tasks"]
STEP = "/dossiers/{uuid:dossier_id}/tasks/{uuid:task_id}"


@router.post(
    f"{STEP}/claim",
    response=tasks.TaskShown,
    operation_id="claimTask",
    tags=TAGS,
    summary="Take a step",
)
def claim_task(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Become the one person responsible; taking it again changes nothing."""
    task = actions.claim(DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now())
    return answer(task_shown(task))


@router.post(
    f"{STEP}/acknowledge",
    response=tasks.TaskShown,
    operation_id="acknowledgeTask",
    tags=TAGS,
    summary="Confirm a step that was handed over",
)
def acknowledge_task(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """From now on the receiver answers for it, not the giver."""
    task = actions.acknowledge(
        DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now()
    )
    return answer(task_shown(task))


@router.post(
    f"{STEP}/hand-over",
    response={201: tasks.HandOverShown},
    operation_id="handOverTask",
    tags=TAGS,
    summary="Give a step to a colleague",
)
def hand_over_task(
    request: HttpRequest, dossier_id: UUID, task_id: UUID, given: acts.HandOverAsked
) -> HttpResponse:
    """Pass a step on within the unit and role, with the reason."""
    kept = actions.hand_over(
        DossierId(dossier_id),
        TaskId(task_id),
        to=PersonId(given.to),
        reason=given.reason,
        by=actor_of(request),
        at=now(),
    )
    shape = tasks.HandOverShown(
        id=kept.id,
        task=kept.task,
        to=kept.to_person,
        reason=kept.reason,
        given_at=kept.given_at,
    )
    return answer(shape, 201)


@router.post(
    f"{STEP}/complete",
    response=DossierShown,
    operation_id="completeTask",
    tags=TAGS,
    summary="Finish a step",
)
def complete_task(
    request: HttpRequest,
    dossier_id: UUID,
    task_id: UUID,
    done: acts.CompletionAsked,
    if_match: IfMatch,
) -> HttpResponse:
    """End a step with one of its outcomes and open what follows."""
    by = actor_of(request)
    dossier = actions.complete_task(
        DossierId(dossier_id),
        TaskId(task_id),
        outcome=done.outcome,
        note=done.note,
        data=done.data,
        proposal=Proposal(done.reason, done.basis, done.content),
        assign_to=PersonId(done.assign_to) if done.assign_to else None,
        revision=revision_in(if_match),
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    f"{STEP}/release",
    response=DossierShown,
    operation_id="releaseTask",
    tags=TAGS,
    summary="Leave a step to the unit",
)
def release_task(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a step one has taken back to the others of the unit."""
    by = actor_of(request)
    actions.release(DossierId(dossier_id), TaskId(task_id), by=by, at=now())
    dossier = dossier_for(by, dossier_id)
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    f"{STEP}/send-back",
    response=DossierShown,
    operation_id="sendDossierBack",
    tags=TAGS,
    summary="Put a dossier on another step",
)
def send_dossier_back(
    request: HttpRequest,
    dossier_id: UUID,
    task_id: UUID,
    asked: acts.SendingBackAsked,
    if_match: IfMatch,
) -> HttpResponse:
    """Correct the course of a dossier; its due date stays. Only who leads the settling agency."""
    by = actor_of(request)
    dossier = actions.send_back(
        DossierId(dossier_id),
        TaskId(task_id),
        asked.node,
        reason=asked.reason,
        revision=revision_in(if_match),
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    f"{STEP}/consult",
    response={201: tasks.ConsultationShown},
    operation_id="consultAgency",
    tags=TAGS,
    summary="Ask another agency for its opinion",
)
def consult_agency(
    request: HttpRequest, dossier_id: UUID, task_id: UUID, asked: acts.ConsultationAsked
) -> HttpResponse:
    """The step stays with the one who asks."""
    kept = actions.consult(
        DossierId(dossier_id),
        TaskId(task_id),
        agency=AgencyId(asked.agency),
        question=asked.question,
        due_at=asked.due_at,
        by=actor_of(request),
        at=now(),
    )
    return answer(consultation(kept), 201)


@router.post(
    "/dossiers/{uuid:dossier_id}/consultations/{uuid:consultation_id}/answer",
    response=tasks.ConsultationShown,
    operation_id="answerConsultation",
    tags=TAGS,
    summary="Give an opinion",
)
def answer_consultation(
    request: HttpRequest, dossier_id: UUID, consultation_id: UUID, opinion: acts.OpinionAsked
) -> HttpResponse:
    """Answer what was asked of one's agency, once."""
    kept = actions.answer_consultation(
        DossierId(dossier_id),
        consultation_id,
        answer=opinion.answer,
        agrees=opinion.agrees,
        by=officer_of(request),
        at=now(),
    )
    return answer(consultation(kept))


@router.post(
    "/dossiers/{uuid:dossier_id}/messages",
    response=DossierShown,
    operation_id="tellProcess",
    tags=TAGS,
    summary="Tell the process of a dossier what it waits for",
)
def tell_process(request: HttpRequest, dossier_id: UUID, told: acts.MessageAsked) -> HttpResponse:
    """Let a message reach every step and event of the process that waits for it now."""
    by = officer_of(request)
    dossier = actions.receive(
        DossierId(dossier_id), Trigger.MESSAGE, told.name, data=told.data, by=by, at=now()
    )
    return answer(shown(dossier, by), revision=dossier.revision)
