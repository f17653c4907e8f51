"""What the worker notes as limits run out: once each, told to the right people."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.deadlines.rules import Stage
from motcua.dossiers import actions, jobs
from motcua.dossiers.lateness import late_dossiers, running_out_counts
from motcua.dossiers.models import Dossier, DueNotice
from motcua.dossiers.rules import SupplementItem
from motcua.dossiers.watching import Digest, digests, stages_due, urgent_codes
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.workflow.models import Task
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_procedure,
    a_receptionist,
    a_section_head,
    a_signatory,
    a_submitted_dossier,
    an_accepted_dossier,
    task_id,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, stored, verbs
from tests.lateness import AFTER_DUE, DAY_BEFORE, DUE, NEW_DAY, a_signed_apology, a_written_apology

pytestmark = pytest.mark.django_db


def watched(monkeypatch: pytest.MonkeyPatch, now: datetime) -> list[str]:
    """Run the job at a moment; return the stages that are noted by then, in order."""
    monkeypatch.setattr(jobs, "now", lambda: now)
    jobs.watch_due_dates(0)
    return list(DueNotice.objects.order_by("id").values_list("stage", flat=True))


def told(dossier: Dossier, stage: Stage) -> list[UUID]:
    event = Event.objects.get(subject=dossier.id, verb=f"due.{stage.value}")
    return [UUID(person) for person in event.facts["to"]]


def test_each_stage_is_noted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = an_accepted_dossier()

    early = watched(monkeypatch, MONDAY_MORNING + timedelta(days=1))
    before = watched(monkeypatch, DAY_BEFORE)
    again = watched(monkeypatch, DAY_BEFORE + timedelta(minutes=10))
    late = watched(monkeypatch, AFTER_DUE)

    assert early == []
    assert before == again == ["warn_holder", "apology_owed"]
    assert late == ["warn_holder", "apology_owed", "warn_head", "overdue", "apology_missed"]
    assert [verb for verb in verbs(dossier) if verb.startswith("due.")] == [
        f"due.{stage}" for stage in late
    ]
    assert {one.at for one in DueNotice.objects.all()} == {DAY_BEFORE, AFTER_DUE}


def test_on_a_day_when_much_comes_due_each_run_leaves_time_for_other_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    an_accepted_dossier()
    monkeypatch.setattr(jobs, "MOST_NOTED", 2)

    runs = [len(watched(monkeypatch, AFTER_DUE + timedelta(minutes=10 * n))) for n in range(4)]

    assert runs == [2, 4, 5, 5]


def test_the_holder_is_told_of_what_the_holder_must_do(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = a_dossier_at("appraise")
    holder, head = a_case_officer(dossier), a_section_head(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=holder, at=MONDAY_MORNING)

    watched(monkeypatch, AFTER_DUE)

    assert told(dossier, Stage.APOLOGY_OWED) == [holder.person]
    assert head.person in told(dossier, Stage.OVERDUE)
    assert holder.person not in told(dossier, Stage.OVERDUE)


def test_where_nobody_holds_it_the_heads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(responsible=None)
    head = a_section_head(dossier)

    watched(monkeypatch, DAY_BEFORE)

    assert told(dossier, Stage.WARN_HOLDER) == [head.person]


def test_the_second_lateness_goes_to_who_signs_for_the_agency(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dossier = an_accepted_dossier()
    signed = a_signed_apology(dossier)
    a_section_head(dossier)

    first = watched(monkeypatch, AFTER_DUE)
    second = watched(monkeypatch, NEW_DAY + timedelta(hours=1))

    assert first == ["overdue"]
    assert second == ["overdue", "late_again"]
    assert signed.signed_by in told(dossier, Stage.LATE_AGAIN)


def test_a_paused_dossier_runs_out_of_nothing() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    actions.request_supplement(
        ident(dossier),
        items=[SupplementItem("GT", "component", "mờ")],
        by=officer,
        at=MONDAY_MORNING,
    )

    assert list(stages_due(AFTER_DUE)) == []


def test_after_a_restart_the_stages_follow_the_new_limit() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    actions.request_supplement(
        ident(dossier),
        items=[SupplementItem("GT", "component", "mờ")],
        by=officer,
        at=MONDAY_MORNING,
    )
    actions.answer_supplement(
        ident(dossier), by=the_applicant(dossier), at=hanoi("2026-06-08 09:00")
    )

    assert stored(dossier).due_at == hanoi("2026-06-15 17:00")
    assert list(stages_due(hanoi("2026-06-09 09:00"))) == []
    assert [one.stage for one in stages_due(hanoi("2026-06-15 16:00"))] == [
        Stage.WARN_HOLDER,
        Stage.WARN_HEAD,
        Stage.APOLOGY_OWED,
    ]


def test_a_dossier_that_ends_is_watched_no_longer() -> None:
    dossier = an_accepted_dossier()
    actions.withdraw(ident(dossier), reason="", by=the_applicant(dossier), at=MONDAY_MORNING)

    assert list(stages_due(AFTER_DUE)) == []


def test_a_stage_of_a_due_moment_that_has_moved_is_not_noted() -> None:
    dossier = an_accepted_dossier()
    given: dict[str, Any] = {"told": [], "by": SYSTEM, "at": AFTER_DUE}

    moved = actions.note_stage(
        ident(dossier), Stage.OVERDUE, due_at=DUE - timedelta(days=1), **given
    )
    first = actions.note_stage(ident(dossier), Stage.OVERDUE, due_at=DUE, **given)
    second = actions.note_stage(ident(dossier), Stage.OVERDUE, due_at=DUE, **given)

    assert (moved, first, second) == (False, True, False)
    assert verbs(dossier).count("due.overdue") == 1


def test_a_filing_that_nobody_answers_is_told_to_its_desk_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NĐ 45/2020/NĐ-CP art. 11 §3: an online filing is answered within eight working hours."""
    filed = a_submitted_dossier()
    clerk = a_receptionist(filed)
    answered = a_submitted_dossier()
    actions.accept(ident(answered), by=clerk, at=MONDAY_MORNING)

    in_time = watched(monkeypatch, hanoi("2026-06-02 09:00"))
    late = watched(monkeypatch, hanoi("2026-06-02 09:01"))
    again = watched(monkeypatch, hanoi("2026-06-02 09:11"))

    assert in_time == []
    assert late == again == ["answer_overdue"]
    assert clerk.person in told(filed, Stage.ANSWER_OVERDUE)


