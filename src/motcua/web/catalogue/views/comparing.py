"""Two versions of a process side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import NotFound
from motcua.web.catalogue.facts import words_of_values
from motcua.web.catalogue.words import state_of
from motcua.web.identity import for_roles
from motcua.workflow.authorship import PROCESSES
from motcua.workflow.models import ProcessVersion


@require_safe
@for_roles(*AUTHORS)
def compare(request: HttpRequest) -> HttpResponse:
    """Show an older and a newer version of one process; their pictures are compared by script."""
    pair = sorted((_asked(request, "cu"), _asked(request, "moi")), key=lambda one: one.version)
    older, newer = pair
    if older.code != newer.code:
        raise NotFound
    sides = [
        ("older", "Bản cũ", older, state_of(older)),
        ("newer", "Bản mới", newer, state_of(newer)),
    ]
    page = {
        "code": newer.code,
        "name": newer.name or newer.code,
        "sides": sides,
        "words": words_of_values(localdate(now())),
    }
    return render(request, "catalogue/compare.html", page)


def _asked(request: HttpRequest, name: str) -> ProcessVersion:
    try:
        return PROCESSES.by_id(UUID(request.GET.get(name, "")))
    except ValueError:
        raise NotFound from None
