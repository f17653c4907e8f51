"""Taking a document away for good, with its bytes when nothing else has them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motcua.documents import storage
from motcua.documents.models import Document, Original, StoredFile
from motcua.documents.queries import loose_of
from motcua.documents.sealed_files import remove
from motcua.kernel.actors import Actor

_UNUSED = """
DELETE FROM documents_storedfile AS kept WHERE digest = %s
AND NOT EXISTS (SELECT 1 FROM documents_document WHERE file_id = kept.digest)
RETURNING *
"""


@transaction.atomic(savepoint=False)
def forget(document: Document, *, by: Actor, at: datetime) -> None:
    """Delete a document, what was kept of how it was sent, and its bytes unless another document
    has the same. The caller has checked that it may go, and records it.

    The bytes go before the transaction ends, while the row that names them is locked: who keeps
    equal bytes meanwhile waits for it, and then writes them anew.
    """
    original = Original.objects.filter(document=document).first()
    if original is not None:
        original.delete()
        storage.remove(original.digest)
    digest = document.file_id
    document.delete()
    for unused in StoredFile.objects.raw(_UNUSED, [digest]):
        remove(unused)


@transaction.atomic
def forget_all_of(subject: UUID, *, by: Actor, at: datetime) -> int:
    """Forget every document of a subject; return how many there were. The caller has checked that
    nothing keeps them, and records it."""
    return _forget(Document.objects.filter(subject=subject), by, at)


@transaction.atomic
def forget_loose(
    person: UUID | None = None, *, before: datetime | None = None, by: Actor, at: datetime
) -> int:
    """Forget what people uploaded for a dossier and put into none: one person's, or what is older
    than a moment; return how many there were."""
    return _forget(loose_of(person, before), by, at)


def _forget(found: QuerySet[Document], by: Actor, at: datetime) -> int:
    documents = list(found.order_by("id").select_for_update())
    for document in documents:
        forget(document, by=by, at=at)
    return len(documents)
