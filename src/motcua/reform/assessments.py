"""Reading assessments: the sheet of one, and how the agencies of a year compare."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import agency_names
from motcua.reform.criteria_rules import (
    Given,
    Line,
    ScoredBy,
    Step,
    Summed,
    class_of,
    scored_codes,
    share,
    summed,
    total,
)
from motcua.reform.models import (
    Adjustment,
    Assessment,
    Criterion,
    CriterionScore,
    Evidence,
    ScoringTemplate,
)
from motcua.reform.permissions import READING_ALL, SCORING, may_read

CLASSES = Path(__file__).parent / "facts" / "classes.toml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An assessment as a whole: every line with its sums, what was added, the result so far."""

    assessment: Assessment
    lines: Sequence[Summed]
    scores: dict[str, CriterionScore]
    evidence: dict[UUID, int]
    adjustments: Sequence[Adjustment]
    own: Decimal
    recognised: Decimal

    @property
    def percent(self) -> Fraction:
        """Return recognised points in percent of the most there are."""
        return share(self.recognised, self.assessment.template.total) or Fraction(0)

    @property
    def class_name(self) -> str:
        """Return the class of the result; told once the assessment is closed."""
        if self.assessment.closed_at is None:
            return ""
        classes = _classes(self.assessment.template.index, self.assessment.year)
        return class_of(self.percent, classes)


def step_of(assessment: Assessment) -> Step:
    """Return where an assessment stands."""
    if assessment.closed_at:
        return Step.CLOSED
    if assessment.appraised_at:
        return Step.EXPLAINING
    return Step.APPRAISAL if assessment.submitted_at else Step.SCORING


def line_of(criterion: Criterion) -> Line:
    """Return a criterion as rules read it."""
    return Line(
        criterion.code,
        criterion.name,
        criterion.most,
        criterion.scored_by,
        criterion.measure,
        criterion.full_at,
        criterion.none_under,
        criterion.evidence,
    )


def lines_of(template_id: UUID) -> list[Line]:
    """Return the lines of a template in their order; one statement."""
    found = Criterion.objects.filter(template=template_id).order_by("place")
    return [line_of(one) for one in found]


def assessment_for(assessment_id: UUID, reader: Actor) -> Assessment:
    """Return an assessment that somebody may see; to others it does not exist."""
    found = Assessment.objects.select_related("template").filter(pk=assessment_id).first()
    if found is None or not may_read(reader, found):
        raise NotFound
    return found


def sheet_of(assessment: Assessment) -> Sheet:
    """Return the whole sheet of an assessment; four statements."""
    return _sheets([assessment])[0]


def _sheets(assessments: Sequence[Assessment]) -> list[Sheet]:
    """Return the sheets of assessments; four statements however many there are."""
    templates = {one.template_id for one in assessments}
    lines: dict[UUID, list[Line]] = {}
    for criterion in Criterion.objects.filter(template__in=templates).order_by("place"):
        lines.setdefault(criterion.template_id, []).append(line_of(criterion))
    scores: dict[UUID, dict[str, CriterionScore]] = {}
    found = CriterionScore.objects.filter(assessment__in=assessments).select_related("criterion")
    for one in found:
        scores.setdefault(one.assessment_id, {})[one.criterion.code] = one
    evidence = Evidence.objects.filter(score__assessment__in=assessments).values_list("score")
    proved = dict(evidence.annotate(many=Count("pk")))
    adjusted: dict[UUID, list[Adjustment]] = {}
    for given in Adjustment.objects.filter(assessment__in=assessments).order_by("given_at"):
        adjusted.setdefault(given.assessment_id, []).append(given)
    return [
        _sheet(
            one,
            lines.get(one.template_id, []),
            scores.get(one.id, {}),
            proved,
            adjusted.get(one.id, []),
        )
        for one in assessments
    ]


