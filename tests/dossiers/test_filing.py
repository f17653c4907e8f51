"""Handing in: a draft by its applicant, or a whole application in one act."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from motcua.dossiers import actions
from motcua.dossiers.actions import Sheet
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.rules import (
    AlreadyFiledDifferently,
    Channel,
    ComponentsMissing,
    IllegalTransition,
    NotFiledThisWay,
    ResultChannel,
)
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.procedures.models import ProcedureVersion
from tests.builders import (
    ANSWERS,
    a_citizen,
    a_component,
    a_counter_filing,
    a_document,
    a_draft,
    a_filing,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_officer,
    the_applicant,
)
from tests.calendars import A_DAY, MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, last_event, stored, verbs

pytestmark = pytest.mark.django_db


def test_a_submitted_draft_says_when_it_is_received_and_answered() -> None:
    draft = a_draft(a_procedure(fee=8000))

    actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)

    dossier = stored(draft)
    assert (dossier.status, dossier.submitted_at, dossier.fee) == (
        "submitted",
        MONDAY_MORNING,
        8000,
    )
    assert dossier.officially_received_at == MONDAY_MORNING
    assert dossier.answer_due_at == hanoi("2026-06-02 09:00")


def test_a_draft_submitted_at_night_is_received_the_next_morning() -> None:
    draft = a_draft()

    dossier = actions.submit(
        ident(draft), key=uuid4(), by=the_applicant(draft), at=hanoi("2026-06-05 20:00")
    )

    assert dossier.officially_received_at == hanoi("2026-06-08 07:30")


def test_submitting_is_written_in_the_event_log() -> None:
    dossier = a_submitted_dossier()

    event = last_event(dossier, "dossier.submitted")
    assert (event.by, event.facts) == (dossier.applicant_id, {"channel": "online"})


def test_only_the_applicant_submits() -> None:
    draft = a_draft()

    for somebody in (a_citizen(), a_receptionist(draft), SYSTEM):
        with pytest.raises(NotFound):
            actions.submit(ident(draft), key=uuid4(), by=somebody, at=MONDAY_MORNING)


def test_what_was_submitted_is_not_submitted_with_another_key() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(IllegalTransition):
        actions.submit(ident(dossier), key=uuid4(), by=the_applicant(dossier), at=MONDAY_MORNING)


def test_the_same_key_twice_gives_the_same_dossier_and_one_event() -> None:
    draft, key = a_draft(), uuid4()
    applicant = the_applicant(draft)
    first = actions.submit(ident(draft), key=key, by=applicant, at=MONDAY_MORNING)

    again = actions.submit(ident(draft), key=key, by=applicant, at=MONDAY_MORNING + A_DAY)

    assert (again.id, again.submitted_at) == (first.id, MONDAY_MORNING)
    assert verbs(draft).count("dossier.submitted") == 1


def test_a_key_hands_in_one_draft_only() -> None:
    citizen, key = a_citizen(), uuid4()
    first, second = a_draft(by=citizen), a_draft(by=citizen)
    actions.submit(ident(first), key=key, by=citizen, at=MONDAY_MORNING)

    with pytest.raises(AlreadyFiledDifferently):
        actions.submit(ident(second), key=key, by=citizen, at=MONDAY_MORNING)

    assert stored(second).status == "draft"


def test_wrong_answers_are_named_and_the_draft_survives() -> None:
    draft = a_draft(answers={**ANSWERS, "wish": " ", "copies": "hai", "lạ": 1})

    with pytest.raises(InvalidInput) as refusal:
        actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)

    assert set(refusal.value.errors) == {"wish", "copies", "lạ"}
    assert answers_of(draft)["copies"] == "hai"


def test_missing_papers_are_named() -> None:
    draft = a_draft(papers=())

    with pytest.raises(ComponentsMissing, match="Giấy tờ GT"):
        actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)


def test_answers_are_stored_as_checked() -> None:
    draft = a_draft(answers={**ANSWERS, "wish": "  xin   cấp ", "other_name": "bỏ"})

    actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)

    assert answers_of(draft) == {**ANSWERS, "wish": "xin cấp", "price": 4000}


def test_a_paper_is_asked_for_by_what_was_answered() -> None:
    components = [a_component("UQ", required_if="for_other")]
    procedure = a_procedure(components=components)
    draft = a_draft(procedure, papers=())
    other = a_draft(
        procedure, papers=(), answers={**ANSWERS, "for_other": True, "other_name": "Mẫu"}
    )

    actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)
    with pytest.raises(ComponentsMissing):
        actions.submit(ident(other), key=uuid4(), by=the_applicant(other), at=MONDAY_MORNING)


def online(procedure: ProcedureVersion | None = None) -> ProcedureVersion:
    return procedure or a_procedure(components=[])


def test_a_whole_application_is_filed_online_in_one_act() -> None:
    citizen, procedure = a_citizen(), a_procedure()
    paper = Sheet("GT", document=a_document(citizen).id, name="giấy.pdf")

    dossier = actions.file(a_filing(procedure, sheets=[paper]), by=citizen, at=MONDAY_MORNING)

    kept = stored(dossier)
    assert (kept.status, kept.channel, kept.applicant_id) == (
        "submitted",
        "online",
        citizen.person,
    )
    assert kept.receiving_agency == a_province().commune
    assert answers_of(kept)["price"] == 4000
    assert Attachment.objects.get(dossier=kept).name == "giấy.pdf"


def test_a_receptionist_files_at_the_counter_for_any_agency() -> None:
    province = a_province()
    procedure = a_procedure(settled_by=province.construction.code, service_level="counter")
    receptionist = an_officer(province.justice, Role.RECEPTIONIST)
    filing = a_counter_filing(procedure, assisted=True)

    dossier = actions.file(filing, by=receptionist, at=MONDAY_MORNING)

    agencies = (dossier.receiving_agency, dossier.settling_agency, dossier.assisting_agency)
    assert agencies == (province.justice, province.construction, province.justice)
    assert (dossier.applicant_id, dossier.filed_by) == (filing.applicant, receptionist.person)


def test_filing_is_written_in_the_event_log() -> None:
    dossier = actions.file(a_filing(online()), by=a_citizen(), at=MONDAY_MORNING)

    assert verbs(dossier) == ["dossier.opened", "dossier.submitted"]


def test_only_receptionists_file_at_the_counter() -> None:
    filing = a_counter_filing(a_procedure())
    officer = an_officer(a_province().commune, Role.CASE_OFFICER)

    with pytest.raises(NotPermitted):
        actions.file(filing, by=officer, at=MONDAY_MORNING)


def test_nobody_is_no_applicant() -> None:
    with pytest.raises(NotPermitted):
        actions.file(a_filing(online()), by=SYSTEM, at=MONDAY_MORNING)


@pytest.mark.parametrize(
    "given", [{"service_level": "counter"}, {"form": None}, {"settled_here": False}]
)
def test_a_procedure_that_is_not_online_takes_no_online_filing(given: dict[str, object]) -> None:
    procedure = a_procedure(components=[], **given)  # type: ignore[arg-type]

    with pytest.raises(NotFiledThisWay):
        actions.file(a_filing(procedure), by=a_citizen(), at=MONDAY_MORNING)


def test_a_version_that_has_ended_or_not_begun_takes_no_filing() -> None:
    ended = a_procedure(components=[], valid_to=date(2026, 5, 31))
    coming = a_procedure(components=[], valid_from=date(2026, 6, 2))

    for procedure in (ended, coming):
        with pytest.raises(NotFiledThisWay):
            actions.file(a_filing(procedure), by=a_citizen(), at=MONDAY_MORNING)


def test_the_same_key_and_content_give_the_same_dossier() -> None:
    citizen = a_citizen()
    filing = a_filing(online(), key=uuid4())

    first = actions.file(filing, by=citizen, at=MONDAY_MORNING)
    again = actions.file(filing, by=citizen, at=MONDAY_MORNING + A_DAY)

    assert first.id == again.id
    assert Dossier.objects.filter(applicant=citizen.person).count() == 1


def test_the_same_key_with_another_content_is_refused() -> None:
    citizen, procedure, key = a_citizen(), online(), uuid4()
    actions.file(a_filing(procedure, key=key), by=citizen, at=MONDAY_MORNING)

    with pytest.raises(AlreadyFiledDifferently):
        actions.file(
            a_filing(procedure, key=key, answers={**ANSWERS, "wish": "khác"}),
            by=citizen,
            at=MONDAY_MORNING,
        )


def test_without_a_key_every_message_is_a_dossier_of_its_own() -> None:
    citizen, procedure = a_citizen(), online()

    dossiers = {
        actions.file(a_filing(procedure), by=citizen, at=MONDAY_MORNING + timedelta(minutes=n)).id
        for n in range(2)
    }

    assert len(dossiers) == 2


def test_a_paper_of_somebody_else_is_refused_and_nothing_is_left() -> None:
    citizen, procedure = a_citizen(), a_procedure()
    foreign = Sheet("GT", document=a_document(a_citizen()).id)

    with pytest.raises(InvalidInput):
        actions.file(a_filing(procedure, sheets=[foreign]), by=citizen, at=MONDAY_MORNING)

    assert not Dossier.objects.filter(applicant=citizen.person).exists()


def test_a_counter_filing_needs_an_applicant_that_exists() -> None:
    receptionist = an_officer(a_province().commune, Role.RECEPTIONIST)
    procedure = a_procedure()

    with pytest.raises(NotFiledThisWay):
        actions.file(
            a_counter_filing(procedure, applicant=None), by=receptionist, at=MONDAY_MORNING
        )
    with pytest.raises(NotFound):
        actions.file(
            a_counter_filing(procedure, applicant=uuid4()), by=receptionist, at=MONDAY_MORNING
        )


def test_a_counter_filing_needs_its_papers() -> None:
    receptionist = an_officer(a_province().commune, Role.RECEPTIONIST)
    filing = a_counter_filing(a_procedure(components=[a_component("BG", "paper")]), sheets=())

    with pytest.raises(ComponentsMissing):
        actions.file(filing, by=receptionist, at=MONDAY_MORNING)


def test_a_form_less_procedure_takes_no_answers() -> None:
    receptionist = an_officer(a_province().commune, Role.RECEPTIONIST)
    procedure = a_procedure(form=None)

    with pytest.raises(InvalidInput):
        actions.file(a_counter_filing(procedure), by=receptionist, at=MONDAY_MORNING)

    filed = actions.file(
        a_counter_filing(procedure, answers={}), by=receptionist, at=MONDAY_MORNING
    )
    assert filed.channel == Channel.COUNTER


def test_a_filing_to_be_sent_by_post_needs_an_address() -> None:
    filing = a_filing(online(), result_channel=ResultChannel.POST)

    with pytest.raises(InvalidInput):
        actions.file(filing, by=a_citizen(), at=MONDAY_MORNING)


def test_an_unknown_component_is_refused() -> None:
    filing = a_filing(online(), sheets=[Sheet("LẠ")])

    with pytest.raises(InvalidInput):
        actions.file(filing, by=a_citizen(), at=MONDAY_MORNING)


def test_a_procedure_that_is_unknown_or_unpublished_is_not_found() -> None:
    procedure = online()

    with pytest.raises(NotFound):
        actions.file(
            replace(a_filing(procedure), procedure=uuid4()), by=a_citizen(), at=MONDAY_MORNING
        )


def test_a_draft_for_a_department_needs_no_choice_of_place() -> None:
    province = a_province()
    procedure = a_procedure(settled_by=province.construction.code, components=[])
    citizen = a_citizen()
    answers = {**ANSWERS, "price": 4000}
    draft = actions.open_draft(procedure, case="", answers=answers, by=citizen, at=MONDAY_MORNING)

    dossier = actions.submit(ident(draft), key=uuid4(), by=citizen, at=MONDAY_MORNING)

    assert (dossier.settling_agency, dossier.receiving_agency) == (
        province.construction,
        province.centre,
    )


def test_a_failure_that_has_nothing_to_do_with_the_key_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    citizen, procedure = a_citizen(), online()
    known = actions.file(a_filing(procedure), by=citizen, at=MONDAY_MORNING)
    draft = a_draft(by=citizen)
    monkeypatch.setattr("motcua.dossiers.opening.new_id", lambda: known.id)

    with pytest.raises(IntegrityError):
        actions.file(a_filing(procedure, key=uuid4()), by=citizen, at=MONDAY_MORNING)

    Dossier.objects.filter(pk=draft.id).update(channel="counter", receiving_agency=None)
    with pytest.raises(IntegrityError):
        actions.submit(ident(draft), key=uuid4(), by=citizen, at=MONDAY_MORNING)
