"""What waits for an officer and their unit."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import (
    VIEWS,
    Waiting,
    found_for,
    inbox_counts,
    opinions_asked,
    to_acknowledge,
)
from motcua.dossiers.queries import inbox as inbox_page
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId, TaskId
from motcua.organisations.queries import officer_names
from motcua.web.clock import ClockShown, clock_of
from motcua.web.context import SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted

VIEW_NAMES = {
    "mine": "Của tôi",
    "unit": "Của đơn vị",
    "near": "Sắp đến hạn",
    "overdue": "Quá hạn",
    "paused": "Tạm dừng",
}
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the inbox; `id` is what the checkbox in front of it sends."""

    id: str
    select_label: str
    waiting: Waiting
    dossier: Dossier
    clock: ClockShown
    holder: str


def view_of(request: HttpRequest) -> str:
    """Return the inbox view that a page belongs to."""
    view = request.GET.get("xem", "")
    return view if view in VIEWS else "mine"


@require_safe
@for_roles(*SETTLING)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits, in due order."""
    reader, moment, view = actor_of(request), now(), view_of(request)
    page, following = inbox_page(reader, view, moment, after_from(request.GET.get("sau", "")))
    names = officer_names(one.task.assignee for one in page)
    assert reader.person is not None
    shown = {
        "rows": [_row(one, names, clock_of(one.dossier, moment)) for one in page],
        "tabs": tabs(reader, view),
        "view": view,
        "following": after_text(following),
        "to_acknowledge": to_acknowledge(reader.person),
    }
    return render(request, "officer/inbox.html", shown)


def _row(waiting: Waiting, names: dict[UUID, str], clock: ClockShown) -> Row:
    task, dossier = waiting.task, waiting.dossier
    holder = names.get(task.assignee, "") if task.assignee else ""
    return Row(f"{dossier.id}~{task.id}", str(dossier), waiting, dossier, clock, holder)


def tabs(reader: Actor, view: str) -> list[tuple[str, str, bool, str]]:
    """Return the tabs of the inbox with their counts, and the one for asked opinions."""
    counts = inbox_counts(reader, now())
    address = reverse("officer:inbox")
    shown = [
        (name, f"{address}?xem={word}", word == view, counted(counts[word]))
        for word, name in VIEW_NAMES.items()
    ]
    opinions = reverse("officer:consultations")
    return [*shown, ("Cho ý kiến", opinions, view == "opinions", counted(opinions_asked(reader)))]


@require_POST
@for_roles(*SETTLING)
def claim_chosen(request: HttpRequest) -> HttpResponse:
    """Take every chosen step; each is an act of its own, and one refused does not stop the rest."""
    taken = 0
    for chosen in request.POST.getlist("chosen")[:MOST_AT_ONCE]:
        try:
            dossier, task = (UUID(part) for part in chosen.split("~"))
            actions.claim(DossierId(dossier), TaskId(task), by=actor_of(request), at=now())
            taken += 1
        except ValueError:
            continue
        except DomainError as refusal:
            messages.error(request, str(refusal))
    if taken:
        messages.success(request, f"Ông/bà đã nhận {taken} việc.")
    return redirect(f"{reverse('officer:inbox')}?xem=mine" if taken else "officer:inbox")


@require_safe
@for_roles(*SETTLING)
def search(request: HttpRequest) -> HttpResponse:
    """Find dossiers by number, code or the applicant's name, with or without accents."""
    words, moment = request.GET.get("q", "").strip(), now()
    found = found_for(actor_of(request), words)
    rows = [(dossier, clock_of(dossier, moment)) for dossier in found]
    return render(request, "officer/search.html", {"words": words, "rows": rows})
