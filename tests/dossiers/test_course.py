"""What moves a dossier without somebody finishing a step, and the corrections of its course."""

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.jobs import fire_timers
from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import TaskId
from motcua.workflow.actions import TIMED_OUT
from motcua.workflow.models import Awaited, CalledPart, Task, Token, Value
from motcua.workflow.queries import called_parts_of, open_tasks
from motcua.workflow.rules import DataDoNotFit, NotAwaited, Trigger
from tests.builders import (
    a_performer,
    a_procedure,
    a_province,
    an_accepted_dossier,
)
from tests.calendars import A_DAY, AN_HOUR, MONDAY_MORNING
from tests.dossiers.expectations import ident, stored, verbs
from tests.processes import END, START, Arrow, bpmn, in_a_row, node, task

pytestmark = pytest.mark.django_db
FOUR_WORKING_HOURS = timedelta(hours=5, minutes=30)  # from nine, over the midday break
MESSAGE = '<bpmn:messageEventDefinition messageRef="paid"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="flood"/>'


def timer(limit: str) -> str:
    return f'<bpmn:timerEventDefinition motcua:limit="{limit}"/>'


def border(name: str, host: str, inside: str, **given: str) -> str:
    return node("boundaryEvent", name, inside, attachedToRef=host, **given)


# Two opinions side by side, of which one has four hours; then the examination.
OPINIONS = bpmn(
    [
        START,
        node("parallelGateway", "fork"),
        task("justice", "opinion"),
        border("too_late", "justice", timer("4h")),
        node("exclusiveGateway", "heard"),
        task("construction", "opinion"),
        node("parallelGateway", "join"),
        task("appraise", "appraise"),
        END,
    ],
    [
        *in_a_row("begin", "fork", "justice", "heard", "join", "appraise", "finish"),
        *in_a_row("fork", "construction", "join"),
        Arrow("too_late", "heard"),
    ],
    {
        ("case_officer", "code:H42.03"): ["justice"],
        ("case_officer", "code:H42.34"): ["construction"],
        ("case_officer", "settling"): ["appraise"],
    },
)
# Waits for a payment, a signal and a service before the examination, which asks for two data.
WAITING = bpmn(
    [
        START,
        node("intermediateCatchEvent", "payment", MESSAGE),
        node("serviceTask", "look_up", motcua_service="register"),
        node("intermediateCatchEvent", "calm", SIGNAL),
        task("appraise", "appraise", motcua_form="area;urgent"),
        node("exclusiveGateway", "large", default="large_to_finish"),
        task("approve", "approve"),
        END,
    ],
    [
        *in_a_row("begin", "payment", "look_up", "calm", "appraise", "large", "finish"),
        Arrow("large", "approve", "area > 100.0 && urgent"),
        Arrow("approve", "finish"),
    ],
    {("case_officer", "settling"): ["appraise"], ("section_head", "settling"): ["approve"]},
    {"area": "double", "urgent": "bool"},
    before='<bpmn:message id="paid" name="paid"/><bpmn:signal id="flood" name="flood"/>',
)
# The land office works inside a called process with a limit of its own; the desk then returns.
CALLED = bpmn(
    [
        START,
        node(
            "callActivity",
            "land_part",
            calledElement="land",
            motcua_agency="code:H42.34",
            motcua_limit="16h",
        ),
        task("appraise", "appraise"),
        END,
    ],
    in_a_row("begin", "land_part", "appraise", "finish"),
    {("case_officer", "settling"): ["appraise"]},
    before=(
        '<bpmn:process id="land"><bpmn:startEvent id="l0"/>'
        '<bpmn:userTask id="measure" name="Đo đạc" motcua:role="case_officer"/>'
        '<bpmn:endEvent id="l1"/>'
        '<bpmn:sequenceFlow id="l2" sourceRef="l0" targetRef="measure"/>'
        '<bpmn:sequenceFlow id="l3" sourceRef="measure" targetRef="l1"/></bpmn:process>'
    ),
)
# One opinion of every agency on a list.
EVERY_AGENCY = bpmn(
    [
        START,
        node(
            "userTask",
            "opinion",
            "<bpmn:multiInstanceLoopCharacteristics>"
            "<bpmn:loopDataInputRef>data_agencies</bpmn:loopDataInputRef>"
            "</bpmn:multiInstanceLoopCharacteristics>",
            motcua_act="opinion",
        ),
        task("appraise", "appraise"),
        END,
    ],
    [*in_a_row("begin", "choose", "opinion", "appraise", "finish")],
    {
        ("section_head", "settling"): ["choose"],
        ("case_officer", "item"): ["opinion"],
        ("case_officer", "settling"): ["appraise"],
    },
    {"agencies": "list"},
).replace("<bpmn:endEvent", task("choose", "assign", motcua_form="agencies") + "<bpmn:endEvent", 1)


