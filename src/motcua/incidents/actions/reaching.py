"""How far an incident reaches, out of the log of reading."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.incidents.extents import keep_extent
from motcua.incidents.minutes import locked, write
from motcua.incidents.models import Extent, Incident
from motcua.incidents.permissions import require_protector, require_runner
from motcua.incidents.queries import asked_of
from motcua.incidents.rules import MOST_LINES, TooLong, TooManyLines
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.privacy.reading_log import Asked, reads_between

LONGEST = timedelta(days=366)


@transaction.atomic
def reckon(incident_id: UUID, asked: Asked, *, by: Actor, at: datetime) -> Extent:
    """Count who read how many dossiers of how many people, and keep the answer."""
    incident = locked(incident_id)
    require_runner(by, incident)
    if not timedelta(0) < asked.until - asked.since <= LONGEST:
        raise TooLong
    return keep_extent(incident, asked, by, at)


def take_reads(extent_id: UUID, *, by: Actor, at: datetime) -> Iterator[tuple[object, ...]]:
    """Yield who read what in an extent, line by line, once it is noted that it was taken out.

    Names of officers and numbers of dossiers are in it: only for who answers for personal data.
    """
    extent = _taken(extent_id, by, at)
    return reads_between(asked_of(extent))


@transaction.atomic
def _taken(extent_id: UUID, by: Actor, at: datetime) -> Extent:
    extent = Extent.objects.filter(pk=extent_id).first()
    if extent is None:
        raise NotFound
    incident = Incident.objects.select_for_update().get(pk=extent.incident_id)
    require_protector(by, incident)
    if extent.lines > MOST_LINES:
        raise TooManyLines
    write(incident, "Lấy danh sách lượt xem ra tệp", f"{extent.lines} lượt", by, at)
    facts = {"since": extent.since, "until": extent.until, "lines": extent.lines}
    record("reads.taken", incident.id, by=by, at=at, **facts)
    return extent
