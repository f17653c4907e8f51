"""A supplement brought to the desk: the papers and answers that were asked for, taken in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.overview import overview
from motcua.dossiers.places import places_on
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.requirements import wanted_of
from motcua.dossiers.rules import Status
from motcua.forms.rules import Answers, fields_of, known_values, shown_fields, shown_pages
from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms
from motcua.web.file_answers import with_files
from motcua.web.form_input import answers_from, lists_for, only_redraw, without_empty_rows
from motcua.web.identity import actor_of, for_roles
from motcua.web.onestop.application import ShownPage, form_of, readable, refresh_of
from motcua.web.staff_input import errors_of
from motcua.web.uploads import taken_in

UNPROCESSABLE = 422


def _waiting(request: HttpRequest, dossier_id: UUID) -> Dossier:
    dossier = dossier_for(actor_of(request), dossier_id)
    at_own_desk = dossier.receiving_agency_id == actor_of(request).agency
    if dossier.status != Status.SUPPLEMENTING or not at_own_desk:
        raise NotFound
    return dossier


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.RECEPTIONIST)
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Correct the answers and take the papers in; then hand the supplement in for the applicant."""
    dossier = _waiting(request, dossier_id)
    if request.method != "POST":
        return _page(request, dossier, answers_of(dossier))
    typed, refused = _typed(request, dossier)
    if refused or only_redraw(request.POST):
        return _page(request, dossier, typed, refused)
    by, at, known = actor_of(request), now(), DossierId(dossier.id)
    try:
        actions.save_answers(known, answers=typed, by=by, at=at)
        if "later" in request.POST:
            messages.success(request, "Đã lưu. Hồ sơ vẫn chờ bổ sung.")
            return redirect("onestop:supplement", dossier.id)
        actions.answer_supplement(known, by=by, at=at)
    except DomainError as refusal:
        return _page(request, dossier, typed, errors_of(refusal))
    messages.success(request, "Đã nhận bổ sung. Hồ sơ trở lại nơi đang chờ.")
    return redirect("onestop:dossier", dossier.id)


def _typed(request: HttpRequest, dossier: Dossier) -> tuple[Answers, dict[str, str]]:
    """Return what stands on the page; fields that the page did not show keep their answers."""
    fields = list(fields_of(form_of(terms(dossier.procedure_id))))
    asked = set(request.POST.getlist("asked"))
    on_page = [field for field in fields if field["id"] in asked]
    posted, refused = with_files(request, on_page)
    typed = without_empty_rows(fields, answers_from(on_page, posted))
    return {**answers_of(dossier), **typed}, refused


def _page(
    request: HttpRequest,
    dossier: Dossier,
    answers: Answers,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    kept, today = terms(dossier.procedure_id), localdate()
    form = dict(form_of(kept))
    clean = readable(form, answers, dossier.case, today)
    values = known_values(form, clean, dossier.case)
    pages = [
        ShownPage(str(page["id"]), page["title"], shown_fields(page, values))
        for page in shown_pages(form, clean, dossier.case)
    ]
    fields = [field for page in pages for field in page.fields]
    seen = overview(dossier)
    page = {
        "seen": seen,
        "dossier": dossier,
        "why": {item["target"]: item["why"] for item in seen.asked.items} if seen.asked else {},
        "pages": pages,
        "answers": answers,
        "lists": {**lists_for(fields, places_on(today)), "refresh": refresh_of(kept, form)},
        "errors": errors or {},
    }
    return render(request, "onestop/supplement.html", page, status=UNPROCESSABLE if errors else 200)


@require_POST
@for_roles(Role.RECEPTIONIST)
def attach(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Put a scanned paper under the component it belongs to."""
    dossier, by, at = _waiting(request, dossier_id), actor_of(request), now()
    component = request.POST.get("component", "")
    try:
        stored = taken_in(request, wanted=wanted_of(terms(dossier.procedure_id), component))
        actions.attach(DossierId(dossier.id), component=component, document=stored, by=by, at=at)
    except DomainError as refusal:
        wrong = {f"upload-{component}": str(refusal)}
        return _page(request, dossier, answers_of(dossier), wrong)
    return redirect(f"{reverse('onestop:supplement', args=[dossier.id])}#upload-{component}")


@require_POST
@for_roles(Role.RECEPTIONIST)
def detach(request: HttpRequest, dossier_id: UUID, attachment: UUID) -> HttpResponse:
    """Set a wrong paper aside; it stays with the dossier, marked as replaced."""
    dossier = _waiting(request, dossier_id)
    actions.detach(DossierId(dossier.id), attachment=attachment, by=actor_of(request), at=now())
    return redirect("onestop:supplement", dossier.id)
