"""Officers at work: taking a step, handing it over, finishing it."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.models import Dossier, HandOver, Result
from motcua.dossiers.queries import to_acknowledge
from motcua.dossiers.rules import (
    IllegalTransition,
    NotYourTask,
    ReasonMissing,
    StaleDossier,
    Status,
    WrongOutcome,
)
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import PersonId, TaskId
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_province,
    a_section_head,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import AN_HOUR, MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs

pytestmark = pytest.mark.django_db


def who(actor: Actor) -> PersonId:
    assert actor.person is not None
    return PersonId(actor.person)


def claim(dossier: Dossier, by: Actor) -> Task:
    return actions.claim(ident(dossier), task_id(dossier), by=by, at=MONDAY_MORNING)


def test_claiming_makes_one_officer_responsible() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)

    claim(dossier, officer)

    task = the_task(dossier)
    assert (task.assignee, task.acknowledged_at) == (officer.person, MONDAY_MORNING)
    assert stored(dossier).responsible == officer.person


def test_the_first_claim_puts_the_dossier_in_progress() -> None:
    dossier = an_accepted_dossier()

    claim(dossier, a_section_head(dossier))

    assert stored(dossier).status == "in_progress"


def test_claiming_is_written_in_the_event_log() -> None:
    dossier = an_accepted_dossier()

    task = claim(dossier, a_section_head(dossier))

    assert last_event(dossier, "task.claimed").facts == {"task": str(task.id)}


def test_a_step_is_claimed_only_in_its_role_and_agency() -> None:
    dossier = an_accepted_dossier()
    elsewhere = an_officer(a_province().justice, Role.SECTION_HEAD)

    for somebody in (a_case_officer(dossier), elsewhere, the_applicant(dossier)):
        with pytest.raises((NotPermitted, NotFound)):
            claim(dossier, somebody)


def test_a_finished_or_foreign_step_is_not_claimed() -> None:
    dossier, other = a_dossier_at("appraise"), an_accepted_dossier()
    finished = Task.objects.get(subject=dossier.id, node="assign")
    head = a_section_head(dossier)

    with pytest.raises(TaskNotOpen):
        actions.claim(ident(dossier), TaskId(finished.id), by=head, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.claim(ident(dossier), task_id(other), by=head, at=MONDAY_MORNING)


def test_claiming_twice_changes_nothing_and_a_colleague_comes_too_late() -> None:
    dossier = a_dossier_at("appraise")
    first, second = a_case_officer(dossier), a_case_officer(dossier)

    claim(dossier, first)
    claim(dossier, first)
    with pytest.raises(NotYourTask):
        claim(dossier, second)

    assert the_task(dossier).assignee == first.person
    assert verbs(dossier).count("task.claimed") == 1


def hand_over(dossier: Dossier, to: Actor, by: Actor, reason: str = "Nghỉ phép") -> HandOver:
    return actions.hand_over(
        ident(dossier), task_id(dossier), to=who(to), reason=reason, by=by, at=MONDAY_MORNING
    )


def a_claimed_step() -> tuple[Dossier, Actor, Actor]:
    dossier = a_dossier_at("appraise")
    giver, receiver = a_case_officer(dossier), a_case_officer(dossier)
    claim(dossier, giver)
    return dossier, giver, receiver


def test_the_giver_answers_for_a_step_until_the_receiver_confirms() -> None:
    dossier, giver, receiver = a_claimed_step()

    hand_over(dossier, receiver, giver)
    before = stored(dossier).responsible
    actions.acknowledge(ident(dossier), task_id(dossier), by=receiver, at=MONDAY_MORNING + AN_HOUR)

    assert (before, stored(dossier).responsible) == (giver.person, receiver.person)
    row = HandOver.objects.get(dossier=dossier)
    assert (row.from_person, row.to_person, row.reason) == (
        giver.person,
        receiver.person,
        "Nghỉ phép",
    )
    assert row.acknowledged_at == MONDAY_MORNING + AN_HOUR


def test_the_head_of_the_section_gives_a_step_that_nobody_took() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)

    hand_over(dossier, officer, a_section_head(dossier))

    assert the_task(dossier).assignee == officer.person
    assert to_acknowledge(who(officer)) == 1


def test_handing_over_and_confirming_are_written_in_the_event_log() -> None:
    dossier, giver, receiver = a_claimed_step()

    hand_over(dossier, receiver, giver)
    actions.acknowledge(ident(dossier), task_id(dossier), by=receiver, at=MONDAY_MORNING)

    assert verbs(dossier)[-2:] == ["task.handed_over", "task.acknowledged"]
    assert last_event(dossier, "task.handed_over").facts["to"] == str(receiver.person)


def test_only_who_holds_a_step_or_the_head_gives_it() -> None:
    dossier, _, receiver = a_claimed_step()
    elsewhere = an_officer(a_province().justice, Role.SECTION_HEAD)

    with pytest.raises(NotYourTask):
        hand_over(dossier, receiver, receiver)
    with pytest.raises(NotFound):
        hand_over(dossier, receiver, elsewhere)


def test_a_step_is_given_only_to_who_may_do_it() -> None:
    dossier, giver, _ = a_claimed_step()

    with pytest.raises(NotPermitted):
        hand_over(dossier, a_section_head(dossier), giver)


def test_a_finished_step_is_not_handed_over() -> None:
    dossier, giver, receiver = a_claimed_step()
    task = task_id(dossier)
    step_on(dossier, by=giver)

    with pytest.raises(TaskNotOpen):
        actions.hand_over(
            ident(dossier), task, to=who(receiver), reason="x", by=giver, at=MONDAY_MORNING
        )


def test_handing_over_needs_a_reason() -> None:
    dossier, giver, receiver = a_claimed_step()

    with pytest.raises(ReasonMissing):
        hand_over(dossier, receiver, giver, reason=" ")


def test_what_was_given_away_is_not_given_twice() -> None:
    dossier, giver, receiver = a_claimed_step()
    hand_over(dossier, receiver, giver)

    with pytest.raises(NotYourTask):
        hand_over(dossier, receiver, giver)


def test_the_head_may_give_an_unconfirmed_step_to_another() -> None:
    dossier, giver, receiver = a_claimed_step()
    third = a_case_officer(dossier)
    hand_over(dossier, receiver, giver)

    hand_over(dossier, third, a_section_head(dossier))

    assert to_acknowledge(who(receiver)) == 0
    assert HandOver.objects.get(dossier=dossier).to_person == third.person


def acknowledge(dossier: Dossier, by: Actor) -> Task:
    return actions.acknowledge(ident(dossier), task_id(dossier), by=by, at=MONDAY_MORNING)


def test_only_the_receiver_confirms() -> None:
    dossier, giver, receiver = a_claimed_step()
    hand_over(dossier, receiver, giver)

    for somebody in (giver, a_case_officer(dossier)):
        with pytest.raises(NotYourTask):
            acknowledge(dossier, somebody)


def test_a_step_that_nobody_was_given_is_not_confirmed() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(NotYourTask):
        acknowledge(dossier, a_case_officer(dossier))


def test_confirming_twice_changes_nothing() -> None:
    dossier, giver, receiver = a_claimed_step()
    hand_over(dossier, receiver, giver)

    acknowledge(dossier, receiver)
    acknowledge(dossier, receiver)

    assert verbs(dossier).count("task.acknowledged") == 1


@pytest.mark.parametrize("act", ["claim", "complete"])
def test_whoever_acts_on_a_given_step_has_received_it(act: str) -> None:
    dossier, giver, receiver = a_claimed_step()
    hand_over(dossier, receiver, giver)

    if act == "claim":
        claim(dossier, receiver)
    else:
        step_on(dossier, by=receiver)

    assert to_acknowledge(who(receiver)) == 0
    assert HandOver.objects.get(dossier=dossier).acknowledged_at == MONDAY_MORNING


def complete(dossier: Dossier, outcome: str, **given: object) -> Dossier:
    by = given.pop("by", None)
    task = the_task(dossier)
    officer = by or an_officer(task.agency, Role(task.role))
    return actions.complete_task(
        ident(dossier),
        TaskId(task.id),
        outcome=outcome,
        by=officer,  # type: ignore[arg-type]
        at=MONDAY_MORNING,
        **given,  # type: ignore[arg-type]
    )


def test_finishing_a_step_opens_the_next_and_names_who_is_responsible() -> None:
    dossier = an_accepted_dossier()
    head = a_section_head(dossier)

    complete(dossier, "done", by=head)

    kept = stored(dossier)
    assert (kept.status, kept.step, kept.responsible) == ("in_progress", "appraise", head.person)
    assert the_task(dossier).subject_due_at == kept.due_at


def test_the_proposal_is_kept_with_who_made_it() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    proposal = Proposal(reason=" Thiếu đất ", basis="Điều 5")

    complete(dossier, "refuse", proposal=proposal, by=officer)

    result = Result.objects.get(dossier=dossier)
    assert (result.granted, result.reason, result.basis) == (False, "Thiếu đất", "Điều 5")
    assert result.proposed_by == officer.person


def test_finishing_is_written_in_the_event_log() -> None:
    dossier = an_accepted_dossier()

    complete(dossier, "done")

    assert verbs(dossier)[-2:] == ["task.completed", "task.opened"]
    assert last_event(dossier, "task.completed").facts["outcome"] == "done"


def test_a_step_is_finished_only_by_who_may() -> None:
    dossier, _, other = a_claimed_step()

    with pytest.raises(NotYourTask):
        complete(dossier, "propose", by=other)
    with pytest.raises(NotPermitted):
        complete(dossier, "propose", by=the_applicant(dossier))


@pytest.mark.parametrize("status", [Status.SUPPLEMENTING, Status.STOPPED])
def test_no_step_is_finished_while_the_dossier_waits_or_has_ended(status: Status) -> None:
    dossier = put_into(an_accepted_dossier(), status)

    with pytest.raises(IllegalTransition):
        complete(dossier, "done")


def test_finishing_twice_is_refused() -> None:
    dossier = an_accepted_dossier()
    task, head = task_id(dossier), a_section_head(dossier)
    complete(dossier, "done", by=head)

    with pytest.raises(TaskNotOpen):
        actions.complete_task(ident(dossier), task, outcome="done", by=head, at=MONDAY_MORNING)

    assert verbs(dossier).count("task.completed") == 1


def test_going_back_needs_a_reason_and_opens_the_earlier_step_again() -> None:
    dossier = a_dossier_at("approve")

    with pytest.raises(ReasonMissing):
        complete(dossier, "return")
    complete(dossier, "return", note="Chưa rõ")

    assert the_task(dossier).node == "appraise"
    assert Task.objects.get(subject=dossier.id, node="approve").note == "Chưa rõ"


def test_refusing_needs_a_reason() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(ReasonMissing):
        complete(dossier, "refuse")


@pytest.mark.parametrize(("node", "outcome"), [("assign", "lạ"), ("sign", "done")])
def test_a_step_ends_only_in_its_own_ways(node: str, outcome: str) -> None:
    dossier = a_dossier_at(node)

    with pytest.raises(WrongOutcome):
        complete(dossier, outcome)


def test_a_stale_page_finishes_nothing() -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(StaleDossier):
        complete(dossier, "done", revision=dossier.revision - 1)


def test_the_head_names_who_takes_the_next_step() -> None:
    dossier = an_accepted_dossier()
    officer = a_case_officer(dossier)

    complete(dossier, "done", assign_to=who(officer))

    task = the_task(dossier)
    assert (task.assignee, task.acknowledged_at) == (officer.person, None)
    assert verbs(dossier)[-1] == "task.handed_over"


def test_only_a_head_names_who_is_next_and_only_a_colleague() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(NotPermitted):
        complete(dossier, "propose", assign_to=who(a_case_officer(dossier)))

    beginning = an_accepted_dossier()
    with pytest.raises(NotPermitted):
        complete(beginning, "done", assign_to=who(a_section_head(beginning)))


def test_where_no_officer_s_step_follows_nobody_is_named() -> None:
    dossier = a_dossier_at("approve")

    with pytest.raises(NotPermitted):
        complete(dossier, "approve", assign_to=who(a_case_officer(dossier)))
