"""Counting how far an incident reaches, and keeping the answer."""

from datetime import datetime

from motcua.events.actions import record
from motcua.incidents.minutes import write
from motcua.incidents.models import Extent, Incident
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.privacy.reading_log import Asked, counted


def keep_extent(incident: Incident, asked: Asked, by: Actor, at: datetime) -> Extent:
    """Ask the log of reading, and keep what it counted with the incident and in its minutes."""
    found = counted(asked)
    extent = Extent.objects.create(
        id=new_id(),
        incident=incident,
        since=asked.since,
        until=asked.until,
        person=asked.person,
        dossier=asked.dossier,
        agency=asked.agency,
        address=asked.address,
        lines=found.lines,
        readers=found.readers,
        dossiers=found.dossiers,
        people=found.people,
        at=at,
        by=by.who,
    )
    words = f"{found.lines} lượt, {found.readers} người xem, {found.dossiers} hồ sơ,"
    write(incident, "Tính phạm vi", f"{words} của {found.people} người, tổ chức", by, at)
    record("incident.extent_counted", incident.id, by=by, at=at, lines=found.lines)
    return extent
