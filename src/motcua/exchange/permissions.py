"""Who sets peers up, and who looks after what could not be sent."""

from motcua.events.publishing import AUTHORS
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted

OPERATING = (*AUTHORS, Role.TECHNICAL_ADMIN)


def require_operator(by: Actor) -> None:
    """Refuse who does not look after the exchange with other systems."""
    if not by.is_officer or not by.has(*OPERATING):
        raise NotPermitted
