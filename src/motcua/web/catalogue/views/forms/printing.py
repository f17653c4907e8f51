"""A form on paper: blank as PDF, and as pictures while it is being drawn."""

from base64 import b64encode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.places import places_on
from motcua.events.publishing import AUTHORS
from motcua.forms.authorship import FORMS
from motcua.forms.drawable import drawable
from motcua.forms.papers import blank_form, form_pictures
from motcua.forms.rules import check
from motcua.procedures.queries import cases_with_form
from motcua.web.catalogue.form_reading import form_from, typed_answers
from motcua.web.catalogue.reading import answers_json
from motcua.web.files import pdf_or_picture
from motcua.web.identity import for_roles


def _language(asked: str | None) -> str:
    return "en" if asked == "en" else "vi"


@require_safe
@for_roles(*AUTHORS)
def blank(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fetch the blank form of a version as PDF."""
    version = FORMS.by_id(version_id)
    paper = blank_form(
        version.code,
        drawable(version.definition),
        places_on(localdate(now())),
        cases_with_form(version.code),
        _language(request.GET.get("language")),
    )
    name = f"{version.code}-ban-{version.version}.pdf"
    return pdf_or_picture(paper, "application/pdf", name, inline=True)


@require_POST
@answers_json
def pictures(request: HttpRequest) -> dict[str, object]:
    """Show a form that is being drawn as it will look on paper, blank or with what was typed."""
    code, case, day = request.POST.get("code", ""), request.POST.get("case", ""), localdate(now())
    form, places = drawable(form_from(request).definition), places_on(day)
    answers = None
    if "filled" in request.POST:
        typed = typed_answers(form, request.POST.get("answers", ""))
        answers = check(form, typed, case=case, today=day, places=places).answers
    language = _language(request.POST.get("language"))
    pages = form_pictures(code, form, answers, case, places, cases_with_form(code), language)
    return {"pages": [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]}
