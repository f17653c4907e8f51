"""The financial obligation of an applicant: demanding it, and noting that it was met."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.obligations import open_obligation
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import NoticeMissing, ProofMissing, StaleDossier
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import revision_of

SHOWN = (NoticeMissing, ProofMissing, StaleDossier)
ABOUT: dict[type[DomainError], str] = {NoticeMissing: "notice", ProofMissing: "proof"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SETTLING)
def obligation(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Demand an obligation of the applicant, or note the voucher that proves it was met."""
    reader = actor_of(request)
    shown = dossier_for(reader, dossier_id)
    if request.method != "POST":
        return _page(request, shown)
    posted = request.POST
    try:
        if "proof" in posted:
            actions.confirm_obligation(
                DossierId(dossier_id), proof=posted["proof"], by=reader, at=now()
            )
            messages.success(request, "Đã ghi nhận. Thời hạn được tính tiếp.")
        else:
            actions.demand_payment(
                DossierId(dossier_id),
                notice=posted.get("notice", ""),
                revision=revision_of(posted),
                by=reader,
                at=now(),
            )
            messages.success(request, "Đã báo người nộp. Hồ sơ chờ nghĩa vụ tài chính.")
    except SHOWN as refusal:
        return _page(request, shown, refusal)
    return redirect("officer:dossier", dossier_id)


def _page(request: HttpRequest, shown: Dossier, refusal: DomainError | None = None) -> HttpResponse:
    page = {
        "dossier": shown,
        "kept": terms(shown.procedure_id).version,
        "waiting": open_obligation(shown),
        "errors": {ABOUT.get(type(refusal), ""): str(refusal)} if refusal else {},
        "typed": request.POST if refusal else QueryDict(),
    }
    return render(request, "officer/obligation.html", page, status=422 if refusal else 200)
