"""Who may judge what is unusual about reading."""

from motcua.dossiers.queries import OVERSEERS
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.privacy.models import Finding


def require_overseer(by: Actor) -> None:
    """Only who oversees the province: monitor, inspector, controller."""
    if not by.has(*OVERSEERS):
        raise NotPermitted


def require_judge(by: Actor, finding: Finding) -> None:
    """Only who oversees, and nobody about their own reading."""
    require_overseer(by)
    if finding.person == by.who:
        raise NotPermitted
