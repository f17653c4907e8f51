"""Filing online: one question or group a page, saved at every step."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.documents.personal.queries import in_name
from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.duplicates import Alike, alike_to
from motcua.dossiers.helping import assistance_of, helper_of
from motcua.dossiers.lists import asking_of_mine
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import is_helper
from motcua.dossiers.prefill import earlier_of, prefilled
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.rules import (
    Channel,
    ComponentsMissing,
    ResultChannel,
    Status,
    missing_components,
)
from motcua.dossiers.signed_forms import form_signature, may_be_signed, must_be_signed
from motcua.dossiers.signing_rules import FormNotSigned
from motcua.forms.queries import definition
from motcua.kernel.errors import DomainError, InvalidInput, NotFound
from motcua.kernel.ids import AgencyId, DossierId, new_id
from motcua.organisations.queries import communes_in_force
from motcua.people.mandates import organisation_of, represented_by
from motcua.people.models import Person
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.web.citizen.steps import review_pages
from motcua.web.citizen.views.attachments import papers_by_component
from motcua.web.citizen.views.catalogue import filling_words, version_of
from motcua.web.citizen.views.representing import chosen_name
from motcua.web.citizen.way import (
    following,
    is_being_written,
    known_answers,
    mine_or_helped,
    progress,
    written,
)
from motcua.web.identity import act_in_name_of, actor_of, for_citizens, for_writers
from motcua.web.kept_input import forget
from motcua.web.kept_input import kept as kept_input

UNPROCESSABLE = 422


@for_citizens
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the case, then open a draft; drafts of the same procedure can be taken up again."""
    version = version_of(code)
    kept = terms(version.id)
    errors: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("name"):
        act_in_name_of(request, chosen_name(request.POST["name"]))
    by = actor_of(request)
    if request.method == "POST":
        try:
            dossier = _begin(request, version)
        except InvalidInput as refusal:
            errors = refusal.errors
        else:
            return redirect("citizen:choose", dossier.id)
    drafts = [
        one
        for one in asking_of_mine(by)
        if one.status == Status.DRAFT and one.procedure_id == version.id
    ]
    page = {
        "version": version,
        "kept": kept,
        "drafts": drafts,
        "filling": filling_words(version),
        "earlier": earlier_of(in_name(by), version),
        "held": represented_by(by.who, localdate(now())),
        "named": by.organisation,
        "errors": errors,
    }
    return render(request, "citizen/start.html", page, status=UNPROCESSABLE if errors else 200)


def _begin(request: HttpRequest, version: ProcedureVersion) -> Dossier:
    by = actor_of(request)
    known = Person.objects.get(pk=by.who)
    reused = earlier_of(in_name(by), version) if request.POST.get("reuse") == "yes" else None
    form = definition(version.form_id) if version.form_id else {"pages": []}
    organisation = organisation_of(by.organisation) if by.organisation else None
    begun = prefilled(form, known, reused, on=localdate(now()), organisation=organisation)
    return actions.open_draft(
        version,
        case=request.POST.get("case", ""),
        answers=begun.answers,
        sources=begun.sources,
        by=by,
        at=now(),
    )


@for_writers
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
            forget(request)
            return redirect(following(dossier, "choose"))
    page = {
        "dossier": dossier,
        "kept": kept,
        "communes": [] if kept.version.settled_by else communes_in_force(localdate()),
        "channels": list(ResultChannel),
        "errors": errors,
        "typed": request.POST or kept_input(request) or {},
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
def review(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show everything once more, then hand it in; a wrong page is named and linked."""
    dossier = mine_or_helped(request, dossier_id)
    errors: dict[str, str] = {}
    if request.method == "GET" and dossier.submitted_at and not is_being_written(dossier):
        return redirect("citizen:done", dossier.id)
    if request.method == "POST":
        try:
            _hand_in(request, dossier)
        except InvalidInput as refusal:
            errors = {name.split(".")[0]: words for name, words in refusal.errors.items()}
        except ComponentsMissing as refusal:
            errors = {"attachments": str(refusal)}
        except FormNotSigned as refusal:
            errors = {"signed_form": str(refusal)}
        else:
            helped = is_helper(actor_of(request), dossier)
            return redirect("citizen:review" if helped else "citizen:done", dossier.id)
    return review_page(request, dossier, errors)


def review_page(request: HttpRequest, dossier: Dossier, errors: dict[str, str]) -> HttpResponse:
    """Answer with the page that shows everything once more."""
    page = {**_reviewed(request, dossier), "errors": errors, **progress(dossier, "review")}
    return render(request, "citizen/review.html", page, status=UNPROCESSABLE if errors else 200)


def _reviewed(request: HttpRequest, dossier: Dossier) -> dict[str, object]:
    """Return all that a dossier says and lacks, and who is to say yes to it."""
    answers = answers_of(dossier)
    kept = terms(dossier.procedure_id)
    return {
        "dossier": dossier,
        "kept": kept,
        "pages": review_pages(dossier, answers, get_language() or "vi"),
        "papers": papers_by_component(dossier),
        "components": [c for c in kept.components if c.source == "file"],
        "fees": kept.fees_on(dossier.case, dossier.channel, localdate()),
        "missing": _missing(dossier, answers),
        "alike": _alike(request, dossier, answers),
        "key": request.POST.get("key") or str(new_id()),
        "is_helper": is_helper(actor_of(request), dossier),
        "may_be_signed": may_be_signed(dossier),
        "must_be_signed": must_be_signed(dossier),
        "form_signature": form_signature(dossier),
        "helper": helper_of(dossier),
        "asked": assistance_of(dossier),
    }


def _alike(request: HttpRequest, dossier: Dossier, answers: dict[str, object]) -> list[Alike]:
    """Return what was filed before and says the same; a helper is not told of it."""
    if dossier.status != Status.DRAFT or is_helper(actor_of(request), dossier):
        return []
    return alike_to(dossier, answers, now())


def _missing(dossier: Dossier, answers: dict[str, object]) -> list[str]:
    kept = terms(dossier.procedure_id)
    demands = demands_of(kept, known_answers(dossier, answers), dossier.case)
    return missing_components(
        demands, frozenset(papers_by_component(dossier)), Channel(dossier.channel)
    )


def _hand_in(request: HttpRequest, dossier: Dossier) -> None:
    by, at = actor_of(request), now()
    if is_helper(by, dossier):
        actions.ask_confirmation(DossierId(dossier.id), by=by, at=at)
        return
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
