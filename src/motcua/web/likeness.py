"""Two dossiers of one person side by side: one page for every officer who may see both."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.dossiers.content import answers_of
from motcua.dossiers.duplicates import Alike, alike_to, compared_with
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_for, visible_to
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.web.identity import actor_of, signed_in


@require_safe
def likeness(request: HttpRequest, dossier_id: UUID, other_id: UUID) -> HttpResponse:
    """Show what two dossiers of one person under one procedure say, and where they differ."""
    if signed_in(request) is None:
        return redirect("sign_in")
    reader = actor_of(request)
    dossier, other = dossier_for(reader, dossier_id), dossier_for(reader, other_id)
    if not reader.is_officer or dossier.owner != other.owner:
        raise NotFound
    page = {"dossier": dossier, "other": other, "rows": compared_with(dossier, other)}
    return render(request, "likeness.html", page)


def alike_for(reader: Actor, dossier: Dossier) -> list[Alike]:
    """Return the dossiers like this one that the reader may know of."""
    if dossier.submitted_at is None:
        return []
    seen = visible_to(reader)
    return alike_to(dossier, answers_of(dossier), dossier.submitted_at, among=seen)
