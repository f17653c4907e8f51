"""The steps of filing online, and what the review page shows of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate

from motcua.dossiers.file_answers import files_in
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import places_on
from motcua.forms.queries import definition
from motcua.forms.rules import Answers, check, known_values, shown_fields, shown_pages
from motcua.forms.wording import worded_answers
from motcua.procedures.queries import terms

WHOLE = "toan-bo"  # the page of a form that is asked all at once


@dataclass(frozen=True, slots=True)
class Place:
    """One page on the way."""

    id: str
    url: str


def is_whole(form: Mapping[str, object]) -> bool:
    """Say whether a form is asked on one page."""
    return form.get("layout") == "one"


def readable(form: Mapping[str, object], answers: Answers, case: str) -> Answers:
    """Return the answers whose kind conditions can read, so that a wrong one breaks no page."""
    today = localdate()
    return check(form, answers, case=case, today=today, places=places_on(today)).answers


def places_in(dossier: Dossier, answers: Answers) -> list[Place]:
    """Return the pages on the way, as the answers so far call for them."""
    kept = terms(dossier.procedure_id)
    way = [Place("choose", reverse("citizen:choose", args=[dossier.id]))]
    if kept.version.form_id is not None:
        form = definition(kept.version.form_id)
        way += [
            Place(name, reverse("citizen:form_page", args=[dossier.id, name]))
            for name in _asked_pages(form, answers, dossier.case)
        ]
    way.append(Place("attachments", reverse("citizen:attachments", args=[dossier.id])))
    way.append(Place("review", reverse("citizen:review", args=[dossier.id])))
    return way


def _asked_pages(form: Mapping[str, object], answers: Answers, case: str) -> list[str]:
    pages = shown_pages(form, readable(form, answers, case), case)
    return [WHOLE] if is_whole(form) and pages else [str(page["id"]) for page in pages]


def page_of(form: Mapping[str, object], page_id: object) -> str:
    """Return the page on the way that asks a page of the form."""
    return WHOLE if is_whole(form) else str(page_id)


def review_pages(dossier: Dossier, answers: Answers, language: str) -> list[dict[str, object]]:
    """Return the pages of the form with every answer in words, and where to change it."""
    kept = terms(dossier.procedure_id)
    if kept.version.form_id is None:
        return []
    form = definition(kept.version.form_id)
    clean = readable(form, answers, dossier.case)
    values = known_values(form, clean, dossier.case)
    places, files = places_on(localdate()), files_in(kept, clean)
    pages = []
    for page in shown_pages(form, clean, dossier.case):
        fields = shown_fields(page, values)
        words = worded_answers(fields, {**clean, **_computed(values, clean)}, places, language)
        address = reverse("citizen:form_page", args=[dossier.id, page_of(form, page["id"])])
        pages.append(
            {
                "id": page["id"],
                "title": page["title"],
                "fields": [f for f in fields if f["kind"] not in {"heading", "guidance"}],
                "words": words,
                "files": files,
                "url": f"{address}?sua=1",
            }
        )
    return pages


def _computed(values: Answers, answers: Answers) -> Answers:
    return {name: value for name, value in values.items() if name not in answers and value}
