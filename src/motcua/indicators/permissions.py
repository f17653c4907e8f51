"""Who may change facts: nobody but the system, for facts are derived or imported."""

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted


def require_the_system(actor: Actor) -> None:
    """Refuse people: nobody writes a figure by hand."""
    if actor != SYSTEM:
        raise NotPermitted
