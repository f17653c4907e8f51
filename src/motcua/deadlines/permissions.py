"""Who may change what everybody's limits are counted by."""

from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted

KEEPERS = (Role.BUSINESS_ADMIN, Role.CONTROLLER)


def require_keeper(by: Actor) -> None:
    """Only who keeps the catalogue of the province, or the system itself as it is set up."""
    if by != SYSTEM and not by.has(*KEEPERS):
        raise NotPermitted
