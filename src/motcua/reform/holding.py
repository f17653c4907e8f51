"""Holding an assessment for a change, and finding what in it is changed."""

from uuid import UUID

from motcua.kernel.errors import NotFound
from motcua.reform.assessments import step_of
from motcua.reform.criteria_rules import Step, StepOver
from motcua.reform.models import Assessment, Criterion


def locked(assessment_id: UUID, *steps: Step) -> Assessment:
    """Return an assessment for a change, its row locked; refuse one at another step."""
    found = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
    if found is None:
        raise NotFound
    if step_of(found) not in steps:
        raise StepOver(step=step_of(found).label)
    return found


def scored_criterion(assessment: Assessment, code: str) -> Criterion:
    """Return a criterion that gets points of its own."""
    found = Criterion.objects.filter(template=assessment.template_id, code=code).first()
    below = Criterion.objects.filter(
        template=assessment.template_id, code__startswith=f"{code}."
    ).exists()
    if found is None or below:
        raise NotFound
    return found
