"""Stopping the settlement: who may, from which states, what changes, what is recorded."""

from datetime import timedelta

import pytest

from motcua.deadlines.models import Pause
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, HandOver, Stop, SupplementRequest
from motcua.dossiers.rules import (
    IllegalTransition,
    ReasonMissing,
    StaleDossier,
    Status,
    StopBasisMissing,
    SupplementItem,
)
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.workflow.models import Awaited, ProcessInstance, Task, Token
from tests.builders import (
    a_case_officer,
    a_decided_dossier,
    a_dossier_at,
    a_province,
    a_receptionist,
    a_section_head,
    a_signatory,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored, verbs

LATER = MONDAY_MORNING + timedelta(hours=2)
pytestmark = pytest.mark.django_db


def stopped(dossier: Dossier, by: Actor, **given: object) -> Dossier:
    words: dict[str, object] = {"reason": "Đề nghị dừng", "basis": "Đơn ngày 01/6/2026", **given}
    return actions.stop(ident(dossier), by=by, at=LATER, **words)  # type: ignore[arg-type]


def test_stopping_ends_everything_that_waited() -> None:
    dossier = an_accepted_dossier()
    step = dossier.step
    head = a_section_head(dossier)

    ended = stored(stopped(dossier, head, fees="Không hoàn"))

    assert (ended.status, ended.step, ended.responsible) == (Status.STOPPED, "", None)
    assert ended.revision == dossier.revision + 1
    kept = Stop.objects.get(dossier=ended)
    assert (kept.reason, kept.basis) == ("Đề nghị dừng", "Đơn ngày 01/6/2026")
    assert (kept.fees, kept.step, kept.by, kept.at) == ("Không hoàn", step, head.person, LATER)
    assert not Task.objects.filter(subject=dossier.id, completed_at=None).exists()
    assert ProcessInstance.objects.get(subject=dossier.id).finished_at == LATER
    assert not Token.objects.filter(instance__subject=dossier.id).exists()
    assert not Awaited.objects.filter(subject=dossier.id).exists()


def test_stopping_while_the_applicant_supplements_ends_the_pause_and_the_request() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.request_supplement(
        ident(dossier),
        items=[SupplementItem("GT", "component", "Mờ")],
        by=officer,
        at=MONDAY_MORNING,
    )

    stopped(dossier, a_signatory(dossier))

    assert not Pause.objects.filter(subject=dossier.id, ended_at=None).exists()
    assert not SupplementRequest.objects.filter(dossier=dossier, answered_at=None).exists()
    assert not HandOver.objects.filter(dossier=dossier, acknowledged_at=None).exists()


def test_stopping_is_recorded_by_whom_and_when() -> None:
    dossier = an_accepted_dossier()
    head = a_section_head(dossier)

    stopped(dossier, head)

    event = last_event(dossier, "dossier.stopped")
    assert (event.by, event.agency, event.at) == (head.person, head.agency, LATER)


def test_only_who_leads_the_settling_agency_may_stop() -> None:
    dossier = an_accepted_dossier()
    elsewhere = an_officer(a_province().justice, Role.SIGNATORY)

    for other in (
        a_case_officer(dossier),
        a_receptionist(dossier),
        the_applicant(dossier),
        elsewhere,
    ):
        with pytest.raises((NotPermitted, NotFound)):
            stopped(dossier, other)

    assert "dossier.stopped" not in verbs(dossier)
    assert not Stop.objects.exists()


def test_what_has_ended_or_never_began_is_not_stopped() -> None:
    decided, waiting = a_decided_dossier(), a_submitted_dossier()
    asked = a_submitted_dossier()
    wrong = [SupplementItem("GT", "component", "Mờ")]
    actions.request_supplement(
        ident(asked), items=wrong, by=a_receptionist(asked), at=MONDAY_MORNING
    )
    ended = an_accepted_dossier()
    stopped(ended, a_section_head(ended))

    for dossier in (decided, waiting, asked, ended):
        with pytest.raises(IllegalTransition):
            stopped(dossier, a_section_head(dossier))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"basis": " "}, StopBasisMissing),
        ({"revision": -1}, StaleDossier),
    ],
)
def test_stopping_needs_a_reason_a_basis_and_a_fresh_page(
    given: dict[str, object], refusal: type[Exception]
) -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(refusal):
        stopped(dossier, a_section_head(dossier), **given)

    assert stored(dossier).status == dossier.status
