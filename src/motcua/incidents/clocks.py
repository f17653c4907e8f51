"""Starting the clocks of an incident."""

from datetime import datetime

from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.incidents.models import Duty, Incident
from motcua.incidents.rules import DutyState, Gravity, clocks_on
from motcua.kernel.actors import Actor


def gravity_of(incident: Incident) -> Gravity:
    """Return what decides which clocks of an incident run."""
    return Gravity(
        incident.is_network,
        incident.is_personal,
        incident.is_severe,
        incident.is_at_once,
        incident.tells_people,
    )


def start_clocks(incident: Incident, at: datetime, by: Actor) -> None:
    """Write down what must be told by when, as far as it is not yet."""
    there = set(Duty.objects.filter(incident=incident).values_list("code", flat=True))
    gravity = gravity_of(incident)
    for clock in clocks_on(localdate(incident.found_at)):
        if clock.code not in there and gravity.has(clock):
            due_at = incident.found_at + clock.within
            Duty.objects.create(
                incident=incident,
                flow=clock.flow.value,
                code=clock.code,
                due_at=due_at,
                state=DutyState.OPEN.value,
            )
            record("incident.clock_started", incident.id, by=by, at=at, code=clock.code, due=due_at)
