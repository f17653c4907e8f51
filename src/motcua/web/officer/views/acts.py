"""What officers do with a step: take it, hand it on, finish it, sign, number and seal."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import PROPOSING
from motcua.kernel.ids import DossierId, PersonId, TaskId
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.officer.step_form import Asked, asked_of, data_from
from motcua.web.officer.views.dossier import SHOWN, dossier_page
from motcua.web.officer.views.inbox import view_of
from motcua.web.staff_input import chosen_id, day_from, marked_items, revision_of
from motcua.workflow.queries import standing_of
from motcua.workflow.rules import Trigger

WHO = "Xin chọn người nhận việc."
ANSWER_BY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm mà người nộp cần trả lời trước."


def _back(request: HttpRequest, dossier_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('officer:dossier', args=[dossier_id])}?xem={view_of(request)}")


@require_POST
@for_roles(*SETTLING)
def claim(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Take a step that waits for anybody of the unit."""
    actions.claim(DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now())
    return _back(request, dossier_id, "Ông/bà đã nhận việc này.")


@require_POST
@for_roles(*SETTLING)
def acknowledge(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Confirm a step that was handed over."""
    actions.acknowledge(DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now())
    return _back(
        request, dossier_id, "Ông/bà đã xác nhận nhận việc và chịu trách nhiệm từ lúc này."
    )


@require_POST
@for_roles(*SETTLING)
def hand_over(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Give a step to a colleague of the same role."""
    try:
        actions.hand_over(
            DossierId(dossier_id),
            TaskId(task_id),
            to=PersonId(chosen_id(request.POST, "to", WHO)),
            reason=request.POST.get("why_hand_over", ""),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal, "why_hand_over")
    return _back(
        request, dossier_id, "Đã chuyển việc. Ông/bà còn chịu trách nhiệm tới khi được xác nhận."
    )


@require_POST
@for_roles(*SETTLING)
def complete(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Finish a step: assign, propose, approve, return, or give an opinion."""
    posted = request.POST
    to = chosen_id(posted, "assign_to", WHO) if posted.get("assign_to") else None
    try:
        actions.complete_task(
            DossierId(dossier_id),
            TaskId(task_id),
            outcome=posted.get("outcome", ""),
            note=posted.get("note", ""),
            data=data_from(posted, _asked(dossier_id, task_id)),
            proposal=Proposal(
                posted.get("reason", ""), posted.get("basis", ""), posted.get("content", "")
            ),
            assign_to=PersonId(to) if to else None,
            revision=revision_of(posted),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        proposes = posted.get("outcome") in PROPOSING
        return dossier_page(request, dossier_id, refusal, "reason" if proposes else "note")
    return _back(request, dossier_id, "Bước này đã được ghi lại, hồ sơ đi tiếp.")


def _asked(dossier_id: UUID, task_id: UUID) -> Sequence[Asked]:
    standing = standing_of(dossier_id)
    task = standing.task(task_id) if standing is not None else None
    if standing is None or task is None:
        return ()
    return asked_of(standing.process, standing.node_of(task), localdate())


@require_POST
@for_roles(*SETTLING)
def release(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Leave a step to the others of the unit."""
    actions.release(DossierId(dossier_id), TaskId(task_id), by=actor_of(request), at=now())
    return _back(request, dossier_id, "Việc đã được trả lại, người khác trong bộ phận nhận được.")


@require_POST
@for_roles(*SETTLING)
def tell(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Say that something the process waits for has arrived."""
    name = request.POST.get("name", "")[:200]
    try:
        actions.receive(
            DossierId(dossier_id), Trigger.MESSAGE, name, by=actor_of(request), at=now()
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal)
    return _back(request, dossier_id, f"Đã ghi nhận “{name}”. Hồ sơ đi tiếp.")


@require_POST
@for_roles(*SETTLING)
def send_back(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Put the dossier on another of its steps, with a reason."""
    why = f"why_back.{task_id}"
    try:
        actions.send_back(
            DossierId(dossier_id),
            TaskId(task_id),
            request.POST.get("node", ""),
            reason=request.POST.get(why, ""),
            revision=revision_of(request.POST),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal, why)
    return _back(
        request, dossier_id, "Hồ sơ đã được chuyển về bước đã chọn. Ngày hẹn trả giữ nguyên."
    )


@require_POST
@for_roles(*SETTLING)
def request_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask the applicant for everything that was marked as wrong or missing."""
    shown = dossier_for(actor_of(request), dossier_id)
    try:
        actions.request_supplement(
            DossierId(dossier_id),
            items=marked_items(request.POST, shown),
            answer_by=day_from(request.POST, "answer_by", ANSWER_BY, required=False),
            revision=revision_of(request.POST),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal)
    return _back(request, dossier_id, "Đã yêu cầu người nộp bổ sung.")
