"""One's store of papers: what is in it, who looked, putting in, taking out, taking all away."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.documents.models import StoredPaper
from motcua.documents.personal import actions
from motcua.documents.personal.export import exported
from motcua.documents.personal.queries import owner_of, paper_of, papers_of_owner
from motcua.documents.store_rules import (
    PaperFacts,
    PaperNameMissing,
    Source,
    Trust,
    Worth,
)
from motcua.dossiers.reuse import uses_in_words
from motcua.kernel.errors import DomainError
from motcua.people.organisation_rules import StoreNotInMandate
from motcua.people.policy_rules import Act
from motcua.web.assurance import for_level
from motcua.web.files import hand_out
from motcua.web.identity import actor_of, for_citizens, whose

UNPROCESSABLE = 422
TONES = {
    Worth.IN_FORCE: "in_time",
    Worth.UPCOMING: "near",
    Worth.EXPIRED: "none",
    Worth.REPLACED: "paused",
    Worth.REVOKED: "overdue",
}


def shown(paper: StoredPaper) -> dict[str, object]:
    """Return a paper as the pages show it: what it is, what it is worth, who vouches for it."""
    worth, is_own = paper.worth(localdate(now())), paper.source == Source.UPLOAD
    unchecked = is_own and worth is Worth.IN_FORCE  # nobody knows until when it counts
    return {
        "paper": paper,
        "worth": _("chưa kiểm tra") if unchecked else _(worth.label),
        "tone": "none" if unchecked else TONES[worth],
        "source": _(Source(paper.source).label),
        "trust": _(Trust(paper.trust).label),
        "is_own": is_own,
    }


@for_citizens
@for_level(Act.STORE)
def store(request: HttpRequest) -> HttpResponse:
    """List what is in one's store, or in that of the organisation acted for; take a file in."""
    try:
        owner = owner_of(actor_of(request))
    except StoreNotInMandate as refusal:
        messages.warning(request, _(str(refusal)))
        return redirect("citizen:names")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _take_in(request)
        except PaperNameMissing as refusal:
            errors = {"name": _(str(refusal))}
        except DomainError as refusal:
            errors = {"file": str(refusal)}
        else:
            messages.success(request, _("Đã thêm giấy tờ vào kho."))
            return redirect("citizen:store")
    page = {
        "whose": whose(request),
        "rows": [shown(paper) for paper in papers_of_owner(owner)],
        "errors": errors,
        "typed": request.POST if errors else {},
    }
    return render(request, "citizen/store.html", page, status=UNPROCESSABLE if errors else 200)


def _take_in(request: HttpRequest) -> None:
    upload = request.FILES.get("file")
    facts = PaperFacts(kind_name=request.POST.get("name", ""))
    actions.upload_own(
        facts,
        name=upload.name if upload and upload.name else _("tệp"),
        content=upload.read() if upload else b"",
        by=actor_of(request),
        at=now(),
    )


@for_citizens
@for_level(Act.STORE)
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Show one paper with who looked at it, when, why, and what came of it."""
    by = actor_of(request)
    found = paper_of(owner_of(by), paper_id)
    page = {**shown(found), "uses": uses_in_words(found.id, by.who), "whose": whose(request)}
    return render(request, "citizen/stored_paper.html", page)


@for_citizens
@for_level(Act.STORE)
def stored_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Give the electronic copy of a paper of one's store."""
    return hand_out(request, actions.open_own(paper_id, by=actor_of(request), at=now()))


@for_citizens
@require_POST
def remove(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Take an own upload out of one's store."""
    actions.remove_own(paper_id, by=actor_of(request), at=now())
    messages.success(request, _("Đã xóa giấy tờ khỏi kho."))
    return redirect("citizen:store")


@for_citizens
@for_level(Act.STORE)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give all of one's store in one archive, written while it is sent."""
    by, at = actor_of(request), now()
    actions.note_exported(by=by, at=at)
    papers = papers_of_owner(owner_of(by))
    uses = {one.id: _uses(one.id, by.who) for one in papers}
    answer = StreamingHttpResponse(exported(papers, uses, at), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="kho-giay-to-{localdate(at):%Y%m%d}.zip"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)  # both are answers; the rest of the pages is typed narrower


def _uses(paper: UUID, reader: UUID) -> list[Mapping[str, str]]:
    return [
        {
            "at": use.at.isoformat(),
            "use": use.use,
            "who": use.who,
            "agency": use.agency,
            "purpose": use.purpose,
            "dossier": use.code,
            "decision": use.decision,
        }
        for use in uses_in_words(paper, reader)
    ]
