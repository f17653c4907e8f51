"""Taking files in and keeping papers."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from motcua.documents import storage
from motcua.documents.models import Document, StoredFile
from motcua.documents.reading import check_readable
from motcua.documents.rules import FileEmpty, FileTooLarge, media_type_of, safe_name
from motcua.events.rows import change
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id

_CLAIM = """
UPDATE documents_document SET subject = %s
WHERE id = ANY(%s) AND added_by = %s AND subject IS NULL AND purpose = 'component'
"""
MEGABYTE = 1024 * 1024


def take_in(
    name: str, content: bytes, *, subject: UUID | None, by: Actor, at: datetime
) -> Document:
    """Store an uploaded file after reading it whole, or refuse it with the reason.

    The bytes are on the disk before the row that names them is committed.
    """
    known_as = safe_name(name)
    if not content:
        raise FileEmpty(name=known_as)
    if len(content) > settings.MAX_FILE_BYTES:
        raise FileTooLarge(name=known_as, most=settings.MAX_FILE_BYTES // MEGABYTE)
    media_type = media_type_of(known_as, content[:16])
    check_readable(known_as, media_type, content)
    return keep(known_as, content, media_type, purpose="component", subject=subject, by=by, at=at)


@transaction.atomic(savepoint=False)
def keep(
    name: str,
    content: bytes,
    media_type: str,
    *,
    purpose: str,
    subject: UUID | None,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a paper that the system made or has checked; equal bytes are stored once."""
    digest = sha256(content).hexdigest()
    storage.write(digest, content)
    StoredFile.objects.bulk_create(
        [StoredFile(digest=digest, size=len(content), media_type=media_type, stored_at=at)],
        ignore_conflicts=True,
    )
    document = Document(
        id=new_id(),
        file_id=digest,
        name=name,
        purpose=purpose,
        subject=subject,
        added_by=by.person,
        added_at=at,
    )
    document.save(force_insert=True)
    return document


@transaction.atomic(savepoint=False)
def claim(documents: list[UUID], *, subject: UUID, by: Actor, at: datetime) -> int:
    """Tie papers that a person uploaded before to a subject; return how many were theirs."""
    if not documents:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [subject, documents, by.person])
        return int(cursor.rowcount)


def claim_all(
    documents: Iterable[UUID], *, subject: UUID, otherwise: Exception, by: Actor, at: datetime
) -> None:
    """Tie papers that a person uploaded before to a subject: every one of them, or refuse."""
    wanted = list(dict.fromkeys(documents))
    if wanted:
        given = [subject, wanted, by.person]
        change(f"{_CLAIM} RETURNING id", given, expected=len(wanted), otherwise=otherwise)
