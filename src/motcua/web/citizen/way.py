"""What the pages of filing share: the dossier being written, its form, and the way through it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from motcua.dossiers.content import answers_of
from motcua.dossiers.fillings import filling_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_for, draft_helped
from motcua.dossiers.rules import Status
from motcua.dossiers.supplementing import marked_in, request_of
from motcua.forms.queries import definition
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import terms
from motcua.web.citizen.steps import Place, places_in, readable
from motcua.web.identity import actor_of

BEING_WRITTEN = {Status.DRAFT, Status.SUPPLEMENTING}


def written(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """Return a dossier of the reader, or one they fill in for another, still being written."""
    dossier = mine_or_helped(request, dossier_id)
    if not is_being_written(dossier):
        raise NotFound
    return dossier


def mine_or_helped(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """Return a dossier of the reader, or a draft that they fill in for somebody else."""
    reader = actor_of(request)
    return draft_helped(reader, dossier_id) or dossier_for(reader, dossier_id)


def is_being_written(dossier: Dossier) -> bool:
    """Say whether the applicant may still change what a dossier says."""
    return Status(dossier.status) in BEING_WRITTEN


def form_of(dossier: Dossier) -> dict[str, object]:
    """Return the form of a dossier; an empty one where the procedure has none."""
    form = terms(dossier.procedure_id).version.form_id
    return definition(form) if form else {"pages": []}


def following(dossier: Dossier, here: str) -> str:
    """Return the page after a place, among those that the answers so far call for."""
    return place_after(dossier, here, answers_of(dossier)).url


def place_after(dossier: Dossier, here: str, answers: Mapping[str, object]) -> Place:
    """Return the place after another, among those that these answers call for."""
    places = places_in(dossier, dict(answers))
    at = next((n for n, place in enumerate(places) if place.id == here), len(places) - 2)
    return places[at + 1]


def left_place(dossier: Dossier) -> str:
    """Return the address at which the writing of a dossier was left."""
    places = {place.id: place.url for place in places_in(dossier, answers_of(dossier))}
    return places.get(filling_of(dossier).place) or places["choose"]


def progress(
    dossier: Dossier, here: str, answers: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """Return how far a page is on the way, and where the one before it is."""
    places = places_in(dossier, dict(answers_of(dossier) if answers is None else answers))
    at = next((n for n, place in enumerate(places) if place.id == here), 0)
    back = places[at - 1].url if at else reverse("citizen:dossier", args=[dossier.id])
    return {"step": at + 1, "steps_total": len(places), "back": back}


def known_answers(dossier: Dossier, answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers that conditions can read."""
    return readable(form_of(dossier), dict(answers), dossier.case)


def asked_of(dossier: Dossier) -> dict[str, str]:
    """Return what the agency said is wrong, by component or field."""
    return marked_in(request_of(dossier))
