"""Two events in a race have one winner: real threads, real commits, two hundred rounds each."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db.models import F

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import IllegalTransition, NotYourTask
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import TaskId
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.actions import TIMED_OUT
from motcua.workflow.models import Awaited, Task, Token
from motcua.workflow.queries import open_tasks
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_performer,
    a_procedure,
    a_province,
    an_accepted_dossier,
    the_applicant,
)
from tests.calendars import A_DAY, MONDAY_MORNING
from tests.dossiers.expectations import ident, verbs
from tests.dossiers.test_course import OPINIONS, step
from tests.processes import END, START, bpmn, in_a_row, task
from tests.real_database import at_once

pytestmark = pytest.mark.usefixtures("real_commits")
ROUNDS = 200
ONE_STEP = bpmn(
    [START, task("appraise", "appraise"), task("sign", "sign"), END],
    in_a_row("begin", "appraise", "sign", "finish"),
    {("case_officer", "settling"): ["appraise"], ("signatory", "settling"): ["sign"]},
)


def rounds(drawn: str, played: Callable[[Dossier], None]) -> None:
    a_province()
    procedure: ProcedureVersion = a_procedure(process=drawn)
    for _ in range(ROUNDS):
        played(an_accepted_dossier(procedure))


def finishing(dossier: Dossier, step: Task, by: Actor, at: datetime) -> Callable[[], object]:
    return partial(
        actions.complete_task, ident(dossier), TaskId(step.id), outcome="done", by=by, at=at
    )


def won(outcomes: Sequence[object]) -> list[object]:
    """Return the acts that succeeded; whatever was refused must be refused by a rule."""
    assert all(
        isinstance(one, DomainError) for one in outcomes if isinstance(one, BaseException)
    ), outcomes
    return [one for one in outcomes if one is not False and not isinstance(one, Exception)]


def test_of_two_officers_who_end_a_step_at_once_one_wins() -> None:
    def played(dossier: Dossier) -> None:
        open_step = open_tasks(dossier.id).get()
        officers = [a_case_officer(dossier), a_case_officer(dossier)]
        outcomes = at_once(
            [finishing(dossier, open_step, officer, MONDAY_MORNING) for officer in officers]
        )

        losers = {type(one) for one in outcomes if isinstance(one, Exception)}
        assert len(won(outcomes)) == 1
        assert losers <= {TaskNotOpen, NotYourTask}
        assert [one.node for one in open_tasks(dossier.id)] == ["sign"]
        assert verbs(dossier).count("task.completed") == 1

    rounds(ONE_STEP, played)


def test_a_timer_and_who_ends_the_step_cannot_both_win() -> None:
    def played(dossier: Dossier) -> None:
        opinion = step(dossier, "justice")
        timer = Awaited.objects.get(subject=dossier.id).id
        later = MONDAY_MORNING + A_DAY
        officer = a_performer(dossier, opinion)
        acts: list[Callable[[], object]] = [
            partial(actions.fire_timer, ident(dossier), timer, by=SYSTEM, at=later),
            finishing(dossier, opinion, officer, later),
            partial(actions.fire_timer, ident(dossier), timer, by=SYSTEM, at=later),
        ]
        outcomes = at_once(acts)

        opinion.refresh_from_db()
        fired = verbs(dossier).count("timer.fired")
        assert len(won(outcomes)) == 1
        assert (opinion.outcome == TIMED_OUT) == bool(fired)
        assert [one.node for one in open_tasks(dossier.id)] == ["construction"]
        assert Token.objects.filter(instance__subject=dossier.id).count() == 1

    rounds(OPINIONS, played)


def test_a_withdrawal_and_who_ends_the_step_leave_nothing_half_done() -> None:
    def played(dossier: Dossier) -> None:
        open_step = open_tasks(dossier.id).get()
        officer, applicant = a_case_officer(dossier), the_applicant(dossier)
        withdrawing = partial(
            actions.withdraw, ident(dossier), reason="Đổi ý", by=applicant, at=MONDAY_MORNING
        )
        acts: list[Callable[[], object]] = [
            finishing(dossier, open_step, officer, MONDAY_MORNING),
            withdrawing,
        ]
        outcomes = at_once(acts)

        losers = {type(one) for one in outcomes if isinstance(one, Exception)}
        ended = Task.objects.filter(subject=dossier.id, outcome="done").count()
        assert losers <= {TaskNotOpen, IllegalTransition}
        assert won(outcomes)
        assert ended == verbs(dossier).count("task.completed")
        assert not open_tasks(dossier.id).exists()
        assert not Task.objects.filter(completed_at__lt=F("opened_at")).exists()
        assert verbs(dossier).count("dossier.withdrawn") == 1

    rounds(ONE_STEP, played)


def test_who_read_the_clock_first_and_acts_later_ends_no_step_before_it_began() -> None:
    dossier = an_accepted_dossier()

    actions.withdraw(
        ident(dossier),
        reason="Đổi ý",
        by=the_applicant(dossier),
        at=MONDAY_MORNING - timedelta(milliseconds=5),
    )

    assert not Task.objects.filter(subject=dossier.id, completed_at__lt=F("opened_at")).exists()
