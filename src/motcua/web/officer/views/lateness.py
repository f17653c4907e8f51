"""What runs out of time: the list for those who lead, and the apology of a dossier."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.deadlines.rules import CalendarNotPublished
from motcua.dossiers import actions
from motcua.dossiers.actions import ApologyText
from motcua.dossiers.apologies import ApologyShown, apology_of, causes_on
from motcua.dossiers.apology_rules import (
    CauseUnknown,
    ExplanationMissing,
    NewDayNotWorked,
    NewDayTooEarly,
)
from motcua.dossiers.lateness import RUNNING_OUT, late_dossiers, running_out_counts
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import may_apologise
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.slips import apology_preview
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotPermitted
from motcua.kernel.ids import DossierId
from motcua.organisations.models import Agency
from motcua.web.clock import clock_of
from motcua.web.context import SETTLING
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted
from motcua.web.staff_input import chosen_id, day_from, end_of

VIEW_NAMES = {"overdue": "Quá hạn", "near": "Sắp đến hạn", "to_sign": "Xin lỗi chờ ký"}
SHOWN = (
    CalendarNotPublished,
    CauseUnknown,
    ExplanationMissing,
    InvalidInput,
    NewDayNotWorked,
    NewDayTooEarly,
)
ABOUT: dict[type[DomainError], str] = {
    CauseUnknown: "cause",
    ExplanationMissing: "explanation",
}
NEW_DAY = "Xin nhập ngày hẹn lại, ví dụ 25/08/2026."
WHO = "Xin chọn cơ quan chịu trách nhiệm."


@require_safe
@for_roles(*SETTLING)
def running_out(request: HttpRequest) -> HttpResponse:
    """Show what is late or about to be at one's agency: with whom, why, and what was promised."""
    reader, moment = actor_of(request), now()
    view = request.GET.get("xem", "")
    view = view if view in RUNNING_OUT else "overdue"
    late, following = late_dossiers(
        reader.office, moment, after_from(request.GET.get("sau", "")), view
    )
    counts = running_out_counts(reader.office, moment)
    address = reverse("officer:running_out")
    page = {
        "rows": [(one, clock_of(one.dossier, moment)) for one in late],
        "tabs": [
            (name, f"{address}?xem={code}", code == view, counted(counts[code]))
            for code, name in VIEW_NAMES.items()
        ],
        "view": view,
        "now": moment,
        "following": after_text(following),
    }
    return render(request, "officer/running_out.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING)
def apology(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Write the apology of a dossier, or read what was written."""
    reader = actor_of(request)
    shown = dossier_for(reader, dossier_id)
    if request.method != "POST":
        if reader.agency != shown.settling_agency_id:
            raise NotPermitted
        return _page(request, shown, reader)
    try:
        actions.write_apology(DossierId(dossier_id), _text(request.POST), by=reader, at=now())
    except SHOWN as refusal:
        return _page(request, shown, reader, refusal)
    messages.success(request, "Đã soạn văn bản xin lỗi. Người có thẩm quyền cần ký trước hạn.")
    return redirect("officer:apology", dossier_id)


def _text(posted: QueryDict) -> ApologyText:
    day = day_from(posted, "new_due", NEW_DAY)
    assert day is not None
    return ApologyText(
        cause=posted.get("cause", ""),
        explanation=posted.get("explanation", ""),
        responsible=chosen_id(posted, "responsible", WHO),
        new_due_at=end_of(day),
    )


def _page(
    request: HttpRequest, shown: Dossier, reader: Actor, refusal: DomainError | None = None
) -> HttpResponse:
    today = localdate(now())
    written = apology_of(shown.id)
    page = {
        "dossier": shown,
        "apology": written,
        "clock": clock_of(shown, now()),
        "may_write": may_apologise(reader, shown) and (not written or not written.signed_at),
        "may_sign": reader.has(Role.SIGNATORY) and written and not written.signed_at,
        "causes": causes_on(today),
        "agencies": Agency.objects.in_force(today).order_by("name", "code"),
        "errors": _errors(refusal),
        "typed": request.POST if refusal else _known(written, shown),
    }
    return render(request, "officer/apology.html", page, status=422 if refusal else 200)


def _errors(refusal: DomainError | None) -> dict[str, str]:
    if refusal is None:
        return {}
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    return {ABOUT.get(type(refusal), "new_due"): str(refusal)}


def _known(written: ApologyShown | None, shown: Dossier) -> dict[str, str]:
    """Return what the form begins with: what was written, or the settling agency as responsible."""
    if written is None:
        return {"responsible": str(shown.settling_agency_id)}
    day = localtime(written.new_due_at)
    return {
        "cause": written.cause_code,
        "explanation": written.explanation,
        "responsible": str(written.responsible),
        "new_due.day": str(day.day),
        "new_due.month": str(day.month),
        "new_due.year": str(day.year),
    }


@require_safe
@for_roles(*SETTLING)
def preview(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the apology as it would be issued."""
    shown = dossier_for(actor_of(request), dossier_id)
    paper = apology_preview(shown, now())
    return pdf_or_picture(paper, "application/pdf", "xin-loi.pdf", inline=True)


@require_POST
@for_roles(Role.SIGNATORY)
def sign(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Sign the apology that was read; the applicant and the desk are told."""
    try:
        read = datetime.fromisoformat(request.POST.get("written_at", ""))
    except ValueError:
        read = now()
    actions.sign_apology(DossierId(dossier_id), written_at=read, by=actor_of(request), at=now())
    messages.success(request, "Đã ký. Văn bản xin lỗi được gửi cho người nộp và Bộ phận Một cửa.")
    return redirect("officer:apology", dossier_id)
