"""Opening, filling and discarding a draft."""

from uuid import uuid4

import pytest

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Answers, Attachment, Dossier
from motcua.dossiers.places import CommuneNeeded
from motcua.dossiers.rules import IllegalTransition, NotFiledThisWay, ResultChannel
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import AgencyId
from tests.builders import (
    a_citizen,
    a_component,
    a_document,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored, verbs

pytestmark = pytest.mark.django_db


def open_draft(by: Actor, **given: object) -> Dossier:
    procedure = a_procedure(**given)  # type: ignore[arg-type]
    return actions.open_draft(procedure, case="", answers={}, by=by, at=MONDAY_MORNING)


def test_a_citizen_opens_a_draft_in_their_own_name() -> None:
    citizen = a_citizen("Hoàng Thị Mẫu")

    draft = open_draft(citizen)

    assert (draft.status, draft.applicant_id, draft.applicant_name) == (
        "draft",
        citizen.person,
        "Hoàng Thị Mẫu",
    )


def test_opening_is_written_in_the_event_log() -> None:
    citizen = a_citizen()

    draft = open_draft(citizen)

    event = last_event(draft, "dossier.opened")
    assert (event.by, event.at) == (citizen.person, MONDAY_MORNING)


def test_an_officer_or_nobody_cannot_open_a_draft() -> None:
    officer = a_receptionist(a_submitted_dossier())

    for somebody in (officer, SYSTEM):
        with pytest.raises(NotPermitted):
            open_draft(somebody)


@pytest.mark.parametrize(
    "given", [{"service_level": "counter"}, {"form": None}, {"settled_here": False}]
)
def test_a_procedure_that_is_not_online_opens_no_draft(given: dict[str, object]) -> None:
    citizen = a_citizen()

    with pytest.raises(NotFiledThisWay):
        open_draft(citizen, **given)


def test_opening_twice_makes_two_drafts_with_two_codes() -> None:
    citizen = a_citizen()

    codes = {open_draft(citizen).submission_code, open_draft(citizen).submission_code}

    assert len(codes) == 2


@pytest.mark.parametrize(("cases", "case"), [(["a"], "b"), (["a"], ""), ([], "a")])
def test_a_draft_is_of_a_case_of_its_procedure(cases: list[str], case: str) -> None:
    procedure = a_procedure(cases=cases)

    with pytest.raises(InvalidInput) as refusal:
        actions.open_draft(procedure, case=case, answers={}, by=a_citizen(), at=MONDAY_MORNING)

    assert list(refusal.value.errors) == ["case"]


def test_answers_are_kept_as_typed_and_joined_to_earlier_ones() -> None:
    draft = a_draft(answers={"wish": "một", "copies": 2})

    actions.save_answers(
        ident(draft), answers={"copies": "hai"}, by=the_applicant(draft), at=MONDAY_MORNING
    )

    assert answers_of(draft) == {"wish": "một", "copies": "hai"}


def test_saving_answers_raises_the_revision() -> None:
    draft = a_draft()

    saved = actions.save_answers(
        ident(draft), answers={}, by=the_applicant(draft), at=MONDAY_MORNING
    )

    assert stored(draft).revision == saved.revision == draft.revision + 1


def test_to_another_citizen_a_draft_does_not_exist() -> None:
    draft = a_draft()

    with pytest.raises(NotFound):
        actions.save_answers(ident(draft), answers={}, by=a_citizen(), at=MONDAY_MORNING)


def test_answers_of_a_dossier_that_was_handed_in_stand() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(IllegalTransition):
        actions.save_answers(
            ident(dossier), answers={"wish": "khác"}, by=the_applicant(dossier), at=MONDAY_MORNING
        )


def test_saving_the_same_twice_leaves_the_same() -> None:
    draft = a_draft()
    applicant = the_applicant(draft)

    for _ in range(2):
        actions.save_answers(ident(draft), answers={"wish": "x"}, by=applicant, at=MONDAY_MORNING)

    assert answers_of(draft)["wish"] == "x"
    assert Answers.objects.filter(dossier=draft).count() == 1


def choose(dossier: Dossier, by: Actor, **given: object) -> Dossier:
    usual: dict[str, object] = {
        "case": "",
        "commune": AgencyId(a_province().commune.id),
        "result_channel": ResultChannel.ONLINE,
        "result_address": "",
    }
    return actions.choose(ident(dossier), **{**usual, **given}, by=by, at=MONDAY_MORNING)  # type: ignore[arg-type]


def test_choosing_sets_case_agencies_and_how_the_result_comes() -> None:
    draft = open_draft(a_citizen())

    choose(
        draft,
        the_applicant(draft),
        result_channel=ResultChannel.POST,
        result_address=" Thôn Hai ",
    )

    kept = stored(draft)
    commune = a_province().commune
    assert (kept.settling_agency, kept.receiving_agency) == (commune, commune)
    assert (kept.result_channel, kept.result_address) == ("post", "Thôn Hai")


def test_a_department_receives_through_the_service_centre() -> None:
    province = a_province()
    draft = open_draft(a_citizen(), settled_by=province.construction.code)

    choose(draft, the_applicant(draft), commune=None)

    kept = stored(draft)
    assert (kept.settling_agency, kept.receiving_agency) == (province.construction, province.centre)


def test_choosing_raises_the_revision() -> None:
    draft = a_draft()

    assert choose(draft, the_applicant(draft)).revision == draft.revision + 1


def test_only_the_applicant_chooses() -> None:
    draft = a_draft()

    for somebody in (a_citizen(), a_receptionist(draft)):
        with pytest.raises(NotFound):
            choose(draft, somebody)


def test_nothing_is_chosen_after_acceptance() -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(IllegalTransition):
        choose(dossier, the_applicant(dossier))


def test_a_procedure_of_communes_needs_a_commune() -> None:
    draft = open_draft(a_citizen())

    for somewhere in (None, AgencyId(a_province().justice.id)):
        with pytest.raises(CommuneNeeded):
            choose(draft, the_applicant(draft), commune=somewhere)


def test_a_result_by_post_needs_an_address() -> None:
    draft = a_draft()

    with pytest.raises(InvalidInput) as refusal:
        choose(draft, the_applicant(draft), result_channel=ResultChannel.POST)

    assert list(refusal.value.errors) == ["result_address"]


def test_a_paper_is_attached_under_its_component() -> None:
    draft = a_draft(papers=())
    document = a_document(the_applicant(draft), "Đơn.pdf")

    paper = actions.attach(
        ident(draft), component="GT", document=document, by=the_applicant(draft), at=MONDAY_MORNING
    )

    assert (paper.component, paper.name, paper.originals) == ("GT", "Đơn.pdf", 1)
    document.refresh_from_db()
    assert document.subject == draft.id


def test_attaching_keeps_when_the_paper_came() -> None:
    draft = a_draft()

    assert Attachment.objects.get(dossier=draft).added_at == MONDAY_MORNING


def test_nobody_attaches_to_the_draft_of_another_or_a_paper_of_another() -> None:
    draft, stranger = a_draft(), a_citizen()

    for who, owner in ((stranger, stranger), (the_applicant(draft), stranger)):
        document = a_document(owner)
        with pytest.raises(NotFound):
            actions.attach(
                ident(draft), component="GT", document=document, by=who, at=MONDAY_MORNING
            )


def test_nothing_is_attached_after_handing_in() -> None:
    dossier = a_submitted_dossier()
    document = a_document(the_applicant(dossier))

    with pytest.raises(IllegalTransition):
        actions.attach(
            ident(dossier),
            component="GT",
            document=document,
            by=the_applicant(dossier),
            at=MONDAY_MORNING,
        )


def test_attaching_the_same_paper_twice_keeps_it_once() -> None:
    draft = a_draft(papers=())
    document = a_document(the_applicant(draft))

    for _ in range(2):
        actions.attach(
            ident(draft),
            component="GT",
            document=document,
            by=the_applicant(draft),
            at=MONDAY_MORNING,
        )
        document.refresh_from_db()

    assert Attachment.objects.filter(dossier=draft).count() == 1


def test_a_component_that_the_procedure_does_not_name_takes_no_paper() -> None:
    draft = a_draft(a_procedure(components=[a_component("GT")]))

    with pytest.raises(InvalidInput):
        actions.attach(
            ident(draft),
            component="LẠ",
            document=a_document(the_applicant(draft)),
            by=the_applicant(draft),
            at=MONDAY_MORNING,
        )


def detach(dossier: Dossier, by: Actor, attachment: Attachment | None = None) -> None:
    paper = attachment or Attachment.objects.get(dossier=dossier)
    actions.detach(ident(dossier), attachment=paper.id, by=by, at=MONDAY_MORNING)


def test_a_paper_is_taken_out_of_a_draft() -> None:
    draft = a_draft()

    detach(draft, the_applicant(draft))

    assert not Attachment.objects.filter(dossier=draft).exists()


def test_only_the_applicant_takes_papers_out() -> None:
    draft = a_draft()

    with pytest.raises(NotFound):
        detach(draft, a_citizen())


def test_a_paper_of_another_dossier_stays() -> None:
    draft, other = a_draft(), a_draft()
    paper = Attachment.objects.get(dossier=other)

    detach(draft, the_applicant(draft), paper)

    assert Attachment.objects.filter(pk=paper.pk).exists()


def test_no_paper_is_taken_out_after_handing_in() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(IllegalTransition):
        detach(dossier, the_applicant(dossier))


def test_taking_a_paper_out_twice_changes_nothing_more() -> None:
    draft = a_draft()
    paper = Attachment.objects.get(dossier=draft)

    for _ in range(2):
        detach(draft, the_applicant(draft), paper)

    assert not Attachment.objects.filter(dossier=draft).exists()


def test_a_discarded_draft_is_gone_with_its_answers() -> None:
    draft = a_draft()

    actions.discard_draft(ident(draft), by=the_applicant(draft), at=MONDAY_MORNING)

    assert not Dossier.objects.filter(pk=draft.id).exists()
    assert not Answers.objects.filter(dossier=draft.id).exists()


def test_discarding_leaves_an_event() -> None:
    draft = a_draft()

    actions.discard_draft(ident(draft), by=the_applicant(draft), at=MONDAY_MORNING)

    assert verbs(draft) == ["dossier.opened", "dossier.discarded"]


def test_nobody_else_discards_a_draft() -> None:
    draft = a_draft()

    with pytest.raises(NotFound):
        actions.discard_draft(ident(draft), by=a_citizen(), at=MONDAY_MORNING)


def test_a_dossier_that_was_handed_in_is_not_discarded() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(IllegalTransition):
        actions.discard_draft(ident(dossier), by=the_applicant(dossier), at=MONDAY_MORNING)


def test_discarding_twice_is_refused() -> None:
    draft = a_draft()
    applicant = the_applicant(draft)
    actions.discard_draft(ident(draft), by=applicant, at=MONDAY_MORNING)

    with pytest.raises(NotFound):
        actions.discard_draft(ident(draft), by=applicant, at=MONDAY_MORNING)


def test_a_dossier_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.submit(ident(Dossier(id=uuid4())), key=uuid4(), by=a_citizen(), at=MONDAY_MORNING)
