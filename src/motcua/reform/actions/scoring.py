"""What the agency that is assessed does: points with evidence, handing in, explaining."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from motcua.documents import actions as documents
from motcua.documents.models import Document
from motcua.documents.queries import documents_by_id
from motcua.documents.reading_rules import Why
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.organisations.models import Agency
from motcua.reform.assessments import lacking, line_of
from motcua.reform.criteria_rules import (
    LONGEST_NOTE,
    NoteNeeded,
    NotYetScored,
    ScoredBy,
    Step,
    counted_points,
    require_points,
    words,
)
from motcua.reform.holding import locked, scored_criterion
from motcua.reform.measuring import measured
from motcua.reform.models import Assessment, Criterion, CriterionScore, Evidence
from motcua.reform.permissions import may_read, require_scorer

LONGEST_TITLE = 300
EVIDENCE = "evidence"


@transaction.atomic
def score(
    assessment_id: UUID, code: str, *, points: Decimal, note: str, by: Actor, at: datetime
) -> CriterionScore:
    """Give the agency's own points for a criterion, beside what records say at this moment.

    Points that differ from what records say need a note.
    """
    assessment = locked(assessment_id, Step.SCORING)
    require_scorer(by, assessment)
    criterion = scored_criterion(assessment, code)
    if criterion.scored_by != ScoredBy.SELF:
        raise NotFound
    require_points(points, criterion.most)
    counted = _counted(assessment, criterion, at)
    told = words(note, LONGEST_NOTE)
    if counted["counted_points"] not in (None, points) and not told:
        raise NoteNeeded(than="điểm tính từ số liệu của hệ thống")
    kept, _ = CriterionScore.objects.update_or_create(
        assessment=assessment,
        criterion=criterion,
        defaults={"own_points": points, "own_note": told, "scored_by": by.who, **counted},
    )
    record("assessment.scored", assessment.id, by=by, at=at, criterion=code, points=str(points))
    return kept


def _counted(assessment: Assessment, criterion: Criterion, at: datetime) -> dict[str, object]:
    nothing: dict[str, object] = dict.fromkeys(
        ("counted_part", "counted_whole", "counted_points", "counted_at")
    )
    if not criterion.measure:
        return nothing
    agency = Agency.objects.get(pk=assessment.agency)
    part, whole = measured(assessment.year, agency.code, at).get(criterion.measure, (0, 0))
    points = counted_points(line_of(criterion), part, whole)
    return {
        "counted_part": part,
        "counted_whole": whole,
        "counted_points": points,
        "counted_at": at,
    }


def add_evidence(
    assessment_id: UUID,
    code: str,
    *,
    title: str,
    file: tuple[str, bytes] | None,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Name a document that proves a score, with its file where there is one.

    The file is read whole before anything is kept, outside of the transaction.
    """
    told = " ".join(title.split())[:LONGEST_TITLE]
    if not told:
        words = "Xin ghi tên, số, ký hiệu và ngày ban hành của tài liệu."
        raise InvalidInput({"title": words})
    with transaction.atomic():
        require_scorer(by, locked(assessment_id, Step.SCORING, Step.EXPLAINING))
    document = None
    if file is not None:
        document = documents.take_in(*file, subject=assessment_id, purpose=EVIDENCE, by=by, at=at)
    with transaction.atomic():
        assessment = locked(assessment_id, Step.SCORING, Step.EXPLAINING)
        criterion = scored_criterion(assessment, code)
        kept, _ = CriterionScore.objects.get_or_create(assessment=assessment, criterion=criterion)
        evidence = Evidence.objects.create(
            score=kept,
            title=told,
            document=document.id if document else None,
            added_by=by.who,
            added_at=at,
        )
        record("assessment.proved", assessment.id, by=by, at=at, criterion=code)
    return evidence


@transaction.atomic
def remove_evidence(assessment_id: UUID, evidence_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a piece of evidence back while scoring goes on; its file goes with it."""
    assessment = locked(assessment_id, Step.SCORING)
    require_scorer(by, assessment)
    found = Evidence.objects.filter(pk=evidence_id, score__assessment=assessment).first()
    if found is None:
        raise NotFound
    document = documents_by_id([found.document]).get(found.document) if found.document else None
    found.delete()
    if document is not None:
        documents.forget(document, by=by, at=at)
    record("assessment.unproved", assessment.id, by=by, at=at)


@transaction.atomic
def look_at_evidence(evidence_id: UUID, *, by: Actor, at: datetime) -> Document:
    """Give out the file of a piece of evidence to who may see the assessment; it is noted."""
    found = (
        Evidence.objects.select_related("score__assessment")
        .filter(pk=evidence_id, document__isnull=False)
        .first()
    )
    if found is None or found.document is None:
        raise NotFound
    if not may_read(by, found.score.assessment):
        raise NotPermitted
    document = documents_by_id([found.document])[found.document]
    documents.note_reading(document, why=Why.DUTY, by=by, at=at)
    return document


@transaction.atomic
def submit(assessment_id: UUID, *, by: Actor, at: datetime) -> Assessment:
    """Hand the assessment in: every criterion has points, and the evidence it asks for."""
    assessment = locked(assessment_id, Step.SCORING)
    require_scorer(by, assessment)
    unscored, unproved = lacking(assessment)
    for missing, lack in ((unscored, "chưa chấm điểm"), (unproved, "chưa có tài liệu kiểm chứng")):
        if missing:
            raise NotYetScored(many=len(missing), lack=lack, first=missing[0])
    assessment.submitted_by, assessment.submitted_at = by.person, at
    assessment.save(update_fields=["submitted_by", "submitted_at"])
    record("assessment.submitted", assessment.id, by=by, at=at)
    return assessment


@transaction.atomic
def explain(assessment_id: UUID, code: str, *, text: str, by: Actor, at: datetime) -> None:
    """Explain a criterion whose points were lowered, before the assessment is closed."""
    assessment = locked(assessment_id, Step.EXPLAINING)
    require_scorer(by, assessment)
    told = words(text, LONGEST_NOTE)
    if not told:
        raise InvalidInput({"explanation": "Xin ghi nội dung giải trình."})
    kept = CriterionScore.objects.filter(
        assessment=assessment, criterion=scored_criterion(assessment, code)
    )
    if not kept.update(explanation=told):
        raise NotFound
    record("assessment.explained", assessment.id, by=by, at=at, criterion=code)
