"""Steps side by side: an opinion beside the examination, and a branch chosen by an answer."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import LONGEST_STEP, SupplementItem
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import TaskId
from motcua.workflow.models import Task
from tests.builders import ANSWERS, a_procedure, a_province, an_accepted_dossier, an_officer
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored
from tests.processes import APPRAISE, END, START, Arrow, bpmn, in_a_row, node, task

pytestmark = pytest.mark.django_db
OPINION = "agree=Đồng ý;object=Có ý kiến khác"
BESIDE = bpmn(
    [
        START,
        node("exclusiveGateway", "many", default="many_to_fork"),
        node("parallelGateway", "fork"),
        task("appraise", "appraise", APPRAISE),
        task("opinion", "opinion", OPINION),
        node("parallelGateway", "join"),
        task("sign", "sign"),
        END,
    ],
    [
        *in_a_row("begin", "many", "fork", "appraise", "join", "sign", "finish"),
        *in_a_row("fork", "opinion", "join"),
        Arrow("many", "sign", "copies > 5"),
    ],
    {
        ("case_officer", "settling"): ["appraise"],
        ("case_officer", "code:H42.03"): ["opinion"],
        ("signatory", "settling"): ["sign"],
    },
    {"copies": "int"},
)


def accepted(copies: int = 2) -> Dossier:
    a_province()
    procedure = a_procedure(process=BESIDE)
    return stored(an_accepted_dossier(procedure, answers={**ANSWERS, "copies": copies}))


def finish(dossier: Dossier, name: str, outcome: str) -> Actor:
    step = Task.objects.get(subject=dossier.id, node=name)
    officer = an_officer(step.agency, Role(step.role))
    actions.complete_task(
        ident(dossier),
        TaskId(step.id),
        outcome=outcome,
        proposal=Proposal(),
        by=officer,
        at=MONDAY_MORNING,
    )
    return officer


def test_the_step_of_another_agency_opens_there() -> None:
    dossier = accepted()

    agencies = dict(Task.objects.filter(subject=dossier.id).values_list("node", "agency"))

    province = a_province()
    assert agencies == {"appraise": province.commune.id, "opinion": province.justice.id}
    assert dossier.step == "appraise; opinion"


def test_an_opinion_leaves_the_responsible_officer_and_the_other_step() -> None:
    dossier = accepted()
    responsible = dossier.responsible

    finish(dossier, "opinion", "agree")

    kept = stored(dossier)
    assert (kept.responsible, kept.step) == (responsible, "appraise")


def test_the_step_after_the_join_opens_when_both_are_done() -> None:
    dossier = accepted()

    officer = finish(dossier, "appraise", "propose")
    between = stored(dossier).step
    finish(dossier, "opinion", "object")

    kept = stored(dossier)
    assert (between, kept.step) == ("opinion", "sign")
    assert kept.responsible == officer.person


def test_who_gives_an_opinion_asks_the_applicant_for_nothing() -> None:
    dossier = accepted()
    outsider = an_officer(a_province().justice, Role.CASE_OFFICER)

    with pytest.raises(NotPermitted):
        actions.request_supplement(
            ident(dossier),
            items=[SupplementItem("GT", "component", "Mờ")],
            by=outsider,
            at=MONDAY_MORNING,
        )


def test_a_branch_is_chosen_by_what_the_applicant_answered() -> None:
    assert accepted(copies=6).step == "sign"


def test_many_long_names_fit_the_inbox() -> None:
    name = "x" * 60
    steps = [f"{name}{n}" for n in range(4)]
    many = bpmn(
        [START, END, node("parallelGateway", "fork"), *[task(step) for step in steps]],
        [
            Arrow("begin", "fork"),
            *[Arrow("fork", step) for step in steps],
            *[Arrow(step, "finish") for step in steps],
        ],
        {("case_officer", "settling"): steps},
    )

    dossier = an_accepted_dossier(a_procedure(process=many))

    assert len(stored(dossier).step) == LONGEST_STEP


def test_claiming_an_opinion_makes_nobody_responsible_for_the_dossier() -> None:
    dossier = accepted()
    step = Task.objects.get(subject=dossier.id, node="opinion")
    officer = an_officer(step.agency, Role.CASE_OFFICER)

    actions.claim(ident(dossier), TaskId(step.id), by=officer, at=MONDAY_MORNING)

    assert stored(dossier).responsible == dossier.responsible
