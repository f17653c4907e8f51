"""Watching: what is late, where, by whose hand. Nothing here changes anything."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.dossiers.lateness import MOST, late_by_agency, late_dossiers
from motcua.dossiers.overview import overview
from motcua.dossiers.queries import dossier_for, found_for
from motcua.forecasts.queries import forecast_of
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import agency_names
from motcua.web import staff_papers
from motcua.web.clock import clock_of
from motcua.web.context import OVERSEEING
from motcua.web.foretelling import foretold
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted


@require_safe
@for_roles(*OVERSEEING)
def home(request: HttpRequest) -> HttpResponse:
    """Show where dossiers are late or about to be, the worst first."""
    late = late_by_agency(now())
    rows = [
        {
            "id": one.agency,
            "name": one.name,
            "overdue": counted(one.overdue, MOST - 1),
            "near": counted(one.near, MOST - 1),
            "silent": counted(one.silent, MOST - 1),
            "broken": counted(one.broken, MOST - 1),
        }
        for one in late
    ]
    return render(request, "oversight/home.html", {"rows": rows})


@require_safe
@for_roles(*OVERSEEING)
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the late dossiers of an agency with the person who answers for each."""
    moment = now()
    name = agency_names([agency_id]).get(agency_id)
    if name is None:
        raise NotFound
    late, following = late_dossiers(agency_id, moment, after_from(request.GET.get("sau", "")))
    rows = [(one, clock_of(one.dossier, moment)) for one in late]
    page = {
        "agency": agency_id,
        "name": name,
        "rows": rows,
        "now": moment,
        "following": after_text(following),
    }
    return render(request, "oversight/agency.html", page)


@require_safe
@for_roles(*OVERSEEING)
def search(request: HttpRequest) -> HttpResponse:
    """Find any dossier of the province by number, code or the applicant's name."""
    words, moment = request.GET.get("q", "").strip(), now()
    rows = [(one, clock_of(one, moment)) for one in found_for(actor_of(request), words)]
    return render(request, "oversight/search.html", {"words": words, "rows": rows})


@require_safe
@for_roles(*OVERSEEING)
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show a dossier, to read."""
    shown, moment = dossier_for(actor_of(request), dossier_id), now()
    page = {
        "seen": overview(shown),
        "dossier": shown,
        "clock": clock_of(shown, moment),
        "foretold": foretold(forecast_of(shown.id), shown, moment),
    }
    return render(request, "oversight/dossier.html", page)


@require_safe
@for_roles(*OVERSEEING)
def slip(request: HttpRequest, dossier_id: UUID, form: str) -> HttpResponse:
    """Show a statutory slip."""
    return staff_papers.slip(dossier_for(actor_of(request), dossier_id), form)


@require_safe
@for_roles(*OVERSEEING)
def issued(request: HttpRequest, dossier_id: UUID, slip_id: UUID) -> HttpResponse:
    """Show one slip as it was issued."""
    return staff_papers.issued(dossier_for(actor_of(request), dossier_id), slip_id)


@require_safe
@for_roles(*OVERSEEING)
def paper(request: HttpRequest, dossier_id: UUID, attachment: UUID) -> HttpResponse:
    """Fetch a paper that was handed in."""
    dossier = dossier_for(actor_of(request), dossier_id)
    return staff_papers.paper(request, dossier, attachment)


@require_safe
@for_roles(*OVERSEEING)
def answer_file(request: HttpRequest, dossier_id: UUID, document_id: UUID) -> HttpResponse:
    """Fetch a file that was given as an answer of the form."""
    return staff_papers.answer_file(
        request, dossier_for(actor_of(request), dossier_id), document_id
    )


@require_safe
@for_roles(*OVERSEEING)
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Fetch the result as it stands."""
    return staff_papers.result(request, dossier_for(actor_of(request), dossier_id))
