"""Late dossiers in public: by agency, with what was promised, without anybody's name."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.dossiers.lateness import MOST, late_by_agency, late_dossiers
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import agency_names
from motcua.web.clock import clock_of
from motcua.web.paging import after_from, after_text, counted


@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Show at which agencies dossiers are late now."""
    rows = [
        {"id": one.agency, "name": one.name, "overdue": counted(one.overdue, MOST - 1)}
        for one in late_by_agency(now())
        if one.overdue
    ]
    return render(request, "citizen/late.html", {"rows": rows})


@require_safe
def late_at(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the late dossiers of an agency: codes, days, causes and new days, no people."""
    moment = now()
    name = agency_names([agency_id]).get(agency_id)
    if name is None:
        raise NotFound
    found, following = late_dossiers(agency_id, moment, after_from(request.GET.get("sau", "")))
    rows = [
        {
            "number": one.dossier.number,
            "procedure": one.dossier.procedure.name,
            "due_at": one.dossier.due_at,
            "clock": clock_of(one.dossier, moment),
            "apology": one.apology if one.apology and one.apology.signed_at else None,
        }
        for one in found
    ]
    page = {"agency": agency_id, "name": name, "rows": rows, "following": after_text(following)}
    return render(request, "citizen/late_at.html", page)
