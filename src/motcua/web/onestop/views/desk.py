"""One dossier at the desk: look, accept, ask for more, decline, hand the result over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.desk import due_if_accepted
from motcua.dossiers.models import Dossier
from motcua.dossiers.overview import Overview, overview
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import (
    Act,
    BasisMissing,
    NothingToSupplement,
    PostalCodeMissing,
    ProofMissing,
    ReasonMissing,
    RecipientMissing,
    RecipientNumberMissing,
    ResultChannel,
    StaleDossier,
    Status,
)
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.ids import DossierId, TaskId
from motcua.web.clock import clock_of
from motcua.web.context import AT_THE_DESK
from motcua.web.identity import actor_of, for_roles
from motcua.web.likeness import alike_for
from motcua.web.staff_input import chosen_id, day_from, errors_of, marked_items, revision_of

ANSWER_BY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm mà người nộp cần trả lời trước."
NO_RESULT = "Hồ sơ chưa có kết quả để trả."
# Refusals that the page itself can show, with everything typed still there.
SHOWN = (
    BasisMissing,
    InvalidInput,
    NothingToSupplement,
    PostalCodeMissing,
    ReasonMissing,
    RecipientMissing,
    RecipientNumberMissing,
    StaleDossier,
)


@require_safe
@for_roles(*AT_THE_DESK)
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show a dossier to the desk: the person, the checklist, what the law says, what to do."""
    return _page(request, dossier_for(actor_of(request), dossier_id))


def _page(
    request: HttpRequest,
    shown: Dossier,
    errors: dict[str, str] | None = None,
    typed: QueryDict | None = None,
) -> HttpResponse:
    seen, moment, reader = overview(shown), now(), actor_of(request)
    at_own_desk = shown.receiving_agency_id == reader.agency
    page = {
        "seen": seen,
        "alike": alike_for(reader, shown),
        "dossier": shown,
        "clock": clock_of(shown, moment),
        "fees": seen.kept.fees_on(shown.case, shown.channel, localdate(moment)),
        "due": shown.due_at
        if shown.accepted_at
        else due_if_accepted(seen.limit, shown.settling_agency_id, moment),
        "act": _act(shown) if at_own_desk else "",
        "may_receive": reader.has(Role.RECEPTIONIST),
        "delivery": _delivery(seen) if at_own_desk else None,
        "errors": errors or {},
        "typed": typed or QueryDict(),
    }
    return render(request, "onestop/dossier.html", page, status=422 if errors else 200)


def _act(shown: Dossier) -> str:
    acts = {
        Status.SUBMITTED: "receive",
        Status.SUPPLEMENTING: "supplement",
        Status.DECIDED: "deliver",
        Status.AWAITING_PAYMENT: "payment",
    }
    return acts.get(Status(shown.status), "")


def _delivery(seen: Overview) -> UUID | None:
    return next((task.id for task in seen.open_tasks if task.act == Act.DELIVER), None)


def _again(request: HttpRequest, dossier_id: UUID, refusal: DomainError) -> HttpResponse:
    shown = dossier_for(actor_of(request), dossier_id)
    return _page(request, shown, errors_of(refusal), request.POST)


@require_POST
@for_roles(Role.RECEPTIONIST)
def confirm_obligation(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Note the voucher that proves that a financial obligation was met."""
    try:
        actions.confirm_obligation(
            DossierId(dossier_id),
            proof=request.POST.get("proof", ""),
            by=actor_of(request),
            at=now(),
        )
    except ProofMissing as refusal:
        return _again(request, dossier_id, refusal)
    messages.success(request, "Đã ghi nhận. Thời hạn được tính tiếp.")
    return redirect("onestop:dossier", dossier_id)


@require_POST
@for_roles(Role.RECEPTIONIST)
def accept(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Accept the dossier and go on to its receipt slip."""
    accepted = actions.accept(
        DossierId(dossier_id),
        revision=revision_of(request.POST),
        by=actor_of(request),
        at=now(),
    )
    return redirect("onestop:receipt", accepted.id)


@require_safe
@for_roles(*AT_THE_DESK)
def receipt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Say what was promised on acceptance, with the slip one key away."""
    shown = dossier_for(actor_of(request), dossier_id)
    if shown.accepted_at is None:
        return redirect("onestop:dossier", shown.id)
    return render(request, "onestop/receipt.html", {"dossier": shown})


@require_POST
@for_roles(Role.RECEPTIONIST)
def request_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask for everything that was marked as wrong or missing."""
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
        return _again(request, dossier_id, refusal)
    messages.success(request, "Đã gửi yêu cầu bổ sung. Phiếu yêu cầu đã sẵn sàng để in.")
    return redirect("onestop:dossier", dossier_id)


@require_POST
@for_roles(Role.RECEPTIONIST)
def decline(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Turn the filing down with its reason and legal basis."""
    try:
        actions.decline(
            DossierId(dossier_id),
            reason=request.POST.get("reason", ""),
            basis=request.POST.get("basis", ""),
            revision=revision_of(request.POST),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _again(request, dossier_id, refusal)
    messages.success(request, "Đã từ chối tiếp nhận. Phiếu từ chối đã sẵn sàng để in.")
    return redirect("onestop:dossier", dossier_id)


@require_POST
@for_roles(*AT_THE_DESK)
def deliver(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Record who took the result at the desk, or how it was posted."""
    posted = request.POST
    by_post = posted.get("channel") == ResultChannel.POST
    try:
        actions.deliver(
            DossierId(dossier_id),
            TaskId(chosen_id(posted, "task", NO_RESULT)),
            handed_to=HandedTo(
                ResultChannel.POST if by_post else ResultChannel.COUNTER,
                posted.get("taken_by", ""),
                posted.get("taken_by_number", ""),
                posted.get("postal_code", ""),
            ),
            revision=revision_of(posted),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _again(request, dossier_id, refusal)
    messages.success(request, "Đã ghi việc trả kết quả.")
    return redirect("onestop:reception")
