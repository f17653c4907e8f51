"""Reading certificates and signatures."""

from datetime import datetime
from uuid import UUID

from motcua.signing.models import Certificate, Signature
from motcua.signing.rules import NoCertificate


def certificate_of(owner: UUID, kind: str, who: str, at: datetime) -> Certificate:
    """Return the certificate that is valid at a moment, the newest first, or refuse."""
    certificate = (
        Certificate.objects.filter(owner=owner, kind=kind, not_before__lte=at, not_after__gt=at)
        .order_by("-not_before")
        .first()
    )
    if certificate is None:
        raise NoCertificate(who=who)
    return certificate


def signatures_of(document: UUID) -> list[Signature]:
    """Return the signatures put on a paper."""
    return list(
        Signature.objects.filter(document=document).select_related("certificate").order_by("id")
    )


def signature_by_digest(digest: str) -> Signature | None:
    """Return the signature that made a file with these exact bytes."""
    return Signature.objects.filter(signed_digest=digest).order_by("-signed_at").first()
