"""What officers do with a step."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, HandOver, Result, SupplementRequest
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId
from motcua.workflow.models import Task
from tests.builders import (
    a_case_officer,
    a_dossier_at,
    a_records_clerk,
    a_section_head,
    a_signatory,
    a_signed_result,
    an_officer,
    task_id,
    the_task,
)
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db


def sent(client: Client, act: str, dossier: Dossier, **typed: str) -> str:
    """Send an act on the step that waits; return what the person reads next."""
    address = reverse(f"officer:{act}", args=[dossier.id, the_task(dossier).id])
    return text_of(client.post(address, typed, follow=True).content)


def claimed() -> tuple[Dossier, Actor]:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(DossierId(dossier.id), task_id(dossier), by=officer, at=NOW)
    dossier.refresh_from_db()
    return dossier, officer


def test_a_step_is_taken_proposed_signed_and_issued_page_by_page() -> None:
    dossier = a_dossier_at("appraise")
    officer = browser_of(a_case_officer(dossier))

    sent(officer, "claim", dossier)
    sent(officer, "complete", dossier, outcome="propose", content="Đủ điều kiện.")
    sent(browser_of(a_section_head(dossier)), "complete", dossier, outcome="approve")
    signatory = browser_of(a_signatory(dossier))
    assert signatory.get(reverse("officer:draft", args=[dossier.id])).status_code == 200
    sent(signatory, "sign", dossier)
    said = sent(browser_of(a_records_clerk(dossier)), "issue", dossier)

    dossier.refresh_from_db()
    assert dossier.status == Status.DECIDED
    assert "Đã cấp số, đóng dấu" in said
    assert Result.objects.get(dossier=dossier).content == "Đủ điều kiện."


def test_the_head_of_section_names_who_examines() -> None:
    dossier = a_dossier_at("assign")
    officer = a_case_officer(dossier)
    head = browser_of(a_section_head(dossier))
    page = text_of(head.get(reverse("officer:dossier", args=[dossier.id])).content)

    sent(head, "complete", dossier, outcome="done", assign_to=str(officer.person))

    assert "Giao cho" in page
    assert the_task(dossier).assignee == officer.person
    assert HandOver.objects.get(dossier=dossier).acknowledged_at is None


def test_refusing_without_a_reason_keeps_the_basis_typed() -> None:
    dossier, officer = claimed()
    address = reverse("officer:complete", args=[dossier.id, the_task(dossier).id])

    answer = browser_of(officer).post(address, {"outcome": "refuse", "basis": "Điều 16"})

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.content.decode()
    assert 'value="Điều 16"' in answer.content.decode()


def test_returning_without_a_reason_leads_to_the_note() -> None:
    dossier = a_dossier_at("approve")
    address = reverse("officer:complete", args=[dossier.id, the_task(dossier).id])

    answer = browser_of(a_section_head(dossier)).post(address, {"outcome": "return"})

    assert answer.status_code == 422
    assert 'href="#note"' in answer.content.decode()


def test_a_returned_dossier_tells_why() -> None:
    dossier = a_dossier_at("approve")
    sent(
        browser_of(a_section_head(dossier)),
        "complete",
        dossier,
        outcome="return",
        note="Xin ghi rõ số tầng.",
    )

    page = text_of(
        browser_of(a_case_officer(dossier))
        .get(reverse("officer:dossier", args=[dossier.id]))
        .content
    )

    assert "đã trả lại ở bước" in page
    assert "Xin ghi rõ số tầng." in page


def test_a_step_is_handed_to_a_colleague_who_confirms() -> None:
    dossier, officer = claimed()
    colleague = an_officer(
        dossier.settling_agency_id,  # type: ignore[arg-type]
        Role.CASE_OFFICER,
        full_name="Ngô Văn Khác",
    )

    sent(browser_of(officer), "hand_over", dossier, to=str(colleague.person), why_hand_over="Nghỉ")
    said = sent(browser_of(colleague), "acknowledge", dossier)

    assert "chịu trách nhiệm từ lúc này" in said
    assert HandOver.objects.get(dossier=dossier).acknowledged_at is not None


@pytest.mark.parametrize(
    ("typed", "about"),
    [({"why_hand_over": "Nghỉ"}, "to"), ({"to": "someone"}, "why_hand_over")],
)
def test_handing_over_needs_a_person_and_a_reason(typed: dict[str, str], about: str) -> None:
    dossier, officer = claimed()
    colleague = an_officer(dossier.settling_agency_id, Role.CASE_OFFICER)  # type: ignore[arg-type]
    if "to" in typed:
        typed = {"to": str(colleague.person)}
    address = reverse("officer:hand_over", args=[dossier.id, the_task(dossier).id])

    answer = browser_of(officer).post(address, typed)

    assert answer.status_code == 422
    assert f'href="#{about}"' in answer.content.decode()


def test_the_applicant_is_asked_for_what_was_marked() -> None:
    dossier, officer = claimed()

    browser_of(officer).post(
        reverse("officer:request_supplement", args=[dossier.id]),
        {"revision": dossier.revision, "why.GT": "Thiếu trang hai"},
    )

    assert SupplementRequest.objects.get(dossier=dossier).stage == "settlement"
    page = text_of(browser_of(officer).get(reverse("officer:dossier", args=[dossier.id])).content)
    assert "Thiếu trang hai" in page
    assert "Tạm dừng" in page


def test_marking_nothing_is_refused_on_the_page() -> None:
    dossier, officer = claimed()

    answer = browser_of(officer).post(reverse("officer:request_supplement", args=[dossier.id]), {})

    assert answer.status_code == 422
    assert 'href="#marks"' in answer.content.decode()


def test_a_stale_page_signs_nothing() -> None:
    dossier = a_dossier_at("sign")

    said = sent(browser_of(a_signatory(dossier)), "sign", dossier, revision="1")

    assert "vừa có người khác cập nhật" in said
    assert Result.objects.get(dossier=dossier).signed_at is None


def test_a_case_officer_cannot_sign() -> None:
    dossier = a_dossier_at("sign")

    sent(browser_of(a_case_officer(dossier)), "sign", dossier)

    assert Result.objects.get(dossier=dossier).signed_at is None


def test_a_second_click_finds_the_step_gone() -> None:
    dossier, officer = claimed()
    task = the_task(dossier)
    client = browser_of(officer)
    address = reverse("officer:complete", args=[dossier.id, task.id])
    client.post(address, {"outcome": "propose"})

    said = text_of(client.post(address, {"outcome": "propose"}, follow=True).content)

    assert "không còn chờ xử lý" in said
    assert Task.objects.filter(subject=dossier.id).count() == 3


def test_the_result_is_seen_before_it_is_proposed_and_nothing_is_stored() -> None:
    dossier, officer = claimed()

    answer = browser_of(officer).post(
        reverse("officer:preview", args=[dossier.id, the_task(dossier).id]),
        {"outcome": "propose", "content": "Đủ điều kiện."},
    )

    assert answer.content.startswith(b"%PDF-")
    assert not Result.objects.filter(dossier=dossier).exists()


def test_the_draft_is_read_before_signing_and_the_result_after() -> None:
    dossier = a_signed_result()
    client = browser_of(a_records_clerk(dossier))

    for name in ("draft", "result"):
        answer = client.get(reverse(f"officer:{name}", args=[dossier.id]), follow=True)
        assert answer.content.startswith(b"%PDF-")
