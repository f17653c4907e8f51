"""Who gets a step: in turn, by load, by delegation; and what becomes of work when one leaves."""

from uuid import UUID

import pytest

from motcua.dossiers import actions
from motcua.dossiers.content import sealed_answers
from motcua.dossiers.models import Answers, Dossier
from motcua.dossiers.placement import agency_of
from motcua.dossiers.rules import NotYourTask
from motcua.events.actions import deliver_next
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import AgencyId, PersonId, TaskId
from motcua.organisations.actions import delegate, end_post, note_absence
from motcua.procedures.models import Sector
from motcua.workflow.models import Task, Token
from motcua.workflow.queries import open_tasks
from motcua.workflow.rules import Kind, Node
from tests.builders import a_procedure, a_province, an_accepted_dossier, an_agency, an_officer
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored, verbs
from tests.processes import END, START, bpmn, in_a_row, node, task

pytestmark = pytest.mark.django_db
TODAY = MONDAY_MORNING.date()


def deliver_all(subscriber: str) -> None:
    while deliver_next(subscriber):
        continue


def drawn(assign: str) -> str:
    return bpmn(
        [START, task("appraise", "appraise", motcua_assign=assign), END],
        in_a_row("begin", "appraise", "finish"),
        {("case_officer", "settling"): ["appraise"]},
    )


def officers(many: int) -> list[Actor]:
    commune = a_province().commune
    made = [an_officer(commune, Role.CASE_OFFICER, full_name=f"Cán bộ {n}") for n in range(many)]
    return sorted(made, key=lambda officer: officer.who)


def given_to(assign: str, many: int) -> list[object]:
    procedure = a_procedure(process=drawn(assign))
    dossiers = [an_accepted_dossier(procedure) for _ in range(many)]
    return [open_tasks(dossier.id).get().assignee for dossier in dossiers]


def test_by_hand_nobody_is_chosen() -> None:
    officers(2)

    assert given_to("hand", 1) == [None]


def test_in_turn_everybody_gets_one_before_anybody_gets_two() -> None:
    people = [officer.who for officer in officers(3)]

    given = given_to("round_robin", 6)

    assert sorted(given[:3]) == sorted(given[3:]) == sorted(people)  # type: ignore[type-var]


def test_who_has_least_to_do_gets_the_next() -> None:
    people = {officer.who for officer in officers(2)}

    given = given_to("least_loaded", 4)

    assert all(given.count(person) == 2 for person in people)


@pytest.mark.parametrize("assign", ["round_robin", "least_loaded"])
def test_who_is_away_gets_nothing(assign: str) -> None:
    there, absent = officers(2)
    note_absence(
        PersonId(absent.who), from_on=TODAY, to_on=TODAY, reason="", by=absent, at=MONDAY_MORNING
    )

    assert set(given_to(assign, 3)) == {there.who}


def test_when_nobody_is_there_the_step_waits_for_the_unit() -> None:
    a_province()

    assert given_to("round_robin", 1) == [None]


def test_who_holds_a_delegation_does_what_lies_with_the_giver() -> None:
    giver, receiver = officers(2)
    dossier = an_accepted_dossier(a_procedure(process=drawn("hand")))
    step = open_tasks(dossier.id).get()
    actions.claim(ident(dossier), TaskId(step.id), by=giver, at=MONDAY_MORNING)

    with pytest.raises(NotYourTask):
        finish(dossier.id, step, receiver)
    delegate(
        PersonId(receiver.who),
        Role.CASE_OFFICER,
        from_on=TODAY,
        to_on=TODAY,
        basis="Giấy ủy quyền 3",
        by=giver,
        at=MONDAY_MORNING,
    )
    finish(dossier.id, step, receiver)

    step.refresh_from_db()
    assert (step.assignee, step.completed_by) == (giver.who, receiver.who)


def finish(dossier: object, step: Task, by: Actor) -> None:
    actions.complete_task(
        dossier,  # type: ignore[arg-type]
        TaskId(step.id),
        outcome="done",
        by=by,
        at=MONDAY_MORNING,
    )


