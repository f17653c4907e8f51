"""Correcting just what was marked; what was said before stays, sealed, with who and when."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.amending import may_be_amended
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import AnswersVersion, Attachment, Dossier, SupplementRequest
from motcua.dossiers.overview import overview
from motcua.dossiers.rules import SupplementItem
from motcua.kernel.errors import InvalidInput
from motcua.organisations.queries import officer_names
from tests.builders import (
    FORM,
    a_component,
    a_document,
    a_procedure,
    a_receptionist,
    a_submitted_dossier,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident

pytestmark = pytest.mark.django_db
TUESDAY, THURSDAY = hanoi("2026-06-02 10:00"), hanoi("2026-06-04 16:00")
WISH = SupplementItem("wish", "field", "Chưa rõ")
PAPER = SupplementItem("GT", "component", "Bản chụp bị mờ")


def asked_for(*items: SupplementItem, **given: object) -> Dossier:
    dossier = a_submitted_dossier(**given)  # type: ignore[arg-type]
    desk = a_receptionist(dossier)
    actions.request_supplement(ident(dossier), items=items, by=desk, at=TUESDAY)
    return dossier


def correct(dossier: Dossier, **answers: object) -> None:
    actions.save_answers(ident(dossier), answers=answers, by=the_applicant(dossier), at=THURSDAY)


def amendment(dossier: Dossier) -> object:
    seen = overview(Dossier.objects.get(pk=dossier.id))
    return seen.amendments[SupplementRequest.objects.get(dossier=dossier).id]


def test_the_marked_answer_is_corrected_and_both_versions_stay() -> None:
    dossier = asked_for(WISH)

    correct(dossier, wish="Xin cấp bản sao")
    actions.answer_supplement(ident(dossier), by=the_applicant(dossier), at=THURSDAY)

    made = amendment(dossier)
    [one] = made.answers  # type: ignore[attr-defined]
    assert (one.label, one.before, one.after) == (
        "Nội dung đề nghị",
        "Xin cấp giấy",
        "Xin cấp bản sao",
    )
    assert made.stated_by == made.answered_by == dossier.applicant_id  # type: ignore[attr-defined]
    assert made.stated_at == MONDAY_MORNING  # type: ignore[attr-defined]


def test_what_was_said_before_is_kept_once_and_sealed() -> None:
    dossier = asked_for(WISH)

    correct(dossier, wish="một")
    correct(dossier, wish="hai")

    version = AnswersVersion.objects.get(dossier=dossier)
    assert "Xin cấp giấy".encode() not in bytes(version.sealed)
    assert amendment(dossier).answers[0].before == "Xin cấp giấy"  # type: ignore[attr-defined]


def test_nothing_is_kept_while_a_draft_is_written_or_nothing_changes() -> None:
    dossier = asked_for(WISH)

    correct(dossier, wish="Xin cấp giấy")

    assert not AnswersVersion.objects.exists()
    assert amendment(dossier).answers == []  # type: ignore[attr-defined]


def test_an_answer_that_was_not_marked_stands() -> None:
    dossier = asked_for(WISH)

    with pytest.raises(InvalidInput) as refusal:
        correct(dossier, wish="khác", full_name="Tên khác")

    assert list(refusal.value.errors) == ["full_name"]
    assert answers_of(dossier)["wish"] == "Xin cấp giấy"


def test_the_desk_may_correct_more_for_the_applicant() -> None:
    dossier = asked_for(WISH)
    desk = a_receptionist(dossier)

    actions.save_answers(ident(dossier), answers={"full_name": "Tên khác"}, by=desk, at=THURSDAY)
    actions.answer_supplement(ident(dossier), by=desk, at=THURSDAY)

    made = amendment(dossier)
    assert made.answered_by == desk.person  # type: ignore[attr-defined]
    assert desk.person in officer_names([desk.person])


def test_marking_the_form_itself_opens_all_of_it() -> None:
    procedure = a_procedure(components=(a_component("TK", source="form"),))
    item = SupplementItem("TK", "component", "Khai lại")
    dossier = asked_for(item, procedure=procedure, papers=())

    correct(dossier, full_name="Tên khác")

    assert answers_of(dossier)["full_name"] == "Tên khác"


def test_a_paper_that_was_not_marked_stands_and_a_marked_one_is_replaced() -> None:
    dossier = asked_for(WISH)
    applicant, paper = the_applicant(dossier), Attachment.objects.get(dossier=dossier)

    with pytest.raises(InvalidInput):
        actions.detach(ident(dossier), attachment=paper.id, by=applicant, at=THURSDAY)
    with pytest.raises(InvalidInput):
        actions.attach(
            ident(dossier),
            component="GT",
            document=a_document(applicant),
            by=applicant,
            at=THURSDAY,
        )


def test_both_papers_are_shown_when_a_marked_one_was_replaced() -> None:
    dossier = asked_for(PAPER)
    applicant, paper = the_applicant(dossier), Attachment.objects.get(dossier=dossier)
    actions.detach(ident(dossier), attachment=paper.id, by=applicant, at=THURSDAY)
    fresh = actions.attach(
        ident(dossier),
        component="GT",
        document=a_document(applicant, name="ro-hon.pdf"),
        by=applicant,
        at=THURSDAY,
    )

    [changed] = amendment(dossier).papers  # type: ignore[attr-defined]

    assert (changed.before, changed.after) == ([paper], [fresh])


def test_what_hangs_on_a_marked_answer_may_be_answered_too() -> None:
    assert may_be_amended(FORM, {"for_other"}, ()) == {"for_other", "other_name"}
    assert may_be_amended(FORM, {"copies"}, {"wish.0"}) == {"copies", "price", "wish"}
