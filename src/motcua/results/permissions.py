"""Who may write the register of results."""

from datetime import datetime

from django.utils.timezone import localdate

from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.organisations.models import Agency
from motcua.results.keeping import keeper_of

KEEPERS = (Role.RECORDS_CLERK, Role.SIGNATORY)


def keeps_register(by: Actor, agency: Agency, at: datetime) -> bool:
    """Say whether the actor keeps the register of an agency, or of one it took over from."""
    if by.is_system:
        return True
    return by.has(*KEEPERS) and by.agency == keeper_of(agency, localdate(at))


def require_keeper(by: Actor, agency: Agency, at: datetime) -> None:
    """Only the records clerk or a signatory of the agency that keeps the line."""
    if not keeps_register(by, agency, at):
        raise NotPermitted


def require_own_agency(by: Actor, agency: Agency, at: datetime) -> None:
    """Only an officer of the agency that keeps the line; digitising has rules of its own."""
    if not by.is_system and by.agency != keeper_of(agency, localdate(at)):
        raise NotPermitted
