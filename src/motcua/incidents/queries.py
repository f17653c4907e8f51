"""Reading incidents, and which clocks of them run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.dossiers.lists import PAGE, After
from motcua.incidents.models import Duty, Extent, Incident, Minute, Notice
from motcua.kernel.actors import Actor
from motcua.privacy.reading_log import Asked, dossiers_read


@dataclass(frozen=True, slots=True)
class Running:
    """The soonest duty of an incident that is still to be done, and how many are late."""

    number: str
    is_exercise: bool
    due_at: datetime
    late: int


def incidents_page(by: Actor, after: After | None) -> tuple[list[Incident], After | None]:
    """Return a page of the incidents that a reader may know of, the newest first."""
    found = Incident.objects.exclude(about=by.who).defer("told").order_by("-found_at", "-id")
    if after is not None and after.due_at is not None:
        found = found.filter(
            Q(found_at__lt=after.due_at) | Q(found_at=after.due_at, id__lt=after.id)
        )
    page = list(found[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], After(page[PAGE - 1].found_at, page[PAGE - 1].id)


def caused_by(cause: str, cause_id: UUID) -> Incident | None:
    """Return the incident that an alarm or a finding was turned into."""
    return Incident.objects.filter(cause=cause, cause_id=cause_id).first()


def duties_of(incidents: Iterable[Incident]) -> QuerySet[Duty]:
    """Return what must be told of some incidents, the soonest first, without the papers."""
    return Duty.objects.filter(incident__in=incidents).defer("paper").order_by("due_at", "code")


def minutes_of(incident: Incident) -> list[Minute]:
    """Return the minutes of an incident, the earliest first."""
    return list(Minute.objects.filter(incident=incident).order_by("at", "id"))


def extents_of(incident: Incident) -> list[Extent]:
    """Return how far an incident was said to reach, the latest answer first."""
    return list(Extent.objects.filter(incident=incident).order_by("-at", "-id"))


def notices_of(incident: Incident) -> list[Notice]:
    """Return what the people concerned are told, the latest first."""
    return list(
        Notice.objects.filter(incident=incident).select_related("extent").order_by("-drafted_at")
    )


def asked_of(extent: Extent) -> Asked:
    """Return what an extent asks the log of reading."""
    return Asked(
        extent.since, extent.until, extent.person, extent.dossier, extent.agency, extent.address
    )


def notice_told(notice: UUID) -> tuple[Notice, list[UUID]]:
    """Return a notice, and the dossiers whose people it is for."""
    found = Notice.objects.select_related("extent", "incident").get(pk=notice)
    return found, dossiers_read(asked_of(found.extent))


def clocks_running(at: datetime) -> list[Running]:
    """Return, of each incident with something left to tell, the soonest, in one statement."""
    found: dict[UUID, list[Duty]] = {}
    running = Duty.objects.filter(state="open").select_related("incident").defer("paper")
    for duty in running.order_by("due_at"):
        found.setdefault(duty.incident_id, []).append(duty)
    return [
        Running(
            duties[0].incident.number,
            duties[0].incident.is_exercise,
            duties[0].due_at,
            sum(one.due_at < at for one in duties),
        )
        for duties in found.values()
    ]
