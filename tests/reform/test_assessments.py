"""Assessing oneself: who may do what at which step, what is refused, what the result is."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from motcua.documents.models import Document
from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.reform import actions
from motcua.reform.assessments import assessment_for, round_of, sheet_of, step_of
from motcua.reform.criteria_rules import (
    AppraisedByYourself,
    NoteNeeded,
    NotYetScored,
    RoundOpen,
    Step,
    StepOver,
    SurveySource,
    TemplateByYourself,
    TemplateNotSound,
    TooLong,
)
from motcua.reform.models import Assessment, CriterionScore
from tests.builders import an_agency, an_officer
from tests.indicators.facts import a_fact, stored
from tests.papers import a_pdf
from tests.reform.assessing import (
    LINES,
    SURVEY,
    YEAR,
    Round,
    a_round,
    appraised,
    facts_of_a_template,
    prove,
    scored,
)

pytestmark = pytest.mark.django_db
FIVE = Decimal(5)


def score(
    one: Round, code: str = "1.1", points: str = "5", note: str = "", by: object = None
) -> None:
    actor = by if isinstance(by, Actor) else one.scorer
    actions.score(one.assessment.id, code, points=Decimal(points), note=note, by=actor, at=now())


def test_whoever_drafted_a_template_does_not_publish_it() -> None:
    one = a_round()
    draft = actions.draft_template(facts_of_a_template(), LINES, by=one.drafter, at=now())

    with pytest.raises(TemplateByYourself):
        actions.publish_template(draft.id, by=one.drafter, at=now())


def test_points_that_do_not_add_up_make_no_template() -> None:
    one = a_round()

    with pytest.raises(TemplateNotSound, match="cộng lại là 10, không phải 11"):
        actions.draft_template(
            facts_of_a_template(total=Decimal(11)), LINES, by=one.drafter, at=now()
        )


def test_an_agency_is_assessed_once_a_year_by_a_template() -> None:
    one = a_round()

    with pytest.raises(RoundOpen, match="Sở Thử nghiệm"):
        actions.open_assessment(
            one.template.id,
            year=YEAR,
            agency=one.agency,
            due_on=date(2026, 1, 31),
            by=one.drafter,
            at=now(),
        )


def test_nobody_opens_an_assessment_by_a_draft() -> None:
    one = a_round()
    draft = actions.draft_template(facts_of_a_template(), LINES, by=one.drafter, at=now())

    with pytest.raises(NotFound):
        actions.open_assessment(
            draft.id,
            year=YEAR,
            agency=one.agency,
            due_on=date(2026, 1, 31),
            by=one.drafter,
            at=now(),
        )


def test_only_officers_of_the_agency_score_it() -> None:
    one = a_round()
    other = an_officer(an_agency("H42.78", "Sở Khác", "department"), Role.SECTION_HEAD)

    for stranger in (other, one.appraiser, an_officer(one.agency, Role.CASE_OFFICER)):
        with pytest.raises(NotPermitted):
            score(one, by=stranger)


def test_points_beside_what_records_say_need_a_word_why() -> None:
    stored(
        *(a_fact(settling_agency="H42.77", received_at=_in(YEAR), due_at=None) for _ in range(3))
    )
    one = a_round()

    with pytest.raises(NoteNeeded, match="số liệu của hệ thống"):
        score(one, points="4")
    score(one, points="4", note="Có ba hồ sơ chuyển tiếp")

    kept = CriterionScore.objects.get()
    assert (kept.counted_part, kept.counted_whole, kept.counted_points) == (3, 3, FIVE)
    assert (kept.own_points, kept.own_note) == (Decimal(4), "Có ba hồ sơ chuyển tiếp")


def _in(year: int) -> object:
    return now().replace(year=year, month=3, day=3)


def test_an_assessment_is_handed_in_whole_and_with_its_evidence() -> None:
    one = a_round()
    with pytest.raises(NotYetScored, match=r"Còn 2 tiêu chí chưa chấm điểm.*1\.1"):
        actions.submit(one.assessment.id, by=one.scorer, at=now())

    score(one)
    score(one, "1.2", "1")
    with pytest.raises(NotYetScored, match=r"Còn 1 tiêu chí chưa có tài liệu kiểm chứng.*1\.2"):
        actions.submit(one.assessment.id, by=one.scorer, at=now())

    prove(one, "1.2")
    assert step_of(actions.submit(one.assessment.id, by=one.scorer, at=now())) is Step.APPRAISAL


def test_no_points_need_no_evidence() -> None:
    one = a_round()
    score(one)
    score(one, "1.2", "0")

    assert actions.submit(one.assessment.id, by=one.scorer, at=now()).submitted_at


def test_after_handing_in_nothing_is_scored_or_taken_back() -> None:
    one = scored(a_round())
    proof = CriterionScore.objects.get(criterion__code="1.2").evidence.get()
    actions.submit(one.assessment.id, by=one.scorer, at=now())

    with pytest.raises(StepOver, match="thẩm định"):
        score(one)
    with pytest.raises(StepOver):
        actions.remove_evidence(one.assessment.id, proof.id, by=one.scorer, at=now())


def test_whoever_scored_does_not_appraise() -> None:
    one = scored(a_round())
    controller = an_officer(one.agency, Role.CONTROLLER)
    score(one, by=controller)
    actions.submit(one.assessment.id, by=one.scorer, at=now())

    with pytest.raises(AppraisedByYourself):
        actions.appraise(one.assessment.id, "1.1", points=FIVE, note="", by=controller, at=now())
    with pytest.raises(NotPermitted):
        actions.appraise(one.assessment.id, "1.1", points=FIVE, note="", by=one.drafter, at=now())


def test_a_change_and_a_survey_say_where_they_are_from() -> None:
    one = scored(a_round())
    actions.submit(one.assessment.id, by=one.scorer, at=now())

    def appraise(code: str, points: str) -> None:
        actions.appraise(
            one.assessment.id, code, points=Decimal(points), note=" ", by=one.appraiser, at=now()
        )

    with pytest.raises(NoteNeeded, match="điểm tự chấm"):
        appraise("1.1", "3")
    with pytest.raises(SurveySource):
        appraise(SURVEY, "3")
    appraise("1.1", "4")  # as the agency says


def test_an_area_gets_no_points_of_its_own() -> None:
    with pytest.raises(NotFound):
        score(a_round(), "1", "6")


def test_nothing_is_left_out_of_an_appraisal() -> None:
    one = scored(a_round())
    actions.submit(one.assessment.id, by=one.scorer, at=now())

    with pytest.raises(NotYetScored, match="Còn 3 tiêu chí chưa thẩm định"):
        actions.finish_appraisal(one.assessment.id, by=one.appraiser, at=now())


def test_an_assessment_ends_with_points_a_class_and_a_rank() -> None:
    one = appraised(scored(a_round()))
    actions.finish_appraisal(one.assessment.id, by=one.appraiser, at=now())
    actions.explain(one.assessment.id, "1.1", text="Đã gửi thêm", by=one.scorer, at=now())
    actions.adjust(
        one.assessment.id, points=Decimal("0.5"), reason="Sáng kiến", by=one.appraiser, at=now()
    )
    actions.close(one.assessment.id, by=one.appraiser, at=now())

    sheet = sheet_of(Assessment.objects.select_related("template").get())
    standing = round_of(YEAR, one.appraiser)[0]

    assert (sheet.own, sheet.recognised) == (Decimal(5), Decimal(8))
    assert sheet.percent == Fraction(80)
    assert (standing.class_name, standing.rank) == ("Nhóm B", 1)
    assert sheet.scores["1.1"].explanation == "Đã gửi thêm"
    with pytest.raises(StepOver, match="đã kết thúc"):
        actions.adjust(
            one.assessment.id, points=Decimal(-1), reason="Muộn", by=one.appraiser, at=now()
        )


def test_every_step_is_in_the_log() -> None:
    one = appraised(scored(a_round()))

    told = Event.objects.filter(subject=one.assessment.id).order_by("sequence")

    assert list(dict.fromkeys(told.values_list("verb", flat=True))) == [
        "assessment.opened",
        "assessment.scored",
        "assessment.proved",
        "assessment.submitted",
        "assessment.appraised",
    ]


def test_the_file_of_evidence_is_given_to_who_may_see_the_assessment_and_goes_when_taken_back() -> (
    None
):
    one = scored(a_round())
    proof = actions.add_evidence(
        one.assessment.id,
        "1.2",
        title="Danh sách ký số",
        file=("danh-sach.pdf", a_pdf()),
        by=one.scorer,
        at=now(),
    )
    other = an_officer(an_agency("H42.78", "Sở Khác", "department"), Role.SECTION_HEAD)

    given = actions.look_at_evidence(proof.id, by=one.appraiser, at=now())
    with pytest.raises(NotPermitted):
        actions.look_at_evidence(proof.id, by=other, at=now())
    actions.remove_evidence(one.assessment.id, proof.id, by=one.scorer, at=now())

    assert given.purpose == "evidence"
    assert not Document.objects.filter(pk=given.pk).exists()


def test_evidence_without_a_name_is_refused() -> None:
    one = a_round()

    with pytest.raises(InvalidInput):
        actions.add_evidence(
            one.assessment.id, "1.2", title=" ", file=None, by=one.scorer, at=now()
        )


def test_an_assessment_is_seen_by_its_agency_and_by_those_who_watch() -> None:
    one = a_round()
    other = an_officer(an_agency("H42.78", "Sở Khác", "department"), Role.SECTION_HEAD)

    assert assessment_for(one.assessment.id, one.scorer) == one.assessment
    assert [row.agency for row in round_of(YEAR, one.appraiser)] == ["Sở Thử nghiệm"]
    assert round_of(YEAR, other) == []
    with pytest.raises(NotFound):
        assessment_for(one.assessment.id, other)


def test_the_database_keeps_steps_in_order() -> None:
    one = a_round()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=one.assessment.id).update(closed_at=now())


def test_more_words_than_are_kept_are_refused_and_nothing_is_cut_off_silently() -> None:
    with pytest.raises(TooLong, match="1000"):
        score(a_round(), note="dài " * 300)
