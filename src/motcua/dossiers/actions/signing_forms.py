"""Signing the form with a certificate of one's own: fetched, signed elsewhere, sent back."""

from datetime import datetime

from django.db import transaction

from motcua.documents.actions import claim, keep
from motcua.documents.models import Document
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.holding import held
from motcua.dossiers.models import Dossier, SignedForm
from motcua.dossiers.permissions import require_applicant
from motcua.dossiers.rules import LABELS, IllegalTransition, Status
from motcua.dossiers.signed_forms import answers_digest, drawn_form
from motcua.dossiers.signing_rules import (
    FormChanged,
    FormNotGiven,
    FormSignatureWrong,
    NotTheApplicant,
    NotThisForm,
)
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.procedures.queries import terms
from motcua.signing.actions import PDF
from motcua.signing.rules import Verdict
from motcua.signing.verifying import verify

NAME = "to-khai.pdf"
BEING_WRITTEN = frozenset({Status.DRAFT, Status.SUPPLEMENTING})


def _being_written(dossier_id: DossierId, by: Actor) -> Dossier:
    dossier = held(by, dossier_id)
    require_applicant(by, dossier)
    if Status(dossier.status) not in BEING_WRITTEN:
        raise IllegalTransition(old=LABELS[Status(dossier.status)], new="ký tờ khai")
    return dossier


@transaction.atomic
def give_form(dossier_id: DossierId, *, by: Actor, at: datetime) -> Document:
    """Draw the form with its answers for its applicant to sign; given again unchanged, it is the
    same file. What was signed before is no longer asked about once another is given."""
    dossier = _being_written(dossier_id, by)
    kept = terms(dossier.procedure_id)
    digest = answers_digest(dossier, kept)
    known = SignedForm.objects.filter(dossier=dossier).first()
    if known is not None and known.answers_digest == digest:
        return documents_by_id([known.given])[known.given]
    drawn = drawn_form(dossier, kept)
    given = keep(NAME, drawn, PDF, purpose="draft", subject=dossier.id, by=by, at=at)
    SignedForm.objects.update_or_create(
        dossier=dossier,
        defaults={
            "given": given.id,
            "answers_digest": digest,
            "given_at": at,
            "signed": None,
            "signer": "",
            "serial": "",
            "signed_at": None,
        },
    )
    return given


@transaction.atomic
def take_signed_form(
    dossier_id: DossierId, document: Document, *, by: Actor, at: datetime
) -> SignedForm:
    """Take the form back that its applicant has signed elsewhere.

    It must begin with the very bytes that were given, state what the dossier states now, carry
    signatures that all hold, nothing else, and bear the applicant's personal number.
    """
    dossier = _being_written(dossier_id, by)
    row = SignedForm.objects.filter(dossier=dossier).first()
    if row is None:
        raise FormNotGiven
    if row.answers_digest != answers_digest(dossier, terms(dossier.procedure_id)):
        raise FormChanged
    content = content_of(document)
    if not content.startswith(content_of(documents_by_id([row.given])[row.given])):
        raise NotThisForm
    verdict = _own_signature(verify(content, at=at), by)
    if not claim([document.id], subject=dossier.id, by=by, at=at):
        raise NotFound
    row.signed, row.signer, row.serial = document.id, verdict.signer[:200], verdict.serial[:60]
    row.signed_at = at
    row.save()
    record("form.signed", dossier.id, by=by, at=at, document=document.id)
    return row


def _own_signature(verdicts: list[Verdict], by: Actor) -> Verdict:
    """Return the applicant's own signature; every other one must hold as well."""
    for verdict in verdicts:
        if not verdict.holds:
            raise FormSignatureWrong(verdict=verdict)
    number = contact_of(Person.objects.get(pk=by.who)).personal_number
    own = [one for one in verdicts if number and number in one.personal_numbers]
    if not own:
        raise NotTheApplicant
    return own[0]
