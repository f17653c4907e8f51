"""What the desk and the applicant do around acceptance: accept, decline, withdraw."""

import pytest

from motcua.deadlines.rules import CalendarNotPublished
from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier, HandOver, Refusal
from motcua.dossiers.queries import consultations_waiting
from motcua.dossiers.rules import (
    BasisMissing,
    IllegalTransition,
    ReasonMissing,
    ResultNotReady,
    StaleDossier,
    Status,
)
from motcua.kernel.actors import Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, PersonId
from motcua.kernel.limits import Limit, Unit
from motcua.procedures.queries import terms
from motcua.workflow.models import ProcessInstance, Task
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_draft,
    a_performer,
    a_procedure,
    a_province,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import AN_HOUR, MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs

pytestmark = pytest.mark.django_db


def accept(dossier: Dossier, revision: int | None = None) -> Dossier:
    return actions.accept(
        ident(dossier), revision=revision, by=a_receptionist(dossier), at=MONDAY_MORNING
    )


def test_accepting_gives_a_number_and_a_due_date_and_opens_the_first_step() -> None:
    dossier = a_submitted_dossier(a_procedure(limit=Limit(3, Unit.WORKING_DAY)))

    accept(dossier)

    kept = stored(dossier)
    assert (kept.status, kept.number) == ("accepted", "H42.200-20260601-0000001")
    assert kept.due_at == kept.original_due_at == hanoi("2026-06-04 17:00")
    task = the_task(kept)
    assert (task.node, task.subject_due_at, kept.step) == ("assign", kept.due_at, "assign")
    assert task.due_at == hanoi("2026-06-01 10:00")


def test_accepting_is_written_in_the_event_log() -> None:
    dossier = a_submitted_dossier()
    receptionist = a_receptionist(dossier)

    actions.accept(ident(dossier), by=receptionist, at=MONDAY_MORNING)

    event = last_event(dossier, "dossier.accepted")
    assert (event.by, event.agency, event.at) == (
        receptionist.person,
        receptionist.agency,
        MONDAY_MORNING,
    )
    assert verbs(dossier)[-1] == "task.opened"


def test_only_the_desk_that_receives_accepts() -> None:
    dossier = a_submitted_dossier()
    elsewhere = an_officer(a_province().centre, Role.RECEPTIONIST)

    for somebody in (elsewhere, a_case_officer(dossier), the_applicant(dossier)):
        with pytest.raises((NotPermitted, NotFound)):
            actions.accept(ident(dossier), by=somebody, at=MONDAY_MORNING)


@pytest.mark.parametrize("status", [Status.SUPPLEMENTING, Status.DECLINED, Status.WITHDRAWN])
def test_only_what_waits_is_accepted(status: Status) -> None:
    dossier = put_into(a_submitted_dossier(), status)

    with pytest.raises(IllegalTransition):
        accept(dossier)


def test_accepting_twice_is_refused_and_leaves_no_trace() -> None:
    dossier = a_submitted_dossier()
    accept(dossier)

    with pytest.raises(IllegalTransition):
        accept(dossier)

    assert verbs(dossier).count("dossier.accepted") == 1
    assert ProcessInstance.objects.filter(subject=dossier.id).count() == 1


def test_a_stale_page_accepts_nothing() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(StaleDossier):
        accept(dossier, revision=dossier.revision - 1)


def test_a_limit_beyond_the_published_calendar_is_refused_and_uses_up_no_number() -> None:
    far = a_submitted_dossier(a_procedure(limit=Limit(700, Unit.WORKING_DAY)))

    with pytest.raises(CalendarNotPublished):
        accept(far)

    assert accept(a_submitted_dossier()).number == "H42.200-20260601-0000001"


def test_a_procedure_without_a_limit_has_no_due_date() -> None:
    dossier = accept(a_submitted_dossier(a_procedure(limit=None)))

    assert (dossier.due_at, dossier.limit_value) == (None, None)


def decline(dossier: Dossier, reason: str = "Sai nơi nộp", basis: str = "Điều 17") -> Dossier:
    return actions.decline(
        ident(dossier),
        reason=reason,
        basis=basis,
        by=a_receptionist(dossier),
        at=MONDAY_MORNING,
    )


