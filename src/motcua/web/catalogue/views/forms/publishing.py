"""One version of a form: its questions, what the checker says, and what may be done with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.places import places_on
from motcua.events.publishing import AUTHORS
from motcua.forms import actions
from motcua.forms.authorship import FORMS, findings
from motcua.forms.checking import Finding, problems, time_to_fill
from motcua.forms.difference import changes
from motcua.forms.models import FormVersion
from motcua.organisations.queries import officer_names
from motcua.procedures.queries import cases_with_form
from motcua.web.catalogue.form_outline import outline
from motcua.web.catalogue.words import state_of
from motcua.web.identity import actor_of, for_roles


@require_safe
@for_roles(*AUTHORS)
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a version with its questions, who answers for it, and the act to take."""
    shown = FORMS.by_id(version_id)
    returned = FORMS.last_return(shown) if shown.published_at is None else None
    others = [one for one in FORMS.of(shown.code) if one.id != shown.id]
    cases = cases_with_form(shown.code)
    in_force = next((one for one in others if one.published_at and not one.retired_at), None)
    people = [shown.drafted_by, shown.proposed_by, shown.published_by]
    page = {
        "version": shown,
        "state": state_of(shown),
        "names": officer_names([*people, returned.by if returned else None]),
        "findings": _findings(shown, cases),
        "returned": returned,
        "is_author": actor_of(request).person in FORMS.authors(shown),
        "others": others,
        "may_draft": all(one.published_at for one in others),
        "pages": outline(shown.definition, cases),
        "minutes": time_to_fill(shown.definition),
        "in_force": in_force,
        "changes": _changes(shown, in_force),
    }
    return render(request, "catalogue/forms/version.html", page)


def _findings(shown: FormVersion, cases: list[tuple[str, str]]) -> list[Finding]:
    if shown.published_at is not None:
        return []
    codes = [code for code, _ in cases]
    return findings(shown.code, shown.definition, shown.trials, places_on, codes)


def _changes(shown: FormVersion, in_force: FormVersion | None) -> list[str] | None:
    """Return what a proposed version changes of the one in force, in words; none when neither."""
    if in_force is None or not shown.proposed_at or shown.published_at:
        return None
    earlier = FORMS.by_id(in_force.id)
    if problems(earlier.definition) or problems(shown.definition):
        return None
    return [one.message for one in changes(earlier.definition, shown.definition)]


@require_POST
@for_roles(*AUTHORS)
def propose(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Propose a draft for publication."""
    actions.propose(
        version_id, places=places_on, cases=_cases(version_id), by=actor_of(request), at=now()
    )
    messages.success(request, "Đã đề nghị công bố. Một người khác sẽ xem và công bố.")
    return redirect("catalogue:form_version", version_id)


def _cases(version_id: UUID) -> list[str]:
    return [code for code, _ in cases_with_form(FORMS.by_id(version_id).code)]


@require_POST
@for_roles(*AUTHORS)
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Send a proposed version back to be drawn on."""
    reason = request.POST.get("reason", "")
    actions.withdraw_proposal(version_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, "Đã trả lại thành bản nháp.")
    return redirect("catalogue:form_version", version_id)


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a proposed version in force."""
    published = actions.publish(
        version_id, places=places_on, cases=_cases(version_id), by=actor_of(request), at=now()
    )
    words = "Đã công bố bản {}. Thủ tục và hồ sơ đang chạy vẫn theo bản của mình."
    messages.success(request, words.format(published.version))
    return redirect("catalogue:form_version", version_id)
