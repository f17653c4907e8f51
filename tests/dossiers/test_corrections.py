"""Putting a dossier on another of its steps, and leaving a step to the unit."""

from uuid import UUID, uuid4

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import NotYourTask, ReasonMissing
from motcua.events.models import Event
from motcua.kernel.actors import Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import TaskId
from motcua.workflow.actions import SENT_BACK
from motcua.workflow.models import Task
from motcua.workflow.queries import open_tasks
from motcua.workflow.rules import CannotStandThere, TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_procedure,
    a_section_head,
    an_accepted_dossier,
    an_officer,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored, verbs
from tests.dossiers.test_course import OPINIONS, accepted, finish, names
from tests.processes import ONE_AGENCY

pytestmark = pytest.mark.django_db


def approving() -> Dossier:
    dossier = stored(an_accepted_dossier(a_procedure(process=ONE_AGENCY)))
    for _ in range(2):
        dossier = step_on(dossier)
    return stored(dossier)


def send_back(dossier: Dossier, node: str, reason: str = "Thiếu ý kiến", **given: object) -> None:
    by = given.get("by") or a_section_head(dossier)
    current = open_tasks(dossier.id).get()
    actions.send_back(
        ident(dossier),
        TaskId(current.id),
        node,
        reason=reason,
        by=by,  # type: ignore[arg-type]
        at=MONDAY_MORNING,
    )


def test_a_dossier_is_sent_back_and_keeps_its_due_date() -> None:
    dossier = approving()
    left = open_tasks(dossier.id).get()

    send_back(dossier, "appraise")

    left.refresh_from_db()
    assert names(dossier) == ["appraise"]
    assert left.outcome == SENT_BACK
    assert stored(dossier).due_at == dossier.due_at


def test_sending_back_is_recorded_with_its_reason() -> None:
    dossier = approving()

    send_back(dossier, "assign", "Giao nhầm người")

    event = Event.objects.get(subject=dossier.id, verb="dossier.sent_back")
    assert (event.facts["to"], event.facts["reason"]) == ("assign", "Giao nhầm người")


def test_only_who_answers_for_the_course_sends_back() -> None:
    dossier = approving()

    with pytest.raises(NotPermitted):
        send_back(dossier, "appraise", by=a_case_officer(dossier))


@pytest.mark.parametrize("target", ["approve", "nowhere", "begin", "reviewed"])
def test_a_dossier_goes_only_to_another_step_for_people(target: str) -> None:
    dossier = approving()

    with pytest.raises(CannotStandThere):
        send_back(dossier, target)


def test_sending_back_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        send_back(approving(), "appraise", "  ")


def test_sending_back_twice_from_one_page_is_refused() -> None:
    dossier = approving()
    current = open_tasks(dossier.id).get()
    send_back(dossier, "appraise")

    with pytest.raises(TaskNotOpen):
        actions.send_back(
            ident(dossier),
            TaskId(current.id),
            "appraise",
            reason="Lần nữa",
            by=a_section_head(dossier),
            at=MONDAY_MORNING,
        )


def test_a_branch_sent_back_beside_others_leaves_them_alone() -> None:
    dossier = accepted(OPINIONS)
    finish(dossier, "justice")
    finish(dossier, "construction")

    send_back(dossier, "justice")

    assert names(dossier) == ["justice"]
    finish(dossier, "justice")
    assert names(dossier) == ["appraise"]


def test_what_is_open_beside_stays_open_when_a_branch_is_mended() -> None:
    dossier = accepted(OPINIONS)
    finish(dossier, "justice")

    send_back(dossier, "justice")

    assert names(dossier) == ["construction", "justice"]


# ---- releasing ----


def taken() -> tuple[Dossier, Task, UUID]:
    dossier = approving()
    current = open_tasks(dossier.id).get()
    head = a_section_head(dossier)
    actions.claim(ident(dossier), TaskId(current.id), by=head, at=MONDAY_MORNING)
    return dossier, current, head.who


def test_a_step_that_was_taken_is_left_to_the_unit_again() -> None:
    dossier = approving()
    current = open_tasks(dossier.id).get()
    head = a_section_head(dossier)
    actions.claim(ident(dossier), TaskId(current.id), by=head, at=MONDAY_MORNING)

    actions.release(ident(dossier), TaskId(current.id), by=head, at=MONDAY_MORNING)
    actions.release(ident(dossier), TaskId(current.id), by=head, at=MONDAY_MORNING)

    current.refresh_from_db()
    assert (current.assignee, current.acknowledged_at) == (None, None)
    assert verbs(dossier).count("task.released") == 1


def test_nobody_releases_a_colleague_s_step() -> None:
    dossier, current, _ = taken()
    colleague = an_officer(current.agency, Role.SECTION_HEAD)

    with pytest.raises(NotYourTask):
        actions.release(ident(dossier), TaskId(current.id), by=colleague, at=MONDAY_MORNING)


def test_a_step_that_is_not_there_cannot_be_released() -> None:
    dossier = approving()

    with pytest.raises(NotFound):
        actions.release(
            ident(dossier), TaskId(uuid4()), by=a_section_head(dossier), at=MONDAY_MORNING
        )
