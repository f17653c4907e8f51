"""The end of a dossier: signed, numbered and sealed, handed over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from motcua.documents.models import Document
from motcua.documents.personal.queries import papers_of_owner
from motcua.documents.queries import content_of
from motcua.documents.store_rules import Owner
from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.rules import (
    IllegalTransition,
    NotYourTask,
    PostalCodeMissing,
    RecipientMissing,
    RecipientNumberMissing,
    ResultChannel,
    ResultNotReady,
    StaleDossier,
    Status,
)
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.kernel.ids import TaskId
from motcua.results.models import Entry
from motcua.signing.models import Signature
from motcua.signing.rules import NoCertificate
from motcua.signing.verifying import verify
from motcua.workflow.models import ProcessInstance
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_receptionist,
    a_records_clerk,
    a_section_head,
    a_signatory,
    a_signed_result,
    an_officer,
    step_on,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs

pytestmark = pytest.mark.django_db
Act = Callable[..., Dossier]
SOMEBODY = HandedTo(ResultChannel.COUNTER, "Vũ Thị Mẫu", "037190000001")


def bytes_of(document: UUID | None) -> bytes:
    assert document is not None
    return content_of(Document.objects.get(pk=document))


def at_sign() -> tuple[Dossier, Actor]:
    dossier = a_dossier_at("sign")
    signatory = a_signatory(dossier)
    read(dossier, signatory)
    return dossier, signatory


def read(dossier: Dossier, signatory: Actor) -> None:
    actions.show_draft(ident(dossier), task_id(dossier), by=signatory, at=MONDAY_MORNING)


def at_issue() -> tuple[Dossier, Actor]:
    dossier = a_signed_result()
    return dossier, a_records_clerk(dossier)


def at_deliver() -> tuple[Dossier, Actor]:
    dossier = a_decided_dossier()
    return dossier, a_receptionist(dossier)


ENDS: list[tuple[Act, Callable[[], tuple[Dossier, Actor]], dict[str, Any]]] = [
    (actions.sign_result, at_sign, {}),
    (actions.issue_result, at_issue, {}),
    (actions.deliver, at_deliver, {"handed_to": SOMEBODY}),
]
each_act = pytest.mark.parametrize(
    ("act", "ready", "given"), ENDS, ids=["sign_result", "issue_result", "deliver"]
)


def test_signing_fixes_the_result_under_the_signer_s_certificate() -> None:
    dossier, signatory = at_sign()

    actions.sign_result(ident(dossier), task_id(dossier), by=signatory, at=MONDAY_MORNING)

    result = Result.objects.get(dossier=dossier)
    assert (result.signer, result.signed_at) == (signatory.person, MONDAY_MORNING)
    (verdict,) = verify(bytes_of(result.signed_document), at=MONDAY_MORNING)
    assert verdict.holds
    assert verdict.signer == "Đỗ Văn Mẫu Quốc"
    assert the_task(dossier).node == "issue"


def test_issuing_numbers_and_seals_the_result_and_ends_the_clock() -> None:
    dossier, clerk = at_issue()

    actions.issue_result(ident(dossier), task_id(dossier), by=clerk, at=MONDAY_MORNING)

    result, kept = Result.objects.get(dossier=dossier), stored(dossier)
    assert (kept.status, kept.decided_at) == ("decided", MONDAY_MORNING)
    assert (result.number, result.issued_by) == ("1/KQGQ", clerk.person)
    verdicts = verify(bytes_of(result.document), at=MONDAY_MORNING)
    assert [v.signer for v in verdicts] == ["Đỗ Văn Mẫu Quốc", "Ủy ban nhân dân xã Mẫu"]
    assert all(v.holds for v in verdicts)


def test_handing_over_keeps_who_took_the_result_with_the_number_masked() -> None:
    dossier, receptionist = at_deliver()

    actions.deliver(
        ident(dossier), task_id(dossier), handed_to=SOMEBODY, by=receptionist, at=MONDAY_MORNING
    )

    result, kept = Result.objects.get(dossier=dossier), stored(dossier)
    assert (kept.status, kept.delivered_at, kept.responsible) == (
        "delivered",
        MONDAY_MORNING,
        None,
    )
    assert (result.taken_by, result.taken_by_number) == ("Vũ Thị Mẫu", "•" * 9 + "001")
    assert ProcessInstance.objects.get(subject=dossier.id).finished_at == MONDAY_MORNING


@each_act
def test_the_act_is_written_in_the_event_log(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier, officer = ready()
    verb = {
        actions.sign_result: "document.signed",
        actions.issue_result: "dossier.decided",
        actions.deliver: "dossier.delivered",
    }[act]

    act(ident(dossier), task_id(dossier), **given, by=officer, at=MONDAY_MORNING)

    assert last_event(dossier, verb).by == officer.person
    assert "task.completed" in verbs(dossier)[-3:]


@each_act
def test_nobody_else_does_it(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier, officer = ready()
    wrong = an_officer(officer.agency or dossier.id, Role.CASE_OFFICER)

    for somebody in (wrong, the_applicant(dossier)):
        with pytest.raises(NotPermitted):
            act(ident(dossier), task_id(dossier), **given, by=somebody, at=MONDAY_MORNING)


@each_act
def test_it_is_not_done_to_a_dossier_that_has_ended(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier, officer = ready()
    put_into(dossier, Status.STOPPED)

    with pytest.raises(IllegalTransition):
        act(ident(dossier), task_id(dossier), **given, by=officer, at=MONDAY_MORNING)


@each_act
def test_it_is_not_done_from_a_stale_page(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier, officer = ready()

    with pytest.raises(StaleDossier):
        act(ident(dossier), task_id(dossier), **given, revision=0, by=officer, at=MONDAY_MORNING)


@each_act
def test_twice_is_refused(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier, officer = ready()
    task = task_id(dossier)
    act(ident(dossier), task, **given, by=officer, at=MONDAY_MORNING)
    recorded = verbs(dossier)

    with pytest.raises(TaskNotOpen):
        act(ident(dossier), task, **given, by=officer, at=MONDAY_MORNING)

    assert verbs(dossier) == recorded


@each_act
def test_another_step_does_not_take_it(
    act: Act, ready: Callable[[], tuple[Dossier, Actor]], given: dict[str, Any]
) -> None:
    dossier = a_dossier_at("approve")
    officer = an_officer(
        the_task(dossier).agency, Role.SECTION_HEAD, Role.RECEPTIONIST, Role.SIGNATORY
    )

    with pytest.raises(ResultNotReady):
        act(ident(dossier), task_id(dossier), **given, by=officer, at=MONDAY_MORNING)


def test_without_a_certificate_nothing_is_signed() -> None:
    dossier, _ = at_sign()
    officer = an_officer(the_task(dossier).agency, Role.SIGNATORY, full_name="Ngô Văn Mẫu")
    read(dossier, officer)

    with pytest.raises(NoCertificate, match="Ngô Văn Mẫu"):
        actions.sign_result(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)

    assert Result.objects.get(dossier=dossier).signed_document is None
    assert not Signature.objects.exists()


def test_a_signature_falls_with_a_new_proposal() -> None:
    dossier, signatory = at_sign()
    actions.sign_result(ident(dossier), task_id(dossier), by=signatory, at=MONDAY_MORNING)
    actions.send_back(
        ident(dossier),
        task_id(dossier),
        "appraise",
        reason="Tính sai phí",
        by=a_section_head(dossier),
        at=MONDAY_MORNING,
    )
    task = the_task(dossier)

    actions.complete_task(
        ident(dossier),
        TaskId(task.id),
        outcome="refuse",
        proposal=Proposal("Thiếu", "Điều 1"),
        by=Actor(task.assignee, task.agency, frozenset({Role.CASE_OFFICER})),
        at=MONDAY_MORNING,
    )

    result = Result.objects.get(dossier=dossier)
    assert (result.granted, result.signed_document, result.signer) == (False, None, None)


def test_a_refusal_is_a_signed_result_too() -> None:
    dossier = a_dossier_at("appraise")
    actions.complete_task(
        ident(dossier),
        task_id(dossier),
        outcome="refuse",
        proposal=Proposal("Thửa đất đang có tranh chấp", "Điều 137"),
        by=an_officer(the_task(dossier).agency, Role.CASE_OFFICER),
        at=MONDAY_MORNING,
    )

    while the_task(dossier).node != "deliver":
        step_on(stored(dossier))

    assert last_event(dossier, "dossier.decided").facts["granted"] is False


def test_handing_over_needs_a_name() -> None:
    dossier, receptionist = at_deliver()

    with pytest.raises(RecipientMissing):
        actions.deliver(
            ident(dossier),
            task_id(dossier),
            handed_to=HandedTo(ResultChannel.COUNTER, " "),
            by=receptionist,
            at=MONDAY_MORNING,
        )


@pytest.mark.parametrize(
    ("handed_to", "refusal"),
    [
        (HandedTo(ResultChannel.COUNTER, "Vũ Thị Mẫu"), RecipientNumberMissing),
        (HandedTo(ResultChannel.POST, "Vũ Thị Mẫu", "037190000001"), PostalCodeMissing),
    ],
)
def test_handing_over_needs_the_evidence_of_its_channel(
    handed_to: HandedTo, refusal: type[DomainError]
) -> None:
    dossier, receptionist = at_deliver()

    with pytest.raises(refusal):
        actions.deliver(
            ident(dossier),
            task_id(dossier),
            handed_to=handed_to,
            by=receptionist,
            at=MONDAY_MORNING,
        )


def fetch(dossier: Dossier, by: Actor | None = None) -> Result:
    return actions.fetch_result(ident(dossier), by=by or the_applicant(dossier), at=MONDAY_MORNING)


def test_the_applicant_who_fetches_the_result_online_has_it_delivered() -> None:
    dossier = a_decided_dossier()

    result = fetch(dossier)

    assert (stored(dossier).status, result.delivery_channel) == ("delivered", "online")
    assert result.taken_by == dossier.applicant_name


def test_a_result_asked_for_at_the_counter_may_be_looked_at_first() -> None:
    dossier = a_decided_dossier(result_channel=ResultChannel.COUNTER)

    fetch(dossier)

    assert stored(dossier).status == "decided"


def test_fetching_is_written_once() -> None:
    dossier = a_decided_dossier()

    first, again = fetch(dossier), fetch(dossier)

    assert first.document == again.document
    assert verbs(dossier).count("dossier.delivered") == 1


def test_only_the_applicant_fetches() -> None:
    dossier = a_decided_dossier()

    for somebody in (a_citizen(), a_receptionist(dossier)):
        with pytest.raises(NotFound):
            fetch(dossier, somebody)


def test_there_is_nothing_to_fetch_before_it_is_issued() -> None:
    dossier = a_signed_result()

    with pytest.raises(ResultNotReady):
        fetch(dossier)


def test_a_step_that_somebody_else_took_is_not_signed() -> None:
    dossier, first = at_sign()
    actions.claim(ident(dossier), task_id(dossier), by=first, at=MONDAY_MORNING)

    with pytest.raises(NotYourTask):
        actions.sign_result(
            ident(dossier), task_id(dossier), by=a_signatory(dossier), at=MONDAY_MORNING
        )


def test_what_was_not_signed_is_not_issued() -> None:
    dossier, clerk = at_issue()
    Result.objects.filter(dossier=dossier).update(signed_document=None)

    with pytest.raises(ResultNotReady):
        actions.issue_result(ident(dossier), task_id(dossier), by=clerk, at=MONDAY_MORNING)


def test_a_result_handed_over_is_in_the_store_of_its_applicant() -> None:
    dossier, receptionist = at_deliver()

    actions.deliver(
        ident(dossier), task_id(dossier), handed_to=SOMEBODY, by=receptionist, at=MONDAY_MORNING
    )

    (paper,) = papers_of_owner(Owner(dossier.applicant_id))
    result = Result.objects.get(dossier=dossier)
    assert (paper.document_id, paper.dossier, paper.number) == (
        result.document,
        dossier.id,
        result.number,
    )
    assert [one["kind"] for one in paper.signatures] == ["seal"]


def test_a_refusal_is_handed_over_and_stored_nowhere() -> None:
    dossier, receptionist = at_deliver()
    Entry.objects.all().delete()

    actions.deliver(
        ident(dossier), task_id(dossier), handed_to=SOMEBODY, by=receptionist, at=MONDAY_MORNING
    )

    assert papers_of_owner(Owner(dossier.applicant_id)) == []
