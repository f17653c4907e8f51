"""How every dossier stood against its limit, counted every night, with the cause of lateness."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from motcua.deadlines.models import Pause
from motcua.dossiers.lateness_causes import Cause
from motcua.dossiers.models import Consultation, Dossier, HandOver, Timeliness
from motcua.dossiers.timeliness import APOLOGY, count_timeliness
from motcua.kernel.ids import new_id
from motcua.workflow.models import ProcessInstance, Task
from tests.builders import a_province, an_accepted_dossier
from tests.calendars import MONDAY_MORNING, hanoi
from tests.lateness import a_signed_apology
from tests.web.portals import copies

pytestmark = pytest.mark.django_db
NOW = hanoi("2026-06-15 09:00")
DUE = hanoi("2026-06-08 17:00")
SOON = {"accepted_at": MONDAY_MORNING, "due_at": DUE, "status": "decided"}


@pytest.fixture
def dossier() -> Dossier:
    accepted = an_accepted_dossier()
    Dossier.objects.filter(pk=accepted.id).update(due_at=None)
    accepted.refresh_from_db()
    return accepted


def one_decided(dossier: Dossier, at: str, **changed: object) -> Dossier:
    return copies(dossier, 1, **{**SOON, "decided_at": hanoi(at), **changed})[0]


def one_late(dossier: Dossier) -> Dossier:
    return one_decided(dossier, "2026-06-10 10:00")


def counted(dossier: Dossier, at: datetime = NOW) -> Timeliness:
    count_timeliness(at=at)
    return Timeliness.objects.get(pk=dossier.id)


def a_step_of(dossier: Dossier, opened: str, ended: str | None, **given: object) -> Task:
    like = Task.objects.filter(node="assign").first()
    assert like is not None
    run, _ = ProcessInstance.objects.get_or_create(
        subject=dossier.id,
        defaults={"process_id": like.instance.process_id, "started_at": MONDAY_MORNING},
    )
    facts = {
        "instance": run,
        "subject": dossier.id,
        "number": Task.objects.filter(subject=dossier.id).count() + 1,
        "node": "appraise",
        "name": "Thẩm định",
        "act": "appraise",
        "role": "case_officer",
        "agency": dossier.settling_agency_id,
        "opened_at": hanoi(opened),
        "acknowledged_at": hanoi(opened),
        "completed_at": hanoi(ended) if ended else None,
        "outcome": "propose" if ended else "",
    }
    return Task.objects.create(**{**facts, **given})


@pytest.mark.parametrize(
    ("decided", "standing", "days"),
    [
        ("2026-06-05 10:00", "early", 0),
        ("2026-06-08 17:00", "on_time", 0),
        ("2026-06-08 17:01", "late", 1),
        ("2026-06-10 10:00", "late", 2),
        ("2026-06-13 10:00", "late", 4),
    ],
)
def test_what_was_decided_is_early_on_time_or_late(
    dossier: Dossier, decided: str, standing: str, days: int
) -> None:
    row = counted(one_decided(dossier, decided))

    assert (row.standing, row.days_late) == (standing, days)
    assert row.sector == dossier.procedure.sector_id
    assert row.procedure == dossier.procedure.procedure_id
    assert row.agency == dossier.settling_agency_id


def test_what_is_open_is_overdue_as_long_as_it_is(dossier: Dossier) -> None:
    waiting = copies(dossier, 1, due_at=DUE, status="in_progress")[0]

    first = counted(waiting)
    later = counted(waiting, NOW + timedelta(days=1))

    assert (first.standing, first.days_late, first.ended_at) == ("overdue", 5, NOW)
    assert later.days_late == 6
    Dossier.objects.filter(pk=waiting.id).update(due_at=NOW + timedelta(days=9))
    count_timeliness(at=NOW + timedelta(days=2))
    assert not Timeliness.objects.filter(pk=waiting.id).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"due_at": None},
        {"status": "withdrawn", "decided_at": None},
        {"status": "in_progress", "decided_at": None, "due_at": NOW + timedelta(hours=1)},
        {"status": "supplementing", "decided_at": None, "due_at": None},
    ],
)
def test_what_has_no_limit_or_is_not_late_is_not_counted(
    dossier: Dossier, changed: dict[str, object]
) -> None:
    one_decided(dossier, "2026-06-10 10:00", **changed)

    assert count_timeliness(at=NOW) == 0


def test_what_was_decided_is_counted_once_and_stays(dossier: Dossier) -> None:
    late = one_late(dossier)
    before = counted(late)
    Dossier.objects.filter(pk=late.id).update(due_at=DUE + timedelta(days=20))

    assert count_timeliness(at=NOW + timedelta(days=1)) == 0
    assert counted(late).ended_at == before.ended_at
    assert counted(late).standing == "late"


def test_what_is_older_than_every_period_is_forgotten(dossier: Dossier) -> None:
    late = one_late(dossier)
    counted(late)

    count_timeliness(at=hanoi("2027-06-30 09:00"))
    assert Timeliness.objects.filter(pk=late.id).exists()

    count_timeliness(at=hanoi("2027-07-01 09:00"))
    assert not Timeliness.objects.filter(pk=late.id).exists()


def test_what_a_signed_apology_tells_goes_before_the_records(dossier: Dossier) -> None:
    waiting = copies(dossier, 1, due_at=DUE, status="in_progress")[0]
    before = counted(waiting)
    assert before.cause_source == "records"
    a_signed_apology(waiting, cause="workload", at=MONDAY_MORNING)

    again = counted(waiting)
    Dossier.objects.filter(pk=waiting.id).update(
        status="decided", decided_at=NOW, accepted_at=MONDAY_MORNING
    )
    decided = counted(waiting, NOW + timedelta(days=1))

    assert (again.cause, again.cause_source, again.standing) == ("workload", APOLOGY, "overdue")
    assert (decided.cause, decided.cause_source, decided.standing) == ("workload", APOLOGY, "late")


def test_a_step_beyond_its_budget_is_the_cause(dossier: Dossier) -> None:
    late = one_late(dossier)
    due = hanoi("2026-06-03 17:00")
    a_step_of(late, "2026-06-01 09:00", "2026-06-09 17:00", due_at=due)
    a_step_of(late, "2026-06-09 17:00", "2026-06-10 10:00", node="sign", name="Ký")

    row = counted(late)

    assert (row.step, row.step_agency) == ("Thẩm định", dossier.settling_agency_id)
    assert (row.cause, row.cause_source) == (Cause.STEP_OVERRAN, "records")
    assert (row.cause_step, row.cause_minutes) == ("Thẩm định", 4 * 480)


def test_a_step_of_another_agency_and_one_that_nobody_took_are_told_apart(
    dossier: Dossier,
) -> None:
    elsewhere = a_province().justice.id
    due = hanoi("2026-06-03 17:00")
    worked, unclaimed = one_late(dossier), one_late(dossier)
    facts = {"due_at": due, "agency": elsewhere}
    a_step_of(worked, "2026-06-01 09:00", "2026-06-09 17:00", **facts)
    a_step_of(
        unclaimed,
        "2026-06-01 09:00",
        "2026-06-09 17:00",
        acknowledged_at=hanoi("2026-06-09 16:00"),
        **facts,
    )

    assert counted(worked).cause == Cause.OTHER_AGENCY
    assert counted(unclaimed).cause == Cause.UNCLAIMED
    assert counted(unclaimed).cause_agency == elsewhere


def test_a_late_opinion_is_the_cause(dossier: Dossier) -> None:
    late = one_late(dossier)
    a_step_of(late, "2026-06-01 09:00", "2026-06-10 10:00", due_at=hanoi("2026-06-03 17:00"))
    Consultation.objects.create(
        dossier=late,
        agency=a_province().justice,
        question="?",
        asked_by=new_id(),
        asked_at=MONDAY_MORNING,
        due_at=hanoi("2026-06-02 17:00"),
        answered_at=hanoi("2026-06-09 17:00"),
    )

    row = counted(late)

    assert (row.cause, row.cause_agency) == (Cause.OPINION_LATE, a_province().justice.id)
    assert row.cause_minutes == 5 * 480


def test_a_step_done_again_and_one_handed_around_are_causes(dossier: Dossier) -> None:
    again, around = one_late(dossier), one_late(dossier)
    a_step_of(again, "2026-06-01 09:00", "2026-06-02 09:00", outcome="propose")
    a_step_of(again, "2026-06-02 09:00", "2026-06-03 09:00", node="approve", outcome="return")
    a_step_of(again, "2026-06-03 09:00", "2026-06-10 10:00")
    passed = a_step_of(around, "2026-06-01 09:00", "2026-06-10 10:00")
    for given, received in (("2026-06-02 09:00", "2026-06-02 10:00"), ("2026-06-08 09:00", None)):
        hand_over(around, passed.id, given, received)

    assert counted(again).cause == Cause.SENT_BACK
    assert counted(around).cause == Cause.HANDED_AROUND


def hand_over(dossier: Dossier, task: UUID, given: str, received: str | None) -> None:
    HandOver.objects.create(
        dossier=dossier,
        task=task,
        from_person=new_id(),
        to_person=new_id(),
        given_at=hanoi(given),
        acknowledged_at=hanoi(received) if received else None,
    )


@pytest.mark.parametrize(
    ("policy", "cause"), [("continue", Cause.SUPPLEMENT_LATE), ("restart", Cause.UNKNOWN)]
)
def test_papers_asked_for_late_are_a_cause_unless_the_limit_ran_anew(
    dossier: Dossier, policy: str, cause: Cause
) -> None:
    late = one_late(dossier)
    Pause.objects.create(
        subject=late.id,
        reason="supplement",
        policy=policy,
        basis="-",
        began_at=hanoi("2026-06-08 09:00"),
        ended_at=hanoi("2026-06-09 09:00"),
    )

    assert counted(late).cause == cause


def test_the_causes_of_many_take_as_few_statements_as_of_one(
    dossier: Dossier, django_assert_max_num_queries: object
) -> None:
    copies(dossier, 50, **SOON, decided_at=hanoi("2026-06-10 10:00"))

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert count_timeliness(at=NOW) == 50


def test_the_database_refuses_lateness_without_a_cause(dossier: Dossier) -> None:
    facts = {
        "procedure": new_id(),
        "sector": new_id(),
        "agency": new_id(),
        "standing": "late",
        "ended_at": NOW,
        "days_late": 1,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Timeliness.objects.create(dossier=dossier, **facts)
