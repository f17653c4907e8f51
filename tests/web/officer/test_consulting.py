"""Asking other agencies for their opinion, and giving it."""

import pytest
from django.urls import reverse

from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import AgencyId, DossierId
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_province,
    an_officer,
    task_id,
    the_task,
)
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db
DAY = {"due.day": "5", "due.month": "6", "due.year": "2026"}


def claimed() -> tuple[Dossier, Actor]:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(DossierId(dossier.id), task_id(dossier), by=officer, at=NOW)
    return dossier, officer


def asked() -> tuple[Consultation, Actor]:
    dossier, officer = claimed()
    construction = a_province().construction
    consultation = actions.consult(
        DossierId(dossier.id),
        task_id(dossier),
        agency=AgencyId(construction.id),
        question="Có hợp quy hoạch không?",
        due_at=NOW,
        by=officer,
        at=NOW,
    )
    return consultation, an_officer(construction, Role.CASE_OFFICER)


def test_another_agency_is_asked_until_the_end_of_a_day() -> None:
    dossier, officer = claimed()

    browser_of(officer).post(
        reverse("officer:consult", args=[dossier.id, the_task(dossier).id]),
        {"agency": str(a_province().construction.id), "question": "Có hợp không?", **DAY},
    )

    consultation = Consultation.objects.get(dossier=dossier)
    assert consultation.due_at.isoformat() == "2026-06-05T10:00:00+00:00"


@pytest.mark.parametrize(
    ("missing", "about"),
    [("agency", "agency"), ("question", "question"), ("due.day", "due")],
)
def test_an_incomplete_question_is_refused_where_it_is_incomplete(missing: str, about: str) -> None:
    dossier, officer = claimed()
    whole = {"agency": str(a_province().construction.id), "question": "Có hợp không?", **DAY}

    answer = browser_of(officer).post(
        reverse("officer:consult", args=[dossier.id, the_task(dossier).id]),
        {**whole, missing: ""},
    )

    assert answer.status_code == 422
    assert f'href="#{about}"' in answer.content.decode()
    assert not Consultation.objects.exists()


def test_the_question_waits_with_those_who_were_asked_and_is_answered() -> None:
    consultation, expert = asked()
    client = browser_of(expert)
    listed = text_of(client.get(reverse("officer:consultations")).content)

    client.post(
        reverse("officer:answer", args=[consultation.dossier_id, consultation.id]),
        {f"agrees.{consultation.id}": "yes", f"opinion.{consultation.id}": "Phù hợp."},
    )

    assert "Có hợp quy hoạch không?" in listed
    consultation.refresh_from_db()
    assert (consultation.agrees, consultation.answer) == (True, "Phù hợp.")


def test_an_answer_must_say_yes_or_no_and_keeps_its_words() -> None:
    consultation, expert = asked()

    answer = browser_of(expert).post(
        reverse("officer:answer", args=[consultation.dossier_id, consultation.id]),
        {f"opinion.{consultation.id}": "Phù hợp."},
    )

    assert answer.status_code == 422
    assert "Phù hợp." in text_of(answer.content)


def test_nobody_answers_for_another_agency() -> None:
    consultation, _ = asked()
    dossier = Dossier.objects.get(pk=consultation.dossier_id)

    browser_of(a_case_officer(dossier)).post(
        reverse("officer:answer", args=[dossier.id, consultation.id]),
        {f"agrees.{consultation.id}": "yes", f"opinion.{consultation.id}": "Phù hợp."},
    )

    assert Consultation.objects.get(pk=consultation.id).answered_at is None
