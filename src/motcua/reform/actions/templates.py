"""Scoring templates, drafted by one and published by another, and opening a year's assessments."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.events.actions import record
from motcua.events.templates import Wording, publish, require_author, retire
from motcua.indicators.rules import PROVINCE
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.models import Agency
from motcua.reform.assessments import lines_of
from motcua.reform.criteria_rules import (
    Line,
    RoundOpen,
    TemplateByYourself,
    TemplateFacts,
    TemplateIsPublished,
    TemplateNotSound,
    faults,
)
from motcua.reform.measuring import measures
from motcua.reform.models import Assessment, Criterion, ScoringTemplate
from motcua.reform.permissions import require_organiser
from motcua.reform.rules import require_year

WORDING = Wording("scoring_template", TemplateIsPublished, TemplateByYourself)


@transaction.atomic
def draft_template(
    about: TemplateFacts, lines: list[Line], *, by: Actor, at: datetime
) -> ScoringTemplate:
    """Keep criteria as a new draft; refused when points do not add up or codes do not fit."""
    require_author(by)
    found = faults(lines, about.total, measures())
    if found:
        raise TemplateNotSound(first=found[0].rstrip("."))
    template = ScoringTemplate.objects.create(**asdict(about), drafted_by=by.who, drafted_at=at)
    Criterion.objects.bulk_create(
        Criterion(template=template, place=place, **asdict(line))
        for place, line in enumerate(lines)
    )
    facts = {"index": about.index, "lines": len(lines)}
    record("scoring_template.drafted", template.id, by=by, at=at, **facts)
    return template


@transaction.atomic
def publish_template(template_id: UUID, *, by: Actor, at: datetime) -> ScoringTemplate:
    """Put a draft in force from its day on; never by the one who drafted it."""
    return publish(ScoringTemplate, template_id, WORDING, by=by, at=at)


@transaction.atomic
def retire_template(template_id: UUID, *, by: Actor, at: datetime) -> ScoringTemplate | None:
    """Stop opening assessments by a published template; a draft is thrown away."""
    return retire(ScoringTemplate, template_id, WORDING, by=by, at=at)


@transaction.atomic
def open_assessment(
    template_id: UUID, *, year: int, agency: Agency, due_on: date, by: Actor, at: datetime
) -> Assessment:
    """Have an agency assess itself for a year until a day; once for each template.

    The province itself has no officers who score: whoever opens its assessment, their office does.
    """
    require_organiser(by)
    template = ScoringTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None or template.published_at is None or template.retired_at is not None:
        raise NotFound
    assessment = Assessment(
        template=template,
        year=require_year(year),
        agency=agency.id,
        held_by=by.office if agency.kind == PROVINCE else agency.id,
        due_on=due_on,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError as error:
        raise RoundOpen(year=year, agency=agency.name) from error
    facts = {"year": year, "agency": str(agency.id), "criteria": len(lines_of(template.id))}
    record("assessment.opened", assessment.id, by=by, at=at, **facts)
    return assessment
