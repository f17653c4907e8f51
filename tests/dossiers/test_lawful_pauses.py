"""The clock stands still where a law says so: a financial obligation, an opinion of others."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines.models import Pause
from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier, Obligation
from motcua.dossiers.obligations import may_wait_for_payment, open_obligation
from motcua.dossiers.recounts import due_history
from motcua.dossiers.rules import (
    IllegalTransition,
    NoticeMissing,
    ObligationNotForeseen,
    ProofMissing,
    StaleDossier,
    Status,
    SupplementItem,
)
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_procedure,
    a_province,
    a_receptionist,
    an_accepted_dossier,
    an_officer,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, last_event, stored, verbs
from tests.lateness import DUE

pytestmark = pytest.mark.django_db
BASIS = "Điều mẫu về nghĩa vụ tài chính"
TUESDAY, THURSDAY = hanoi("2026-06-02 09:00"), hanoi("2026-06-04 09:00")


def being_examined(**given: object) -> tuple[Dossier, Actor]:
    """Return a dossier under examination, and the officer who has it."""
    dossier = a_dossier_at("appraise", a_procedure(**given))  # type: ignore[arg-type]
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    return stored(dossier), officer


def with_obligation(policy: str = "continue") -> tuple[Dossier, Actor]:
    return being_examined(obligation_basis=BASIS, pause_for_obligation=policy)


def demanded(dossier: Dossier, by: Actor, notice: str = "TB 12/CCT") -> Obligation:
    return actions.demand_payment(ident(dossier), notice=notice, by=by, at=TUESDAY)


def met(
    dossier: Dossier, by: Actor, proof: str = "GNT 0012", at: datetime = THURSDAY
) -> Obligation:
    return actions.confirm_obligation(ident(dossier), proof=proof, by=by, at=at)


def test_a_demanded_obligation_stops_the_clock_with_its_basis() -> None:
    dossier, officer = with_obligation()

    obligation = demanded(dossier, officer)

    waiting = stored(dossier)
    assert (waiting.status, waiting.due_at) == (Status.AWAITING_PAYMENT, None)
    assert waiting.original_due_at == DUE
    pause = Pause.objects.get(subject=dossier.id)
    assert (pause.reason, pause.basis, pause.policy) == ("obligation", BASIS, "continue")
    assert open_obligation(waiting) == obligation
    assert the_task(dossier).subject_due_at is None
    assert the_task(dossier).due_at is None


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        ("continue", "2026-06-11 17:00"),  # three working days touched
        ("restart", "2026-06-11 17:00"),  # five working days from Thursday
        ("none", "2026-06-08 17:00"),
    ],
)
def test_once_it_is_met_the_clock_runs_by_the_policy(policy: str, due: str) -> None:
    dossier, officer = with_obligation(policy)
    demanded(dossier, officer)

    met(dossier, officer)

    after = stored(dossier)
    assert (after.status, after.due_at) == (Status.IN_PROGRESS, hanoi(due))
    assert the_task(dossier).subject_due_at == hanoi(due)
    assert open_obligation(after) is None


def test_every_move_has_its_cause_and_every_act_its_event() -> None:
    dossier, officer = with_obligation()
    demanded(dossier, officer)
    met(dossier, officer)

    assert [one.cause for one in due_history(dossier)] == ["obligation", "resumed"]
    assert verbs(dossier)[-2:] == ["dossier.payment_demanded", "dossier.payment_met"]
    assert last_event(dossier, "dossier.payment_demanded").by == officer.person


def test_the_desk_takes_the_voucher_too() -> None:
    dossier, officer = with_obligation()
    demanded(dossier, officer)
    clerk = a_receptionist(dossier)

    assert met(dossier, clerk).met_by == clerk.person


def test_who_may_not_demand_or_confirm() -> None:
    dossier, officer = with_obligation()
    elsewhere = an_officer(a_province().justice, Role.CASE_OFFICER, Role.RECEPTIONIST)

    for stranger in (elsewhere, a_receptionist(dossier), the_applicant(dossier)):
        with pytest.raises((NotPermitted, NotFound)):
            demanded(dossier, stranger)
    demanded(dossier, officer)
    for stranger in (elsewhere, the_applicant(dossier), SYSTEM):
        with pytest.raises((NotPermitted, NotFound)):
            met(dossier, stranger)
    assert stored(dossier).status == Status.AWAITING_PAYMENT


def test_nothing_is_demanded_twice_or_met_twice() -> None:
    dossier, officer = with_obligation()
    demanded(dossier, officer)

    with pytest.raises(IllegalTransition):
        demanded(dossier, officer)
    met(dossier, officer)
    with pytest.raises(IllegalTransition):
        met(dossier, officer)


def test_notice_and_voucher_have_numbers() -> None:
    dossier, officer = with_obligation()

    with pytest.raises(NoticeMissing):
        demanded(dossier, officer, "  ")
    demanded(dossier, officer)
    with pytest.raises(ProofMissing):
        met(dossier, officer, " ")


def test_a_procedure_without_the_basis_demands_nothing() -> None:
    dossier, officer = being_examined()

    with pytest.raises(ObligationNotForeseen):
        demanded(dossier, officer)
    assert not may_wait_for_payment(dossier)
    assert may_wait_for_payment(with_obligation()[0])


def test_a_page_that_is_out_of_date_demands_nothing() -> None:
    dossier, officer = with_obligation()

    with pytest.raises(StaleDossier):
        actions.demand_payment(ident(dossier), notice="x", revision=0, by=officer, at=TUESDAY)


def test_while_it_waits_no_step_is_finished_but_it_may_be_withdrawn() -> None:
    dossier, officer = with_obligation()
    demanded(dossier, officer)

    with pytest.raises((TaskNotOpen, IllegalTransition)):
        actions.complete_task(
            ident(dossier), task_id(dossier), outcome="propose", by=officer, at=TUESDAY
        )
    actions.withdraw(ident(dossier), reason="", by=the_applicant(dossier), at=THURSDAY)
    assert stored(dossier).status == Status.WITHDRAWN


def test_the_database_keeps_one_open_obligation() -> None:
    dossier, officer = with_obligation()
    demanded(dossier, officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(
            dossier=dossier, notice="x", demanded_by=officer.who, demanded_at=TUESDAY
        )


def asking(dossier: Dossier, by: Actor) -> Consultation:
    return actions.consult(
        ident(dossier),
        task_id(dossier),
        agency=AgencyId(a_province().justice.id),
        question="Có vướng quy hoạch không?",
        due_at=DUE,
        by=by,
        at=TUESDAY,
    )


def answering(dossier: Dossier, asked: Consultation, at: datetime = THURSDAY) -> None:
    other = an_officer(a_province().justice, Role.CASE_OFFICER)
    actions.answer_consultation(
        ident(dossier), asked.id, answer="Không", agrees=True, by=other, at=at
    )


def test_an_opinion_stops_the_clock_only_where_a_law_says_so() -> None:
    plain, officer = being_examined()
    lawful, other = being_examined(pause_for_opinion="continue", opinion_basis="Luật mẫu, Điều 5")

    asking(plain, officer)
    asking(lawful, other)

    assert stored(plain).due_at == DUE
    assert stored(lawful).due_at is None
    assert Pause.objects.get(subject=lawful.id).basis == "Luật mẫu, Điều 5"


def test_the_last_answer_lets_the_clock_run() -> None:
    dossier, officer = being_examined(pause_for_opinion="continue", opinion_basis="Luật mẫu")
    first, second = asking(dossier, officer), asking(dossier, officer)

    answering(dossier, first)
    between = stored(dossier).due_at
    answering(dossier, second)

    assert between is None
    assert stored(dossier).due_at == hanoi("2026-06-11 17:00")
    assert [one.cause for one in due_history(dossier)] == ["opinion", "resumed"]


def test_a_supplement_takes_over_from_an_opinion_and_keeps_the_clock_still() -> None:
    dossier, officer = being_examined(
        pause_for_opinion="continue",
        opinion_basis="Luật mẫu",
        pause_during_settlement="continue",
    )
    asked = asking(dossier, officer)
    actions.request_supplement(
        ident(dossier),
        items=[SupplementItem("GT", "component", "mờ")],
        by=officer,
        at=hanoi("2026-06-03 09:00"),
    )

    answering(dossier, asked)

    assert stored(dossier).due_at is None
    assert stored(dossier).status == Status.SUPPLEMENTING
    actions.answer_supplement(
        ident(dossier), by=the_applicant(dossier), at=hanoi("2026-06-05 09:00")
    )
    assert stored(dossier).due_at == hanoi("2026-06-12 17:00")


def test_an_accepted_dossier_may_wait_before_its_first_step_is_taken() -> None:
    dossier = an_accepted_dossier(a_procedure(obligation_basis=BASIS))
    officer = an_officer(the_task(dossier).agency, Role(the_task(dossier).role))

    demanded(dossier, officer)

    assert stored(dossier).status == Status.AWAITING_PAYMENT
