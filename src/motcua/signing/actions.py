"""Signing papers: with a person's certificate, and with an agency's seal.

Signing has three parts: the file is laid out, whoever keeps the key signs, the signed file is
kept. With a key of this machine and no time-stamp authority nobody is asked in between, and all
three are one transaction (`attach`). Otherwise `ask` ends the first transaction, `carrying_out`
does what lies outside, and `finish` is the second.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from motcua.documents.actions import keep
from motcua.documents.models import Document
from motcua.events.actions import record
from motcua.events.rows import insert
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.signing import pades, providers
from motcua.signing.fitness import Owner, fit_certificate
from motcua.signing.laid_out import prepared_of
from motcua.signing.models import Certificate, Signature, SignatureRequest
from motcua.signing.queries import certificate_of
from motcua.signing.rules import CertificateUnfit, Keeper, KeyElsewhere, Level, SigningWaits

KNOWN = "đã có trong hệ thống"
CARRY_OUT = "signing.carry_out"  # the job that carries a request out
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be signed: its bytes, what it is called, and what it belongs to."""

    content: bytes
    name: str
    purpose: str
    subject: UUID


@dataclass(frozen=True, slots=True)
class Signing:
    """With whose certificate to sign, why, and what it shows.

    `who` names the owner in the refusal when there is no valid certificate. `act` and `key` say
    what the signature is for, to whoever goes on when it is made.
    """

    owner: UUID
    kind: str
    who: str
    reason: str
    stamp: pades.Stamp
    act: str
    key: UUID

    def field(self, certificate: Certificate) -> str:
        """Return the name of the signature's field in the file."""
        return "Seal" if self.kind == "seal" else f"Signature-{certificate.serial[-8:]}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is noted of a signature that was made."""

    id: UUID
    certificate: Certificate
    shown_digest: str
    message_digest: str
    level: Level
    signed_at: datetime


@transaction.atomic
def enter_certificate(
    content: bytes, owner: Owner, keeper: Keeper, key: str, *, by: Actor, at: datetime
) -> Certificate:
    """Take a certificate into use for an officer or an agency; whoever runs the system does so.

    `key` names the key where its keeper keeps it. The newest valid certificate signs from now on.
    """
    if by != SYSTEM:
        raise NotPermitted
    certificate = fit_certificate(content, owner, keeper, key, at)
    if Certificate.objects.filter(serial=certificate.serial).exists():
        raise CertificateUnfit(reason=KNOWN)
    certificate.save(force_insert=True)
    facts = {"certificate": certificate.id, "serial": certificate.serial, "kind": owner.kind}
    record("certificate.entered", owner.id, by=by, at=at, **facts)
    return certificate


@transaction.atomic(savepoint=False)
def sign(paper: Paper, how: Signing, *, by: Actor, at: datetime) -> Document | None:
    """Sign a paper now, or have it signed by who keeps the key; None says that it is on its way."""
    certificate = certificate_of(how.owner, how.kind, how.who, at)
    if providers.is_local(certificate) and not settings.TSA_URL:
        return _attached(paper, how, certificate, by, at)
    ask(paper, how, by=by, at=at)
    return None


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
    """Sign a paper with a key of this machine and keep it, all in one act (B-B).

    For what must be signed before the act goes on. `who` names the owner in the refusal when there
    is no valid certificate; a key that somebody else keeps is refused too.
    """
    certificate = certificate_of(owner, kind, who, at)
    if not providers.is_local(certificate):
        raise KeyElsewhere(who=who)
    how = Signing(owner, kind, who, reason, stamp, "", paper.subject)
    return _attached(paper, how, certificate, by, at), certificate


def _attached(
    paper: Paper, how: Signing, certificate: Certificate, by: Actor, at: datetime
) -> Document:
    prepared = pades.prepare(
        paper.content,
        certificate,
        field=how.field(certificate),
        reason=how.reason,
        stamp=how.stamp,
        at=at,
    )
    made = providers.signature(certificate, prepared.attributes, how.key, again=False)
    signed = pades.finish(prepared, certificate, made)
    kept = _Kept(
        new_id(),
        certificate,
        sha256(paper.content).hexdigest(),
        pades.signed_digest(prepared),
        Level.BASIC,
        at,
    )
    return _keep(signed, paper.name, paper.purpose, paper.subject, kept, by, at)


def _keep(
    signed: bytes,
    name: str,
    purpose: str,
    subject: UUID,
    kept: _Kept,
    by: Actor,
    at: datetime,
) -> Document:
    document = keep(name, signed, PDF, purpose=purpose, subject=subject, by=by, at=at)
    made = Signature(
        id=kept.id,
        certificate=kept.certificate,
        document=document.id,
        signed_digest=document.file_id,
        shown_digest=kept.shown_digest,
        message_digest=kept.message_digest,
        level=kept.level.value,
        subject=subject,
        by=by.who,
        signed_at=kept.signed_at,
    )
    insert(made)
    return document


