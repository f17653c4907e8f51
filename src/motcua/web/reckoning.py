"""How the due date of a dossier came about, day by day: one page for applicants and officers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.dossiers.apologies import promised
from motcua.dossiers.clock import explained
from motcua.dossiers.models.lateness import CAUSES
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.recounts import due_history
from motcua.kernel.errors import NotFound
from motcua.web.identity import actor_of, signed_in


@require_safe
def reckoning(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show every day of a dossier's limit: counted or not, and why."""
    if signed_in(request) is None:
        return redirect("sign_in")
    reader = actor_of(request)
    dossier = dossier_for(reader, dossier_id)
    told = explained(dossier)
    if told is None:
        raise NotFound
    page = {
        "dossier": dossier,
        "told": told,
        "original": dossier.original_due_at,
        "changes": due_history(dossier),
        "causes": CAUSES,
        "apology": promised(dossier.id),
        "base": "base_staff.html" if reader.is_officer else "base.html",
    }
    return render(request, "reckoning.html", page)
