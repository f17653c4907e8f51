"""Who may publish figures: the system itself, every night; nobody writes a figure by hand."""

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted


def require_the_system(actor: Actor) -> None:
    """Refuse people."""
    if actor != SYSTEM:
        raise NotPermitted
