"""The form of a dossier as paper, filled in: one address for applicants and officers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.dossiers.content import answers_of
from motcua.dossiers.places import places_on
from motcua.dossiers.queries import dossier_for
from motcua.forms.authorship import FORMS
from motcua.forms.papers import filled_form
from motcua.forms.rules import check
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import terms
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, signed_in


@require_safe
def filled(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Fetch the form of a dossier with its answers as PDF, drawn from the version it was filed
    under."""
    if signed_in(request) is None:
        return redirect("sign_in")
    dossier = dossier_for(actor_of(request), dossier_id)
    form_id = terms(dossier.procedure_id).version.form_id
    if form_id is None:
        raise NotFound
    form, day = FORMS.by_id(form_id), localdate(now())
    places = places_on(day)
    answers = check(
        form.definition, answers_of(dossier), case=dossier.case, today=day, places=places
    ).answers
    language = "en" if get_language() == "en" else "vi"
    paper = filled_form(form.code, form.definition, answers, dossier.case, places, language)
    name = f"{dossier.number or dossier.submission_code}-to-khai.pdf"
    return pdf_or_picture(paper, "application/pdf", name, inline=True)
