"""Watching: what is late, where, by whose hand. Nothing here changes anything."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.dossiers.lateness import WATCHED, late_dossiers, watched_counts
from motcua.dossiers.overview import overview
from motcua.dossiers.queries import dossier_for
from motcua.forecasts.queries import forecast_of
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.organisations.queries import agency_names
from motcua.web import staff_papers
from motcua.web.clock import clock_of
from motcua.web.context import OVERSEEING
from motcua.web.foretelling import foretold
from motcua.web.found import found
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text

VIEWS = {
    "overdue": "Quá hạn",
    "silent": "Chưa xin lỗi",
    "broken": "Quá cả ngày hẹn lại",
    "near": "Đến hạn trong 24 giờ",
}
SAID = {
    "overdue": "đang quá hạn",
    "silent": "quá hạn mà chưa xin lỗi",
    "broken": "quá cả ngày đã hẹn lại",
    "near": "đến hạn trong 24 giờ",
}


@require_safe
@for_roles(*OVERSEEING)
def overdue(request: HttpRequest, agency_id: UUID | None = None) -> HttpResponse:
    """Show dossiers that are late or about to be, of an agency or of all, with the person who
    answers for each."""
    moment, view = now(), request.GET.get("xem", "")
    view = view if view in WATCHED else WATCHED[0]
    name = "Cả tỉnh" if agency_id is None else agency_names([agency_id]).get(agency_id)
    if name is None:
        raise NotFound
    after = after_from(request.GET.get("sau", ""))
    late, following = late_dossiers(agency_id, moment, after, view)
    counts = watched_counts(agency_id, moment)
    page = {
        "name": name,
        "view": view,
        "tabs": [
            (words, f"{request.path}?xem={one}", one == view, number(counts[one]))
            for one, words in VIEWS.items()
        ],
        "heading": f"{number(counts[view])} hồ sơ {SAID[view]}",
        "rows": [(one, clock_of(one.dossier, moment)) for one in late],
        "now": moment,
        "next_url": _next(request, view, after_text(following)),
    }
    return render(request, "oversight/agency.html", page)


def _next(request: HttpRequest, view: str, following: str) -> str | None:
    chosen = {"sau": following} | ({"xem": view} if view != WATCHED[0] else {})
    return f"{request.path}?{urlencode(chosen)}" if following else None


@require_safe
@for_roles(*OVERSEEING)
def search(request: HttpRequest) -> HttpResponse:
    """Find any dossier of the province."""
    return found(request, "oversight", "oversight:home")


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
