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
from motcua.events.templates import Wording, publish, require_author, retire
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.models import Agency

WORDING = Wording("paper_template", AlreadyPublished, DraftIsYourOwn)


def draft_template(
    form_id: UUID, *, agency: UUID | None, text: str, valid_from: date, by: Actor, at: datetime
) -> PaperTemplate:
    """Keep a template as the draft of a form for an agency, or for the whole province.

    It is drawn with a sample first, outside the transaction, and refused when it cannot be. A
    form has one draft for each agency; a new one takes the place of the old.
    """
    require_author(by)
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
    return publish(PaperTemplate, template_id, WORDING, by=by, at=at)


@transaction.atomic
def retire_template(template_id: UUID, *, by: Actor, at: datetime) -> PaperTemplate | None:
    """Stop using a published template; a draft is thrown away."""
    return retire(PaperTemplate, template_id, WORDING, by=by, at=at)
