"""Finding an incident, and what belongs to it, for who may read it."""

from uuid import UUID

from motcua.incidents.models import Duty, Extent, Incident
from motcua.incidents.permissions import require_reader
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound


def incident_of(incident_id: UUID, by: Actor) -> Incident:
    """Return an incident to who may read it."""
    found = Incident.objects.filter(pk=incident_id).first()
    if found is None:
        raise NotFound
    require_reader(by, found)
    return found


def duty_of(duty_id: UUID, by: Actor) -> Duty:
    """Return something to be told, with its paper, to who may read its incident."""
    found = Duty.objects.select_related("incident").filter(pk=duty_id).first()
    if found is None:
        raise NotFound
    require_reader(by, found.incident)
    return found


def extent_of(extent_id: UUID, by: Actor) -> Extent:
    """Return how far an incident was said to reach, to who may read it."""
    found = Extent.objects.select_related("incident").filter(pk=extent_id).first()
    if found is None:
        raise NotFound
    require_reader(by, found.incident)
    return found