def accepted(drawn: str) -> Dossier:
    a_province()
    return stored(an_accepted_dossier(a_procedure(process=drawn)))


def step(dossier: Dossier, name: str) -> Task:
    return open_tasks(dossier.id).get(node__endswith=name)


def finish(dossier: Dossier, name: str, data: dict[str, object] | None = None) -> Dossier:
    waiting = step(dossier, name)
    by = a_performer(dossier, waiting)
    return actions.complete_task(
        ident(dossier), TaskId(waiting.id), outcome="done", data=data, by=by, at=MONDAY_MORNING
    )


def the_timer(dossier: Dossier) -> Awaited:
    return Awaited.objects.get(subject=dossier.id, kind="timer")


def fire(dossier: Dossier, later: timedelta) -> bool:
    timer = the_timer(dossier).id
    return actions.fire_timer(ident(dossier), timer, by=SYSTEM, at=MONDAY_MORNING + later)


def names(dossier: Dossier) -> list[str]:
    return sorted(open_tasks(dossier.id).values_list("node", flat=True))


# ---- timers ----


def test_a_timer_counts_working_hours_and_fires_only_when_due() -> None:
    dossier = accepted(OPINIONS)

    early = fire(dossier, FOUR_WORKING_HOURS - timedelta(minutes=1))

    assert the_timer(dossier).due_at == MONDAY_MORNING + FOUR_WORKING_HOURS
    assert not early
    assert names(dossier) == ["construction", "justice"]


def test_who_does_not_answer_in_time_is_named_and_the_others_go_on() -> None:
    dossier = accepted(OPINIONS)
    late = step(dossier, "justice")

    fired = fire(dossier, FOUR_WORKING_HOURS)

    late.refresh_from_db()
    away = Event.objects.get(subject=dossier.id, verb="task.taken_away")
    assert fired
    assert late.outcome == TIMED_OUT
    assert away.facts["agency"] == str(late.agency)
    assert names(dossier) == ["construction"]
    finish(dossier, "construction")
    assert names(dossier) == ["appraise"]


def test_a_timer_fires_once() -> None:
    dossier = accepted(OPINIONS)
    timer = the_timer(dossier).id
    fire(dossier, FOUR_WORKING_HOURS)

    again = actions.fire_timer(ident(dossier), timer, by=SYSTEM, at=MONDAY_MORNING + A_DAY)

    assert not again
    assert verbs(dossier).count("timer.fired") == 1


def test_a_step_that_ends_in_time_takes_its_timer_with_it() -> None:
    dossier = accepted(OPINIONS)

    finish(dossier, "justice")

    assert not Awaited.objects.filter(subject=dossier.id).exists()


def test_timers_stand_still_while_the_applicant_is_asked() -> None:
    dossier = accepted(OPINIONS)
    timer = the_timer(dossier)
    from motcua.workflow import actions as workflow

    workflow.hold_timers(dossier.id, by=SYSTEM, at=MONDAY_MORNING + AN_HOUR)
    held = fire(dossier, A_DAY)
    workflow.release_timers(dossier.id, by=SYSTEM, at=MONDAY_MORNING + 3 * AN_HOUR)

    assert not held
    assert timer.due_at is not None
    assert the_timer(dossier).due_at == timer.due_at + 2 * AN_HOUR


