"""Forms that applicants sign with a certificate of their own, and whether that still counts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.timezone import localdate

from motcua.dossiers.models import Dossier, SignedForm
from motcua.dossiers.places import places_on
from motcua.dossiers.rules import Channel
from motcua.dossiers.signing_rules import FormNotSigned
from motcua.dossiers.stating import stated
from motcua.forms.authorship import FORMS
from motcua.forms.papers import filled_form
from motcua.forms.queries import definition
from motcua.forms.signatures import has_signature, needs_certificate
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import Terms, terms


@dataclass(frozen=True, slots=True)
class FormSignature:
    """Who signed the form of a dossier, and whether what it states is still the same."""

    signer: str
    signed_at: datetime
    document: UUID
    is_current: bool


def answers_digest(dossier: Dossier, kept: Terms) -> str:
    """Return the digest of everything that the form of a dossier states."""
    answers: Mapping[str, object] = stated(dossier, kept).answers
    said = json.dumps([kept.version.form_id, dossier.case, answers], sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()


def drawn_form(dossier: Dossier, kept: Terms) -> bytes:
    """Draw the form of a dossier with its answers, in Vietnamese, to be signed."""
    if kept.version.form_id is None:
        raise NotFound
    form = FORMS.by_id(kept.version.form_id)
    places = places_on(localdate(dossier.opened_at))
    answers = stated(dossier, kept).answers
    return filled_form(form.code, form.definition, answers, dossier.case, places)


def may_be_signed(dossier: Dossier) -> bool:
    """Say whether the form of a dossier asks for a signature, so that a certificate may make it."""
    kept = terms(dossier.procedure_id)
    return kept.version.form_id is not None and has_signature(definition(kept.version.form_id))


def must_be_signed(dossier: Dossier) -> bool:
    """Say whether the form of a dossier is handed in online only with a certificate's signature."""
    kept = terms(dossier.procedure_id)
    return kept.version.form_id is not None and needs_certificate(definition(kept.version.form_id))


def form_signature(dossier: Dossier) -> FormSignature | None:
    """Return who signed the form of a dossier with a certificate, None when nobody did."""
    row = SignedForm.objects.filter(dossier=dossier, signed__isnull=False).first()
    if row is None or row.signed is None or row.signed_at is None:
        return None
    is_current = row.answers_digest == answers_digest(dossier, terms(dossier.procedure_id))
    return FormSignature(row.signer, row.signed_at, row.signed, is_current)


def require_form_signed(dossier: Dossier) -> None:
    """Refuse a filing online whose form wants a certificate and was not signed as it is now."""
    if dossier.channel != Channel.ONLINE.value or not must_be_signed(dossier):
        return
    signature = form_signature(dossier)
    if signature is None or not signature.is_current:
        raise FormNotSigned