@transaction.atomic(savepoint=False)
def ask(paper: Paper, how: Signing, *, by: Actor, at: datetime) -> SignatureRequest:
    """Lay a paper out and have it signed outside, once the caller's transaction has ended.

    Its id is what the keeper of the key is told each time, so that one request is signed once.
    """
    if SignatureRequest.objects.filter(act=how.act, key=how.key, state="waiting").exists():
        raise SigningWaits
    certificate = certificate_of(how.owner, how.kind, how.who, at)
    room = pades.ROOM_WITH_TIME_STAMP if settings.TSA_URL else pades.ROOM
    prepared = pades.prepare(
        paper.content,
        certificate,
        field=how.field(certificate),
        reason=how.reason,
        stamp=how.stamp,
        at=at,
        room=room,
    )
    laid_out = keep(
        paper.name, prepared.content, PDF, purpose="draft", subject=paper.subject, by=by, at=at
    )
    request = SignatureRequest.objects.create(
        certificate=certificate,
        subject=paper.subject,
        act=how.act,
        key=how.key,
        name=paper.name,
        purpose=paper.purpose,
        shown_digest=sha256(paper.content).hexdigest(),
        prepared=laid_out.id,
        hole_begins=prepared.hole[0],
        hole_ends=prepared.hole[1],
        attributes=prepared.attributes,
        by=by.who,
        agency=by.agency,
        asked_at=at,
    )
    record("signature.asked", paper.subject, by=by, at=at, request=request.id, act=how.act)
    app.configure_task(CARRY_OUT).defer(request=str(request.id))
    return request


def _waiting(request: UUID, by: Actor) -> SignatureRequest | None:
    """Lock a request that waits; only the system carries it on."""
    if by != SYSTEM:
        raise NotPermitted
    waiting = SignatureRequest.objects.select_for_update(of=("self",))
    return waiting.select_related("certificate").filter(pk=request, state="waiting").first()


@transaction.atomic
def begin_try(request: UUID, *, by: Actor, at: datetime) -> SignatureRequest | None:
    """Note before the keeper is asked that it is asked; None when nothing waits any more."""
    waiting = _waiting(request, by)
    if waiting is not None:
        SignatureRequest.objects.filter(pk=request).update(tries=F("tries") + 1)
    return waiting


@transaction.atomic
def take_answer(request: UUID, answer: bytes, *, by: Actor, at: datetime) -> bytes:
    """Keep the raw signature that came; the first that came stays, and is returned."""
    waiting = _waiting(request, by)
    if waiting is None:
        return answer
    if waiting.answer is None:
        waiting.answer = answer
        waiting.save(update_fields=["answer"])
    return bytes(waiting.answer)


@transaction.atomic
def finish(
    request: UUID, signed: bytes, level: Level, *, by: Actor, at: datetime
) -> SignatureRequest | None:
    """Keep the signed file and say so; hearing twice changes nothing.

    The file must begin with exactly what was laid before the signer.
    """
    waiting = _waiting(request, by)
    if waiting is None:
        return None
    prepared = prepared_of(waiting)
    begins, ends = prepared.hole
    if not signed.startswith(prepared.content[:begins]) or (
        prepared.content[ends:] != signed[ends : len(prepared.content)]
    ):
        raise ValueError("the signed file is not the one that was laid out")
    signer = Actor(waiting.by, waiting.agency)
    kept = _Kept(
        waiting.id,
        waiting.certificate,
        waiting.shown_digest,
        pades.signed_digest(prepared),
        level,
        waiting.asked_at,
    )
    document = _keep(signed, waiting.name, waiting.purpose, waiting.subject, kept, signer, at)
    waiting.state, waiting.document, waiting.ended_at = "made", document.id, at
    waiting.save(update_fields=["state", "document", "ended_at"])
    told = {"request": waiting.id, "act": waiting.act, "key": waiting.key}
    record("signature.made", waiting.subject, by=signer, at=at, document=document.id, **told)
    return waiting


@transaction.atomic
def give_up(request: UUID, reason: str, *, by: Actor, at: datetime) -> SignatureRequest | None:
    """End a request that nobody will sign, with the reason; whoever asked may ask again."""
    waiting = _waiting(request, by)
    if waiting is None:
        return None
    waiting.state, waiting.failure, waiting.ended_at = "failed", reason[:300], at
    waiting.save(update_fields=["state", "failure", "ended_at"])
    signer = Actor(waiting.by, waiting.agency)
    told = {"request": waiting.id, "act": waiting.act, "key": waiting.key}
    record("signature.failed", waiting.subject, by=signer, at=at, **told)
    return waiting


@transaction.atomic
def put_off(request: UUID, why: str, *, by: Actor, at: datetime) -> None:
    """Note why a try came to nothing; the request waits on."""
    waiting = _waiting(request, by)
    if waiting is not None:
        waiting.failure = why[:300]
        waiting.save(update_fields=["failure"])
