"""Every slip of a dossier with its number and moment, for desk, officer and applicant."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.dossiers import actions
from motcua.dossiers.models import Slip
from motcua.dossiers.rules import SupplementItem
from motcua.dossiers.slips import issue_slip, newest
from tests.builders import (
    a_dossier_at,
    a_procedure,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_accepted_dossier,
    step_on,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(hours=1)


def test_each_slip_is_listed_with_number_and_moment_and_opens() -> None:
    dossier = an_accepted_dossier()
    slip = newest(dossier, "receipt")
    assert slip is not None

    for actor, portal in (
        (a_receptionist(dossier), "onestop"),
        (a_section_head(dossier), "officer"),
        (the_applicant(dossier), "citizen"),
    ):
        client = browser_of(actor)
        page = client.get(reverse(f"{portal}:dossier", args=[dossier.id]))
        href = reverse(f"{portal}:issued_slip", args=[dossier.id, slip.id])
        assert href in page.content.decode()
        assert "Số 1/TTPVHCC, 09:00" in text_of(page.content)
        assert client.get(href).content.startswith(b"%PDF-")


def test_every_request_for_more_has_a_slip_of_its_own() -> None:
    dossier = a_submitted_dossier(a_procedure(max_supplements=2))
    desk = a_receptionist(dossier)
    for at in (MONDAY_MORNING, LATER):
        wrong = [SupplementItem("GT", "component", "Mờ")]
        actions.request_supplement(ident(dossier), items=wrong, by=desk, at=at)
        issue_slip(last_event(dossier, "dossier.supplement_requested"))
        if at == MONDAY_MORNING:
            actions.answer_supplement(ident(dossier), by=the_applicant(dossier), at=at)

    page = text_of(browser_of(desk).get(reverse("onestop:dossier", args=[dossier.id])).content)

    assert "Số 1/TTPVHCC" in page
    assert "Số 2/TTPVHCC" in page


def test_the_control_sheet_is_for_staff_at_any_time_and_never_for_the_applicant() -> None:
    dossier = stored(step_on(a_dossier_at("deliver"), at=LATER))
    slip = newest(dossier, "control")
    assert slip is not None
    applicant, desk = browser_of(the_applicant(dossier)), browser_of(a_receptionist(dossier))

    own = applicant.get(reverse("citizen:dossier", args=[dossier.id]))

    assert "Phiếu kiểm soát" not in text_of(own.content)
    for address in (
        reverse("citizen:slip", args=[dossier.id, "control"]),
        reverse("citizen:issued_slip", args=[dossier.id, slip.id]),
    ):
        assert applicant.get(address).status_code == 404
    sheet = desk.get(reverse("onestop:slip", args=[dossier.id, "control"]))
    assert sheet.content.startswith(b"%PDF-")


def test_an_open_sheet_is_offered_while_the_dossier_is_on_its_way() -> None:
    dossier = an_accepted_dossier()

    page = browser_of(a_section_head(dossier)).get(reverse("officer:dossier", args=[dossier.id]))
    sheet = browser_of(a_section_head(dossier)).get(
        reverse("officer:slip", args=[dossier.id, "control"])
    )

    assert "Phiếu kiểm soát quá trình giải quyết hồ sơ" in text_of(page.content)
    assert "Tính đến lúc này" in text_of(page.content)
    assert sheet.content.startswith(b"%PDF-")
    assert not Slip.objects.filter(form="control").exists()


def test_slips_of_another_dossier_do_not_open_here() -> None:
    one, other = an_accepted_dossier(), an_accepted_dossier()
    slip = newest(other, "receipt")
    assert slip is not None

    for actor, portal in (
        (a_receptionist(one), "onestop"),
        (a_section_head(one), "officer"),
        (the_applicant(one), "citizen"),
    ):
        address = reverse(f"{portal}:issued_slip", args=[one.id, slip.id])
        assert browser_of(actor).get(address).status_code == 404
