"""Reading the financial obligations of a dossier."""

from motcua.dossiers.models import Dossier, Obligation
from motcua.dossiers.rules import BEING_SETTLED, Status
from motcua.procedures.queries import terms


def open_obligation(dossier: Dossier) -> Obligation | None:
    """Return the obligation that the applicant has not met yet; asked only while one may be."""
    if dossier.status != Status.AWAITING_PAYMENT:
        return None
    return Obligation.objects.filter(dossier=dossier, met_at=None).first()


def may_wait_for_payment(dossier: Dossier) -> bool:
    """Say whether an obligation may be demanded now, or waits to be met."""
    if dossier.status == Status.AWAITING_PAYMENT:
        return True
    foreseen = bool(terms(dossier.procedure_id).version.obligation_basis)
    return foreseen and Status(dossier.status) in BEING_SETTLED
