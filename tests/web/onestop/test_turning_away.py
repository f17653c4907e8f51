"""Asking for more, and declining."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier, Refusal, SupplementRequest
from motcua.dossiers.rules import Status
from tests.builders import a_receptionist, a_submitted_dossier
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def test_everything_marked_is_asked_for_in_one_request() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))

    client.post(
        reverse("onestop:request_supplement", args=[dossier.id]),
        {
            "revision": dossier.revision,
            "why.GT": "Bản quét bị mờ",
            "why.wish": "Chưa ghi rõ nơi nộp",
            "why.full_name": "",
            "answer_by.day": "12",
            "answer_by.month": "6",
            "answer_by.year": "2026",
        },
    )

    asked = SupplementRequest.objects.get(dossier=dossier)
    assert [(item["target"], item["kind"]) for item in asked.items] == [
        ("GT", "component"),
        ("wish", "field"),
    ]
    assert str(asked.answer_by) == "2026-06-12"
    slip = client.get(reverse("onestop:slip", args=[dossier.id, "supplement"]))
    assert slip.content.startswith(b"%PDF-")


def test_a_request_that_marks_nothing_says_how_to_mark() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))

    answer = client.post(reverse("onestop:request_supplement", args=[dossier.id]), {})

    assert answer.status_code == 422
    assert "Xin chọn ít nhất một giấy tờ" in text_of(answer.content)
    assert Dossier.objects.get(pk=dossier.id).status == Status.SUBMITTED


def test_a_day_that_does_not_exist_keeps_the_marks() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))

    answer = client.post(
        reverse("onestop:request_supplement", args=[dossier.id]),
        {"why.GT": "Bản quét bị mờ", "answer_by.day": "31", "answer_by.month": "6"},
    )

    assert answer.status_code == 422
    assert "Bản quét bị mờ" in answer.content.decode()
    assert "Ngày này chưa đúng" in text_of(answer.content)


def test_declining_needs_a_basis_and_keeps_the_reason_typed() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))
    decline = reverse("onestop:decline", args=[dossier.id])

    refused = client.post(decline, {"reason": "Không thuộc thẩm quyền", "basis": ""})
    done = client.post(decline, {"reason": "Không thuộc thẩm quyền", "basis": "Điều 14"})

    assert refused.status_code == 422
    assert "Không thuộc thẩm quyền" in text_of(refused.content)
    assert done.status_code == 302
    assert Refusal.objects.get(dossier=dossier).basis == "Điều 14"
    slip = client.get(reverse("onestop:slip", args=[dossier.id, "refusal"]))
    assert slip.content.startswith(b"%PDF-")
