"""Filing online: one question or group a page, saved at every step."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import places_on
from motcua.dossiers.prefill import prefilled
from motcua.dossiers.queries import dossier_for, mine
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.rules import (
    Channel,
    ComponentsMissing,
    ResultChannel,
    Status,
    missing_components,
)
from motcua.forms.queries import definition
from motcua.forms.rules import FieldDict, check, known_values, shown_fields
from motcua.kernel.errors import DomainError, InvalidInput, NotFound
from motcua.kernel.ids import AgencyId, DossierId, new_id
from motcua.organisations.queries import communes_in_force
from motcua.people.models import Person
from motcua.procedures.queries import terms
from motcua.web.citizen.steps import readable, review_pages
from motcua.web.citizen.views.attachments import papers_by_component
from motcua.web.citizen.views.catalogue import version_of
from motcua.web.citizen.way import (
    asked_of,
    following,
    form_of,
    is_being_written,
    known_answers,
    progress,
    written,
)
from motcua.web.form_input import answers_from, lists_for, only_redraw, without_empty_rows
from motcua.web.identity import actor_of, for_citizens

UNPROCESSABLE = 422


@for_citizens
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the case, then open a draft; drafts of the same procedure can be taken up again."""
    version = version_of(code)
    kept = terms(version.id)
    by = actor_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            known = Person.objects.get(pk=by.who)
            answers = prefilled(definition(version.form_id), known) if version.form_id else {}
            dossier = actions.open_draft(
                version, case=request.POST.get("case", ""), answers=answers, by=by, at=now()
            )
        except InvalidInput as refusal:
            errors = refusal.errors
        else:
            return redirect("citizen:choose", dossier.id)
    drafts = [
        one for one in mine(by) if one.status == Status.DRAFT and one.procedure_id == version.id
    ]
    page = {"version": version, "kept": kept, "drafts": drafts, "errors": errors}
    return render(request, "citizen/start.html", page, status=UNPROCESSABLE if errors else 200)


