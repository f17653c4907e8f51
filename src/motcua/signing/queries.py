"""Reading certificates and signatures."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min

from motcua.events.rows import columns, made, read, width
from motcua.signing.models import Certificate, Signature, SignatureRequest
from motcua.signing.rules import NoCertificate

_VALID = """
WHERE owner = %s AND kind = %s AND not_before <= %s AND not_after > %s
ORDER BY not_before DESC LIMIT 1
"""
_WITH_CERTIFICATES = """
SELECT {}, {} FROM signing_signature
JOIN signing_certificate ON signing_certificate.id = signing_signature.certificate_id
WHERE signing_signature.document = %s ORDER BY signing_signature.id
"""


def certificate_of(owner: UUID, kind: str, who: str, at: datetime) -> Certificate:
    """Return the certificate that is valid at a moment, the newest first, or refuse."""
    found = read(Certificate, _VALID, [owner, kind, at, at])
    if not found:
        raise NoCertificate(who=who)
    return found[0]


def first_to_expire(at: datetime) -> datetime | None:
    """Return when the first certificate ends, or has ended within a month, that has no follower."""
    last = (
        Certificate.objects.values("owner", "kind")
        .annotate(ends=Max("not_after"))
        .filter(ends__gt=at - timedelta(days=30))
    )
    soonest: datetime | None = last.aggregate(soonest=Min("ends"))["soonest"]
    return soonest


def signatures_of(document: UUID) -> list[Signature]:
    """Return the signatures put on a paper."""
    statement = _WITH_CERTIFICATES.format(columns(Signature), columns(Certificate))
    with connection.cursor() as cursor:
        cursor.execute(statement, [document])
        rows = cursor.fetchall()
    wide, found = width(Signature), []
    for row in rows:
        signature = made(Signature, row[:wide])
        signature.certificate = made(Certificate, row[wide:])
        found.append(signature)
    return found


def signature_by_digest(digest: str) -> Signature | None:
    """Return the signature that made a file with these exact bytes."""
    return Signature.objects.filter(signed_digest=digest).order_by("-signed_at").first()


def waiting_requests(most: int) -> list[UUID]:
    """Return the requests that wait to be signed, the oldest first."""
    waiting = SignatureRequest.objects.filter(state="waiting").order_by("asked_at", "id")
    return list(waiting.values_list("id", flat=True)[:most])


def newest_request(act: str, key: UUID) -> SignatureRequest | None:
    """Return the newest request for an act, whatever became of it."""
    return SignatureRequest.objects.filter(act=act, key=key).order_by("-asked_at", "-id").first()


def documents_with_digest(digest: str) -> list[UUID]:
    """Return the papers kept here whose signature is about this digest."""
    if not digest:
        return []
    found = Signature.objects.filter(message_digest=digest)
    return list(found.values_list("document", flat=True)[:5])
