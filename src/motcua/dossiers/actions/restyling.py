"""Restyling a form: one person drafts a template, another publishes it; it draws, or is refused."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from motcua.dossiers.models import PaperForm, PaperTemplate
from motcua.dossiers.rules import (
    AlreadyPublished,
    DraftIsYourOwn,
)
from motcua.dossiers.sample_papers import try_template
from motcua.events.actions import record
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.organisations.models import Agency

AUTHORS = (Role.BUSINESS_ADMIN, Role.CONTROLLER)


def _require_author(by: Actor) -> None:
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def draft_template(
    form_id: UUID, *, agency: UUID | None, text: str, valid_from: date, by: Actor, at: datetime
) -> PaperTemplate:
    """Keep a template as the draft of a form for an agency, or for the whole province.

    It is drawn with a sample first, outside the transaction, and refused when it cannot be. A
    form has one draft for each agency; a new one takes the place of the old.
    """
    _require_author(by)
    form = PaperForm.objects.filter(pk=form_id).first()
    if form is None or (agency and not Agency.objects.filter(pk=agency).exists()):
        raise NotFound
    try_template(form, agency, text, at)
    with transaction.atomic():
        drafts = PaperTemplate.objects.filter(form=form, agency=agency, published_at=None)
        draft = drafts.select_for_update().first() or PaperTemplate(form=form, agency_id=agency)
        draft.text, draft.valid_from = text, valid_from
        draft.drafted_by, draft.drafted_at = by.who, at
        draft.save()
        record("paper_template.drafted", draft.id, by=by, at=at, form=form.form, agency=agency)
    return draft


@transaction.atomic
def publish_template(template_id: UUID, *, by: Actor, at: datetime) -> PaperTemplate:
    """Put a draft in force from its day on; never by the one who drafted it."""
    template = _locked(template_id)
    _require_author(by)
    if template.published_at is not None:
        raise AlreadyPublished
    if template.drafted_by == by.person:
        raise DraftIsYourOwn
    template.published_by, template.published_at = by.person, at
    template.save(update_fields=["published_by", "published_at"])
    record("paper_template.published", template.id, by=by, at=at)
    return template


@transaction.atomic
def retire_template(template_id: UUID, *, by: Actor, at: datetime) -> PaperTemplate | None:
    """Stop using a published template; a draft is thrown away."""
    template = _locked(template_id)
    _require_author(by)
    if template.published_at is None:
        record("paper_template.discarded", template.id, by=by, at=at)
        template.delete()
        return None
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        record("paper_template.retired", template.id, by=by, at=at)
    return template


def _locked(template_id: UUID) -> PaperTemplate:
    template = PaperTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound
    return template
