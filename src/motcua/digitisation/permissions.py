"""Who may turn paper into electronic documents, and who confirms them."""

from motcua.digitisation.models import Batch, DigitalCopy
from motcua.digitisation.rules import OwnWork
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted

SCANNING = (Role.RECEPTIONIST, Role.CASE_OFFICER, Role.RECORDS_CLERK)
PLANNING = (Role.RECORDS_CLERK, Role.SECTION_HEAD)


def require_scanner(by: Actor) -> None:
    """Only who receives, settles or keeps records at an agency."""
    if not by.is_officer or not by.has(*SCANNING):
        raise NotPermitted


def require_scanner_of(by: Actor, copy: DigitalCopy) -> None:
    """Only at the agency where the paper lies; elsewhere it does not exist."""
    require_scanner(by)
    if by.agency != copy.agency_id:
        raise NotFound


def require_holds_dossier(by: Actor, dossier: Dossier) -> None:
    """Only where the dossier was received or is settled; elsewhere it does not exist."""
    require_scanner(by)
    if by.agency not in {dossier.receiving_agency_id, dossier.settling_agency_id}:
        raise NotFound


def require_confirmer(by: Actor, copy: DigitalCopy) -> None:
    """Only who keeps the seal of the agency that settles (article 9, last clause)."""
    if by.agency != copy.settling_agency:
        raise NotFound
    if not by.has(Role.RECORDS_CLERK):
        raise NotPermitted


def require_planner(by: Actor) -> None:
    """Only who leads or keeps the records of an agency plans its batches."""
    if not by.is_officer or not by.has(*PLANNING):
        raise NotPermitted


def require_planner_of(by: Actor, batch: Batch) -> None:
    """Only the agency's own; elsewhere the batch does not exist."""
    require_planner(by)
    if by.agency != batch.agency_id:
        raise NotFound


def require_second_pair_of_eyes(by: Actor, copy: DigitalCopy) -> None:
    """Somebody of the agency who neither scanned the paper nor entered its data."""
    require_scanner_of(by, copy)
    if by.person in {copy.made_by, copy.stored_by}:
        raise OwnWork
