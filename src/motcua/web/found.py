"""What a search for dossiers shows, the same to all who may search."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from motcua.privacy.actions import find
from motcua.web.addresses import address, address_of_each
from motcua.web.clock import clock_of
from motcua.web.identity import actor_of
from motcua.web.wording import shortened

LONGEST_NAME = 90  # characters of a procedure's name


def found(request: HttpRequest, portal: str, home: str) -> HttpResponse:
    """Find dossiers by number, code or the applicant's name, with or without accents; the pages
    around are those of a portal, and `home` is the one to go back to."""
    words, moment = request.GET.get("q", "").strip(), now()
    to = address_of_each(f"{portal}:dossier")
    rows: list[Mapping[str, object]] = []
    for dossier in find(words, by=actor_of(request), at=moment):
        clock = clock_of(dossier, moment)
        rows.append(
            {
                "code": dossier.number or dossier.submission_code,
                "who": {"text": dossier.applicant_name, "href": to(dossier.id)},
                "what": shortened(dossier.procedure.name, LONGEST_NAME),
                "clock": {"words": clock.words, "tone": clock.tone},
            }
        )
    page = {
        "words": words,
        "rows": rows,
        "search_here": address(f"{portal}:search"),
        "back": address(home),
    }
    return render(request, "found.html", page)
