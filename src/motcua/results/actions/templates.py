"""Templates of results: one drafts, another publishes; each draws a sample, or is refused."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.events.publishing import AUTHORS
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.results.models import ResultTemplate
from motcua.results.rules import TemplateOfYourOwn, TemplatePublished, template_format
from motcua.results.templates import try_out


def _require_author(by: Actor) -> None:
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def draft_template(
    version: ProcedureVersion,
    *,
    granted: bool,
    name: str,
    content: bytes,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> ResultTemplate:
    """Keep a template as the draft for what a procedure grants, or for its refusals.

    It is drawn with a sample first, outside the transaction; refused when it names a merge field
    that nothing fills. A procedure has one draft of each; a new one takes the place of the old.
    """
    _require_author(by)
    form = template_format(name)
    _, used = try_out(content, form, version, granted=granted, at=at)
    code = terms(version.id).code
    with transaction.atomic():
        drafts = ResultTemplate.objects.filter(
            procedure_code=code, granted=granted, published_at=None
        )
        draft = drafts.select_for_update().first() or ResultTemplate(
            procedure_code=code, granted=granted
        )
        draft.format, draft.content, draft.fields = form, content, used
        draft.valid_from, draft.drafted_by, draft.drafted_at = valid_from, by.who, at
        draft.save()
        facts = {"procedure": code, "granted": granted}
        record("result_template.drafted", draft.id, by=by, at=at, **facts)
    return draft


@transaction.atomic
def publish_template(template_id: UUID, *, by: Actor, at: datetime) -> ResultTemplate:
    """Put a draft in force from its day on; never by the one who drafted it."""
    template = _locked(template_id)
    _require_author(by)
    if template.published_at is not None:
        raise TemplatePublished
    if template.drafted_by == by.person:
        raise TemplateOfYourOwn
    template.published_by, template.published_at = by.person, at
    template.save(update_fields=["published_by", "published_at"])
    record("result_template.published", template.id, by=by, at=at)
    return template


@transaction.atomic
def retire_template(template_id: UUID, *, by: Actor, at: datetime) -> ResultTemplate | None:
    """Stop using a published template; a draft is thrown away."""
    template = _locked(template_id)
    _require_author(by)
    if template.published_at is None:
        record("result_template.discarded", template.id, by=by, at=at)
        template.delete()
        return None
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        record("result_template.retired", template.id, by=by, at=at)
    return template


def _locked(template_id: UUID) -> ResultTemplate:
    template = ResultTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound
    return template