def test_only_the_system_notes_stages_and_sends_digests() -> None:
    dossier = an_accepted_dossier()
    officer = a_section_head(dossier)

    with pytest.raises(NotPermitted):
        actions.note_stage(
            ident(dossier), Stage.OVERDUE, due_at=DUE, told=[], by=officer, at=AFTER_DUE
        )
    with pytest.raises(NotPermitted):
        actions.send_digest(uuid4(), near=1, overdue=1, whole_unit=False, by=officer, at=AFTER_DUE)


def test_the_morning_digest_counts_what_is_in_hand_and_what_the_unit_has() -> None:
    dossier = a_dossier_at("appraise")
    officer, head = a_case_officer(dossier), a_section_head(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    morning = hanoi("2026-06-08 07:00")

    near = digests(morning, morning + timedelta(days=1))
    late = digests(AFTER_DUE, AFTER_DUE + timedelta(days=1))
    nothing = digests(MONDAY_MORNING, MONDAY_MORNING + timedelta(days=1))

    assert officer.person is not None
    assert Digest(officer.person, 1, 0, whole_unit=False) in near
    assert Digest(officer.person, 0, 1, whole_unit=False) in late
    assert head.person is not None
    assert Digest(head.person, 0, 1, whole_unit=True) in late
    assert nothing == []
    assert urgent_codes(officer.person, morning) == [f"{dossier.number}: 17:00 08/06/2026"]


@pytest.mark.parametrize(
    ("moment", "sent"), [("2026-06-09 07:00", 1), ("2026-06-13 07:00", 0), ("2026-02-17 07:00", 0)]
)
def test_digests_are_sent_on_working_days(
    moment: str, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    Task.objects.filter(subject=dossier.id, completed_at=None).update(
        subject_due_at=hanoi("2026-01-05 17:00")
    )
    monkeypatch.setattr(jobs, "now", lambda: hanoi(moment))

    jobs.tell_mornings(0)

    assert Event.objects.filter(verb="digest.sent", subject=officer.who).count() == sent


def test_the_list_of_a_unit_names_holder_cause_and_promise() -> None:
    late = an_accepted_dossier()
    a_written_apology(late)
    agency = late.settling_agency_id
    assert agency is not None
    other = an_accepted_dossier(a_procedure())
    a_receptionist(other)
    a_signatory(other)

    overdue, _ = late_dossiers(agency, AFTER_DUE)
    to_sign, _ = late_dossiers(agency, AFTER_DUE, view="to_sign")
    near, _ = late_dossiers(agency, DAY_BEFORE + timedelta(days=2, hours=20), view="near")

    assert [one.dossier.id for one in overdue] == [late.id, other.id]
    assert [one.dossier.id for one in to_sign] == [late.id]
    assert {one.dossier.id for one in near} == {late.id, other.id}
    assert overdue[0].apology is not None
    assert overdue[0].apology.new_due_at == NEW_DAY
    assert overdue[1].apology is None
    assert running_out_counts(agency, AFTER_DUE) == {"overdue": 2, "near": 0, "to_sign": 1}
