"""Telling the people concerned, and closing: two persons each."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.incidents.minutes import locked, words_in, write
from motcua.incidents.models import Extent, Incident, Notice
from motcua.incidents.permissions import require_protector, require_runner
from motcua.incidents.rules import (
    DutiesOpen,
    NobodyConcerned,
    NotEnding,
    ReleasedBefore,
    SamePerson,
    State,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id

TELLS = "incident.people_told"


@transaction.atomic
def draft_notice(extent_id: UUID, body: str, *, by: Actor, at: datetime) -> Notice:
    """Write what the people are told whose dossiers were read in an extent."""
    extent = Extent.objects.filter(pk=extent_id).first()
    if extent is None:
        raise NotFound
    incident = locked(extent.incident_id)
    require_protector(by, incident)
    if extent.dossiers == 0:
        raise NobodyConcerned
    notice = Notice.objects.create(
        id=new_id(),
        incident=incident,
        extent=extent,
        body=words_in(body),
        drafted_at=at,
        drafted_by=by.who,
    )
    write(incident, "Soạn thông báo cho người có dữ liệu", notice.body, by, at)
    record("incident.notice_drafted", incident.id, by=by, at=at)
    return notice


@transaction.atomic
def release_notice(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """Send a notice, by another person than who wrote it; of an exercise nobody is told."""
    notice = Notice.objects.select_related("extent").filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    incident = locked(notice.incident_id)
    require_runner(by, incident)
    notice.refresh_from_db(fields=["released_at"])
    if notice.released_at is not None:
        raise ReleasedBefore
    if notice.drafted_by == by.who:
        raise SamePerson
    notice.released_at, notice.released_by = at, by.who
    notice.save(update_fields=["released_at", "released_by"])
    many = f"{notice.extent.people} người, tổ chức"
    to = "diễn tập, không gửi" if incident.is_exercise else many
    write(incident, "Gửi thông báo cho người có dữ liệu", to, by, at)
    verb = "incident.notice_exercised" if incident.is_exercise else TELLS
    record(verb, incident.id, by=by, at=at, notice=notice.id)
    return notice


@transaction.atomic
def propose_end(incident_id: UUID, words: str, *, by: Actor, at: datetime) -> Incident:
    """Say that an incident is over and why; everything was told or waived."""
    incident = locked(incident_id)
    require_runner(by, incident)
    if incident.duties.filter(state="open").exists():
        raise DutiesOpen
    incident.state, incident.ended_at, incident.ended_by = State.ENDING.value, at, by.who
    incident.save(update_fields=["state", "ended_at", "ended_by"])
    write(incident, "Đề nghị đóng", words_in(words), by, at)
    record("incident.ended", incident.id, by=by, at=at)
    return incident


@transaction.atomic
def decline_end(incident_id: UUID, words: str, *, by: Actor, at: datetime) -> Incident:
    """Say that it is not over, and why."""
    incident = _ending(incident_id, by)
    incident.state, incident.ended_at, incident.ended_by = State.OPEN.value, None, None
    incident.save(update_fields=["state", "ended_at", "ended_by"])
    write(incident, "Chưa đóng", words_in(words), by, at)
    record("incident.reopened", incident.id, by=by, at=at)
    return incident


@transaction.atomic
def close(incident_id: UUID, *, by: Actor, at: datetime) -> Incident:
    """Close an incident: another person than who said that it is over."""
    incident = _ending(incident_id, by)
    if incident.ended_by == by.who:
        raise SamePerson
    if incident.duties.filter(state="open").exists():
        raise DutiesOpen
    incident.state, incident.closed_at, incident.closed_by = State.CLOSED.value, at, by.who
    incident.save(update_fields=["state", "closed_at", "closed_by"])
    write(incident, "Đóng sự cố", "", by, at)
    record("incident.closed", incident.id, by=by, at=at)
    return incident


def _ending(incident_id: UUID, by: Actor) -> Incident:
    incident = locked(incident_id)
    require_runner(by, incident)
    if incident.state != State.ENDING:
        raise NotEnding
    return incident
