"""Correcting an issued result: one page that asks for the next act only."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers import actions, results
from motcua.dossiers.content import answers_of
from motcua.dossiers.correction_rules import (
    APOLOGY,
    CORRECTABLE,
    WORDED,
    CorrectionSays,
    NoCorrection,
)
from motcua.dossiers.corrections import corrected, corrections_of, open_correction, said_by
from motcua.dossiers.models import Correction, Dossier, Result
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import Status
from motcua.dossiers.shown_drafts import bytes_of
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId
from motcua.organisations.queries import agency_names, officer_names
from motcua.procedures.queries import terms
from motcua.web.context import AT_THE_DESK, SETTLING
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import errors_of

WORDING = (Role.CASE_OFFICER, Role.SECTION_HEAD, Role.SIGNATORY)
FIX = "fix."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING, *AT_THE_DESK)
def correction(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show where the correction of a result stands, and do what comes next."""
    shown = dossier_for(actor_of(request), dossier_id)
    if request.method != "POST":
        return _page(request, shown)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound
    try:
        done = act(request, DossierId(dossier_id))
    except DomainError as refusal:
        return _page(request, shown, refusal)
    messages.success(request, done)
    return redirect("officer:correction", dossier_id)


def _returned(request: HttpRequest, dossier: DossierId) -> str:
    reason = request.POST.get("reason", "")
    actions.return_result(dossier, reason=reason, by=actor_of(request), at=now())
    return "Đã chuyển kết quả lại cho cơ quan giải quyết."


def _drafted(request: HttpRequest, dossier: DossierId) -> str:
    posted = request.POST
    actions.draft_correction(
        dossier,
        content=posted.get("content", ""),
        fixes={
            name.removeprefix(FIX): posted.get(name, "").strip()
            for name in posted
            if name.startswith(FIX) and posted.get(name, "").strip()
        },
        apology=posted.get("apology", ""),
        by=actor_of(request),
        at=now(),
    )
    return "Đã ghi nội dung đúng. Xin xem bản vẽ trước khi trình ký."


def _signed(request: HttpRequest, dossier: DossierId) -> str:
    actions.sign_correction(dossier, by=actor_of(request), at=now())
    return "Đã ký bản đính chính."


def _issued(request: HttpRequest, dossier: DossierId) -> str:
    actions.issue_correction(dossier, by=actor_of(request), at=now())
    return "Đã cấp bản đính chính thay cho kết quả cũ."


ACTS: dict[str, Callable[[HttpRequest, DossierId], str]] = {
    "return": _returned,
    "draft": _drafted,
    "sign": _signed,
    "issue": _issued,
}


def _page(request: HttpRequest, shown: Dossier, refusal: DomainError | None = None) -> HttpResponse:
    reader = actor_of(request)
    waiting = open_correction(shown)
    said = said_by(waiting) if waiting else None
    here = reader.agency == shown.settling_agency_id
    names = agency_names([shown.settling_agency_id])
    about = "reason" if isinstance(refusal, CorrectionSays) and waiting is None else "content"
    page: dict[str, Any] = {
        "dossier": shown,
        "waiting": waiting,
        "said": said,
        "fields": _fields(shown) if waiting and not waiting.signed_at else [],
        "done": corrections_of(shown),
        "names": officer_names([waiting.asked_by, waiting.signer]) if waiting else {},
        "apology": (waiting.apology if waiting else "")
        or APOLOGY.format(agency=names.get(shown.settling_agency_id, "")),  # type: ignore[arg-type]
        "may_return": waiting is None and Status(shown.status) in CORRECTABLE,
        "may_word": here and reader.has(*WORDING),
        "may_sign": _may_sign(reader, shown),
        "may_issue": here and reader.has(Role.RECORDS_CLERK),
        "typed": request.POST if refusal else QueryDict(),
        "errors": _errors(refusal, about) if refusal else {},
    }
    return render(request, "officer/correction.html", page, status=422 if refusal else 200)


def _may_sign(reader: Actor, shown: Dossier) -> bool:
    return reader.agency == shown.settling_agency_id and reader.has(Role.SIGNATORY)


def _errors(refusal: DomainError, about: str) -> dict[str, str]:
    if isinstance(refusal, CorrectionSays):
        return {about: str(refusal)}
    return errors_of(refusal)


def _fields(shown: Dossier) -> list[tuple[str, str, str]]:
    """Return the answers that may be worded anew: id, label, and what stands now."""
    form = terms(shown.procedure_id).version.form_id
    if form is None:
        return []
    told = answers_of(shown)
    return [
        (str(one["id"]), str(one["label"]["vi"]), str(told.get(str(one["id"]), "")))  # type: ignore[index]
        for one in fields_of(definition(form))
        if one["kind"] in WORDED and told.get(str(one["id"]))
    ]


@require_safe
@for_roles(*SETTLING, *AT_THE_DESK)
def preview(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the result as the correction makes it, unsigned; to its signer, what will be signed."""
    reader, moment = actor_of(request), now()
    shown = dossier_for(reader, dossier_id)
    waiting: Correction | None = open_correction(shown)
    result = Result.objects.filter(dossier=shown).first()
    if waiting is None or result is None:
        raise NoCorrection
    if _may_sign(reader, shown) and waiting.signed_at is None:
        laid = actions.show_correction(DossierId(shown.id), by=reader, at=moment)
        return pdf_or_picture(bytes_of(laid), "application/pdf", "dinh-chinh.pdf", inline=True)
    said = said_by(waiting)
    made = corrected(result, waiting, said)
    drawn = results.draw(shown, made, signer=None, at=moment, fixes=said.fixes)
    return pdf_or_picture(drawn, "application/pdf", "dinh-chinh.pdf", inline=True)
