"""What waits for an officer and their unit."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.dossiers import actions
from motcua.kernel.ids import DossierId
from motcua.workflow.models import Task
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_receptionist,
    a_section_head,
    a_signatory,
    a_submitted_dossier,
    task_id,
    the_task,
)
from tests.web.portals import (
    FEW,
    MANY,
    NOW,
    assert_flat,
    browser_of,
    text_of,
    waiting_copies,
)

pytestmark = pytest.mark.django_db
INBOX = "/can-bo/"


def test_the_unit_sees_a_step_that_nobody_has_taken() -> None:
    dossier = a_dossier_at("appraise")

    page = text_of(browser_of(a_case_officer(dossier)).get(INBOX, {"xem": "unit"}).content)

    assert dossier.applicant_name in page
    assert "Chưa ai nhận" in page


def test_ones_own_view_holds_only_what_one_has_taken() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    client = browser_of(officer)
    before = text_of(client.get(INBOX).content)

    actions.claim(DossierId(dossier.id), task_id(dossier), by=officer, at=NOW)

    assert "Không có việc nào" in before
    assert dossier.applicant_name in text_of(client.get(INBOX).content)


def test_late_work_is_in_its_own_view() -> None:
    dossier = a_dossier_at("appraise")
    waiting_copies(dossier, the_task(dossier), 3, subject_due_at=NOW - timedelta(days=1))
    client = browser_of(a_case_officer(dossier))

    page = client.get(INBOX, {"xem": "overdue"}).content

    assert page.count(b'scope="row"') == 3


def test_the_earliest_due_stands_first_and_pages_follow() -> None:
    dossier = a_dossier_at("appraise")
    waiting_copies(dossier, the_task(dossier), 60)
    client = browser_of(a_case_officer(dossier))

    first = client.get(INBOX, {"xem": "unit"})
    link = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(link.replace("&amp;", "&"))

    assert first.content.count(b'scope="row"') == 50
    assert second.content.count(b'scope="row"') == 11


def test_several_steps_are_taken_at_once() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    task = the_task(dossier)

    answer = browser_of(officer).post(
        reverse("officer:claim_chosen"), {"chosen": [f"{dossier.id}~{task.id}", "nonsense"]}
    )

    assert answer.headers["Location"] == f"{INBOX}?xem=mine"
    assert Task.objects.get(pk=task.id).assignee == officer.person


def test_a_step_of_another_unit_is_not_taken() -> None:
    dossier = a_dossier_at("appraise")
    task = the_task(dossier)

    browser_of(a_signatory(dossier)).post(
        reverse("officer:claim_chosen"), {"chosen": [f"{dossier.id}~{task.id}"]}
    )

    assert Task.objects.get(pk=task.id).assignee is None


def test_the_desk_has_no_inbox() -> None:
    answer = browser_of(a_receptionist(a_submitted_dossier())).get(INBOX)

    assert answer.status_code == 403


def test_a_name_is_found_without_its_accents() -> None:
    dossier = a_dossier_at("appraise")

    answer = browser_of(a_section_head(dossier)).get(reverse("officer:search"), {"q": "thi mau"})

    assert str(dossier.number) in text_of(answer.content)


@pytest.mark.parametrize(
    "address", [*(f"{INBOX}?xem={view}" for view in ("mine", "unit", "overdue")), "/can-bo/y-kien"]
)
def test_the_inbox_asks_the_same_few_questions_at_any_size(address: str) -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    task = the_task(dossier)
    mine = {"assignee": officer.person, "subject_due_at": NOW - timedelta(hours=1)}
    waiting_copies(dossier, task, FEW, **mine)

    assert_flat(officer, address, lambda: waiting_copies(dossier, task, MANY, **mine))