def test_the_worker_fires_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = accepted(OPINIONS)

    fire_timers(timestamp=0)

    assert names(dossier) == ["construction"]


# ---- messages, signals, services ----


def test_messages_services_and_signals_move_the_process() -> None:
    dossier = accepted(WAITING)
    waiting = [stored(dossier).step]

    actions.receive(ident(dossier), Trigger.MESSAGE, "paid", by=SYSTEM, at=MONDAY_MORNING)
    done = actions.finish_service(ident(dossier), "look_up", by=SYSTEM, at=MONDAY_MORNING)
    again = actions.finish_service(ident(dossier), "look_up", by=SYSTEM, at=MONDAY_MORNING)
    actions.receive(ident(dossier), Trigger.SIGNAL, "flood", by=SYSTEM, at=MONDAY_MORNING)

    assert waiting == [""]
    assert (done, again) == (True, False)
    assert names(dossier) == ["appraise"]
    assert not Token.objects.filter(instance__subject=dossier.id).exists()
    assert verbs(dossier).count("event.received") == 2
    requested = Event.objects.get(subject=dossier.id, verb="service.requested")
    assert requested.facts["service"] == "register"


def test_a_message_nobody_waits_for_is_refused() -> None:
    dossier = accepted(OPINIONS)

    with pytest.raises(NotAwaited):
        actions.receive(ident(dossier), Trigger.MESSAGE, "paid", by=SYSTEM, at=MONDAY_MORNING)


def test_what_a_step_asks_decides_the_branch_and_is_kept() -> None:
    dossier = appraising()

    finish(dossier, "appraise", {"area": 120, "urgent": True})

    kept = {one.name: one.value for one in Value.objects.filter(instance__subject=dossier.id)}
    assert kept == {"area": 120.0, "urgent": True}
    assert names(dossier) == ["approve"]


@pytest.mark.parametrize("data", [{"area": "rộng"}, {"unknown": 1}, {"urgent": 1}])
def test_data_that_do_not_fit_change_nothing(data: dict[str, object]) -> None:
    dossier = appraising()

    with pytest.raises(DataDoNotFit):
        finish(dossier, "appraise", data)

    assert names(dossier) == ["appraise"]


def appraising() -> Dossier:
    dossier = accepted(WAITING)
    actions.receive(ident(dossier), Trigger.MESSAGE, "paid", by=SYSTEM, at=MONDAY_MORNING)
    actions.finish_service(ident(dossier), "look_up", by=SYSTEM, at=MONDAY_MORNING)
    return actions.receive(ident(dossier), Trigger.SIGNAL, "flood", by=SYSTEM, at=MONDAY_MORNING)


# ---- work of other agencies ----


def test_a_called_process_is_work_of_another_agency_with_its_own_limit() -> None:
    dossier = accepted(CALLED)
    part = CalledPart.objects.get(subject=dossier.id)
    measure = step(dossier, "measure")

    finish(dossier, "measure")

    part.refresh_from_db()
    assert measure.agency == part.agency
    assert measure.agency != dossier.settling_agency_id
    assert part.due_at == MONDAY_MORNING + 2 * A_DAY
    assert (part.finished_at, part.outcome) == (MONDAY_MORNING, "done")
    assert [one.name for one in called_parts_of(dossier.id)] == ["land_part"]
    assert names(dossier) == ["appraise"]


def test_every_agency_on_the_list_is_asked_and_all_must_answer() -> None:
    dossier = accepted(EVERY_AGENCY)
    finish(dossier, "choose", {"agencies": ["H42.03", "H42.34"]})
    asked = list(open_tasks(dossier.id).order_by("loop"))

    for one in asked:
        by = a_performer(dossier, one)
        actions.complete_task(
            ident(dossier), TaskId(one.id), outcome="done", by=by, at=MONDAY_MORNING
        )

    assert [one.item for one in asked] == ["H42.03", "H42.34"]
    assert len({one.agency for one in asked}) == 2
    assert names(dossier) == ["appraise"]
