"""Reading papers and their bytes."""

from collections.abc import Iterable
from uuid import UUID

from motcua.documents import storage
from motcua.documents.models import Document


def documents_by_id(documents: Iterable[UUID | None]) -> dict[UUID, Document]:
    """Return papers by id with their files, in one statement."""
    wanted = [document for document in documents if document is not None]
    return Document.objects.select_related("file").in_bulk(wanted)


def content_of(document: Document) -> bytes:
    """Return the bytes of a paper. The caller has checked that the reader may see it."""
    return storage.read(document.file_id)
