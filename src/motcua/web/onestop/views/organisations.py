"""Organisations at the desk: found by tax code or name, registered, and who speaks for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.forms.rules import Answers
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.people import actions
from motcua.people.mandates import (
    claims_about,
    found_organisations,
    mandates_of,
    organisation_of,
    register_line_of,
)
from motcua.people.models import Organisation
from motcua.people.organisation_rules import (
    UNCERTAIN,
    OrganisationNameDiffers,
    WrongTaxCode,
    check_tax_code,
    is_uncertain,
)
from motcua.web.identity import actor_of, for_roles
from motcua.web.onestop.representing import (
    MANDATE_FORM,
    ORGANISATION_FORM,
    errors_in,
    facts_from,
    terms_from,
    typed_mandate,
    typed_organisation,
)

UNPROCESSABLE = 422


@require_safe
@for_roles(Role.RECEPTIONIST)
def organisations(request: HttpRequest) -> HttpResponse:
    """Find organisations by tax code or name, and what is claimed about an unknown tax code."""
    words = request.GET.get("q", "").strip()
    found = found_organisations(words)
    code = _code(words)
    page = {
        "words": words,
        "found": found,
        "unknown": code if code and not found else "",
        "claims": claims_about(code) if code and not found else [],
    }
    return render(request, "onestop/organisations.html", page)


def _code(words: str) -> str:
    try:
        return check_tax_code(words)
    except WrongTaxCode:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.RECEPTIONIST)
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Register an organisation as its paper says, or take over that it was renamed."""
    errors: dict[str, str] = {}
    was_renamed = False
    typed = _known_of(_code(request.GET.get("mst", "")))
    if request.method == "POST":
        typed = typed_organisation(request.POST)
        try:
            facts, evidence = facts_from(typed, localdate(now()))
            kept = actions.register_organisation(
                facts,
                evidence=evidence,
                renamed=request.POST.get("renamed") == "yes",
                by=actor_of(request),
                at=now(),
            )
        except DomainError as refusal:
            errors = errors_in(refusal, "name")
            was_renamed = isinstance(refusal, OrganisationNameDiffers)
        else:
            if is_uncertain(kept.tax_code):
                messages.warning(request, UNCERTAIN)
            return redirect("onestop:organisation", kept.id)
    page = {"form": ORGANISATION_FORM, "typed": typed, "errors": errors, "renamed": was_renamed}
    return render(
        request, "onestop/new_organisation.html", page, status=UNPROCESSABLE if errors else 200
    )


def _known_of(code: str) -> Answers:
    """Return what the business register says, so that the desk compares and does not type."""
    line = register_line_of(code) if code else None
    if line is None:
        return {"tax_code": code}
    return {
        "tax_code": line.tax_code,
        "name": line.name,
        "kind": line.kind,
        "address": line.address,
    }


def _known(organisation_id: UUID) -> Organisation:
    known = organisation_of(organisation_id)
    if known is None:
        raise NotFound
    return known


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.RECEPTIONIST)
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show an organisation with who speaks for it and who claims to; note a mandate."""
    known, errors = _known(organisation_id), dict[str, str]()
    typed: Answers = {"from_on": localdate(now()).isoformat()}
    if request.method == "POST":
        typed = typed_mandate(request.POST)
        try:
            _note(request, known, typed)
        except DomainError as refusal:
            errors = errors_in(refusal, "evidence")
        else:
            messages.success(request, "Đã ghi nhận người đại diện.")
            return redirect("onestop:organisation", known.id)
    day = localdate(now())
    page = {
        "organisation": known,
        "rows": [(one, one.standing(day)) for one in mandates_of(known.id)],
        "claims": claims_about(known.tax_code),
        "form": MANDATE_FORM,
        "typed": typed,
        "errors": errors,
    }
    return render(
        request, "onestop/organisation.html", page, status=UNPROCESSABLE if errors else 200
    )


def _note(request: HttpRequest, known: Organisation, typed: Answers) -> None:
    person, terms = terms_from(typed, localdate(now()))
    waiting = [one for one in claims_about(known.tax_code) if one.person_id == person]
    by, at = actor_of(request), now()
    if waiting:
        actions.confirm_claim(waiting[0].id, terms, by=by, at=at)
    else:
        actions.record_mandate(known.id, person, terms, by=by, at=at)


@require_POST
@for_roles(Role.RECEPTIONIST)
def end_mandate(request: HttpRequest, organisation_id: UUID, mandate_id: UUID) -> HttpResponse:
    """End a mandate at once, by the paper that was seen."""
    reason = request.POST.get("reason", "")
    actions.revoke_mandate(mandate_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, "Đã chấm dứt. Người này không còn thấy gì của tổ chức.")
    return redirect("onestop:organisation", organisation_id)


@require_POST
@for_roles(Role.RECEPTIONIST)
def refuse_claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Turn a claim down, with what is missing."""
    reason = request.POST.get("reason", "")
    claim = actions.refuse_claim(claim_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, "Đã trả lời đề nghị.")
    return redirect(f"{request.path.rsplit('/', 3)[0]}?q={claim.tax_code}")
