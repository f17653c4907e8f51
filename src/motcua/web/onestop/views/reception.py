"""What waits at the desk."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from motcua.dossiers.lists import at_reception, reception_counts
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Role
from motcua.web.addresses import address_of_each
from motcua.web.clock import clock_of
from motcua.web.context import AT_THE_DESK
from motcua.web.found import found
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted
from motcua.web.wording import datetime_vn, shortened

# The word in the address, the state, the name of the tab.
TABS = (
    ("cho-tiep-nhan", Status.SUBMITTED, "Chờ tiếp nhận"),
    ("cho-bo-sung", Status.SUPPLEMENTING, "Chờ bổ sung"),
    ("cho-tra", Status.DECIDED, "Chờ trả kết quả"),
)
LONGEST_NAME = 90  # characters of a procedure's name


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
        "rows": _rows(waiting, moment),
        "tabs": [
            (name, f"{reverse('onestop:reception')}?muc={word}", word == view, counted(counts[s]))
            for word, s, name in TABS
        ],
        "following": after_text(following),
        "may_receive": reader.has(Role.RECEPTIONIST),
    }
    return render(request, "onestop/reception.html", page)


def _rows(waiting: Sequence[Dossier], moment: datetime) -> list[dict[str, object]]:
    """Return what waits, cell by cell."""
    to = address_of_each("onestop:dossier")
    rows: list[dict[str, object]] = []
    for dossier in waiting:
        clock = clock_of(dossier, moment)
        who = {
            "text": dossier.applicant_name,
            "href": to(dossier.id),
            "shortcut": "" if rows else "Mở hồ sơ chờ lâu nhất",
        }
        rows.append(
            {
                "code": dossier.number or dossier.submission_code,
                "who": who,
                "what": shortened(dossier.procedure.name, LONGEST_NAME),
                "since": datetime_vn(dossier.submitted_at),
                "clock": {"words": clock.words, "tone": clock.tone},
            }
        )
    return rows


@require_safe
@for_roles(*AT_THE_DESK)
def search(request: HttpRequest) -> HttpResponse:
    """Find dossiers that one may see."""
    return found(request, "onestop", "onestop:reception")
