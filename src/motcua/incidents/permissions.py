"""Who may open, run and read an incident; nobody about their own reading."""

from motcua.dossiers.queries import OVERSEERS
from motcua.incidents.models import Incident
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted

RUNNING = (Role.CONTROLLER, Role.TECHNICAL_ADMIN)
READING = (*OVERSEERS, Role.TECHNICAL_ADMIN)


def require_opener(by: Actor) -> None:
    """Whoever oversees the province or keeps the machines."""
    if not by.has(*READING):
        raise NotPermitted


def require_reader(by: Actor, incident: Incident) -> None:
    """Whoever may open one, except about whose reading it is: for them there is none."""
    require_opener(by)
    if incident.about is not None and incident.about == by.person:
        raise NotFound


def require_runner(by: Actor, incident: Incident) -> None:
    """Who answers for personal data, or keeps the machines."""
    require_reader(by, incident)
    if not by.has(*RUNNING):
        raise NotPermitted


def require_protector(by: Actor, incident: Incident) -> None:
    """Only who answers for personal data: what names dossiers or goes to people."""
    require_reader(by, incident)
    if not by.has(Role.CONTROLLER):
        raise NotPermitted
