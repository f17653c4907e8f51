"""Templates of results: one drafts, another publishes; each draws a sample, or is refused."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.events.templates import Wording, publish, require_author, retire
from motcua.kernel.actors import Actor
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.results.models import ResultTemplate
from motcua.results.rules import TemplateOfYourOwn, TemplatePublished, template_format
from motcua.results.templates import try_out

WORDING = Wording("result_template", TemplatePublished, TemplateOfYourOwn)


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
    require_author(by)
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
    return publish(ResultTemplate, template_id, WORDING, by=by, at=at)


@transaction.atomic
def retire_template(template_id: UUID, *, by: Actor, at: datetime) -> ResultTemplate | None:
    """Stop using a published template; a draft is thrown away."""
    return retire(ResultTemplate, template_id, WORDING, by=by, at=at)
