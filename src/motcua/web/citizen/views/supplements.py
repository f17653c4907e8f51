"""Answering a request for supplement."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.slip_facts import target_names
from motcua.forms.rules import FieldDict, shown_pages
from motcua.kernel.errors import NotFound
from motcua.web.citizen.steps import Place, page_of, places_in, readable
from motcua.web.citizen.way import form_of, written
from motcua.web.identity import for_citizens


@for_citizens
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show what the agency asks for, item by item, with the way to each."""
    dossier = written(request, dossier_id)
    asked = SupplementRequest.objects.filter(dossier=dossier, answered_at=None).first()
    if asked is None:
        raise NotFound
    items = [_item(dossier, item) for item in asked.items]
    page = {"dossier": dossier, "asked": asked, "items": items}
    return render(request, "citizen/supplement.html", page)


def _item(dossier: Dossier, item: Mapping[str, str]) -> dict[str, str]:
    place = _place_of(dossier, item["target"])
    name = target_names(dossier).get(item["target"], item["target"])
    return {"name": name, "why": item["why"], "url": place.url}


def _place_of(dossier: Dossier, target: str) -> Place:
    form = form_of(dossier)
    places = {place.id: place for place in places_in(dossier, answers_of(dossier))}
    for page in shown_pages(form, readable(form, answers_of(dossier), dossier.case), dossier.case):
        fields: list[FieldDict] = page["fields"]  # type: ignore[assignment]
        if any(field["id"] == target for field in fields):
            place = places[page_of(form, page["id"])]
            return Place(place.id, f"{place.url}#{target}")
    return places["attachments"]
