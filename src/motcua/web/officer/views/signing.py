"""Signing results: one by one on the dossier's page, or those of a list with one confirmation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.bulk_signing import progress_of, to_sign
from motcua.dossiers.signing_rules import (
    MOST_AT_ONCE,
    DraftNotRead,
    NothingToSign,
    SignedAlready,
    TooManyToSign,
)
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId, TaskId
from motcua.people.actions import confirm
from motcua.people.queries import has_second_factor
from motcua.people.rules import (
    CodeUsed,
    CodeWrong,
    SecondFactorMissing,
    SecondFactorNeeded,
    TooManyAttempts,
)
from motcua.signing.queries import newest_request
from motcua.web.clock import clock_of
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.officer.views.dossier import dossier_page
from motcua.web.officer.views.inbox import view_of
from motcua.web.staff_input import revision_of

ABOUT_CODE = (CodeUsed, CodeWrong, SecondFactorMissing, SecondFactorNeeded, TooManyAttempts)
SHOWN = (*ABOUT_CODE, DraftNotRead, NothingToSign, SignedAlready, TooManyToSign)
SENT = "Đã gửi đi ký. Trang này cho biết khi có chữ ký."


def _confirmation(request: HttpRequest, by: Actor) -> UUID | None:
    """Return the use of the one-time code that was typed, None when none was."""
    code = request.POST.get("code", "").strip()
    return confirm(code, by=by, at=now()).id if code else None


def _back(request: HttpRequest, dossier_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('officer:dossier', args=[dossier_id])}?xem={view_of(request)}")


def _waits(act: str, task_id: UUID) -> bool:
    request = newest_request(act, task_id)
    return request is not None and request.state == "waiting"


@require_POST
@for_roles(*SETTLING)
def sign(request: HttpRequest, dossier_id: UUID, task_id: UUID) -> HttpResponse:
    """Sign the result as the competent person: the draft that was opened."""
    by = actor_of(request)
    try:
        actions.sign_result(
            DossierId(dossier_id),
            TaskId(task_id),
            revision=revision_of(request.POST),
            confirmation=_confirmation(request, by),
            by=by,
            at=now(),
        )
    except SHOWN as refusal:
        return dossier_page(request, dossier_id, refusal)
    signed = "Đã ký kết quả. Việc chuyển sang văn thư."
    return _back(request, dossier_id, SENT if _waits("result", task_id) else signed)


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
    sealed = "Đã cấp số, đóng dấu. Kết quả chờ trả cho người nộp."
    return _back(request, dossier_id, SENT if _waits("seal", task_id) else sealed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SIGNATORY)
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what waits for the signature; sign what was read and chosen, with a one-time code.

    Asked to refresh, it shows the list again as it is now, with the choice as it was.
    """
    reader = actor_of(request)
    if request.method != "POST" or "refresh" in request.POST:
        return _list(request, reader)
    chosen = _chosen(request.POST)
    try:
        if not chosen:
            raise NothingToSign
        bulk = actions.begin_bulk(
            chosen, confirmation=_confirmation(request, reader), by=reader, at=now()
        )
    except SHOWN as refusal:
        return _list(request, reader, refusal)
    return redirect("officer:bulk_signing", bulk.id)


def _chosen(posted: QueryDict) -> list[UUID]:
    found = []
    for one in posted.getlist("draft")[: MOST_AT_ONCE + 1]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def _list(request: HttpRequest, reader: Actor, refusal: DomainError | None = None) -> HttpResponse:
    moment = now()
    rows = [(one, clock_of(one.dossier, moment)) for one in to_sign(reader, moment)]
    errors = {}
    if refusal is not None:
        errors = {"code" if isinstance(refusal, ABOUT_CODE) else "drafts": str(refusal)}
    page = {
        "rows": rows,
        "has_factor": has_second_factor(reader.who),
        "left_out": set(request.POST.getlist("seen")) - set(request.POST.getlist("draft")),
        "errors": errors,
        "most": MOST_AT_ONCE,
    }
    return render(request, "officer/to_sign.html", page, status=422 if errors else 200)


@require_safe
@for_roles(Role.SIGNATORY)
def progress(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Show how far a bulk signing has come, and what was not signed and why."""
    seen = progress_of(bulk_id, actor_of(request))
    return render(request, "officer/bulk_signing.html", {"seen": seen})


@require_POST
@for_roles(Role.SIGNATORY)
def stop(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Sign no more of a bulk signing; what is signed stays signed."""
    stopped = actions.take_back_bulk(bulk_id, by=actor_of(request), at=now())
    messages.success(request, f"Đã dừng. {stopped} hồ sơ còn lại chưa ký.")
    return redirect("officer:bulk_signing", bulk_id)
