"""What waits for an officer and their unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.queries import (
    VIEWS,
    Waiting,
    inbox_counts,
    opinions_asked,
    to_acknowledge,
)
from motcua.dossiers.queries import inbox as inbox_page
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId, TaskId
from motcua.organisations.queries import officer_names
from motcua.web.addresses import address_of_each
from motcua.web.clock import clock_of
from motcua.web.context import SETTLING
from motcua.web.found import found
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text, counted
from motcua.web.wording import date_vn, shortened

VIEW_NAMES = {
    "mine": "Của tôi",
    "unit": "Của đơn vị",
    "near": "Sắp đến hạn",
    "overdue": "Quá hạn",
    "paused": "Tạm dừng",
}
MOST_AT_ONCE = 50


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
        "rows": _rows(page, names, view, moment),
        "tabs": tabs(reader, view),
        "view": view,
        "following": after_text(following),
        "to_acknowledge": to_acknowledge(reader.person),
    }
    return render(request, "officer/inbox.html", shown)


def _rows(
    page: Sequence[Waiting], names: Mapping[UUID, str], view: str, moment: datetime
) -> list[dict[str, object]]:
    """Return the lines of the inbox cell by cell; `id` is what the box in front of one sends."""
    address = address_of_each("officer:dossier")
    room = 34 if view == "mine" else 20
    rows: list[dict[str, object]] = []
    for one in page:
        dossier, clock = one.dossier, clock_of(one.dossier, moment)
        who: dict[str, object] = {
            "text": dossier.applicant_name,
            "href": f"{address(dossier.id)}?xem={view}",
            "shortcut": "" if rows else "Mở việc gần hạn nhất",
        }
        rows.append(
            {
                "id": f"{dossier.id}~{one.task.id}",
                "select_label": str(dossier),
                "code": str(dossier),
                "who": who,
                "what": shortened(dossier.procedure.name, room),
                "step": shortened(one.task.name, room),
                "holder": _holder(one, names),
                "due": date_vn(dossier.due_at),
                "clock": {"words": clock.words, "tone": clock.tone},
            }
        )
    return rows


def _holder(waiting: Waiting, names: Mapping[UUID, str]) -> object:
    holder = waiting.task.assignee
    name = names.get(holder, "") if holder else ""
    if waiting.is_unacknowledged:
        return {"before": name, "words": "Chờ xác nhận", "tone": "near"}
    return name or "Chưa ai nhận"


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
    """Find dossiers that one may see."""
    return found(request, "officer", "officer:inbox")
