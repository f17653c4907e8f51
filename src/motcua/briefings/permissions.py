"""Who may read the digest: those who oversee, and who signs for the province."""

from motcua.briefings.rules import LEADING, OVERSEEING
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.organisations.models import Agency


def may_read(actor: Actor) -> bool:
    """Say whether an actor may read the digest; one statement at most."""
    if not actor.is_officer:
        return False
    if actor.has(*OVERSEEING):
        return True
    leads = actor.has(*LEADING)
    return leads and Agency.objects.filter(pk=actor.office, kind="province").exists()


def require_reader(actor: Actor) -> None:
    """Refuse whoever may not read the digest."""
    if not may_read(actor):
        raise NotPermitted


def require_the_system(actor: Actor) -> None:
    """Refuse people: the digest goes out by itself."""
    if actor != SYSTEM:
        raise NotPermitted
