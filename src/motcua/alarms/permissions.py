"""Who looks after the system itself."""

from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted


def require_keeper(by: Actor) -> None:
    """Only who keeps the machines."""
    if not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted
