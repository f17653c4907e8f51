"""Asking for more, and answering: what it does to the clock and to the state."""

from datetime import datetime
from uuid import uuid4

import pytest

from motcua.deadlines.models import Pause
from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Attachment, Dossier, SupplementRequest
from motcua.dossiers.rules import (
    ComponentsMissing,
    IllegalTransition,
    NothingToSupplement,
    ResultChannel,
    StaleDossier,
    Status,
    SupplementAskedOften,
    SupplementItem,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_decided_dossier,
    a_document,
    a_dossier_at,
    a_draft,
    a_procedure,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
    the_task,
)
from tests.calendars import AN_HOUR, hanoi
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs

pytestmark = pytest.mark.django_db
ITEMS = (SupplementItem("GT", "component", "Bản chụp bị mờ"),)
TUESDAY, THURSDAY = hanoi("2026-06-02 10:00"), hanoi("2026-06-04 16:00")


def ask(dossier: Dossier, by: Actor | None = None, at: datetime = TUESDAY) -> SupplementRequest:
    who = by or (a_receptionist(dossier) if not dossier.accepted_at else a_case_officer(dossier))
    return actions.request_supplement(ident(dossier), items=ITEMS, by=who, at=at)


def answer(dossier: Dossier, by: Actor | None = None, at: datetime = THURSDAY) -> Dossier:
    return actions.answer_supplement(ident(dossier), by=by or the_applicant(dossier), at=at)


def being_examined(**given: object) -> Dossier:
    return a_dossier_at("appraise", a_procedure(**given))  # type: ignore[arg-type]


def test_before_acceptance_the_desk_asks_and_no_clock_stops() -> None:
    dossier = a_submitted_dossier()

    asked = ask(dossier)

    assert (stored(dossier).status, asked.stage) == ("supplementing", "before_acceptance")
    assert asked.items == [{"target": "GT", "kind": "component", "why": "Bản chụp bị mờ"}]
    assert not Pause.objects.filter(subject=dossier.id).exists()


def test_during_settlement_the_clock_stops_and_there_is_no_due_date() -> None:
    dossier = being_examined(pause_during_settlement="continue")

    ask(dossier)

    kept = stored(dossier)
    assert (kept.status, kept.due_at) == ("supplementing", None)
    assert the_task(kept).subject_due_at is None
    assert Pause.objects.get(subject=dossier.id).began_at == TUESDAY


def test_a_policy_of_no_pause_leaves_the_due_date() -> None:
    dossier = being_examined(pause_during_settlement="none")

    ask(dossier)

    assert stored(dossier).due_at == hanoi("2026-06-08 17:00")


def test_asking_is_written_in_the_event_log() -> None:
    dossier = being_examined()

    asked = ask(dossier)

    facts = last_event(dossier, "dossier.supplement_requested").facts
    assert facts == {"request": str(asked.id), "stage": "settlement", "policy": "restart"}


def test_only_the_desk_asks_before_and_only_the_officer_after_acceptance() -> None:
    before, after = a_submitted_dossier(), being_examined()

    for dossier, who in (
        (before, a_case_officer(before)),
        (before, the_applicant(before)),
        (after, a_receptionist(after)),
        (after, the_applicant(after)),
    ):
        with pytest.raises(NotPermitted):
            ask(dossier, by=who)


def test_a_step_that_somebody_else_took_gives_no_right_to_ask() -> None:
    dossier = being_examined()
    task = the_task(dossier)
    task.assignee = a_case_officer(dossier).person
    task.save()

    with pytest.raises(NotPermitted):
        ask(dossier)


def test_nothing_is_asked_for_a_decided_dossier() -> None:
    dossier = a_decided_dossier()

    with pytest.raises(IllegalTransition):
        ask(dossier, by=a_receptionist(dossier))


def test_asking_twice_is_refused() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    with pytest.raises(IllegalTransition):
        ask(dossier)

    assert SupplementRequest.objects.filter(dossier=dossier).count() == 1


def test_more_is_asked_for_once_in_a_stage() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)
    answer(dossier)

    with pytest.raises(SupplementAskedOften, match="1 lần"):
        ask(stored(dossier), at=THURSDAY)


def test_a_stale_page_asks_nothing() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(StaleDossier):
        actions.request_supplement(
            ident(dossier), items=ITEMS, revision=99, by=a_receptionist(dossier), at=TUESDAY
        )


@pytest.mark.parametrize(
    "items", [(), (SupplementItem("GT", "component", " "),), (SupplementItem("", "field", "x"),)]
)
def test_a_request_says_what_is_wrong_and_why(items: tuple[SupplementItem, ...]) -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(NothingToSupplement):
        actions.request_supplement(
            ident(dossier), items=items, by=a_receptionist(dossier), at=TUESDAY
        )


