"""Finding a procedure."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language

from motcua.dossiers.filling_times import filling_time_of
from motcua.dossiers.lists import page_of_mine
from motcua.dossiers.procedure_times import usual_duration
from motcua.dossiers.progress import planned
from motcua.dossiers.queries import figures_since
from motcua.forms.filling_time import estimated_minutes
from motcua.forms.queries import definition
from motcua.kernel.errors import NotFound
from motcua.kernel.text import normal
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion, Sector
from motcua.procedures.queries import (
    by_agency as procedures_of_agency,
)
from motcua.procedures.queries import (
    by_code,
    found,
    in_force,
    listed,
    sectors_with_counts,
    terms,
)
from motcua.web.citizen.life_events import LIFE_EVENTS
from motcua.web.citizen.usual import filling_sentence, usual_sentence
from motcua.web.identity import signed_in
from motcua.web.paging import key_from
from motcua.web.process_picture import ShownProcess, for_citizens

SHOWN = 60
FIGURES_FOR = 60  # seconds for which the figures of the home page may lag
POPULAR = ("1.001193", "2.000815", "1.001612", "1.013225", "1.013831", "3.000333")


def home(request: HttpRequest) -> HttpResponse:
    """Show the search, the life events, and how the province is doing today."""
    known = signed_in(request)
    morning = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    today = cache.get_or_set("figures", lambda: figures_since(morning), FIGURES_FOR)
    popular = in_force(localdate()).filter(procedure__code__in=POPULAR)
    open_dossiers = page_of_mine(known.actor)[0][:3] if known and not known.is_staff else []
    return render(
        request,
        "citizen/home.html",
        {
            "life_events": LIFE_EVENTS,
            "popular": sorted(popular, key=lambda v: POPULAR.index(v.procedure.code)),
            "today": today,
            "open_dossiers": open_dossiers,
        },
    )


def procedures(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, or the sectors to choose from."""
    words = normal(request.GET.get("q", ""))[:200]
    results = list(found(words, localdate())[: SHOWN + 1]) if words else []
    return render(
        request,
        "citizen/procedures.html",
        {
            "words": words,
            "results": results[:SHOWN],
            "more": len(results) > SHOWN,
            "sectors": [] if words else sectors_with_counts(localdate()),
            "life_events": LIFE_EVENTS,
        },
    )


def _list(request: HttpRequest, title: object, versions: object, heading: str) -> HttpResponse:
    page, following = listed(versions, key_from(request.GET.get("sau", "")))  # type: ignore[arg-type]
    return render(
        request,
        "citizen/procedure_list.html",
        {"title": title, "heading": heading, "versions": page, "following": following},
    )


def by_sector(request: HttpRequest, slug: str) -> HttpResponse:
    """List the procedures of a sector."""
    sector = Sector.objects.filter(slug=slug).first()
    if sector is None:
        raise NotFound
    return _list(request, sector.name, in_force(localdate()).filter(sector=sector), "Lĩnh vực")


def by_life_event(request: HttpRequest, code: str) -> HttpResponse:
    """List the procedures that belong to a life event."""
    if code not in LIFE_EVENTS:
        raise NotFound
    versions = in_force(localdate()).filter(life_events__contains=[code])
    return _list(request, LIFE_EVENTS[code], versions, "Sự kiện")


def agencies(request: HttpRequest) -> HttpResponse:
    """List the agencies of the province that settle procedures."""
    standing = Agency.objects.in_force(localdate()).exclude(kind="province").order_by("name", "id")
    return render(
        request,
        "citizen/agencies.html",
        {
            "departments": [a for a in standing if a.kind in {"department", "service_centre"}],
            "communes": [a for a in standing if a.kind == "commune"],
        },
    )


def by_agency(request: HttpRequest, code: str) -> HttpResponse:
    """List the procedures that an agency settles."""
    agency = Agency.objects.in_force(localdate()).filter(code=code).first()
    if agency is None:
        raise NotFound
    versions = procedures_of_agency(agency.code, agency.kind, localdate())
    return _list(request, agency.name, versions, "Cơ quan")


def version_of(code: str) -> ProcedureVersion:
    """Return the version of a procedure in force today, or say there is none."""
    version = by_code(code, localdate())
    if version is None:
        raise NotFound
    return version


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show a procedure with all its legal parts."""
    version = version_of(code)
    kept = terms(version.id)
    settled_by = Agency.objects.filter(code=version.settled_by).first()
    language = get_language() or "vi"
    return render(
        request,
        "citizen/procedure.html",
        {
            "version": version,
            "kept": kept,
            "settled_by": settled_by,
            "fees": [fee for fee in kept.fees if fee.valid_to is None],
            "process": _process(version, language),
            "usual": usual_sentence(usual_duration(version.procedure_id)),
            "filling": filling_words(version),
        },
    )


def filling_words(version: ProcedureVersion) -> str:
    """Say how long filling in the form takes; nothing where it is not filed online."""
    if not version.can_be_filed_online or version.form_id is None:
        return ""
    estimated = estimated_minutes(definition(version.form_id))
    return filling_sentence(estimated, filling_time_of(version.procedure_id))


def _process(version: ProcedureVersion, language: str) -> ShownProcess | None:
    if version.process_id is None:
        return None
    return for_citizens(planned(version.process_id, version.procedure_id, language))
