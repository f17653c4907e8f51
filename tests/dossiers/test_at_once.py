"""People acting at the same moment, with real threads and real commits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from motcua.dossiers import actions
from motcua.dossiers.actions.filing import Sheet
from motcua.dossiers.models import Dossier, NumberSeries
from motcua.dossiers.numbering import next_number, next_result_number
from motcua.dossiers.rules import IllegalTransition, NotYourTask
from motcua.events.models import Event
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_document,
    a_dossier_at,
    a_draft,
    a_filing,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored, verbs
from tests.real_database import at_once

pytestmark = pytest.mark.usefixtures("real_commits")
DAY = date(2026, 6, 1)


def refusals(outcomes: Sequence[object]) -> list[type]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def test_desks_working_at_once_never_share_or_skip_a_number() -> None:
    a_province()
    agency = uuid4()

    def take() -> str:
        with transaction.atomic():
            return next_number(agency, "H42", DAY)

    taken = [number for _ in range(5) for number in at_once([take] * 6)]

    assert sorted(str(n) for n in taken) == [f"H42-20260601-{n:07d}" for n in range(1, 31)]


def test_a_number_that_was_not_used_is_given_again() -> None:
    agency = uuid4()

    def take(keep: bool) -> str:
        with transaction.atomic():
            number = next_result_number(agency, DAY)
            if not keep:
                transaction.set_rollback(True)
            return number

    numbers = [take(keep) for keep in (True, False, True)]

    assert numbers == ["1/KQGQ", "2/KQGQ", "2/KQGQ"]


def test_the_same_message_five_times_at_once_makes_one_dossier() -> None:
    citizen = a_citizen()
    filing = a_filing(a_procedure(components=[]), key=uuid4())

    answers = at_once([lambda: actions.file(filing, by=citizen, at=MONDAY_MORNING)] * 5)

    assert refusals(answers) == []
    assert len({answer.id for answer in answers if isinstance(answer, Dossier)}) == 1
    codes = {answer.submission_code for answer in answers if isinstance(answer, Dossier)}
    assert codes == {Dossier.objects.get().submission_code}
    assert Event.objects.filter(verb="dossier.submitted").count() == 1


def test_the_same_papers_named_by_many_at_once_are_handed_in_once() -> None:
    citizen, procedure = a_citizen(), a_procedure()
    for _ in range(12):
        papers = [Sheet("GT", document=a_document(citizen).id) for _ in range(3)]
        ways = [papers, papers[::-1]]
        filing = a_filing(procedure, key=uuid4(), sheets=papers)
        filings = [replace(filing, sheets=ways[turn % 2], key=uuid4()) for turn in range(6)]
        others = [partial(actions.file, one, by=citizen, at=MONDAY_MORNING) for one in filings]

        same = at_once([partial(actions.file, filing, by=citizen, at=MONDAY_MORNING)] * 6)
        other = at_once(others)

        assert refusals(same) == []
        assert len({one.id for one in same if isinstance(one, Dossier)}) == 1
        assert all(isinstance(one, DomainError) for one in other)  # the papers are taken


def test_a_draft_submitted_five_times_at_once_is_handed_in_once() -> None:
    draft, key = a_draft(), uuid4()
    applicant = the_applicant(draft)

    answers = at_once(
        [lambda: actions.submit(ident(draft), key=key, by=applicant, at=MONDAY_MORNING)] * 5
    )

    assert refusals(answers) == []
    assert {answer.submitted_at for answer in answers if isinstance(answer, Dossier)} == {
        MONDAY_MORNING
    }
    assert verbs(draft).count("dossier.submitted") == 1


def test_of_two_clerks_who_accept_at_once_one_wins() -> None:
    dossier = a_submitted_dossier()
    clerks = [a_receptionist(dossier), a_receptionist(dossier)]

    def accept(clerk: Actor) -> Dossier:
        return actions.accept(ident(dossier), by=clerk, at=MONDAY_MORNING)

    outcomes = at_once([partial(accept, clerk) for clerk in clerks])

    assert refusals(outcomes) == [IllegalTransition]
    assert verbs(dossier).count("dossier.accepted") == 1
    assert NumberSeries.objects.get(kind="dossier").last == 1


def test_of_two_officers_who_claim_at_once_one_wins() -> None:
    dossier = a_dossier_at("appraise")
    officers = [a_case_officer(dossier), a_case_officer(dossier)]
    task = task_id(dossier)

    def claim(officer: Actor) -> Task:
        return actions.claim(ident(dossier), task, by=officer, at=MONDAY_MORNING)

    outcomes = at_once([partial(claim, officer) for officer in officers])

    assert refusals(outcomes) == [NotYourTask]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Task))
    assert the_task(dossier).assignee == winner.assignee == stored(dossier).responsible


def test_of_two_officers_who_finish_a_step_at_once_one_wins() -> None:
    dossier = a_dossier_at("appraise")
    officers = [a_case_officer(dossier), a_case_officer(dossier)]
    task = task_id(dossier)

    def finish(officer: Actor) -> Dossier:
        return actions.complete_task(
            ident(dossier), task, outcome="propose", by=officer, at=MONDAY_MORNING
        )

    outcomes = at_once([partial(finish, officer) for officer in officers])

    assert refusals(outcomes) == [TaskNotOpen]
    assert the_task(dossier).node == "approve"


def test_different_dossiers_are_accepted_at_once_without_waiting_for_each_other() -> None:
    procedure = a_procedure()
    dossiers = [a_submitted_dossier(procedure) for _ in range(4)]
    clerks = {dossier.id: a_receptionist(dossier) for dossier in dossiers}

    def accept(dossier: Dossier) -> UUID:
        actions.accept(
            ident(dossier),
            by=clerks[dossier.id],
            at=MONDAY_MORNING + timedelta(minutes=1),
        )
        return dossier.id

    outcomes = at_once([partial(accept, dossier) for dossier in dossiers])

    assert refusals(outcomes) == []
    numbers = {stored(dossier).number for dossier in dossiers}
    assert numbers == {f"H42.200-20260601-{n:07d}" for n in range(1, 5)}
