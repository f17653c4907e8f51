"""An assessment of a department for the tests: template, officers, points."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import now

from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency
from motcua.reform import actions
from motcua.reform.criteria_rules import Line, TemplateFacts
from motcua.reform.models import Assessment, ScoringTemplate
from tests.builders import a_province, an_agency, an_officer

YEAR = 2025
LINES = [
    Line("1", "Giải quyết hồ sơ", Decimal(6)),
    Line("1.1", "Đúng hạn", Decimal(5), measure="2.1", full_at=Decimal(100)),
    Line("1.2", "Thư xin lỗi", Decimal(1), evidence="Danh sách thư"),
    Line("2", "Tác động", Decimal(4), "survey"),
]
SELF, SURVEY = ("1.1", "1.2"), "2"


@dataclass
class Round:
    """Who takes part, and the assessment of one department."""

    drafter: Actor
    appraiser: Actor
    scorer: Actor
    agency: Agency
    template: ScoringTemplate
    assessment: Assessment


def facts_of_a_template(**given: object) -> TemplateFacts:
    told = {
        "index": "PAR",
        "name": "Bộ tiêu chí",
        "basis": "Quyết định 1",
        "valid_from": date(2025, 1, 1),
        "total": Decimal(10),
        "most_bonus": Decimal(1),
        "most_penalty": Decimal(2),
    }
    return TemplateFacts(**{**told, **given})  # type: ignore[arg-type]


def a_round() -> Round:
    """Return a round with an assessment that was just opened."""
    office = a_province().committee
    drafter = an_officer(office, Role.BUSINESS_ADMIN, full_name="Người Soạn")
    appraiser = an_officer(office, Role.CONTROLLER, full_name="Người Thẩm Định")
    agency = an_agency("H42.77", "Sở Thử nghiệm", "department")
    scorer = an_officer(agency, Role.SECTION_HEAD, full_name="Người Chấm")
    template = actions.draft_template(facts_of_a_template(), LINES, by=drafter, at=now())
    actions.publish_template(template.id, by=appraiser, at=now())
    assessment = actions.open_assessment(
        template.id, year=YEAR, agency=agency, due_on=date(2026, 1, 31), by=drafter, at=now()
    )
    return Round(drafter, appraiser, scorer, agency, template, assessment)


def scored(one: Round) -> Round:
    """Give every criterion its points and evidence."""
    for code, points in zip(SELF, ("4", "1"), strict=True):
        actions.score(
            one.assessment.id, code, points=Decimal(points), note="", by=one.scorer, at=now()
        )
    prove(one, "1.2")
    return one


def prove(one: Round, code: str) -> None:
    """Name a document for a criterion."""
    actions.add_evidence(
        one.assessment.id, code, title="Danh sách số 1", file=None, by=one.scorer, at=now()
    )


def appraised(one: Round) -> Round:
    """Recognise what was scored but for half a point, and add the survey."""
    actions.submit(one.assessment.id, by=one.scorer, at=now())
    for code, points, note in (
        ("1.1", "3.5", "Chưa đủ chứng cứ"),
        ("1.2", "1", ""),
        (SURVEY, "3", "Báo cáo điều tra số 2"),
    ):
        actions.appraise(
            one.assessment.id, code, points=Decimal(points), note=note, by=one.appraiser, at=now()
        )
    return one
