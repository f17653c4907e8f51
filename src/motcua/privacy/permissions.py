"""Who may judge unusual reading, and who answers what people ask about their data."""

from motcua.dossiers.queries import OVERSEERS
from motcua.kernel.actors import Actor, Role
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


def require_protector(by: Actor) -> None:
    """Only who answers for the protection of personal data in the province: the controllers, whom
    Nghị định 356/2025/NĐ-CP has it name."""
    if not by.has(Role.CONTROLLER):
        raise NotPermitted


def require_subject(by: Actor) -> None:
    """Only somebody in their own name: neither an officer nor who acts for an organisation."""
    if by.is_officer or by.person is None or by.organisation is not None:
        raise NotPermitted
