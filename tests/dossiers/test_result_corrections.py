"""An issued result with a mistake: returned, worded anew, signed, issued in place of the old."""

from collections.abc import Callable
from typing import Any

import pytest

from motcua.documents.personal.queries import papers_of_owner
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.store_rules import Owner, Worth
from motcua.dossiers import actions
from motcua.dossiers.correction_rules import (
    CorrectionOpen,
    CorrectionSays,
    CorrectionSigned,
    CorrectionUnsigned,
    NoCorrection,
    NothingToCorrect,
)
from motcua.dossiers.corrections import corrections_of, open_correction, said_by
from motcua.dossiers.models import Correction, Dossier, Result
from motcua.dossiers.shown_drafts import bytes_of
from motcua.dossiers.signing_rules import DraftNotRead
from motcua.dossiers.verification import check_code, check_file
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.results.models import Entry
from motcua.results.rules import Standing
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_procedure,
    a_receptionist,
    a_records_clerk,
    a_section_head,
    a_signatory,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored, verbs

pytestmark = pytest.mark.django_db


def give_back(dossier: Dossier, by: Actor | None = None, reason: str = "Sai họ tên") -> Correction:
    who = by or a_receptionist(dossier)
    return actions.return_result(ident(dossier), reason=reason, by=who, at=MONDAY_MORNING)


def word(dossier: Dossier, by: Actor | None = None, **given: Any) -> Correction:
    usual = {"content": "", "fixes": {"full_name": "Phạm Thị Đúng"}, "apology": "Xin lỗi bà."}
    facts = {**usual, **given}
    who = by or a_case_officer(dossier)
    return actions.draft_correction(ident(dossier), **facts, by=who, at=MONDAY_MORNING)


def read_and_sign(dossier: Dossier, by: Actor) -> Correction:
    actions.show_correction(ident(dossier), by=by, at=MONDAY_MORNING)
    return actions.sign_correction(ident(dossier), by=by, at=MONDAY_MORNING)


def corrected(dossier: Dossier) -> Result:
    give_back(dossier)
    word(dossier)
    read_and_sign(dossier, a_signatory(dossier))
    return actions.issue_correction(ident(dossier), by=a_records_clerk(dossier), at=MONDAY_MORNING)


def test_a_corrected_result_takes_the_place_of_the_old_in_result_register_and_store() -> None:
    dossier = step_on(a_decided_dossier())
    old = Result.objects.get(dossier=dossier)

    new = corrected(dossier)

    assert (old.number, new.number) == ("1/KQGQ", "2/KQGQ")
    entries = {e.number: e for e in Entry.objects.filter(dossier=dossier.id)}
    day = MONDAY_MORNING.date()
    assert entries["1/KQGQ"].standing(day) is Standing.REPLACED
    assert entries["2/KQGQ"].standing(day) is Standing.IN_FORCE
    assert entries["2/KQGQ"].replaces_id == entries["1/KQGQ"].id
    worth = {p.number: p.worth(day) for p in papers_of_owner(Owner(dossier.applicant_id))}
    assert worth == {"1/KQGQ": Worth.REPLACED, "2/KQGQ": Worth.IN_FORCE}
    assert verbs(dossier)[-5:] == [
        "result.returned",
        "result.redrafted",
        "draft.shown",
        "document.signed",
        "dossier.corrected",
    ]
    (done,) = corrections_of(dossier)
    assert (done.old_number, done.old_document, done.apology) == (
        "1/KQGQ",
        old.document,
        "Xin lỗi bà.",
    )


def test_both_papers_answer_when_they_are_checked() -> None:
    dossier = a_decided_dossier()
    old = Result.objects.get(dossier=dossier)
    new = corrected(dossier)
    assert old.verify_code is not None
    assert new.verify_code is not None
    assert old.document is not None

    before = check_code(old.verify_code, address="x", by=SYSTEM, at=MONDAY_MORNING)
    after = check_code(new.verify_code, address="x", by=SYSTEM, at=MONDAY_MORNING)
    bytes_of_old = content_of(documents_by_id([old.document])[old.document])
    file = check_file(bytes_of_old, address="x", by=SYSTEM, at=MONDAY_MORNING)

    assert (before.result_number, before.standing) == ("1/KQGQ", Standing.REPLACED)
    assert (after.result_number, after.standing) == ("2/KQGQ", Standing.IN_FORCE)
    assert (file.result_number, file.standing) == ("1/KQGQ", Standing.REPLACED)
    assert before.holds
    assert after.holds


def test_a_result_not_handed_over_yet_is_stored_when_it_is() -> None:
    dossier = a_decided_dossier()

    corrected(dossier)
    assert papers_of_owner(Owner(dossier.applicant_id)) == []
    step_on(stored(dossier))

    assert [paper.number for paper in papers_of_owner(Owner(dossier.applicant_id))] == ["2/KQGQ"]


def test_the_content_of_a_decision_is_worded_anew() -> None:
    dossier = a_decided_dossier()
    give_back(dossier)
    word(dossier, content="Cấp lại đúng.", fixes={})
    read_and_sign(dossier, a_signatory(dossier))

    result = actions.issue_correction(
        ident(dossier), by=a_records_clerk(dossier), at=MONDAY_MORNING
    )

    assert result.content == "Cấp lại đúng."


