"""Fetching a dossier for an act: only who may know of it finds it."""

from uuid import UUID

from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.permissions import knows_of
from motcua.events.rows import read
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import DossierId


def held(by: Actor, dossier_id: DossierId | UUID) -> Dossier:
    """Return a dossier, its row held until the transaction ends; to who may not know of it there
    is none, whatever the act and whatever its state."""
    dossier = Dossier.objects.locked(dossier_id)
    if not knows_of(by, dossier):
        raise NotFound
    return dossier


def result_of(dossier: Dossier) -> Result | None:
    """Return what was proposed or decided on a dossier that somebody holds."""
    return next(iter(read(Result, "WHERE dossier_id = %s", [dossier.id])), None)


def told(refusal: DomainError, by: Actor, dossier_id: UUID | None) -> DomainError:
    """Return what is said of a refusal at an address that names a dossier: to who may not know of
    it, that there is none, as of an id that nobody ever gave out."""
    if isinstance(refusal, NotFound) or dossier_id is None:
        return refusal
    dossier = Dossier.objects.filter(pk=dossier_id).first()
    return refusal if dossier is not None and knows_of(by, dossier) else NotFound()
