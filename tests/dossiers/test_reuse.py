"""A paper given once is the last time it is asked for: out of the store into another dossier."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.documents.models import PaperUse, StoredPaper
from motcua.documents.personal.queries import data_of, papers_of_owner
from motcua.documents.store_rules import ConsentMissing, NotInForce, NotOfThisKind, Owner
from motcua.dossiers import actions
from motcua.dossiers.actions import Sheet
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.overview import overview
from motcua.dossiers.prefill import prefilled
from motcua.dossiers.reuse import offers, uses_in_words
from motcua.dossiers.rules import IllegalTransition
from motcua.dossiers.sources import Source
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.people.models import Person
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_counter_filing,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_officer,
    step_on,
    the_task,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored
from tests.stores import a_stored_paper, met_by

pytestmark = pytest.mark.django_db


def a_procedure_met() -> ProcedureVersion:
    """Return a procedure whose component is met by a birth certificate."""
    version = a_procedure()
    met_by(terms(version.id).code, "GT")
    return version


def a_draft_with_store(**given: Any) -> tuple[Dossier, StoredPaper, Actor]:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, **given)
    draft = a_draft(a_procedure_met(), by=citizen, papers=())
    return draft, paper, citizen


def use(dossier: Dossier, paper: UUID, by: Actor, *, consented: bool = True) -> Attachment:
    return actions.attach_stored(
        ident(dossier), component="GT", paper=paper, consented=consented, by=by, at=MONDAY_MORNING
    )


def open_paper(dossier: Dossier, attachment: Attachment, reader: Actor) -> None:
    """Let somebody look at a paper of a dossier."""
    assert attachment.document is not None
    actions.look_at(ident(dossier), document=attachment.document, by=reader, at=MONDAY_MORNING)


def test_the_store_is_offered_for_the_component_it_meets() -> None:
    draft, paper, citizen = a_draft_with_store()

    found = offers(Owner(citizen.who), terms(draft.procedure_id), MONDAY_MORNING)

    assert [one.paper for one in found["GT"]] == [paper]


def test_a_stored_paper_is_filed_once_and_the_dossier_can_be_handed_in() -> None:
    draft, paper, citizen = a_draft_with_store()

    first = use(draft, paper.id, citizen)
    again = use(draft, paper.id, citizen)
    handed_in = actions.submit(ident(draft), key=uuid4(), by=citizen, at=MONDAY_MORNING)

    assert first == again
    assert PaperUse.objects.filter(use="filed").count() == 1
    assert handed_in.status == "submitted"


def test_officers_see_where_the_paper_came_from_only_in_that_dossier() -> None:
    draft, paper, citizen = a_draft_with_store(
        valid_from=date(2020, 5, 1), valid_to=date(2030, 5, 1)
    )
    use(draft, paper.id, citizen)

    (listed,) = overview(stored(draft)).components

    assert listed.papers[0].vouched == (
        "Từ kho của người nộp: bản số hóa từ giấy; đã đối chiếu với bản giấy; "
        "còn hiệu lực đến hết 01/05/2030"
    )


def test_what_was_uploaded_is_not_said_to_come_from_the_store() -> None:
    (listed,) = overview(a_submitted_dossier()).components

    assert listed.papers[0].vouched == ""


def test_the_owner_reads_who_used_a_paper_and_what_came_of_it() -> None:
    draft, paper, citizen = a_draft_with_store()
    attachment = use(draft, paper.id, citizen)
    dossier = actions.submit(ident(draft), key=uuid4(), by=citizen, at=MONDAY_MORNING)
    dossier = actions.accept(ident(dossier), by=a_receptionist(dossier), at=MONDAY_MORNING)
    officer = a_case_officer(dossier)
    open_paper(dossier, attachment, officer)
    before = uses_in_words(paper.id, citizen.who)
    while the_task(dossier).node != "deliver":
        dossier = step_on(dossier)

    read, filed = uses_in_words(paper.id, citizen.who)

    assert [one.decision for one in before] == ["Được tiếp nhận", "Được tiếp nhận"]
    assert (read.use, read.who, read.agency) == (
        "cán bộ xem",
        "Lê Thị Mẫu",
        "Ủy ban nhân dân xã Mẫu",
    )
    assert (filed.who, filed.code, filed.dossier) == ("", dossier.number, dossier.id)
    assert filed.decision == "Đã cấp kết quả, số 1/KQGQ"
    assert "Thủ tục mẫu" in filed.purpose


def test_a_use_in_a_draft_that_was_thrown_away_stays_in_the_history() -> None:
    draft, paper, citizen = a_draft_with_store()
    use(draft, paper.id, citizen)
    actions.discard_draft(ident(draft), by=citizen, at=MONDAY_MORNING)

    (filed,) = uses_in_words(paper.id, citizen.who)

    assert (filed.dossier, filed.code, filed.decision) == (None, "", "")


def test_the_applicant_opening_a_paper_leaves_no_trace_nor_does_what_was_uploaded() -> None:
    draft, paper, citizen = a_draft_with_store()
    attachment = use(draft, paper.id, citizen)
    handed_in = a_submitted_dossier()
    uploaded = Attachment.objects.filter(dossier=handed_in).get()

    open_paper(draft, attachment, citizen)
    open_paper(handed_in, uploaded, a_case_officer(handed_in))

    assert not PaperUse.objects.filter(use="read").exists()


def test_nothing_is_taken_without_consent() -> None:
    draft, paper, citizen = a_draft_with_store()

    with pytest.raises(ConsentMissing):
        use(draft, paper.id, citizen, consented=False)


def test_a_paper_of_another_kind_does_not_meet_the_component() -> None:
    draft, paper, citizen = a_draft_with_store(kind_code="KQ.G01.000001")

    with pytest.raises(NotOfThisKind):
        use(draft, paper.id, citizen)


def test_what_does_not_count_any_more_is_refused() -> None:
    draft, paper, citizen = a_draft_with_store(
        valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )

    with pytest.raises(NotInForce):
        use(draft, paper.id, citizen)


def test_an_unknown_component_is_refused() -> None:
    draft, paper, citizen = a_draft_with_store()

    with pytest.raises(InvalidInput):
        actions.attach_stored(
            ident(draft), component="X", paper=paper.id, consented=True, by=citizen,
            at=MONDAY_MORNING,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("somebody", "refusal"),
    [
        (lambda: a_citizen("Lê Văn Mẫu"), NotFound),
        (lambda: an_officer(a_province().justice, Role.RECEPTIONIST), NotFound),
    ],
)
def test_others_take_nothing_out_of_the_store(
    somebody: Callable[[], Actor], refusal: type[Exception]
) -> None:
    draft, paper, _ = a_draft_with_store()

    with pytest.raises(refusal):
        use(draft, paper.id, somebody())


def test_nothing_is_added_to_a_dossier_that_was_handed_in() -> None:
    citizen = a_citizen()
    dossier = a_submitted_dossier(a_procedure_met(), by=citizen)
    paper = a_stored_paper(citizen.who)

    with pytest.raises(IllegalTransition):
        use(dossier, paper.id, citizen)


def test_a_clerk_files_a_paper_of_the_store_of_who_stands_at_the_desk() -> None:
    person = a_citizen()
    version = a_procedure_met()
    paper = a_stored_paper(person.who)
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    filing = a_counter_filing(
        version, applicant=person.who, sheets=(Sheet("GT", stored=paper.id),), key=uuid4()
    )

    filed = actions.file(filing, by=clerk, at=MONDAY_MORNING)
    again = actions.file(filing, by=clerk, at=MONDAY_MORNING)

    assert filed == again
    (attachment,) = Attachment.objects.filter(dossier=filed)
    assert attachment.stored == paper.id
    assert attachment.name == "giay-khai-sinh.pdf"
    assert PaperUse.objects.get().by == clerk.person


def test_what_a_paper_of_the_store_says_is_not_asked_again() -> None:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, data={"household.head": "Trần Văn Mẫu"}, number="12/2020")
    form = {
        "pages": [
            {"id": "p", "title": {"vi": "T"}, "fields": [
                {"id": "head", "kind": "text", "label": {"vi": "Chủ hộ"},
                 "prefill": "household.head"},
            ]},
        ]
    }  # fmt: skip
    person = Person.objects.get(pk=citizen.who)

    found = prefilled(form, person, on=MONDAY_MORNING.date())
    without = prefilled(form, person)

    assert found.answers == {"head": "Trần Văn Mẫu"}
    assert found.sources == {"head": (Source.STORE, "12/2020")}
    assert without.answers == {}
    assert data_of(paper) == {"household.head": "Trần Văn Mẫu"}


def delivered(dossier: Dossier) -> Dossier:
    """Take a dossier that was handed in to its end."""
    dossier = actions.accept(ident(dossier), by=a_receptionist(dossier), at=MONDAY_MORNING)
    while dossier.status != "delivered":
        dossier = step_on(dossier)
    return dossier


def test_a_result_brings_what_its_dossier_stated_into_the_store() -> None:
    field = {"id": "full_name", "kind": "text", "label": {"vi": "Tên"}, "prefill": "child.name"}
    form = {"pages": [{"id": "p", "title": {"vi": "T"}, "fields": [field]}]}
    version = a_procedure(form=form, result_template="= Kết quả")
    dossier = delivered(a_submitted_dossier(version, answers={"full_name": "Trần Văn Mẫu"}))

    (paper,) = papers_of_owner(Owner(dossier.applicant_id))

    assert data_of(paper) == {"child.name": "Trần Văn Mẫu"}


def test_a_result_without_a_form_brings_no_data() -> None:
    version = a_procedure(form=None, result_template="= Kết quả")
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    filing = a_counter_filing(version, answers={})
    dossier = delivered(actions.file(filing, by=clerk, at=MONDAY_MORNING))

    assert data_of(papers_of_owner(Owner(dossier.applicant_id))[0]) == {}
