"""Filing the same thing twice: told to the applicant, shown to the officer."""

from datetime import date, timedelta

import pytest

from motcua.dossiers.content import answers_of
from motcua.dossiers.duplicates import alike_to, bound, compared_with
from motcua.dossiers.likeness import percent_alike
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import visible_to
from tests.builders import (
    ANSWERS,
    FORM,
    a_draft,
    a_procedure,
    a_receptionist,
    a_submitted_dossier,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(days=2)


def drafted_again(before: Dossier, **said: object) -> Dossier:
    answers = {**ANSWERS, **said}
    return a_draft(before.procedure, by=the_applicant(before), answers=answers)


def codes(draft: Dossier) -> list[str]:
    return [one.code for one in alike_to(draft, answers_of(draft), LATER)]


def test_a_dossier_that_says_the_same_is_found() -> None:
    before = a_submitted_dossier()

    assert codes(drafted_again(before)) == [before.submission_code]


def test_another_wish_is_another_dossier() -> None:
    before = a_submitted_dossier()
    draft = drafted_again(before, wish="Xin cấp phép khác", copies=9, for_other=True)

    assert codes(draft) == []


def test_another_person_or_procedure_is_another_dossier() -> None:
    before = a_submitted_dossier()

    assert codes(a_draft(before.procedure)) == []
    assert codes(a_draft(a_procedure(), by=the_applicant(before))) == []


def test_what_was_filed_long_ago_or_taken_back_is_not_in_the_way() -> None:
    before = a_submitted_dossier()
    draft = drafted_again(before)
    long_after = MONDAY_MORNING + timedelta(days=bound("days", date(2026, 6, 1)) + 1)

    assert alike_to(draft, answers_of(draft), long_after) == []
    Dossier.objects.filter(pk=before.id).update(status="withdrawn")
    assert codes(draft) == []


def test_an_officer_is_shown_only_what_they_may_know_of() -> None:
    before = a_submitted_dossier()
    draft = drafted_again(before)
    nobody = visible_to(a_receptionist(before)).none()

    assert alike_to(draft, answers_of(draft), LATER, among=nobody) == []


def test_two_dossiers_stand_side_by_side_with_what_differs() -> None:
    before = a_submitted_dossier()
    draft = drafted_again(before, wish="Xin cấp bản sao")

    rows = {row.label: row for row in compared_with(draft, before)}

    assert rows["Nội dung đề nghị"].differs
    assert rows["Nội dung đề nghị"].before == "Xin cấp giấy"
    assert not rows["Họ và tên"].differs


def test_likeness_is_counted_over_what_tells_something() -> None:
    form = {"pages": [{"fields": [*FORM["pages"][0]["fields"]]}]}
    mine = {**form["pages"][0]["fields"][0], "prefill": "applicant.full_name"}
    named = {"pages": [{"fields": [mine, *form["pages"][0]["fields"][1:3]]}]}

    assert percent_alike(form, ANSWERS, ANSWERS) == 100
    assert percent_alike(form, ANSWERS, {**ANSWERS, "wish": "xin  CẤP giấy"}) == 100
    assert percent_alike(form, ANSWERS, {**ANSWERS, "wish": "khác"}) == 75
    assert (
        percent_alike(named, {"full_name": "A", "wish": "x"}, {"full_name": "B", "wish": "x"})
        == 100
    )
    assert percent_alike(named, {"wish": "x"}, {"wish": "y"}) == 0
    assert percent_alike(named, {}, {}) == 100