def _sheet(
    assessment: Assessment,
    lines: list[Line],
    scores: dict[str, CriterionScore],
    evidence: dict[UUID, int],
    adjustments: list[Adjustment],
) -> Sheet:
    given = {code: Given(one.own_points, one.appraised_points) for code, one in scores.items()}
    rows = summed(lines, given)
    own, recognised = total(rows, (one.points for one in adjustments))
    return Sheet(assessment, rows, scores, evidence, adjustments, own, recognised)


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency in a year's round: its step, points so far, and its place once it is closed."""

    assessment: Assessment
    agency: str
    step: Step
    own: Decimal
    recognised: Decimal
    percent: Fraction
    class_name: str
    rank: int | None


def round_of(year: int, reader: Actor) -> list[Standing]:
    """Return the assessments of a year that somebody may see, closed ones by their rank first.

    Equal results have the same rank. Six statements.
    """
    found = list(_readable(reader).filter(year=year).select_related("template"))
    names = agency_names(one.agency for one in found)
    sheets = _sheets(found)
    closed = sorted((one.percent for one in sheets if one.assessment.closed_at), reverse=True)
    rows = [
        Standing(
            one.assessment,
            names.get(one.assessment.agency, ""),
            step_of(one.assessment),
            one.own,
            one.recognised,
            one.percent,
            one.class_name,
            closed.index(one.percent) + 1 if one.assessment.closed_at else None,
        )
        for one in sheets
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.agency))


def years_assessed(reader: Actor) -> list[int]:
    """Return the years with assessments that somebody may see, the latest first."""
    found = _readable(reader).values_list("year", flat=True).distinct()
    return sorted(set(found), reverse=True)


def _readable(reader: Actor) -> QuerySet[Assessment]:
    if not reader.is_officer:
        return Assessment.objects.none()
    if reader.has(*READING_ALL):
        return Assessment.objects.all()
    if not reader.has(*SCORING):
        return Assessment.objects.none()
    return Assessment.objects.filter(Q(agency=reader.agency) | Q(held_by=reader.agency))


def lacking(assessment: Assessment) -> tuple[list[str], list[str]]:
    """Return the codes that have no points yet, and those without the evidence they ask for.

    Records of this system are evidence enough, and no points need none.
    """
    lines = lines_of(assessment.template_id)
    scored = scored_codes(line.code for line in lines)
    own = [one for one in lines if one.code in scored and one.scored_by == ScoredBy.SELF]
    given = CriterionScore.objects.filter(assessment=assessment, own_points__isnull=False)
    scores = given.annotate(proofs=Count("evidence")).select_related("criterion")
    known = {one.criterion.code: one for one in scores}
    unscored = [one.code for one in own if one.code not in known]
    unproved = [
        one.code
        for one in own
        if one.evidence
        and not one.measure
        and one.code in known
        and known[one.code].own_points
        and not known[one.code].proofs
    ]
    return unscored, unproved


def unappraised(assessment: Assessment) -> list[str]:
    """Return the codes that nobody has appraised."""
    lines = lines_of(assessment.template_id)
    scored = scored_codes(line.code for line in lines)
    known = set(
        CriterionScore.objects.filter(
            assessment=assessment, appraised_points__isnull=False
        ).values_list("criterion__code", flat=True)
    )
    return [one.code for one in lines if one.code in scored and one.code not in known]


def templates_known() -> list[ScoringTemplate]:
    """Return every scoring template, the latest first."""
    return list(ScoringTemplate.objects.order_by("-valid_from", "-drafted_at"))


def template_known(template_id: UUID) -> ScoringTemplate:
    """Return a scoring template."""
    found = ScoringTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise NotFound
    return found


def evidence_of(score: CriterionScore | None) -> Iterable[Evidence]:
    """Return what proves a score, in the order in which it came."""
    return list(score.evidence.order_by("added_at", "id")) if score else []


@lru_cache(maxsize=32)
def _classes(index: str, year: int) -> tuple[tuple[Fraction, str], ...]:
    told = tomllib.loads(CLASSES.read_text("utf-8")).get(index, [])
    known = [one for one in told if one["from"] <= year]
    if not known:
        return ()
    latest = max(known, key=lambda one: int(one["from"]))
    classes = [(Fraction(one["least"]), str(one["name"])) for one in latest["classes"]]
    return tuple(sorted(classes, reverse=True))
