"""Signing papers: with a person's certificate, and with an agency's seal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.documents.actions import keep
from motcua.documents.models import Document
from motcua.kernel.actors import Actor
from motcua.signing import pades
from motcua.signing.models import Certificate, Signature
from motcua.signing.queries import certificate_of


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be signed: its bytes, what it is called, and what it belongs to."""

    content: bytes
    name: str
    purpose: str
    subject: UUID


@transaction.atomic(savepoint=False)
def attach(
    paper: Paper,
    *,
    owner: UUID,
    kind: str,
    who: str,
    reason: str,
    stamp: pades.Stamp,
    by: Actor,
    at: datetime,
) -> tuple[Document, Certificate]:
    """Sign a paper with the certificate of a person or the seal of an agency, and keep it.

    `who` names the owner in the refusal when there is no valid certificate.
    """
    certificate = certificate_of(owner, kind, who, at)
    field = "Seal" if kind == "seal" else f"Signature-{certificate.serial[-8:]}"
    signed = pades.sign(paper.content, certificate, field=field, reason=reason, stamp=stamp, at=at)
    document = keep(
        paper.name,
        signed,
        "application/pdf",
        purpose=paper.purpose,
        subject=paper.subject,
        by=by,
        at=at,
    )
    Signature.objects.create(
        certificate=certificate,
        document=document.id,
        signed_digest=document.file_id,
        subject=paper.subject,
        by=by.who,
        signed_at=at,
    )
    return document, certificate