def test_what_is_worded_is_sealed() -> None:
    dossier = a_decided_dossier()
    give_back(dossier)
    correction = word(dossier)

    assert "Đúng".encode() not in bytes(Correction.objects.get().sealed)
    assert said_by(correction).fixes == {"full_name": "Phạm Thị Đúng"}
    assert open_correction(dossier) == correction


def test_a_result_from_before_the_register_enters_it_with_its_correction() -> None:
    dossier = a_decided_dossier()
    Entry.objects.all().delete()

    corrected(dossier)

    entry = Entry.objects.get(dossier=dossier.id)
    assert (entry.number, entry.replaces) == ("2/KQGQ", None)


def test_a_corrected_refusal_stays_out_of_the_register() -> None:
    dossier = a_decided_dossier()
    Entry.objects.all().delete()
    Result.objects.filter(dossier=dossier).update(granted=False, reason="Không đủ điều kiện")

    corrected(dossier)

    assert not Entry.objects.exists()


def test_only_an_issued_result_can_be_returned() -> None:
    dossier = a_dossier_at("sign")

    with pytest.raises(NothingToCorrect):
        give_back(dossier)


def test_a_correction_says_what_is_wrong_and_what_is_right() -> None:
    dossier = a_decided_dossier()
    with pytest.raises(CorrectionSays):
        give_back(dossier, reason=" ")
    give_back(dossier)

    wrongs: list[dict[str, Any]] = [
        {"fixes": {}},
        {"fixes": {"full_name": " "}},
        {"fixes": {"no_such": "x"}},
    ]
    for wrong in wrongs:
        with pytest.raises(CorrectionSays):
            word(dossier, **wrong)
    with pytest.raises(CorrectionSays):
        read_and_sign(dossier, a_signatory(dossier))


def test_a_result_without_a_form_is_corrected_by_its_content_only() -> None:
    version = a_procedure(form=None, result_template="= Kết quả")
    dossier = a_decided_dossier()
    give_back(dossier)
    Dossier.objects.filter(pk=dossier.id).update(procedure=version)

    with pytest.raises(CorrectionSays):
        word(stored(dossier))


def test_one_correction_at_a_time_in_its_order() -> None:
    dossier = a_decided_dossier()
    clerk, signatory = a_records_clerk(dossier), a_signatory(dossier)
    with pytest.raises(NoCorrection):
        word(dossier)
    give_back(dossier)
    with pytest.raises(CorrectionOpen):
        give_back(dossier)
    word(dossier)
    with pytest.raises(CorrectionUnsigned):
        actions.issue_correction(ident(dossier), by=clerk, at=MONDAY_MORNING)
    read_and_sign(dossier, signatory)
    with pytest.raises(CorrectionSigned):
        word(dossier)
    with pytest.raises(CorrectionSigned):
        read_and_sign(dossier, signatory)
    actions.issue_correction(ident(dossier), by=clerk, at=MONDAY_MORNING)
    with pytest.raises(NoCorrection):
        actions.issue_correction(ident(dossier), by=clerk, at=MONDAY_MORNING)


@pytest.mark.parametrize(
    "act",
    [
        lambda dossier: give_back(dossier, by=a_citizen()),
        lambda dossier: word(dossier, by=a_records_clerk(dossier)),
        lambda dossier: actions.sign_correction(
            ident(dossier), by=a_section_head(dossier), at=MONDAY_MORNING
        ),
        lambda dossier: actions.issue_correction(
            ident(dossier), by=a_case_officer(dossier), at=MONDAY_MORNING
        ),
    ],
    ids=["return", "word", "sign", "issue"],
)
def test_each_act_is_for_its_own_role(act: Callable[[Dossier], object]) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        act(a_decided_dossier())


def test_only_what_its_signer_has_read_is_signed() -> None:
    dossier = a_decided_dossier()
    give_back(dossier)
    word(dossier)
    signatory = a_signatory(dossier)

    with pytest.raises(DraftNotRead):
        actions.sign_correction(ident(dossier), by=signatory, at=MONDAY_MORNING)

    actions.show_correction(ident(dossier), by=signatory, at=MONDAY_MORNING)
    word(dossier, fixes={"full_name": "Phạm Thị Khác"})
    with pytest.raises(DraftNotRead):
        actions.sign_correction(ident(dossier), by=signatory, at=MONDAY_MORNING)


def test_what_was_read_is_signed_to_the_last_byte() -> None:
    dossier = a_decided_dossier()
    give_back(dossier)
    word(dossier)
    signatory = a_signatory(dossier)
    shown = actions.show_correction(ident(dossier), by=signatory, at=MONDAY_MORNING)

    signed = actions.sign_correction(ident(dossier), by=signatory, at=MONDAY_MORNING)

    assert signed.signed_document is not None
    kept = documents_by_id([signed.signed_document])[signed.signed_document]
    assert content_of(kept).startswith(bytes_of(shown))
