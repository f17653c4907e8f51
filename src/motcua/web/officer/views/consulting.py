"""Asking other agencies for their opinion, and giving ours."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.queries import consultations_waiting
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import AgencyId, DossierId, TaskId
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.officer.views.dossier import SHOWN, dossier_page
from motcua.web.officer.views.inbox import tabs
from motcua.web.staff_input import chosen_id, day_from, end_of

WHOM = "Xin chọn cơ quan cần lấy ý kiến."
WHEN = "Xin nhập ngày cần có ý kiến, ví dụ 21/08/2026."
AGREES = "Xin chọn đồng ý hay có ý kiến khác."


@require_safe
@for_roles(*SETTLING)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the opinions asked of one's agency, the most urgent first."""
    reader = actor_of(request)
    shown = {"asked": consultations_waiting(reader), "tabs": tabs(reader, "opinions")}
    return render(request, "officer/consultations.html", {**shown, "moment": now()})


@require_POST
@for_roles(*SETTLING)
def consult(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Ask another agency; the step stays with the one who asks."""
    try:
        due_on = day_from(request.POST, "due", WHEN)
        assert due_on is not None
        actions.consult(
            DossierId(dossier_id),
            TaskId(task_id),
            agency=AgencyId(chosen_id(request.POST, "agency", WHOM)),
            question=request.POST.get("question", ""),
            due_at=end_of(due_on),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal, "question")
    messages.success(request, "Đã gửi câu hỏi. Việc vẫn ở nơi ông/bà.")
    return redirect("officer:dossier", dossier_id)


@require_POST
@for_roles(*SETTLING)
def answer(request: HttpRequest, dossier_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Give the opinion asked of one's agency."""
    try:
        actions.answer_consultation(
            DossierId(dossier_id),
            consultation_id,
            answer=request.POST.get(f"opinion.{consultation_id}", ""),
            agrees=_agrees(request, f"agrees.{consultation_id}"),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal, f"opinion.{consultation_id}")
    messages.success(request, "Đã gửi ý kiến của cơ quan.")
    return redirect("officer:dossier", dossier_id)


def _agrees(request: HttpRequest, name: str) -> bool:
    said = request.POST.get(name, "")
    if said not in {"yes", "no"}:
        raise InvalidInput({name: AGREES})
    return said == "yes"
