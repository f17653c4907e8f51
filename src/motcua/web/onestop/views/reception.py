"""What waits at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.dossiers.lists import at_reception, reception_counts
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Role
from motcua.privacy.actions import find
from motcua.web.clock import clock_of
from motcua.web.context import AT_THE_DESK
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted

# The word in the address, the state, the name of the tab.
TABS = (
    ("cho-tiep-nhan", Status.SUBMITTED, "Chờ tiếp nhận"),
    ("cho-bo-sung", Status.SUPPLEMENTING, "Chờ bổ sung"),
    ("cho-tra", Status.DECIDED, "Chờ trả kết quả"),
)


@require_safe
@for_roles(*AT_THE_DESK)
def reception(request: HttpRequest) -> HttpResponse:
    """Show what waits at one's desk in one state, the longest waiting first."""
    reader, moment = actor_of(request), now()
    states = {word: status for word, status, _ in TABS}
    first = "cho-tiep-nhan" if reader.has(Role.RECEPTIONIST) else "cho-tra"
    view = request.GET.get("muc", first)
    view = view if view in states else first
    waiting, following = at_reception(reader, states[view], after_from(request.GET.get("sau", "")))
    counts = reception_counts(reader)
    page = {
        "view": view,
        "rows": [(dossier, clock_of(dossier, moment)) for dossier in waiting],
        "tabs": [
            (name, f"{reverse('onestop:reception')}?muc={word}", word == view, counted(counts[s]))
            for word, s, name in TABS
        ],
        "following": after_text(following),
        "may_receive": reader.has(Role.RECEPTIONIST),
    }
    return render(request, "onestop/reception.html", page)


@require_safe
@for_roles(*AT_THE_DESK)
def search(request: HttpRequest) -> HttpResponse:
    """Find dossiers by number, code or the applicant's name, with or without accents."""
    words, moment = request.GET.get("q", "").strip(), now()
    found = find(words, by=actor_of(request), at=moment)
    rows = [(dossier, clock_of(dossier, moment)) for dossier in found]
    return render(request, "onestop/search.html", {"words": words, "rows": rows})
