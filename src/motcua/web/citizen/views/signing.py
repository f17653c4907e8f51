"""Signing one's form with a certificate of one's own: fetched, signed elsewhere, sent back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.documents.queries import content_of
from motcua.documents.rules import Wanted
from motcua.dossiers import actions
from motcua.dossiers.signing_rules import FormSignatureWrong
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.signing.rules import Verdict
from motcua.web.citizen.views.filing import review_page
from motcua.web.citizen.way import written
from motcua.web.files import pdf_or_picture
from motcua.web.finding_words import against
from motcua.web.identity import actor_of, for_citizens
from motcua.web.uploads import taken_in

PDF = "application/pdf"


@for_citizens
@require_POST
def form_to_sign(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give the form with its answers as the file that is to be signed."""
    dossier = written(request, dossier_id)
    given = actions.give_form(DossierId(dossier.id), by=actor_of(request), at=now())
    return pdf_or_picture(content_of(given), PDF, f"{dossier.submission_code}-to-khai.pdf")


@for_citizens
@require_POST
def signed_form(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take the signed file back; what is wrong with it is said where it was sent."""
    dossier = written(request, dossier_id)
    by = actor_of(request)
    try:
        document = taken_in(request, wanted=Wanted((PDF,)))
        actions.take_signed_form(DossierId(dossier.id), document, by=by, at=now())
    except DomainError as refusal:
        return review_page(request, dossier, {"signed_form": _words(refusal)})
    messages.success(request, _("Đã nhận tờ khai có chữ ký số của bạn."))
    return redirect("citizen:review", dossier.id)


def _words(refusal: DomainError) -> str:
    """Return a refusal as a sentence, with what was found of the signature."""
    found = refusal.facts.get("verdict") if isinstance(refusal, FormSignatureWrong) else None
    more = against(found) if isinstance(found, Verdict) else []
    return " ".join([str(refusal), *more])
