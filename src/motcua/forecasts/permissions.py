"""Who may say what is foreseen: nobody but the system."""

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted


def require_the_system(actor: Actor) -> None:
    """Refuse people: a forecast is computed, never written by hand."""
    if actor != SYSTEM:
        raise NotPermitted
