"""One version: its picture, what the checker says, and what may be done with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.words import state_of
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted
from motcua.workflow import actions
from motcua.workflow.authorship import MOST_RUNNING, PROCESSES, findings, running


@require_safe
@for_roles(*AUTHORS)
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version with its picture, who answers for it, and the act to take."""
    shown = PROCESSES.by_id(version_id)
    returned = PROCESSES.last_return(shown) if shown.published_at is None else None
    others = [one for one in PROCESSES.of(shown.code) if one.id != shown.id]
    people = [shown.drafted_by, shown.proposed_by, shown.published_by]
    page = {
        "version": shown,
        "state": state_of(shown),
        "names": officer_names([*people, returned.by if returned else None]),
        "running": counted(running([shown.id]).get(shown.id, 0), MOST_RUNNING),
        "findings": findings(shown.bpmn) if shown.published_at is None else [],
        "returned": returned,
        "is_author": actor_of(request).person in PROCESSES.authors(shown),
        "others": others,
        "may_draft": all(one.published_at for one in others),
    }
    return render(request, "catalogue/version.html", page)


@require_POST
@for_roles(*AUTHORS)
def propose(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Propose a draft for publication."""
    actions.propose(version_id, by=actor_of(request), at=now())
    messages.success(request, "Đã đề nghị công bố. Một người khác sẽ xem và công bố.")
    return redirect("catalogue:version", version_id)


@require_POST
@for_roles(*AUTHORS)
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Send a proposed version back to be drawn on."""
    reason = request.POST.get("reason", "")
    actions.withdraw_proposal(version_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, "Đã trả lại thành bản nháp.")
    return redirect("catalogue:version", version_id)


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a proposed version in force."""
    published = actions.publish(version_id, by=actor_of(request), at=now())
    words = "Đã công bố bản {}. Hồ sơ đang chạy vẫn theo bản cũ."
    messages.success(request, words.format(published.version))
    return redirect("catalogue:version", version_id)
