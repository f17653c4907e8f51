"""Giving the electronic copies of the register to those who may read it, and noting that."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.documents.actions import note_reading
from motcua.documents.models import Document
from motcua.documents.personal.actions import note_read
from motcua.documents.personal.queries import stored_of_entry
from motcua.documents.queries import documents_by_id
from motcua.documents.reading_rules import Why
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.results.queries import copies_of, entry_for

PURPOSE = "Tra cứu sổ kết quả"


@transaction.atomic
def look_at_copy(entry_id: UUID, *, by: Actor, at: datetime) -> Document:
    """Give the electronic copy of a line; its holder sees in their store that it was looked at."""
    shown = entry_for(by, entry_id, at)
    stored = stored_of_entry(shown.id)
    if stored is not None:
        note_read(stored.id, dossier=None, purpose=PURPOSE, by=by, at=at)
    return _noted(shown.document, by, at)


@transaction.atomic
def look_at_certified(entry_id: UUID, copy_id: UUID, *, by: Actor, at: datetime) -> Document:
    """Give a certified copy that was issued of a line."""
    shown = entry_for(by, entry_id, at)
    issued = {copy.id: copy.document for copy in copies_of(shown)}
    return _noted(issued.get(copy_id), by, at)


def _noted(document: UUID | None, by: Actor, at: datetime) -> Document:
    found = documents_by_id([document]).get(document) if document else None
    if found is None:
        raise NotFound
    note_reading(found, why=Why.DUTY, reason=PURPOSE, by=by, at=at)
    return found