def test_declining_keeps_the_reason_and_its_basis() -> None:
    dossier = a_submitted_dossier()

    decline(dossier)

    refusal = Refusal.objects.get(dossier=dossier)
    assert (stored(dossier).status, refusal.reason, refusal.basis) == (
        "declined",
        "Sai nơi nộp",
        "Điều 17",
    )


def test_declining_is_written_in_the_event_log() -> None:
    dossier = a_submitted_dossier()

    decline(dossier)

    assert last_event(dossier, "dossier.declined").at == MONDAY_MORNING


def test_only_the_desk_that_receives_declines() -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(NotPermitted):
        actions.decline(
            ident(dossier), reason="x", basis="y", by=a_case_officer(dossier), at=MONDAY_MORNING
        )


def test_what_was_accepted_is_not_declined() -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(IllegalTransition):
        decline(dossier)


def test_declining_twice_is_refused() -> None:
    dossier = a_submitted_dossier()
    decline(dossier)

    with pytest.raises(IllegalTransition):
        decline(dossier)


@pytest.mark.parametrize(
    ("reason", "basis", "refusal"), [(" ", "Điều 17", ReasonMissing), ("Sai", " ", BasisMissing)]
)
def test_nothing_is_declined_without_reason_and_basis(
    reason: str, basis: str, refusal: type[Exception]
) -> None:
    dossier = a_submitted_dossier()

    with pytest.raises(refusal):
        decline(dossier, reason, basis)

    assert stored(dossier).status == "submitted"


def withdraw(dossier: Dossier) -> Dossier:
    return actions.withdraw(
        ident(dossier), reason="Không cần nữa", by=the_applicant(dossier), at=MONDAY_MORNING
    )


def test_a_filing_is_withdrawn_before_acceptance() -> None:
    dossier = a_submitted_dossier()

    withdraw(dossier)

    assert stored(dossier).status == "withdrawn"


def test_withdrawing_later_closes_every_step_and_hand_over() -> None:
    dossier = an_accepted_dossier()
    head, colleague = a_section_head(dossier), a_section_head(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=head, at=MONDAY_MORNING)
    assert colleague.person is not None
    actions.hand_over(
        ident(dossier),
        task_id(dossier),
        to=PersonId(colleague.person),
        reason="Bận",
        by=head,
        at=MONDAY_MORNING,
    )

    withdraw(dossier)

    assert not Task.objects.filter(subject=dossier.id, completed_at=None).exists()
    assert not HandOver.objects.filter(dossier=dossier, acknowledged_at=None).exists()
    assert stored(dossier).responsible is None


def test_withdrawing_is_written_without_the_reason_itself() -> None:
    dossier = a_submitted_dossier()

    withdraw(dossier)

    event = last_event(dossier, "dossier.withdrawn")
    assert (event.by, event.facts) == (dossier.applicant_id, {"has_reason": True})


def test_only_the_applicant_withdraws() -> None:
    dossier = a_submitted_dossier()

    for somebody in (a_citizen(), a_receptionist(dossier)):
        with pytest.raises(NotFound):
            actions.withdraw(ident(dossier), reason="", by=somebody, at=MONDAY_MORNING)


def test_neither_a_draft_nor_a_decided_dossier_is_withdrawn() -> None:
    for dossier in (a_draft(), a_decided_dossier()):
        with pytest.raises(IllegalTransition):
            withdraw(dossier)


def test_withdrawing_twice_is_refused() -> None:
    dossier = a_submitted_dossier()
    withdraw(dossier)

    with pytest.raises(IllegalTransition):
        withdraw(dossier)


def test_an_opinion_asked_for_a_withdrawn_dossier_waits_no_more() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_performer(dossier, the_task(dossier))
    asked = actions.consult(
        ident(dossier),
        task_id(dossier),
        agency=AgencyId(a_province().justice.id),
        question="Có đúng quy hoạch không?",
        due_at=MONDAY_MORNING + AN_HOUR,
        by=officer,
        at=MONDAY_MORNING,
    )
    withdraw(dossier)

    reader = an_officer(a_province().justice, Role.CASE_OFFICER)

    assert Consultation.objects.get(pk=asked.pk).answered_at is None
    assert consultations_waiting(reader) == []


def test_a_version_without_a_process_is_not_accepted() -> None:
    dossier = a_submitted_dossier()
    kept = terms(dossier.procedure_id)
    kept.version.process = None

    with pytest.raises(ResultNotReady):
        accept(dossier)
