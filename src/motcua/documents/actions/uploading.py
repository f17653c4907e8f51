"""Files that come in parts: begun, continued where the server says, and finished once."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from motcua.documents import parts
from motcua.documents.actions.keeping import keep_received
from motcua.documents.models import Document, Upload
from motcua.documents.rules import ANY, ScannerAway, Wanted, safe_name
from motcua.documents.taking_in import Received, received, require_size
from motcua.documents.upload_rules import (
    LASTS,
    MOST_PART_BYTES,
    UploadDamaged,
    UploadElsewhere,
    UploadOver,
    UploadPartWrong,
    UploadsTooMany,
    UploadUnfinished,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import new_id
from motcua.people.sealing import sealer

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7352, hashtext(%s))"


@transaction.atomic
def begin(name: str, *, size: int, sha256: str = "", by: Actor, at: datetime) -> Upload:
    """Begin to receive a file of so many bytes; refuse it when too much of its sender is under way.

    `sha256` in hexadecimal, where the sender can tell, is checked when the last part has come.
    """
    owner, known_as = by.who, safe_name(name)
    require_size(known_as, size)
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [str(owner)])
    under_way = Upload.objects.filter(owner=owner, document=None, expires_at__gt=at)
    many, taken = under_way.count(), under_way.aggregate(n=Coalesce(Sum("size"), 0))["n"]
    if many >= settings.MAX_OPEN_UPLOADS or taken + size > settings.MAX_OPEN_UPLOAD_BYTES:
        raise UploadsTooMany
    upload = new_id()
    return Upload.objects.create(
        id=upload,
        wrapped_key=sealer().new_key(upload.bytes),
        owner=owner,
        name=known_as,
        size=size,
        sha256=sha256.lower(),
        begun_at=at,
        expires_at=at + LASTS,
    )


@transaction.atomic
def append(upload_id: UUID, *, offset: int, part: bytes, by: Actor, at: datetime) -> Upload:
    """Take the next part of a file; it is on the disk before its offset is acknowledged.

    A part that does not begin where the last one ended changes nothing, so that one sent twice is
    kept once; the refusal says where to go on.
    """
    upload = _own(Upload.objects.locked(upload_id), by, at)
    if offset != upload.offset:
        raise UploadElsewhere(offset=upload.offset)
    if not 0 < len(part) <= min(MOST_PART_BYTES, upload.size - offset):
        raise UploadPartWrong
    upload.lying = parts.append(upload, part)
    upload.offset += len(part)
    upload.save(update_fields=["offset", "lying"])
    return upload


def finish(
    upload_id: UUID,
    *,
    subject: UUID | None,
    wanted: Wanted = ANY,
    by: Actor,
    at: datetime,
) -> Document:
    """Take a file in whose parts have all come; a second time returns the same paper.

    A file that is refused is given up, so that another can be chosen.
    """
    upload = _own(Upload.objects.select_related("document").filter(pk=upload_id).first(), by, at)
    if upload.document is not None:
        return upload.document
    if upload.offset < upload.size:
        raise UploadUnfinished(name=upload.name)
    try:
        file = _read(upload, wanted)
    except FileNotFoundError:  # finished elsewhere at this very moment, and its parts removed
        return _finished(upload_id, by, at)
    except ScannerAway:
        raise
    except DomainError:
        give_up(upload_id, by=by, at=at)
        raise
    document = _keep_once(upload_id, file, subject=subject, by=by, at=at)
    parts.remove([upload_id])
    return document


def _finished(upload_id: UUID, by: Actor, at: datetime) -> Document:
    found = Upload.objects.select_related("document").filter(pk=upload_id).first()
    upload = _own(found, by, at)
    if upload.document is None:
        raise UploadDamaged(name=upload.name)
    return upload.document


def _read(upload: Upload, wanted: Wanted) -> Received:
    try:
        content = parts.whole(upload)
    except InvalidTag as error:
        raise UploadDamaged(name=upload.name) from error
    if len(content) != upload.size or upload.sha256 not in {"", sha256(content).hexdigest()}:
        raise UploadDamaged(name=upload.name)
    return received(upload.name, content, wanted)


@transaction.atomic
def _keep_once(
    upload_id: UUID, file: Received, *, subject: UUID | None, by: Actor, at: datetime
) -> Document:
    upload = _own(Upload.objects.locked(upload_id), by, at)
    if upload.document is not None:
        return upload.document
    upload.document = keep_received(file, subject=subject, by=by, at=at)
    upload.save(update_fields=["document"])
    return upload.document


@transaction.atomic
def give_up(upload_id: UUID, *, by: Actor, at: datetime) -> None:
    """Forget a file on its way; what came of it is deleted."""
    upload = _own(Upload.objects.locked(upload_id), by, at)
    upload.delete()
    parts.remove([upload_id])


@transaction.atomic
def forget_uploads_of(person: UUID, *, by: Actor, at: datetime) -> int:
    """Forget all that somebody has on its way, with its keys; return how many there were. The
    caller has checked the right."""
    theirs = list(Upload.objects.filter(owner=person).values_list("id", flat=True))
    Upload.objects.filter(id__in=theirs).delete()
    parts.remove(theirs)
    return len(theirs)


@transaction.atomic
def forget_old(*, by: Actor, at: datetime) -> int:
    """Delete what came of files that were never finished in time; return how many there were.

    What servers left behind when they were killed goes with them, a day later.
    """
    old = Upload.objects.filter(expires_at__lte=at)
    over = list(old.values_list("id", flat=True))
    Upload.objects.filter(id__in=over).delete()
    parts.remove(over)
    known = frozenset(str(one) for one in Upload.objects.values_list("id", flat=True))
    parts.remove_strays(known, at - LASTS)
    return len(over)


def _own(upload: Upload | None, by: Actor, at: datetime) -> Upload:
    if upload is None or upload.owner != by.who:
        raise NotFound
    is_of_before = upload.wrapped_key is None and upload.document is None  # its parts lie open
    if upload.expires_at <= at or is_of_before:
        raise UploadOver
    return upload
