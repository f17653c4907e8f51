"""What officers do with a step: take it, hand it on, finish it, sign, number and seal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import PROPOSING
from motcua.kernel.ids import DossierId, PersonId, TaskId
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.officer.views.dossier import SHOWN, dossier_page
from motcua.web.officer.views.inbox import view_of
from motcua.web.staff_input import chosen_id, day_from, marked_items, revision_of

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


@require_POST
@for_roles(*SETTLING)
def sign(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Sign the result as the competent person."""
    actions.sign_result(
        DossierId(dossier_id),
        TaskId(task_id),
        revision=revision_of(request.POST),
        by=actor_of(request),
        at=now(),
    )
    return _back(request, dossier_id, "Đã ký kết quả. Việc chuyển sang văn thư.")


@require_POST
@for_roles(*SETTLING)
def issue(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Number and seal the signed result."""
    actions.issue_result(
        DossierId(dossier_id),
        TaskId(task_id),
        revision=revision_of(request.POST),
        by=actor_of(request),
        at=now(),
    )
    return _back(request, dossier_id, "Đã cấp số, đóng dấu. Kết quả chờ trả cho người nộp.")


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
