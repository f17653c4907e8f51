"""Signing one's form with a certificate, on the page that shows everything once more."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.builders import a_draft, the_applicant
from tests.dossiers.test_signed_forms import SIGNED, a_signed_procedure
from tests.signing.papers_to_sign import a_paper
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def test_the_form_is_fetched_and_what_comes_back_wrong_is_said_there() -> None:
    dossier = a_draft(a_signed_procedure(), answers=SIGNED)
    client = browser_of(the_applicant(dossier))

    page = client.get(reverse("citizen:review", args=[dossier.id])).content
    form = client.post(reverse("citizen:form_to_sign", args=[dossier.id]))
    back = client.post(
        reverse("citizen:signed_form", args=[dossier.id]),
        {"file": SimpleUploadedFile("ky.pdf", a_paper())},
    )

    assert "Ký tờ khai bằng chứng thư của bạn" in text_of(page)
    assert bytes(form.content).startswith(b"%PDF-")
    assert "attachment" in form.headers["Content-Disposition"]
    assert back.status_code == 422
    assert "Đây không phải tờ khai đã tải về" in text_of(back.content)


def test_a_form_that_wants_a_certificate_says_so_when_it_is_handed_in() -> None:
    dossier = a_draft(a_signed_procedure(certificate=True), answers=SIGNED)

    answer = browser_of(the_applicant(dossier)).post(
        reverse("citizen:review", args=[dossier.id]), {"key": str(uuid4())}
    )

    assert answer.status_code == 422
    assert "phải ký bằng chứng thư chữ ký số" in text_of(answer.content)


def test_a_form_without_a_signature_offers_nothing() -> None:
    dossier = a_draft()

    page = browser_of(the_applicant(dossier)).get(reverse("citizen:review", args=[dossier.id]))

    assert "Ký tờ khai bằng chứng thư" not in text_of(page.content)
