"""On what ground somebody may look at a paper that was handed in with a dossier."""

from collections.abc import Collection
from uuid import UUID

from motcua.documents.reading_rules import Why
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.permissions import is_helper, require_identity_reader
from motcua.kernel.actors import Actor
from motcua.procedures.queries import terms


def ground_of(dossier: Dossier, by: Actor) -> Why:
    """Return why a reader who may see a dossier looks at its papers."""
    if by.is_officer:
        return Why.DUTY
    return Why.HELPING if is_helper(by, dossier) else Why.OWN


def ground_for_paper(dossier: Dossier, document: UUID, by: Actor) -> Why:
    """Return why a reader may look at one paper; pictures of identity cards take a right."""
    if not by.is_officer or not shows_identity(dossier, document):
        return ground_of(dossier, by)
    require_identity_reader(by, dossier)
    return Why.IDENTITY


def shows_identity(dossier: Dossier, document: UUID) -> bool:
    """Say whether a paper was handed in for a component that shows an identity card."""
    guarded = _guarded(dossier)
    if not guarded:
        return False
    papers = Attachment.objects.filter(dossier=dossier, document=document)
    return papers.filter(component__in=guarded).exists()


def _guarded(dossier: Dossier) -> Collection[str]:
    return [one.code for one in terms(dossier.procedure_id).components if one.is_identity]
