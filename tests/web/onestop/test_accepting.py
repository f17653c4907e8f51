"""Accepting at the desk, and the slip that follows."""

from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Role
from tests.builders import (
    a_case_officer,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
)
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def test_accepting_leads_to_the_receipt_slip() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))

    answer = client.post(
        reverse("onestop:accept", args=[dossier.id]), {"revision": dossier.revision}
    )

    assert answer.headers["Location"] == reverse("onestop:receipt", args=[dossier.id])
    dossier.refresh_from_db()
    assert str(dossier.number) in text_of(client.get(answer.headers["Location"]).content)


def test_the_receipt_slip_opens_for_printing() -> None:
    dossier = an_accepted_dossier()

    slip = browser_of(a_receptionist(dossier)).get(
        reverse("onestop:slip", args=[dossier.id, "receipt"])
    )

    assert slip.headers["Content-Type"] == "application/pdf"
    assert slip.headers["Content-Disposition"].startswith("inline")
    assert slip.content.startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["refusal", "supplement", "something"])
def test_a_slip_that_was_never_called_for_does_not_exist(form: str) -> None:
    dossier = an_accepted_dossier()

    slip = browser_of(a_receptionist(dossier)).get(reverse("onestop:slip", args=[dossier.id, form]))

    assert slip.status_code == 404


def test_a_refusal_returns_the_clerk_to_the_page_before() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))
    accept = reverse("onestop:accept", args=[dossier.id])
    client.post(accept)

    again = client.post(accept, headers={"Referer": "http://testserver/mot-cua/"})

    assert again.headers["Location"] == "http://testserver/mot-cua/"
    assert "không thể chuyển" in text_of(client.get("/mot-cua/").content)


def test_a_stale_page_changes_nothing() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_receptionist(dossier))

    client.post(reverse("onestop:accept", args=[dossier.id]), {"revision": dossier.revision - 1})

    assert Dossier.objects.get(pk=dossier.id).number is None
    assert "vừa có người khác cập nhật" in text_of(client.get("/mot-cua/").content)


def test_the_desk_page_says_what_will_be_promised() -> None:
    dossier = a_submitted_dossier()

    page = text_of(
        browser_of(a_receptionist(dossier))
        .get(reverse("onestop:dossier", args=[dossier.id]))
        .content
    )

    assert "5 ngày làm việc" in page
    assert "Nếu tiếp nhận bây giờ 17:00 ngày 08/06/2026" in page
    assert "Tiếp nhận hồ sơ" in page


def test_a_dossier_of_another_agency_does_not_exist() -> None:
    dossier = a_submitted_dossier()
    stranger = an_officer(dossier.settling_agency.parent_id, Role.RECEPTIONIST)  # type: ignore[union-attr,arg-type]
    client = browser_of(stranger)

    assert client.get(reverse("onestop:dossier", args=[dossier.id])).status_code == 404
    assert client.get(reverse("onestop:dossier", args=[uuid4()])).status_code == 404


def test_a_case_officer_cannot_accept() -> None:
    dossier = a_submitted_dossier()
    client = browser_of(a_case_officer(dossier))

    client.post(reverse("onestop:accept", args=[dossier.id]))

    assert Dossier.objects.get(pk=dossier.id).number is None


def test_accepting_by_following_a_link_is_not_possible() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(a_receptionist(dossier)).get(reverse("onestop:accept", args=[dossier.id]))

    assert answer.status_code == 405
