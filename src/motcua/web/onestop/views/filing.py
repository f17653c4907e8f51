"""Filing at the counter: the person, the procedure, the application, and the slip."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.documents.actions import take_in
from motcua.documents.models import Document
from motcua.documents.personal.queries import Offered
from motcua.documents.queries import documents_by_id
from motcua.documents.store_rules import Owner
from motcua.documents.taking_in import require_size
from motcua.dossiers import actions
from motcua.dossiers.desk import person_at_desk
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import CommuneNeeded, places_on
from motcua.dossiers.reuse import offers
from motcua.dossiers.rules import ResultChannel, Status
from motcua.forms.rules import fields_of
from motcua.kernel.actors import Actor, Role, Scope
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId
from motcua.organisations.queries import communes_in_force
from motcua.people.mandates import Represented, mandate_for, organisation_of, represented_by
from motcua.people.models import Person
from motcua.procedures.models import Component
from motcua.procedures.queries import Terms, found, in_force, terms
from motcua.web.file_answers import with_files
from motcua.web.form_input import lists_for, only_redraw
from motcua.web.identity import actor_of, for_roles
from motcua.web.onestop.application import (
    HandedIn,
    Typed,
    asked_components,
    begun,
    filing_of,
    form_of,
    shown,
    typed_from,
)
from motcua.web.onestop.registering import PERSON_FORM, TypedPerson, registered, typed_person
from motcua.web.staff_input import chosen_id, errors_of

MOST_FOUND = 20
UNPROCESSABLE = 422
UPLOAD = "file."
NAMED, NAMED_WRONG = "thay", "Xin chọn tổ chức trong danh sách."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.RECEPTIONIST)
def person(request: HttpRequest) -> HttpResponse:
    """Ask who stands at the desk, as their card says; find them or register them."""
    typed = typed_person(request.POST) if request.method == "POST" else TypedPerson({}, False)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            known = registered(typed, by=actor_of(request), at=now())
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            return redirect("onestop:procedure", known.id)
    page = {"form": PERSON_FORM, "typed": typed, "errors": errors}
    return render(request, "onestop/person.html", page, status=UNPROCESSABLE if errors else 200)


@require_safe
@for_roles(Role.RECEPTIONIST)
def procedure(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Find the procedure by its name or code, whichever agency of the province settles it."""
    words, today = request.GET.get("q", "").strip(), localdate()
    wanted = found(words, today) if words else in_force(today).exclude(plain=None).order_by("name")
    page = {
        "person": person_at_desk(person_id),
        "represented": represented_by(person_id, today),
        "named": _named(request, person_id),
        "words": words,
        "found": wanted.filter(settled_here=True).exclude(process=None)[:MOST_FOUND],
    }
    return render(request, "onestop/procedure.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.RECEPTIONIST)
def application(request: HttpRequest, person_id: UUID, version_id: UUID) -> HttpResponse:
    """Take down the case, the papers and the answers; file, accept, and go on to the slip."""
    applicant, kept = person_at_desk(person_id), _offered(version_id)
    if request.method != "POST":
        named, commune = _named(request, applicant.id), actor_of(request).agency
        organisation = organisation_of(named.organisation) if named else None
        return _page(request, applicant, kept, begun(kept, applicant, commune, organisation))
    posted, refused = with_files(request, list(fields_of(form_of(kept))))
    typed, errors = _with_uploads(request, kept, typed_from(kept, posted))
    errors |= refused
    if errors or only_redraw(request.POST):
        return _page(request, applicant, kept, typed, errors)
    try:
        filed = _file_and_accept(request, kept, applicant, typed)
    except CommuneNeeded as refusal:
        return _page(request, applicant, kept, typed, {"commune": str(refusal)})
    except DomainError as refusal:
        return _page(request, applicant, kept, typed, errors_of(refusal))
    return redirect("onestop:receipt", filed.id)


def _named(request: HttpRequest, person: UUID) -> Represented | None:
    """Return the organisation that the person at the desk files for, by the address of the page;
    one that they do not represent today is not known."""
    if not request.GET.get(NAMED):
        return None
    chosen = chosen_id(request.GET, NAMED, NAMED_WRONG)
    named = mandate_for(person, chosen, localdate())
    if named is None:
        raise NotFound
    return named


def _offered(version_id: UUID) -> Terms:
    version = in_force(localdate()).filter(pk=version_id).first()
    if version is None or not version.can_be_filed_at_the_counter:
        raise NotFound
    return terms(version.id)


def _with_uploads(request: HttpRequest, kept: Terms, typed: Typed) -> tuple[Typed, dict[str, str]]:
    """Keep the files that came with the page, so that a page drawn again still has them."""
    by, at = actor_of(request), now()
    handed_in, errors = dict(typed.handed_in), {}
    for component in asked_components(kept):
        noted = handed_in.get(component.code, HandedIn())
        for file in request.FILES.getlist(f"{UPLOAD}{component.code}"):
            try:
                stored = _taken_in(file, component, by, at)
            except DomainError as refusal:
                errors[f"{UPLOAD}{component.code}"] = str(refusal)
            else:
                noted = replace(noted, documents=[*noted.documents, stored.id])
        handed_in[component.code] = noted
    return replace(typed, handed_in=handed_in), errors


def _taken_in(
    file: "UploadedFile[bytes]", component: Component, by: Actor, at: datetime
) -> Document:
    name = file.name or ""
    require_size(name, file.size or 0)
    return take_in(name, file.read(), subject=None, wanted=component.wanted, by=by, at=at)


def _own_papers(request: HttpRequest, typed: Typed) -> Mapping[UUID, Document]:
    """Return the files uploaded by this clerk; a foreign id on the page counts for nothing."""
    by = actor_of(request).person
    papers = documents_by_id(d for noted in typed.handed_in.values() for d in noted.documents)
    return {one: paper for one, paper in papers.items() if paper.added_by == by}


def _file_and_accept(request: HttpRequest, kept: Terms, applicant: Person, typed: Typed) -> Dossier:
    by, at = actor_of(request), now()
    named = _named(request, applicant.id)
    organisation = named.organisation if named else None
    filing = filing_of(kept, applicant.id, typed, _own_papers(request, typed), organisation)
    filed = actions.file(filing, by=by, at=at)
    if filed.status != Status.SUBMITTED:
        return filed
    return actions.accept(DossierId(filed.id), by=by, at=at)


def _offers(
    applicant: Person, named: Represented | None, kept: Terms
) -> Mapping[str, Sequence[Offered]]:
    """Return what the store behind the filing holds; nothing under a mandate that does not reach
    to it."""
    if named is None:
        return offers(Owner(person=applicant.id), kept, now())
    if named.scope is not Scope.FULL:
        return {}
    return offers(Owner(organisation=named.organisation), kept, now())


def _page(
    request: HttpRequest,
    applicant: Person,
    kept: Terms,
    typed: Typed,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    today, named = localdate(), _named(request, applicant.id)
    known = _offers(applicant, named, kept)
    seen = shown(kept, typed, today, _own_papers(request, typed), known)
    fields = [field for page in seen.pages for field in page.fields]
    lists = {**lists_for(fields, places_on(today)), "refresh": seen.refresh}
    page = {
        "person": applicant,
        "named": named,
        "kept": kept,
        "title": form_of(kept).get("title", ""),
        "typed": typed,
        "shown": seen,
        "lists": lists,
        "communes": [] if kept.version.settled_by else communes_in_force(today),
        "channels": list(ResultChannel),
        "limit": kept.limit(typed.case),
        "fees": kept.fees_on(typed.case, "counter", today),
        "errors": errors or {},
    }
    return render(
        request, "onestop/application.html", page, status=UNPROCESSABLE if errors else 200
    )
