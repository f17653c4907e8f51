"""The blank paper form of a published version, for whoever fills it in by hand."""

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.forms.authorship import FORMS
from motcua.forms.fields import Places
from motcua.forms.papers import blank_form
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import cases_with_form
from motcua.web.files import pdf_or_picture

NOWHERE = Places({}, {}, "")  # a blank form names no places


@require_safe
def blank(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fetch the blank form of a published version as PDF; drafts are nobody's business."""
    language = "en" if get_language() == "en" else "vi"
    name, paper = _drawn(version_id, language)
    return pdf_or_picture(paper, "application/pdf", name, inline=True)


@lru_cache(maxsize=256)
def _drawn(version_id: UUID, language: str) -> tuple[str, bytes]:
    """Draw a form once; what is published never changes."""
    version = FORMS.by_id(version_id)
    if version.published_at is None:
        raise NotFound
    cases = cases_with_form(version.code)
    paper = blank_form(version.code, version.definition, NOWHERE, cases, language)
    return f"{version.code}-ban-{version.version}.pdf", paper