def test_what_lies_open_with_one_who_leaves_goes_back_to_the_unit() -> None:
    leaver, _ = officers(2)
    head = an_officer(leaver.office, Role.SIGNATORY)
    dossier = an_accepted_dossier(a_procedure(process=drawn("hand")))
    step = open_tasks(dossier.id).get()
    actions.claim(ident(dossier), TaskId(step.id), by=leaver, at=MONDAY_MORNING)

    end_post(
        PersonId(leaver.who), AgencyId(leaver.office), last_on=TODAY, by=head, at=MONDAY_MORNING
    )
    deliver_all("reassignment")

    step.refresh_from_db()
    assert (step.assignee, stored(dossier).responsible) == (None, None)
    assert verbs(dossier).count("task.given_back") == 1


def test_a_service_of_the_process_does_its_work_and_the_process_goes_on() -> None:
    a_province()
    process = bpmn(
        [
            START,
            node("serviceTask", "tell", motcua_service="tell_applicant"),
            node("serviceTask", "nothing"),
            task("appraise", "appraise"),
            END,
        ],
        in_a_row("begin", "tell", "nothing", "appraise", "finish"),
        {("case_officer", "settling"): ["appraise"]},
    )
    dossier = an_accepted_dossier(a_procedure(process=process))
    before = Token.objects.filter(instance__subject=dossier.id).count()

    deliver_all("services")

    assert before == 1
    assert [one.node for one in open_tasks(dossier.id)] == ["appraise"]
    assert verbs(dossier).count("service.done") == 2
    assert "dossier.progressed" in verbs(dossier)


def test_a_signal_reaches_the_other_dossiers_that_wait_for_it() -> None:
    a_province()
    signal = '<bpmn:signalEventDefinition signalRef="flood"/>'
    declared = '<bpmn:signal id="flood" name="flood"/>'
    lanes = {("case_officer", "settling"): ["appraise"]}
    waits = bpmn(
        [START, node("intermediateCatchEvent", "calm", signal), task("appraise", "appraise"), END],
        in_a_row("begin", "calm", "appraise", "finish"),
        lanes,
        before=declared,
    )
    throws = bpmn(
        [START, task("appraise", "appraise"), node("intermediateThrowEvent", "say", signal), END],
        in_a_row("begin", "appraise", "say", "finish"),
        lanes,
        before=declared,
    )
    waiting = an_accepted_dossier(a_procedure(process=waits))
    throwing = an_accepted_dossier(a_procedure(process=throws))
    officer = an_officer(open_tasks(throwing.id).get().agency, Role.CASE_OFFICER)

    finish(throwing.id, open_tasks(throwing.id).get(), officer)
    deliver_all("signals")

    assert [one.node for one in open_tasks(waiting.id)] == ["appraise"]


def placed(dossier: Dossier, rule: str) -> UUID:
    step = Node("appraise", Kind.USER_TASK, agency=rule)
    return agency_of(dossier, step, "", MONDAY_MORNING)


def test_a_step_goes_to_the_commune_that_the_application_names() -> None:
    a_province()
    other = an_agency("H42.777", "Ủy ban nhân dân xã Khác", "commune", gso_code="99902")
    dossier = an_accepted_dossier()
    Answers.objects.filter(dossier=dossier).delete()
    address = {"province": "37", "commune": "99902", "line": "Thôn 1"}
    sealed_answers(dossier, {"name": "Mẫu", "place": address}).save(force_insert=True)

    named, first = placed(dossier, "territory:place"), placed(dossier, "territory")
    nowhere = placed(dossier, "territory:name")

    assert (named, first) == (other.id, other.id)
    assert nowhere == dossier.settling_agency_id


def test_a_step_goes_to_the_agency_that_answers_for_the_field() -> None:
    province = a_province()
    sector = Sector.objects.create(name="Hộ tịch", slug="ho-tich")
    a_procedure(settled_by=province.justice.code, sector=sector)
    dossier = an_accepted_dossier(a_procedure(sector=sector))
    nobody_s = an_accepted_dossier()

    assert placed(dossier, "sector") == province.justice.id
    assert placed(nobody_s, "sector") == nobody_s.settling_agency_id
