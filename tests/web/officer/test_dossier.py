"""One dossier on one screen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import papers_of
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_signatory,
    an_officer,
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


def page_of(dossier: Dossier, reader: Actor, **asked: str) -> str:
    answer = browser_of(reader).get(reverse("officer:dossier", args=[dossier.id]), asked)
    assert answer.status_code == 200
    return text_of(answer.content)


def test_the_page_shows_code_person_due_date_answers_and_papers() -> None:
    dossier = a_dossier_at("appraise")

    page = page_of(dossier, a_case_officer(dossier))

    assert dossier.number is not None
    for shown in (dossier.number, dossier.applicant_name, "17:00 ngày 08/06/2026", "giay-to.pdf"):
        assert shown in page
    assert "Nội dung đề nghị Xin cấp giấy" in page


def test_what_an_act_leads_to_is_said_before_it_is_taken() -> None:
    dossier = a_dossier_at("sign")

    page = page_of(dossier, a_signatory(dossier))

    assert "Ký sẽ kết thúc phần việc của ông/bà và chuyển sang bước “" in page


def test_a_free_step_is_taken_before_it_is_done() -> None:
    dossier = a_dossier_at("appraise")

    page = page_of(dossier, a_case_officer(dossier))

    assert "Nhận việc" in page
    assert "Trình đề xuất" not in page


def test_a_step_of_a_colleague_says_whose_it_is() -> None:
    dossier = a_dossier_at("appraise")
    actions.claim(DossierId(dossier.id), task_id(dossier), by=a_case_officer(dossier), at=NOW)
    colleague = an_officer(
        dossier.settling_agency_id,  # type: ignore[arg-type]
        Role.CASE_OFFICER,
        full_name="Ngô Văn Khác",
    )

    page = page_of(dossier, colleague)

    assert "Việc này do Lê Thị Mẫu phụ trách" in page


def test_one_goes_on_to_the_next_dossier_without_the_list() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    later = waiting_copies(
        dossier,
        the_task(dossier),
        1,
        subject_due_at=dossier.due_at + timedelta(days=1),  # type: ignore[operator]
    )[0]

    answer = browser_of(officer).get(reverse("officer:dossier", args=[dossier.id]), {"xem": "unit"})

    following = reverse("officer:dossier", args=[later.subject])
    assert f'href="{following}?xem=unit" rel="next"' in answer.content.decode()
    assert 'rel="prev"' not in answer.content.decode()


def test_a_paper_is_fetched_as_a_download() -> None:
    dossier = a_dossier_at("appraise")
    paper = papers_of(dossier)[0]

    answer = browser_of(a_case_officer(dossier)).get(
        reverse("officer:paper", args=[dossier.id, paper.id]), follow=True
    )

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")


def test_papers_of_a_foreign_dossier_do_not_exist() -> None:
    dossier = a_dossier_at("appraise")
    paper = papers_of(dossier)[0]
    stranger = an_officer(dossier.settling_agency.parent_id, Role.CASE_OFFICER)  # type: ignore[union-attr,arg-type]
    client = browser_of(stranger)

    for name, more in (("dossier", []), ("paper", [paper.id]), ("draft", []), ("result", [])):
        assert client.get(reverse(f"officer:{name}", args=[dossier.id, *more])).status_code == 404


def test_the_page_asks_the_same_questions_however_full_the_inbox_is() -> None:
    dossier = a_dossier_at("appraise")
    task = the_task(dossier)
    waiting_copies(dossier, task, FEW)

    assert_flat(
        a_case_officer(dossier),
        f"{reverse('officer:dossier', args=[dossier.id])}?xem=unit",
        lambda: waiting_copies(dossier, task, MANY),
    )
