"""Last year's assessments of a few agencies of the sample, at every step; criteria are invented."""

import random
from datetime import date, datetime
from decimal import Decimal

from motcua.demo.accounts import acting, sample_commune
from motcua.demo.reading import FACTS
from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency, Position
from motcua.reform import actions
from motcua.reform.assessments import lines_of, sheet_of
from motcua.reform.criteria_rules import (
    HUNDREDTH,
    Line,
    ScoredBy,
    Step,
    TemplateFacts,
    scored_codes,
)
from motcua.reform.criteria_table import read_lines
from motcua.reform.models import Assessment, CriterionScore
from motcua.reform.rules import PAR

SEED = 2026
DRAFTER, APPRAISER = "quan-tri-nghiep-vu", "kiem-soat"
PROVINCE = "H42"
# Codes of departments, and how far each has come.
DEPARTMENTS = (
    ("H42.34", Step.CLOSED),
    ("H42.33", Step.CLOSED),
    ("H42.18", Step.EXPLAINING),
    ("H42.35", Step.APPRAISAL),
)
SHARES = ("0.7", "0.8", "0.9", "1")
HALF = 12  # criteria that have points where scoring goes on
LOWERED = 6  # one in so many is recognised lower
BONUS = Decimal("0.5")
INVENTIVE = "Có sáng kiến rút ngắn thời gian trả kết quả, được tỉnh mẫu công nhận."
SURVEY = "Báo cáo kết quả điều tra của tỉnh mẫu"
NAME = "Bộ tiêu chí mẫu về cải cách hành chính"
BASIS = (
    "Dữ liệu mẫu; điểm tối đa của tám lĩnh vực theo Quyết định 2948/QĐ-BNV, tiêu chí do tỉnh"
    " mẫu đặt"
)


def load_assessments(at: datetime) -> None:
    """Publish a template, and have agencies assess themselves for last year by it."""
    rng = random.Random(SEED)  # noqa: S311 -- a repeatable sample, nothing secret
    drafter, appraiser = acting(DRAFTER), acting(APPRAISER)
    about = TemplateFacts(
        index=PAR,
        name=NAME,
        basis=BASIS,
        valid_from=date(at.year - 1, 1, 1),
        total=Decimal(100),
        most_bonus=Decimal(2),
        most_penalty=Decimal(5),
    )
    lines = read_lines("criteria.csv", (FACTS / "criteria.csv").read_bytes())
    template = actions.draft_template(about, lines, by=drafter, at=at)
    actions.publish_template(template.id, by=appraiser, at=at)
    known = {one.code: one for one in Agency.objects.filter(valid_to=None)}
    steps = [(known[code], step) for code, step in DEPARTMENTS if code in known]
    steps += [(sample_commune(), Step.SCORING), (known[PROVINCE], Step.SCORING)]
    due = date(at.year, 1, 31)
    for agency, step in steps:
        opened = actions.open_assessment(
            template.id, year=at.year - 1, agency=agency, due_on=due, by=drafter, at=at
        )
        _come_to(step, opened, appraiser, rng, at)


def _scorer(assessment: Assessment) -> Actor | None:
    held = Position.objects.filter(agency=assessment.held_by, role=Role.SECTION_HEAD.value)
    first = held.order_by("officer").first()
    if first is None:
        return None
    return Actor(first.officer_id, first.agency_id, frozenset({Role.SECTION_HEAD}))


def _come_to(
    step: Step, assessment: Assessment, appraiser: Actor, rng: random.Random, at: datetime
) -> None:
    scorer = _scorer(assessment)
    if scorer is None:
        return
    lines = lines_of(assessment.template_id)
    scored = scored_codes(line.code for line in lines)
    asked = [line for line in lines if line.code in scored]
    own = [line for line in asked if line.scored_by == ScoredBy.SELF]
    for line in own[: HALF if step is Step.SCORING else len(own)]:
        _score(assessment, line, scorer, rng, at)
    if step is Step.SCORING:
        return
    actions.submit(assessment.id, by=scorer, at=at)
    if step is Step.APPRAISAL:
        return
    for line in asked:
        _appraise(assessment, line, appraiser, rng, at)
    actions.finish_appraisal(assessment.id, by=appraiser, at=at)
    _explain(assessment, scorer, at)
    if step is Step.CLOSED:
        actions.close(assessment.id, by=appraiser, at=at)
    else:
        actions.adjust(assessment.id, points=BONUS, reason=INVENTIVE, by=appraiser, at=at)


def _score(assessment: Assessment, line: Line, by: Actor, rng: random.Random, at: datetime) -> None:
    points = _share_of(line, rng)
    note = "Theo báo cáo của đơn vị mẫu."
    kept = actions.score(assessment.id, line.code, points=points, note=note, by=by, at=at)
    if kept.counted_points is not None:
        counted = kept.counted_points
        actions.score(assessment.id, line.code, points=counted, note="", by=by, at=at)
    elif line.evidence:
        title = f"{line.evidence} năm {assessment.year} (mẫu)"
        actions.add_evidence(assessment.id, line.code, title=title, file=None, by=by, at=at)


def _appraise(
    assessment: Assessment, line: Line, by: Actor, rng: random.Random, at: datetime
) -> None:
    if line.scored_by == ScoredBy.SURVEY:
        points, note = _share_of(line, rng), SURVEY
    else:
        score = CriterionScore.objects.get(assessment=assessment, criterion__code=line.code)
        points, note = score.own_points or Decimal(0), ""
        if not rng.randrange(LOWERED) and points:
            points = (points * Decimal("0.8")).quantize(HUNDREDTH)
            note = "Tài liệu kiểm chứng chưa đủ cho cả năm."
    actions.appraise(assessment.id, line.code, points=points, note=note, by=by, at=at)


def _explain(assessment: Assessment, by: Actor, at: datetime) -> None:
    for code, score in sheet_of(assessment).scores.items():
        if score.own_points and score.appraised_points != score.own_points:
            text = "Đơn vị mẫu nhận thiếu sót và bổ sung tài liệu."
            actions.explain(assessment.id, code, text=text, by=by, at=at)
            return


def _share_of(line: Line, rng: random.Random) -> Decimal:
    return (line.most * Decimal(rng.choice(SHARES))).quantize(HUNDREDTH)
