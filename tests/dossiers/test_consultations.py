"""Asking another agency, and its answer."""

from uuid import uuid4

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.queries import consultations_waiting
from motcua.dossiers.rules import IllegalTransition, ReasonMissing, Status
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId
from motcua.workflow.rules import TaskNotOpen
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_province,
    a_section_head,
    an_officer,
    task_id,
)
from tests.calendars import A_DAY, AN_HOUR, MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, put_into, verbs

pytestmark = pytest.mark.django_db
QUESTION = "Có phù hợp quy hoạch không?"


def ask(
    dossier: Dossier, by: Actor | None = None, question: str = QUESTION, agency: object = None
) -> Consultation:
    return actions.consult(
        ident(dossier),
        task_id(dossier),
        agency=AgencyId(agency or a_province().justice.id),  # type: ignore[arg-type]
        question=question,
        due_at=MONDAY_MORNING + A_DAY,
        by=by or a_case_officer(dossier),
        at=MONDAY_MORNING,
    )


def answer(dossier: Dossier, asked: Consultation, by: Actor | None = None) -> Consultation:
    return actions.answer_consultation(
        ident(dossier),
        asked.id,
        answer="Phù hợp.",
        agrees=True,
        by=by or an_officer(a_province().justice, Role.CASE_OFFICER),
        at=MONDAY_MORNING + AN_HOUR,
    )


def test_an_agency_is_asked_and_the_step_stays() -> None:
    dossier = a_dossier_at("appraise")
    task = task_id(dossier)
    officer = a_case_officer(dossier)

    asked = ask(dossier, officer)

    reader = an_officer(a_province().justice, Role.CASE_OFFICER)
    assert [waiting.id for waiting in consultations_waiting(reader)] == [asked.id]
    assert (asked.question, asked.asked_by) == (QUESTION, officer.person)
    assert task_id(dossier) == task


def test_asking_is_written_in_the_event_log() -> None:
    dossier = a_dossier_at("appraise")

    asked = ask(dossier)

    assert last_event(dossier, "consultation.asked").facts["consultation"] == str(asked.id)


def test_only_who_may_do_the_step_asks() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(NotPermitted):
        ask(dossier, a_section_head(dossier))


def test_nobody_is_asked_while_the_applicant_supplements() -> None:
    dossier = put_into(a_dossier_at("appraise"), Status.SUPPLEMENTING)

    with pytest.raises(IllegalTransition):
        ask(dossier)


def test_a_question_and_an_agency_that_exists_are_needed() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(ReasonMissing):
        ask(dossier, question="  ")
    with pytest.raises(NotFound):
        ask(dossier, agency=uuid4())


def test_asking_twice_asks_twice() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)

    questions = {ask(dossier, officer).id, ask(dossier, officer, "Còn gì nữa không?").id}

    assert len(questions) == 2


def test_the_opinion_is_kept_with_who_gave_it() -> None:
    dossier = a_dossier_at("appraise")
    officer = an_officer(a_province().justice, Role.SIGNATORY)

    given = answer(dossier, ask(dossier), officer)

    given.refresh_from_db()
    assert (given.answer, given.agrees) == ("Phù hợp.", True)
    assert (given.answered_by, given.answered_at) == (officer.person, MONDAY_MORNING + AN_HOUR)


def test_the_opinion_is_written_in_the_event_log() -> None:
    dossier = a_dossier_at("appraise")

    answer(dossier, ask(dossier))

    assert verbs(dossier)[-1] == "consultation.answered"


def test_only_the_agency_that_was_asked_answers() -> None:
    dossier = a_dossier_at("appraise")
    asked = ask(dossier)
    clerk = an_officer(a_province().justice, Role.RECORDS_CLERK)

    for somebody in (a_case_officer(dossier), clerk):
        with pytest.raises(NotPermitted):
            answer(dossier, asked, somebody)


def test_the_opinion_on_an_ended_dossier_is_not_taken() -> None:
    dossier = a_dossier_at("appraise")
    asked = ask(dossier)
    put_into(dossier, Status.WITHDRAWN)

    with pytest.raises(TaskNotOpen):
        answer(dossier, asked)


def test_an_opinion_is_given_once() -> None:
    dossier = a_dossier_at("appraise")
    asked = ask(dossier)
    answer(dossier, asked)

    with pytest.raises(TaskNotOpen):
        answer(dossier, asked)


def test_an_empty_opinion_or_one_on_another_dossier_is_refused() -> None:
    dossier, other = a_dossier_at("appraise"), a_dossier_at("appraise")
    asked = ask(dossier)

    with pytest.raises(NotFound):
        answer(other, asked)
    with pytest.raises(ReasonMissing):
        actions.answer_consultation(
            ident(dossier),
            asked.id,
            answer=" ",
            agrees=False,
            by=an_officer(a_province().justice, Role.CASE_OFFICER),
            at=MONDAY_MORNING,
        )