@for_citizens
def choose(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask who settles the dossier and how the result should come."""
    dossier = written(request, dossier_id)
    kept = terms(dossier.procedure_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _choose(request, dossier)
        except InvalidInput as refusal:
            errors = refusal.errors
        except DomainError as refusal:
            errors = {"commune": str(refusal)}
        else:
            return redirect(following(dossier, "choose"))
    page = {
        "dossier": dossier,
        "kept": kept,
        "communes": [] if kept.version.settled_by else communes_in_force(localdate()),
        "channels": list(ResultChannel),
        "errors": errors,
        "typed": request.POST,
        **progress(dossier, "choose"),
    }
    return render(request, "citizen/choose.html", page, status=UNPROCESSABLE if errors else 200)


def _choose(request: HttpRequest, dossier: Dossier) -> None:
    commune = request.POST.get("commune", "")
    channel = request.POST.get("result_channel", "")
    if channel not in set(ResultChannel):
        raise InvalidInput({"result_channel": _("Xin chọn cách nhận kết quả.")})
    try:
        chosen = AgencyId(UUID(commune)) if commune else None
    except ValueError:
        chosen = None
    actions.choose(
        DossierId(dossier.id),
        case=dossier.case,
        commune=chosen,
        result_channel=ResultChannel(channel),
        result_address=request.POST.get("result_address", ""),
        by=actor_of(request),
        at=now(),
    )


@for_citizens
def form_page(request: HttpRequest, dossier_id: UUID, page_id: str) -> HttpResponse:
    """Ask one page of the form; what is typed is kept, right or wrong, before it is checked."""
    dossier = written(request, dossier_id)
    form = form_of(dossier)
    answers = answers_of(dossier)
    page = _page(form, page_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        answers, errors = _posted(request, dossier, form, page, answers)
        if not errors and not only_redraw(request.POST):
            return redirect(_after(request, dossier, page_id))
    values = known_values(form, readable(form, answers, dossier.case), dossier.case)
    fields = shown_fields(page, values)
    computed = {str(f["id"]): values[str(f["id"])] for f in fields if f["kind"] == "calculated"}
    shown = {
        "dossier": dossier,
        "page": page,
        "fields": fields,
        "answers": {**answers, **computed},
        "errors": errors,
        "lists": lists_for(page["fields"], places_on(localdate())),  # type: ignore[arg-type]
        "asked": asked_of(dossier),
        "to_review": request.GET.get("sua", ""),
        **progress(dossier, page_id),
    }
    return render(request, "citizen/form_page.html", shown, status=UNPROCESSABLE if errors else 200)


def _page(form: Mapping[str, object], page_id: str) -> FieldDict:
    pages: list[FieldDict] = form["pages"]  # type: ignore[assignment]
    for page in pages:
        if page["id"] == page_id:
            return page
    raise NotFound


def _posted(
    request: HttpRequest,
    dossier: Dossier,
    form: Mapping[str, object],
    page: FieldDict,
    answers: dict[str, object],
) -> tuple[dict[str, object], dict[str, str]]:
    fields: list[FieldDict] = page["fields"]  # type: ignore[assignment]
    typed = answers_from(fields, request.POST)
    redraw = only_redraw(request.POST)
    if not redraw:
        typed = without_empty_rows(fields, typed)
    actions.save_answers(DossierId(dossier.id), answers=typed, by=actor_of(request), at=now())
    answers = {**answers, **typed}
    if redraw:
        return answers, {}
    checked = check(
        form,
        answers,
        case=dossier.case,
        today=localdate(),
        places=places_on(localdate()),
        only_page=str(page["id"]),
    )
    return answers, checked.errors


def _after(request: HttpRequest, dossier: Dossier, page_id: str) -> str:
    if request.GET.get("sua"):
        return reverse("citizen:review", args=[dossier.id])
    if dossier.status == Status.SUPPLEMENTING:
        return reverse("citizen:supplement", args=[dossier.id])
    return following(dossier, page_id)


@for_citizens
def review(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show everything once more, then hand it in; a wrong page is named and linked."""
    dossier = dossier_for(actor_of(request), dossier_id)
    errors: dict[str, str] = {}
    if request.method == "GET" and dossier.submitted_at and not is_being_written(dossier):
        return redirect("citizen:done", dossier.id)
    if request.method == "POST":
        try:
            _hand_in(request, dossier)
        except InvalidInput as refusal:
            errors = refusal.errors
        except ComponentsMissing as refusal:
            errors = {"attachments": str(refusal)}
        else:
            return redirect("citizen:done", dossier.id)
    answers = answers_of(dossier)
    kept = terms(dossier.procedure_id)
    page = {
        "dossier": dossier,
        "kept": kept,
        "pages": review_pages(dossier, answers, get_language() or "vi"),
        "papers": papers_by_component(dossier),
        "components": [c for c in kept.components if c.source == "file"],
        "fees": kept.fees_on(dossier.case, dossier.channel, localdate()),
        "missing": _missing(dossier, answers),
        "key": request.POST.get("key") or str(new_id()),
        "errors": errors,
        **progress(dossier, "review"),
    }
    return render(request, "citizen/review.html", page, status=UNPROCESSABLE if errors else 200)


def _missing(dossier: Dossier, answers: dict[str, object]) -> list[str]:
    kept = terms(dossier.procedure_id)
    demands = demands_of(kept, known_answers(dossier, answers), dossier.case)
    return missing_components(
        demands, frozenset(papers_by_component(dossier)), Channel(dossier.channel)
    )


def _hand_in(request: HttpRequest, dossier: Dossier) -> None:
    by, at = actor_of(request), now()
    if dossier.status == Status.SUPPLEMENTING:
        actions.answer_supplement(DossierId(dossier.id), by=by, at=at)
        return
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise InvalidInput({"": _("Xin tải lại trang rồi gửi lại.")}) from None
    actions.submit(DossierId(dossier.id), key=key, by=by, at=at)


@for_citizens
def done(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Say that the dossier arrived, its code, and what happens next."""
    dossier = dossier_for(actor_of(request), dossier_id)
    if dossier.submitted_at is None:
        raise NotFound
    return render(request, "citizen/done.html", {"dossier": dossier})


@for_citizens
@require_POST
def discard(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.discard_draft(DossierId(dossier_id), by=actor_of(request), at=now())
    return redirect("citizen:mine")
