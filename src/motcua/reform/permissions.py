"""Who may change the records of reform: nobody but the system, for they come from files."""

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted


def require_the_system(actor: Actor) -> None:
    """Refuse people: nobody writes a figure by hand."""
    if actor != SYSTEM:
        raise NotPermitted
