"""The process of a dossier as officers see it: lanes, who had what from when to when."""

import re
from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.kernel.ids import DossierId, PersonId, TaskId
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_submitted_dossier,
    an_accepted_dossier,
    step_on,
    task_id,
)
from tests.calendars import MONDAY_MORNING
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_an_officer_sees_the_lanes_and_where_the_dossier_is() -> None:
    dossier = a_dossier_at("appraise")

    page = browser_of(a_case_officer(dossier)).get(f"/can-bo/ho-so/{dossier.id}").content.decode()

    assert 'id="process-picture-here"' in page
    assert 'href="#process-picture-here"' in page
    assert "Hồ sơ đang ở bước: <strong>appraise</strong>" in page
    assert re.search(r'<div class="motcua-process__scroll" tabindex="0" role="region"', page)


def test_an_officer_reads_who_had_a_step_and_how_it_stood_against_its_budget() -> None:
    dossier = an_accepted_dossier()
    step_on(dossier, at=MONDAY_MORNING + HOUR / 2)

    page = text_of(browser_of(a_case_officer(dossier)).get(f"/can-bo/ho-so/{dossier.id}").content)

    assert re.search(r"assign Đã xong Trần Văn Mẫu \(.*\): từ 09:00 .* đến 09:30", page)
    assert "hạn 10:00 ngày 01/06/2026 Xong đúng hạn" in page


def test_a_hand_over_splits_a_step_between_two_officers() -> None:
    dossier = a_dossier_at("appraise")
    giver, taker = a_case_officer(dossier), a_case_officer(dossier)
    assert taker.person is not None
    one, task = DossierId(dossier.id), TaskId(task_id(dossier))
    actions.claim(one, task, by=giver, at=MONDAY_MORNING)
    actions.hand_over(
        one, task, to=PersonId(taker.person), reason="Nghỉ phép", by=giver, at=MONDAY_MORNING
    )
    actions.acknowledge(one, task, by=taker, at=MONDAY_MORNING + HOUR / 2)

    page = text_of(browser_of(taker).get(f"/can-bo/ho-so/{dossier.id}").content)

    assert page.count("Đã chuyển việc.") == 1


def test_a_dossier_that_waits_to_be_accepted_has_no_process_yet() -> None:
    dossier = a_submitted_dossier()

    page = browser_of(a_case_officer(dossier)).get(f"/can-bo/ho-so/{dossier.id}")

    assert "Quy trình và các bước đã qua" not in text_of(page.content)


def test_the_picture_adds_one_question_to_the_page() -> None:
    dossier = a_dossier_at("appraise")

    asked = statements(a_case_officer(dossier), f"/can-bo/ho-so/{dossier.id}")

    assert len([sql for sql in asked if "dossiers_usualtime" in sql]) == 1
    assert not [sql for sql in asked if "workflow_processversion" in sql]
