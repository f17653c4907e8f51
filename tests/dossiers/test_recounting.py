"""A day announced later: which due moments move, from when to when, and that nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.deadlines.models import Holiday, Pause
from motcua.deadlines.proposals import NothingProposed, Proposal, ProposedDay
from motcua.deadlines.queries import pauses_of, working_calendar
from motcua.deadlines.rules import Timetable, due_at
from motcua.dossiers import actions, jobs, recounts
from motcua.dossiers.clock import dossier_limit
from motcua.dossiers.models import Dossier, DueChange, Recount
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.recounting import calendars, moves
from motcua.dossiers.recounting_steps import step_moves
from motcua.dossiers.recounts import (
    carry_out,
    changes_of,
    due_history,
    preview,
    recent_recounts,
    recount_by_id,
    unfinished,
)
from motcua.dossiers.rules import SupplementItem
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.limits import Unit
from motcua.workflow.models import Task
from motcua.workflow.queries import published
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_province,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    task_id,
    the_applicant,
    the_task,
)
from tests.calendars import MONDAY_MORNING, OFFICE_HOURS, hanoi
from tests.dossiers.expectations import ident, stored
from tests.lateness import DUE

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 6, 3)
A_DAY_OFF = Proposal(days=(ProposedDay(WEDNESDAY, "holiday", "Quốc tang"),))
LATER = MONDAY_MORNING + timedelta(hours=3)
NEXT = hanoi("2026-06-09 17:00")  # what five working days become without that Wednesday
SOURCE = "Thông báo 12/TB-BNV"


def a_keeper() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def announced(proposal: Proposal = A_DAY_OFF, by: Actor | None = None) -> Recount:
    recount = actions.change_calendar(
        proposal, source=SOURCE, expected=1, by=by or a_keeper(), at=MONDAY_MORNING
    )
    assert carry_out(recount.id, lambda: LATER)
    recount.refresh_from_db()
    return recount


def test_a_preview_tells_what_would_move_and_moves_nothing() -> None:
    dossier = an_accepted_dossier()

    seen = preview(A_DAY_OFF)

    assert (seen.counted, seen.moved, seen.later, seen.unknown) == (1, 1, 1, 0)
    assert [(one.dossier.id, one.old, one.new) for one in seen.some] == [(dossier.id, DUE, NEXT)]
    assert seen.by_agency == [("Ủy ban nhân dân xã Mẫu", 1)]
    assert stored(dossier).due_at == DUE
    assert not Holiday.objects.filter(day=WEDNESDAY).exists()


def test_a_day_off_moves_dossier_steps_and_inbox_and_keeps_the_first_date() -> None:
    dossier = an_accepted_dossier()
    step = the_task(dossier)

    recount = announced()

    after = stored(dossier)
    assert (after.due_at, after.original_due_at) == (NEXT, DUE)
    moved = the_task(dossier)
    assert moved.subject_due_at == NEXT
    budget = published(step.instance.process_id).nodes[step.node].limit
    assert budget is not None
    assert moved.due_at == due_at(step.opened_at, budget, working_calendar())
    assert (recount.moved, recount.finished_at) == (1, LATER)


def test_every_move_is_kept_with_its_cause() -> None:
    dossier, keeper = an_accepted_dossier(), a_keeper()

    recount = announced(by=keeper)

    (change,) = due_history(dossier)
    assert (change.old_due_at, change.new_due_at) == (DUE, NEXT)
    assert (change.cause, change.by, change.at) == (Cause.CALENDAR, keeper.person, LATER)
    assert changes_of(recount)[0] == [change]
    assert recent_recounts() == [recount]
    assert recount_by_id(recount.id) == recount
    finished = Event.objects.get(subject=recount.id, verb="recount.finished")
    assert finished.facts == {"moved": 1, "cause": "calendar"}


def test_carried_out_again_nothing_moves_and_nobody_is_told_twice() -> None:
    an_accepted_dossier()
    recount = announced()

    assert carry_out(recount.id, lambda: LATER + timedelta(hours=1))

    recount.refresh_from_db()
    assert (recount.moved, recount.finished_at) == (1, LATER)
    assert DueChange.objects.count() == 1
    assert Event.objects.filter(verb="recount.finished").count() == 1


def test_a_run_that_was_killed_half_way_is_finished_by_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dossiers = [an_accepted_dossier() for _ in range(3)]
    recount = actions.change_calendar(
        A_DAY_OFF, source=SOURCE, expected=3, by=a_keeper(), at=MONDAY_MORNING
    )
    first = next(moves(calendars()).parts(1))
    actions.move_dues(recount.id, first, by=SYSTEM, at=LATER)
    monkeypatch.setattr(jobs, "HANDS", 1)

    assert unfinished() == [recount.id]
    jobs.finish_recounts(0)

    assert unfinished() == []
    assert {stored(one).due_at for one in dossiers} == {NEXT}
    assert DueChange.objects.count() == 3


def test_announcing_queues_the_recount() -> None:
    recount = actions.change_calendar(
        A_DAY_OFF, source=SOURCE, expected=0, by=a_keeper(), at=MONDAY_MORNING
    )

    job = ProcrastinateJob.objects.get(task_name="dossiers.recount")
    assert job.args == {"recount": str(recount.id)}


def test_only_who_keeps_the_calendar_changes_it_and_only_the_system_moves() -> None:
    dossier = an_accepted_dossier()
    stranger = a_case_officer(dossier)
    found = moves(calendars(A_DAY_OFF))

    with pytest.raises(NotPermitted):
        announced(by=stranger)
    for act in (
        partial(actions.begin_check),
        partial(actions.move_dues, uuid4(), found),
        partial(actions.move_steps, uuid4(), found),
        partial(actions.finish_recount, uuid4()),
    ):
        with pytest.raises(NotPermitted):
            act(by=stranger, at=LATER)
    assert stored(dossier).due_at == DUE


def test_a_recount_that_nobody_asked_for_is_not_there() -> None:
    a_province()

    with pytest.raises(NotFound):
        actions.finish_recount(uuid4(), by=SYSTEM, at=LATER)
    with pytest.raises(NotFound):
        recount_by_id(uuid4())


def test_a_change_that_says_nothing_is_refused() -> None:
    with pytest.raises(NothingProposed):
        announced(Proposal())


def test_what_moved_meanwhile_keeps_what_its_own_act_said() -> None:
    dossier = an_accepted_dossier()
    recount = actions.change_calendar(
        A_DAY_OFF, source=SOURCE, expected=1, by=a_keeper(), at=MONDAY_MORNING
    )
    seen = moves(calendars())
    Dossier.objects.filter(pk=dossier.id).update(due_at=None)  # a supplement was asked for

    assert actions.move_dues(recount.id, seen, by=SYSTEM, at=LATER) == 0
    assert stored(dossier).due_at is None
    assert not due_history(dossier)


def test_a_paused_dossier_waits_and_an_ended_one_stays() -> None:
    paused = a_dossier_at("appraise")
    officer = a_case_officer(paused)
    actions.claim(ident(paused), task_id(paused), by=officer, at=MONDAY_MORNING)
    _ask(paused, officer, MONDAY_MORNING)
    ended = an_accepted_dossier()
    actions.withdraw(ident(ended), reason="", by=the_applicant(ended), at=MONDAY_MORNING)

    recount = announced()

    assert recount.moved == 0
    assert stored(paused).due_at is None
    assert stored(ended).due_at == DUE


def _ask(dossier: Dossier, officer: Actor, at: datetime) -> None:
    items = [SupplementItem("GT", "component", "mờ")]
    actions.request_supplement(ident(dossier), items=items, by=officer, at=at)


def test_a_dossier_that_was_paused_moves_by_the_rest_of_its_limit() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)
    _ask(dossier, officer, MONDAY_MORNING)
    actions.answer_supplement(
        ident(dossier), by=the_applicant(dossier), at=hanoi("2026-06-02 09:00")
    )
    assert stored(dossier).due_at == NEXT

    announced()

    assert stored(dossier).due_at == hanoi("2026-06-10 17:00")
    assert {one.cause for one in due_history(dossier)} == {"supplement", "resumed", "calendar"}


def test_an_agency_s_own_hours_move_its_own_dossiers_alone() -> None:
    province = a_province()
    ours, theirs = an_accepted_dossier(), an_accepted_dossier()
    Dossier.objects.filter(pk=theirs.id).update(settling_agency=province.justice)
    week = dict.fromkeys(range(5), OFFICE_HOURS) | {5: ((time(7, 30), time(11, 30)),)}
    hours = Timetable(date(2026, 6, 3), week, time(15))

    recount = announced(Proposal(province.commune.id, hours=hours))

    assert recount.moved == 1
    assert stored(ours).due_at == hanoi("2026-06-06 11:30")
    assert stored(theirs).due_at == DUE


def test_limits_that_ended_before_the_changed_day_are_not_even_read() -> None:
    an_accepted_dossier()

    assert moves(calendars(), date(2026, 6, 9)).counted == 0
    assert moves(calendars(), date(2026, 6, 8)).counted == 1


def test_a_limit_beyond_the_published_days_stays_as_it_is() -> None:
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(limit_value=900)

    found = moves(calendars())

    assert (len(found), found.unknown, found.counted) == (0, 1, 1)


@contextmanager
def drawn(many: int) -> Iterator[list[Dossier]]:
    """Give dossiers random limits, receipts and pauses; some were stopped and went on."""
    rng = Random(11)  # noqa: S311 -- repeatable cases, nothing secret
    made = []
    for _ in range(many):
        dossier = an_accepted_dossier()
        accepted = hanoi("2026-01-05 00:00") + timedelta(minutes=rng.randrange(150 * 24 * 60))
        unit = rng.choice(list(Unit))
        value = rng.randrange(0, 4 if unit is Unit.MONTH else 30)
        if rng.random() < 0.5:
            begin = accepted + timedelta(hours=rng.randrange(90))
            Pause.objects.create(
                subject=dossier.id,
                reason="supplement",
                policy=rng.choice(["restart", "continue", "none"]),
                basis="mẫu",
                began_at=begin,
                ended_at=begin + timedelta(hours=rng.randrange(60)),
            )
        Dossier.objects.filter(pk=dossier.id).update(
            submitted_at=accepted, accepted_at=accepted, limit_value=value, limit_unit=unit.value
        )
        made.append(stored(dossier))
    yield made


def test_arrays_say_what_the_rule_says_one_by_one() -> None:
    with drawn(60) as dossiers:
        check = actions.begin_check(by=SYSTEM, at=LATER)

        carry_out(check.id, lambda: LATER)

        for dossier in dossiers:
            limit = dossier_limit(dossier)
            assert limit is not None
            assert dossier.accepted_at is not None
            expected = due_at(dossier.accepted_at, limit, working_calendar(), pauses_of(dossier.id))
            assert stored(dossier).due_at == expected
            assert the_task(dossier).subject_due_at == expected


def test_steps_say_what_their_own_clock_says() -> None:
    dossiers = [an_accepted_dossier() for _ in range(3)]
    right = {one.id: the_task(one).due_at for one in dossiers}
    Task.objects.filter(due_at__isnull=False).update(due_at=MONDAY_MORNING)

    wrong = step_moves(calendars())
    check = actions.begin_check(by=SYSTEM, at=LATER)
    carry_out(check.id, lambda: LATER)

    assert len(wrong) == sum(due is not None for due in right.values())
    assert {one.id: the_task(one).due_at for one in dossiers} == right


def test_the_nightly_check_says_that_something_was_wrong(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(due_at=NEXT)
    monkeypatch.setattr(jobs, "HANDS", 1)
    monkeypatch.setattr(jobs, "now", lambda: LATER)

    jobs.check_dues_nightly(0)

    assert stored(dossier).due_at == DUE
    assert [one.cause for one in due_history(dossier)] == [Cause.CHECKED]
    assert "1 stored due moments differed" in caplog.text


def test_two_workers_do_not_recount_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    an_accepted_dossier()
    recount = actions.change_calendar(
        A_DAY_OFF, source=SOURCE, expected=1, by=a_keeper(), at=MONDAY_MORNING
    )

    @contextmanager
    def taken() -> Iterator[bool]:
        yield False

    monkeypatch.setattr(recounts, "_alone", taken)

    assert not carry_out(recount.id, lambda: LATER)
    assert unfinished() == [recount.id]


def test_a_filing_that_waits_is_answered_later_too() -> None:
    filed = a_submitted_dossier(at=hanoi("2026-06-02 16:00"))
    assert filed.answer_due_at == hanoi("2026-06-03 16:00")

    announced()

    assert stored(filed).answer_due_at == hanoi("2026-06-04 16:00")
    moved = Event.objects.get(subject=filed.id, verb="answer_due.moved")
    assert moved.facts["new"].startswith("2026-06-04")
    with pytest.raises(NotPermitted):
        actions.recount_answer(ident(filed), by=a_keeper(), at=LATER)


def test_filings_after_the_announcement_count_by_the_new_days() -> None:
    announced()

    assert an_accepted_dossier().due_at == NEXT
    assert a_submitted_dossier(at=hanoi("2026-06-02 16:00")).answer_due_at == hanoi(
        "2026-06-04 16:00"
    )
