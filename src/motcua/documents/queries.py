"""Reading papers and their bytes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from motcua.documents import storage
from motcua.documents.models import Document, Original, Reading, StoredFile, Upload
from motcua.documents.sealed_files import opened
from motcua.events.rows import columns, made, width
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer

MOST_READINGS = 100
_WITH_FILES = """
SELECT {document}, {file} FROM documents_document
JOIN documents_storedfile ON documents_storedfile.digest = documents_document.file_id
WHERE documents_document.id = ANY(%s)
"""


def documents_by_id(documents: Iterable[UUID | None]) -> dict[UUID, Document]:
    """Return papers by id with their files, in one statement."""
    wanted = [document for document in documents if document is not None]
    if not wanted:
        return {}
    statement = _WITH_FILES.format(document=columns(Document), file=columns(StoredFile))
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted])
        rows = cursor.fetchall()
    wide, found = width(Document), {}
    for row in rows:
        document = made(Document, row[:wide])
        document.file = made(StoredFile, row[wide:])
        found[document.id] = document
    return found


def content_of(document: Document) -> bytes:
    """Return the bytes of a paper. The caller has checked that the reader may see it."""
    return opened(document.file)


def loose_of(person: UUID | None, before: datetime | None = None) -> QuerySet[Document]:
    """Return what was uploaded for a dossier and put into none: one person's, or what is older
    than a moment."""
    found = Document.objects.filter(subject=None, purpose="component")
    if person is not None:
        found = found.filter(added_by=person)
    return found if before is None else found.filter(added_at__lt=before)


def open_files() -> int:
    """Return how many files lie open in the store, from before files were sealed."""
    return StoredFile.objects.filter(lies_open=True).count()


def original_of(document: Document) -> bytes | None:
    """Return a picture as it was sent, where that was kept. The caller has checked the right."""
    kept = Original.objects.filter(document=document).first()
    if kept is None:
        return None
    sealed = Sealed(bytes(kept.wrapped_key), storage.read(kept.digest))
    return sealer().unseal_bytes(sealed, document.id.bytes)


def upload_of(upload: UUID, by: Actor) -> Upload:
    """Return a file on its way; others are not told that it is there."""
    found = Upload.objects.filter(pk=upload, owner=by.who).first()
    if found is None:
        raise NotFound
    return found


def readings_of(subject: UUID) -> list[Reading]:
    """Return who was given the papers of a subject, the latest first."""
    return list(Reading.objects.filter(subject=subject).order_by("-at", "-id")[:MOST_READINGS])
