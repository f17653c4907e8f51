"""Stopping the settlement of a dossier: a page of its own, because it cannot be undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import keeps_course
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import ReasonMissing, StaleDossier, StopBasisMissing, may_be_stopped
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, NotPermitted
from motcua.kernel.ids import DossierId
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import revision_of

LEADING = (Role.SECTION_HEAD, Role.SIGNATORY)
SHOWN = (ReasonMissing, StaleDossier, StopBasisMissing)
ABOUT = {ReasonMissing: "reason", StopBasisMissing: "basis"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*LEADING)
def stop(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask why and on what basis the settlement is stopped, then stop it."""
    reader = actor_of(request)
    shown = dossier_for(reader, dossier_id)
    if request.method != "POST":
        if not keeps_course(reader, shown) or not may_be_stopped(shown.status, shown.accepted_at):
            raise NotPermitted
        return _page(request, shown)
    posted = request.POST
    try:
        actions.stop(
            DossierId(dossier_id),
            reason=posted.get("reason", ""),
            basis=posted.get("basis", ""),
            fees=posted.get("fees", ""),
            revision=revision_of(posted),
            by=reader,
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, shown, refusal)
    messages.success(request, "Đã dừng giải quyết hồ sơ. Thông báo gửi người nộp đã sẵn sàng.")
    return redirect("officer:dossier", dossier_id)


def _page(request: HttpRequest, shown: Dossier, refusal: DomainError | None = None) -> HttpResponse:
    errors = {ABOUT.get(type(refusal), ""): str(refusal)} if refusal else {}
    page = {
        "dossier": shown,
        "typed": request.POST if refusal else QueryDict(),
        "errors": errors,
    }
    return render(request, "officer/stop.html", page, status=422 if errors else 200)
