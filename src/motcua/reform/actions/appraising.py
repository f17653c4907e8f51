"""What those who appraise do: recognise or change points, add those of surveys, close."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput
from motcua.reform.assessments import unappraised
from motcua.reform.criteria_rules import (
    LONGEST_NOTE,
    LONGEST_REASON,
    AppraisedByYourself,
    NoteNeeded,
    NotYetScored,
    ScoredBy,
    Step,
    SurveySource,
    require_adjustment,
    require_points,
    words,
)
from motcua.reform.holding import locked, scored_criterion
from motcua.reform.models import Adjustment, Assessment, CriterionScore
from motcua.reform.permissions import require_appraiser

OPEN = (Step.APPRAISAL, Step.EXPLAINING)


def _for_appraisal(assessment_id: UUID, by: Actor, *steps: Step) -> Assessment:
    """Return an assessment for somebody who had no part in scoring it."""
    assessment = locked(assessment_id, *steps)
    require_appraiser(by)
    scored = CriterionScore.objects.filter(assessment=assessment, scored_by=by.person)
    if by.person == assessment.submitted_by or scored.exists():
        raise AppraisedByYourself
    return assessment


@transaction.atomic
def appraise(
    assessment_id: UUID, code: str, *, points: Decimal, note: str, by: Actor, at: datetime
) -> CriterionScore:
    """Recognise or change the points of a criterion; a change says why.

    Points of a survey come from the document that announced it, which the note names.
    """
    assessment = _for_appraisal(assessment_id, by, *OPEN)
    criterion = scored_criterion(assessment, code)
    require_points(points, criterion.most)
    told = words(note, LONGEST_NOTE)
    kept, _ = CriterionScore.objects.get_or_create(assessment=assessment, criterion=criterion)
    if not told and criterion.scored_by == ScoredBy.SURVEY:
        raise SurveySource
    if not told and points != kept.own_points:
        raise NoteNeeded(than="điểm tự chấm")
    kept.appraised_points, kept.appraised_note, kept.appraised_by = points, told, by.person
    kept.save(update_fields=["appraised_points", "appraised_note", "appraised_by"])
    record("assessment.appraised", assessment.id, by=by, at=at, criterion=code, points=str(points))
    return kept


@transaction.atomic
def finish_appraisal(assessment_id: UUID, *, by: Actor, at: datetime) -> Assessment:
    """Give the appraisal to the agency to explain what was lowered; nothing may be left out."""
    assessment = _for_appraisal(assessment_id, by, Step.APPRAISAL)
    left = unappraised(assessment)
    if left:
        raise NotYetScored(many=len(left), lack="chưa thẩm định", first=left[0])
    assessment.appraised_at = at
    assessment.save(update_fields=["appraised_at"])
    record("assessment.appraisal_finished", assessment.id, by=by, at=at)
    return assessment


@transaction.atomic
def adjust(
    assessment_id: UUID, *, points: Decimal, reason: str, by: Actor, at: datetime
) -> Adjustment:
    """Give bonus points, or take some away, within what the template allows."""
    assessment = _for_appraisal(assessment_id, by, *OPEN)
    told = words(reason, LONGEST_REASON)
    if not told:
        raise InvalidInput({"reason": "Xin ghi lý do và căn cứ."})
    given = Adjustment.objects.filter(assessment=assessment).values_list("points", flat=True)
    template = assessment.template
    require_adjustment(points, list(given), template.most_bonus, template.most_penalty)
    adjusted = Adjustment.objects.create(
        assessment=assessment, points=points, reason=told, given_by=by.who, given_at=at
    )
    record("assessment.adjusted", assessment.id, by=by, at=at, points=str(points))
    return adjusted


@transaction.atomic
def close(assessment_id: UUID, *, by: Actor, at: datetime) -> Assessment:
    """End an assessment: its points are final."""
    assessment = _for_appraisal(assessment_id, by, Step.EXPLAINING)
    assessment.closed_at = at
    assessment.save(update_fields=["closed_at"])
    record("assessment.closed", assessment.id, by=by, at=at)
    return assessment
