"""What waits for officers, and what they do with a step."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from ninja import Query

from motcua.api.answers import answer
from motcua.api.identity import officer_of
from motcua.api.paging import after_of, cursor_of
from motcua.api.parameters import Cursor
from motcua.api.routing import router
from motcua.api.shapes import tasks as shapes
from motcua.api.showing import consultation, row, task_facts, task_shown
from motcua.dossiers.models import Consultation
from motcua.dossiers.next_steps import outcomes_of
from motcua.dossiers.permissions import may_perform
from motcua.dossiers.queries import (
    consultations_waiting,
    dossier_for,
    inbox,
    inbox_counts,
    known_dossier,
)
from motcua.kernel.actors import Role
from motcua.organisations.queries import officers_of
from motcua.workflow.queries import steps_with_runs

TAGS = ["tasks"]
View = Annotated[
    Literal["mine", "unit", "near", "overdue", "paused"],
    Query("mine", description="One's own, the unit's, near due, overdue, or paused."),
]


@router.get(
    "/inbox",
    response=shapes.InboxPage,
    operation_id="listInbox",
    tags=TAGS,
    summary="List the steps that wait",
)
def list_inbox(request: HttpRequest, view: View, cursor: Cursor) -> HttpResponse:
    """Fifty open steps in due order, each with its dossier."""
    page, after = inbox(officer_of(request), view, now(), after_of(cursor))
    rows = [
        shapes.InboxRow(
            task=task_shown(one.task),
            dossier=row(one.dossier),
            is_unacknowledged=one.is_unacknowledged,
        )
        for one in page
    ]
    return answer(shapes.InboxPage(items=rows, next=cursor_of(after)))


@router.get(
    "/inbox/counts",
    response=shapes.InboxCounts,
    operation_id="countInbox",
    tags=TAGS,
    summary="Count the steps that wait",
)
def count_inbox(request: HttpRequest) -> HttpResponse:
    """How many steps each view holds, up to one hundred and one."""
    return answer(shapes.InboxCounts(**inbox_counts(officer_of(request), now())))


@router.get(
    "/dossiers/{uuid:dossier_id}/tasks",
    response=shapes.TaskList,
    operation_id="listTasks",
    tags=TAGS,
    summary="List the steps of a dossier",
)
def list_tasks(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Finished and waiting steps; for officers who may see the dossier."""
    by = officer_of(request)
    tasks = steps_with_runs(known_dossier(by, dossier_id).id)
    return answer(
        shapes.TaskList(
            items=[
                shapes.DossierTask(
                    **task_facts(task),  # type: ignore[arg-type]
                    outcomes={} if task.completed_at else outcomes_of(task),
                    is_mine_to_do=task.completed_at is None and may_perform(by, task),
                )
                for task in tasks
            ]
        )
    )


@router.get(
    "/dossiers/{uuid:dossier_id}/consultations",
    response=shapes.ConsultationList,
    operation_id="listConsultations",
    tags=TAGS,
    summary="List the opinions asked about a dossier",
)
def list_consultations(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Questions to other agencies and their answers; for officers who may see the dossier."""
    dossier = dossier_for(officer_of(request), dossier_id)
    asked = Consultation.objects.filter(dossier=dossier).order_by("asked_at", "id")
    return answer(shapes.ConsultationList(items=[consultation(one) for one in asked]))


@router.get(
    "/consultations",
    response=shapes.ConsultationList,
    operation_id="listConsultationsWaiting",
    tags=TAGS,
    summary="List the opinions asked of one's agency",
)
def list_consultations_waiting(request: HttpRequest) -> HttpResponse:
    """Questions not yet answered, the most urgent first; at most fifty."""
    waiting = consultations_waiting(officer_of(request))
    return answer(shapes.ConsultationList(items=[consultation(one) for one in waiting]))


@router.get(
    "/colleagues",
    response=shapes.OfficerList,
    operation_id="listColleagues",
    tags=TAGS,
    summary="List the officers of one's agency in a role",
)
def list_colleagues(request: HttpRequest, role: Role) -> HttpResponse:
    """Who may take a step over, by name."""
    by = officer_of(request)
    assert by.agency is not None
    officers = officers_of(by.agency, role, localdate())
    return answer(
        shapes.OfficerList(
            items=[shapes.OfficerShown(id=one.id, full_name=one.full_name) for one in officers]
        )
    )