def test_an_answer_before_acceptance_waits_for_the_desk_anew() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    answer(dossier)

    kept = stored(dossier)
    assert (kept.status, kept.submitted_at) == ("submitted", THURSDAY)
    assert kept.answer_due_at == hanoi("2026-06-05 16:00")


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        # Five working days from Monday; Tuesday to Thursday lie in the pause.
        ("continue", "2026-06-11 17:00"),
        ("restart", "2026-06-11 17:00"),
        ("none", "2026-06-08 17:00"),
    ],
)
def test_an_answer_lets_the_clock_run_on_by_the_policy(policy: str, due: str) -> None:
    dossier = being_examined(pause_during_settlement=policy)
    ask(dossier)

    answer(dossier)

    kept = stored(dossier)
    assert (kept.status, kept.due_at) == ("in_progress", hanoi(due))
    assert kept.original_due_at == hanoi("2026-06-08 17:00")
    assert the_task(kept).subject_due_at == kept.due_at


def test_answering_is_written_in_the_event_log() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    answer(dossier)

    event = last_event(dossier, "dossier.supplemented")
    assert (event.by, event.at) == (dossier.applicant_id, THURSDAY)


def test_the_desk_takes_an_answer_in_for_the_applicant() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    answer(dossier, by=a_receptionist(dossier))

    assert stored(dossier).status == "submitted"


def test_nobody_else_answers() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    with pytest.raises(NotFound):
        answer(dossier, by=a_citizen())
    with pytest.raises(NotPermitted):
        answer(dossier, by=a_case_officer(dossier))


def test_what_nobody_asked_for_is_not_answered() -> None:
    for dossier in (a_draft(), a_submitted_dossier(), an_accepted_dossier()):
        with pytest.raises(IllegalTransition):
            answer(dossier)


def test_a_dossier_that_waits_for_a_payment_is_not_answered() -> None:
    dossier = put_into(an_accepted_dossier(), Status.AWAITING_PAYMENT)

    with pytest.raises(IllegalTransition):
        answer(dossier)


def test_answering_twice_is_refused_but_the_same_message_changes_nothing() -> None:
    dossier, key = a_submitted_dossier(), uuid4()
    applicant = the_applicant(dossier)
    ask(dossier)
    actions.answer_supplement(ident(dossier), key=key, by=applicant, at=THURSDAY)

    again = actions.answer_supplement(ident(dossier), key=key, by=applicant, at=THURSDAY + AN_HOUR)
    with pytest.raises(IllegalTransition):
        actions.answer_supplement(ident(dossier), key=uuid4(), by=applicant, at=THURSDAY)

    assert again.submitted_at == THURSDAY
    assert verbs(dossier).count("dossier.supplemented") == 1


def test_answers_and_papers_are_checked_whole_again() -> None:
    dossier = a_submitted_dossier()
    applicant = the_applicant(dossier)
    items = (*ITEMS, SupplementItem("wish", "field", "Chưa rõ"))
    desk = a_receptionist(dossier)
    actions.request_supplement(ident(dossier), items=items, by=desk, at=TUESDAY)
    actions.save_answers(ident(dossier), answers={"wish": ""}, by=applicant, at=THURSDAY)
    with pytest.raises(InvalidInput):
        answer(dossier)
    actions.save_answers(ident(dossier), answers={"wish": " lại "}, by=applicant, at=THURSDAY)

    paper = Attachment.objects.get(dossier=dossier)
    actions.detach(ident(dossier), attachment=paper.id, by=applicant, at=THURSDAY)
    with pytest.raises(ComponentsMissing):
        answer(dossier)
    actions.attach(
        ident(dossier),
        component="GT",
        document=a_document(applicant),
        by=applicant,
        at=THURSDAY,
    )
    answer(dossier)

    paper.refresh_from_db()
    assert paper.replaced_at == THURSDAY
    assert answers_of(dossier)["wish"] == "lại"


def test_a_paper_taken_out_and_attached_again_is_in_force_again() -> None:
    dossier = a_submitted_dossier()
    applicant = the_applicant(dossier)
    ask(dossier)
    paper = Attachment.objects.get(dossier=dossier)
    document = a_document(applicant)
    document.pk = paper.document
    document.subject = dossier.id
    actions.detach(ident(dossier), attachment=paper.id, by=applicant, at=THURSDAY)

    actions.attach(ident(dossier), component="GT", document=document, by=applicant, at=THURSDAY)

    paper.refresh_from_db()
    assert paper.replaced_at is None


def test_while_supplementing_only_the_way_of_the_result_may_be_chosen_anew() -> None:
    dossier = a_submitted_dossier()
    ask(dossier)

    actions.choose(
        ident(dossier),
        case="",
        commune=None,
        result_channel=ResultChannel.COUNTER,
        result_address="",
        by=the_applicant(dossier),
        at=THURSDAY,
    )

    kept = stored(dossier)
    assert (kept.result_channel, kept.settling_agency) == ("counter", dossier.settling_agency)
