"""Taking files in and keeping papers."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from motcua.documents import storage
from motcua.documents.models import Document, Original, StoredFile
from motcua.documents.rules import ANY, Wanted
from motcua.documents.sealed_files import sealed
from motcua.documents.taking_in import Received, received
from motcua.events.rows import change, insert
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.people.sealing import sealer

# Equal bytes are there already, or this waits for whoever is just taking them away.
_NAME = """
INSERT INTO documents_storedfile
    (digest, size, media_type, scanned, stored_at, stored_as, wrapped_key, lies_open)
VALUES (%s, %s, %s, %s, %s, %s, %s, false) ON CONFLICT DO NOTHING
"""
_CLAIM = """
UPDATE documents_document SET subject = %s
WHERE id = ANY(%s) AND added_by = %s AND subject IS NULL AND purpose = 'component'
"""


def take_in(
    name: str,
    content: bytes,
    *,
    subject: UUID | None,
    wanted: Wanted = ANY,
    purpose: str = "component",
    by: Actor,
    at: datetime,
) -> Document:
    """Store an uploaded file after reading it whole, or refuse it with the reason.

    The bytes are on the disk before the row that names them is committed.
    """
    file = received(name, content, wanted)
    return keep_received(file, subject=subject, purpose=purpose, by=by, at=at)


@transaction.atomic(savepoint=False)
def keep_received(
    file: Received, *, subject: UUID | None, purpose: str = "component", by: Actor, at: datetime
) -> Document:
    """Keep a file that was read and may come in, with how it was sent where that is wanted."""
    document = keep(
        file.name,
        file.content,
        file.media_type,
        purpose=purpose,
        subject=subject,
        scanned=file.scanned,
        by=by,
        at=at,
    )
    if file.original is not None:
        _keep_original(file.original, document, at)
    return document


def _keep_original(content: bytes, document: Document, at: datetime) -> None:
    kept = sealer().seal_bytes(content, document.id.bytes)
    digest = sha256(kept.content).hexdigest()
    storage.write(digest, [kept.content])
    Original.objects.create(
        document=document,
        digest=digest,
        wrapped_key=kept.wrapped_key,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        kept_at=at,
    )


@transaction.atomic(savepoint=False)
def keep(
    name: str,
    content: bytes,
    media_type: str,
    *,
    purpose: str,
    subject: UUID | None,
    scanned: bool = False,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a paper that the system made or has checked; equal bytes are stored once."""
    digest = _stored(content, media_type, scanned=scanned, at=at)
    document = Document(
        id=new_id(),
        file_id=digest,
        name=name,
        purpose=purpose,
        subject=subject,
        added_by=by.person,
        added_at=at,
    )
    insert(document)
    return document


def _stored(content: bytes, media_type: str, *, scanned: bool, at: datetime) -> str:
    """Have bytes lie in the store, sealed, unless equal ones do; return their hash."""
    digest = sha256(content).hexdigest()
    name, blocks = sealed(digest, content)
    with connection.cursor() as cursor:
        cursor.execute(
            _NAME, [digest, len(content), media_type, scanned, at, name, blocks.wrapped_key]
        )
        is_new = cursor.rowcount == 1
    if is_new:
        storage.write(name, blocks)
    elif scanned:
        StoredFile.objects.filter(pk=digest, scanned=False).update(scanned=True)
    return digest


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
