"""Late dossiers in public: codes, causes and new days, and nobody's name."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import Dossier
from tests.builders import A_NAME, a_province, an_accepted_dossier
from tests.calendars import hanoi
from tests.dossiers.expectations import stored
from tests.lateness import a_signed_apology, a_written_apology
from tests.web.portals import text_of

pytestmark = pytest.mark.django_db


def a_late_dossier() -> Dossier:
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(due_at=hanoi("2026-05-25 17:00"))
    return stored(dossier)


def pages(dossier: Dossier) -> str:
    """Return both public pages as anybody reads them."""
    client = Client()
    at = reverse("citizen:late_at", args=[dossier.settling_agency_id])
    assert at in client.get(reverse("citizen:late")).content.decode()
    return text_of(client.get(at).content)


def test_late_dossiers_are_public_without_personal_data() -> None:
    bare, told = a_late_dossier(), a_late_dossier()
    a_signed_apology(told, explanation="Ông A chưa ký giáp ranh")

    page = pages(told)

    assert str(bare.number) in page
    assert str(told.number) in page
    assert "Hẹn lại 12/06/2026" in page
    assert "Chưa xin lỗi" in page
    assert A_NAME not in page
    assert "Ông A" not in page


def test_an_apology_that_waits_for_its_signature_is_not_public() -> None:
    dossier = a_late_dossier()
    a_written_apology(dossier)

    assert "Hẹn lại" not in pages(dossier).replace("Xin lỗi và hẹn lại", "")


def test_an_agency_that_is_not_there_is_not_found() -> None:
    a_province()

    assert (
        Client().get("/cong-khai/tre-han/01900000-0000-7000-8000-000000000000").status_code == 404
    )


def test_where_nothing_is_late_the_page_says_so() -> None:
    a_province()

    assert "Không có hồ sơ trễ hạn" in text_of(Client().get(reverse("citizen:late")).content)
