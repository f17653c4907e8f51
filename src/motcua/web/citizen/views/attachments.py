"""The files of a dossier that is being written."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.documents.models import Document
from motcua.documents.queries import documents_by_id
from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries import papers_of
from motcua.dossiers.requirements import demands_of, wanted_of
from motcua.dossiers.reuse import may_offer, offers
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId
from motcua.procedures.queries import terms
from motcua.web.citizen.views.store import shown as stored_shown
from motcua.web.citizen.way import asked_of, following, known_answers, progress, written
from motcua.web.identity import actor_of, for_citizens
from motcua.web.uploads import taken_in

UNPROCESSABLE = 422
NOT_SCANNED = "chưa quét vi-rút"


@for_citizens
def attachments(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take files per component; each is read, stored and listed before the next."""
    dossier = written(request, dossier_id)
    error: dict[str, str] = {}
    if request.method == "POST":
        component = request.POST.get("component", "")
        try:
            _take(request, dossier, component)
        except DomainError as refusal:
            error = {f"upload-{component}": str(refusal)}
        else:
            return redirect(f"{request.path}#upload-{component}")
    answers = answers_of(dossier)
    kept = terms(dossier.procedure_id)
    required = {
        d.code
        for d in demands_of(kept, known_answers(dossier, answers), dossier.case)
        if d.required
    }
    page = {
        "offers": _offers(dossier) if may_offer(actor_of(request), dossier) else {},
        "dossier": dossier,
        "components": [c for c in kept.components if c.source == "file"],
        "others": [c for c in kept.components if c.source in {"register", "paper"}],
        "required": required,
        "papers": papers_by_component(dossier),
        "errors": error,
        "asked": asked_of(dossier),
        "following": following(dossier, "attachments"),
        **progress(dossier, "attachments"),
    }
    return render(request, "citizen/attachments.html", page, status=UNPROCESSABLE if error else 200)


def _take(request: HttpRequest, dossier: Dossier, component: str) -> None:
    document = taken_in(request, wanted=wanted_of(terms(dossier.procedure_id), component))
    by, at = actor_of(request), now()
    actions.attach(DossierId(dossier.id), component=component, document=document, by=by, at=at)


def papers_by_component(dossier: Dossier) -> dict[str, list[dict[str, object]]]:
    """Return the papers of a dossier by component, as the upload rows show them."""
    papers = papers_of(dossier)
    documents = documents_by_id(paper.document for paper in papers)
    shown: dict[str, list[dict[str, object]]] = {}
    for paper in papers:
        document = documents.get(paper.document) if paper.document else None
        shown.setdefault(paper.component, []).append(
            {
                "name": paper.name,
                "size": document.file.size if document else 0,
                "words": _said_of(paper, document),
                "href": (
                    reverse("citizen:document", args=[dossier.id, document.id])
                    if document
                    else None
                ),
                "remove_href": reverse("citizen:detach", args=[dossier.id, paper.id]),
            }
        )
    return shown


def _said_of(paper: Attachment, document: Document | None) -> str:
    if paper.stored:
        return _("từ kho giấy tờ của bạn")
    return "" if document is None or document.file.scanned else _(NOT_SCANNED)


def _offers(dossier: Dossier) -> dict[str, list[dict[str, object]]]:
    """Return by component what the applicant's store holds for it, as the page offers it.

    What was taken already is not offered again.
    """
    taken = {paper.stored for paper in papers_of(dossier)}
    found = offers(dossier.owner, terms(dossier.procedure_id), now())
    return {
        component: [
            {**stored_shown(one.paper), "is_usable": one.is_usable}
            for one in some
            if one.paper.id not in taken
        ]
        for component, some in found.items()
    }


@for_citizens
@require_POST
def take_from_store(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Use a paper of one's store for a component; the button says what one agrees to."""
    component = request.POST.get("component", "")
    try:
        paper = UUID(request.POST.get("paper", ""))
    except ValueError:
        raise NotFound from None
    actions.attach_stored(
        DossierId(dossier_id),
        component=component,
        paper=paper,
        consented=request.POST.get("consent") == "yes",
        by=actor_of(request),
        at=now(),
    )
    return redirect(f"{reverse('citizen:attachments', args=[dossier_id])}#upload-{component}")


@for_citizens
@require_POST
def detach(request: HttpRequest, dossier_id: UUID, attachment: UUID) -> HttpResponse:
    """Take a file out again."""
    actions.detach(DossierId(dossier_id), attachment=attachment, by=actor_of(request), at=now())
    return redirect("citizen:attachments", dossier_id)
