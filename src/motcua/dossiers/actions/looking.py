"""Giving papers of a dossier to those who may see them, and noting that they looked."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from motcua.documents.actions import note_reading
from motcua.documents.models import Document
from motcua.documents.queries import documents_by_id
from motcua.dossiers.looking import ground_for_paper, ground_of
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.permissions import require_desk
from motcua.dossiers.queries import dossier_for, draft_helped
from motcua.dossiers.register import Chosen
from motcua.dossiers.register_files import write_register
from motcua.dossiers.reuse import note_opened
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId


@transaction.atomic
def look_at(
    dossier_id: DossierId, *, document: UUID, reason: str = "", by: Actor, at: datetime
) -> Document:
    """Give a paper that was handed in to whoever may see it; who, when and why is noted.

    That an officer opens a paper of the applicant's store is noted there too, with the dossier it
    was for. Pictures of identity cards take a right of their own and a typed reason. To whoever
    may not see the dossier there is no such paper.
    """
    dossier = draft_helped(by, dossier_id) or dossier_for(by, dossier_id)
    found = documents_by_id([document]).get(document)
    if found is None or not _belongs(found, dossier, by):
        raise NotFound
    why = ground_for_paper(dossier, document, by)
    note_reading(found, why=why, reason=reason, by=by, at=at)
    if by.is_officer:
        note_opened(dossier, found, by=by, at=at)
    return found


def _belongs(found: Document, dossier: Dossier, by: Actor) -> bool:
    """Say whether a paper is the dossier's, or one's own that is not handed in yet."""
    if Attachment.objects.filter(dossier=dossier, document=found.id).exists():
        return True
    if found.purpose != "component":
        return False
    return found.subject == dossier.id or (found.subject is None and found.added_by == by.who)


@transaction.atomic
def look_at_result(dossier: Dossier, *, document: UUID | None, by: Actor, at: datetime) -> Document:
    """Give the result to whoever may see it, which the caller has checked, and note it."""
    found = documents_by_id([document]).get(document) if document else None
    if found is None:
        raise NotFound
    note_reading(found, why=ground_of(dossier, by), by=by, at=at)
    return found


def export_register(chosen: Chosen, file: IO[bytes], *, by: Actor, at: datetime) -> int:
    """Write part of one's own desk's register as Excel; return how many lines.

    Who took it, what was chosen and how many lines it has are in the event log before anybody
    gets the file.
    """
    require_desk(by, chosen.agency)
    lines = write_register(chosen, file)
    with transaction.atomic():
        record(
            "register.exported",
            chosen.agency,
            by=by,
            at=at,
            first=chosen.first,
            last=chosen.last,
            procedure=chosen.procedure,
            sector=chosen.sector,
            lines=lines,
        )
    return lines
