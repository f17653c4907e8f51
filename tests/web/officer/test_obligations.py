"""The page on which a financial obligation is demanded and noted as met; the desk's way to it."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier, Obligation
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Actor, Role
from tests.builders import (
    a_procedure,
    a_receptionist,
    an_accepted_dossier,
    an_officer,
    the_applicant,
    the_task,
)
from tests.dossiers.expectations import stored
from tests.web.portals import browser_of, hidden, text_of

pytestmark = pytest.mark.django_db


def a_dossier_with_tax() -> tuple[Dossier, Actor]:
    dossier = an_accepted_dossier(a_procedure(obligation_basis="Luật mẫu, Điều 9"))
    task = the_task(dossier)
    return dossier, an_officer(task.agency, Role(task.role))


def page_of(dossier: Dossier) -> str:
    return reverse("officer:obligation", args=[dossier.id])


def test_an_obligation_is_demanded_seen_by_the_applicant_and_met_at_the_desk() -> None:
    dossier, officer = a_dossier_with_tax()
    client = browser_of(officer)
    whole = client.get(reverse("officer:dossier", args=[dossier.id])).content.decode()
    form = client.get(page_of(dossier)).content

    sent = client.post(
        page_of(dossier), {"notice": "TB 12/CCT", "revision": hidden(form, "revision")}
    )
    own = browser_of(the_applicant(dossier))
    told = text_of(own.get(reverse("citizen:dossier", args=[dossier.id])).content)
    desk = browser_of(a_receptionist(dossier))
    asked = text_of(desk.get(reverse("onestop:dossier", args=[dossier.id])).content)
    empty = desk.post(reverse("onestop:confirm_obligation", args=[dossier.id]), {"proof": ""})
    done = desk.post(reverse("onestop:confirm_obligation", args=[dossier.id]), {"proof": "GNT 1"})

    assert page_of(dossier) in whole
    assert sent.headers["Location"] == reverse("officer:dossier", args=[dossier.id])
    assert "nghĩa vụ tài chính theo thông báo TB 12/CCT" in told
    assert "Số chứng từ nộp tiền" in asked
    assert empty.status_code == 422
    assert "Xin ghi số chứng từ" in text_of(empty.content)
    assert done.status_code == 302
    assert stored(dossier).status == Status.IN_PROGRESS
    assert Obligation.objects.get(dossier=dossier).proof == "GNT 1"


def test_the_officer_notes_the_voucher_too_and_is_told_what_is_missing() -> None:
    dossier, officer = a_dossier_with_tax()
    client = browser_of(officer)

    nothing = client.post(page_of(dossier), {"notice": ""})
    client.post(page_of(dossier), {"notice": "TB 12/CCT"})
    unproven = client.post(page_of(dossier), {"proof": " "})
    client.post(page_of(dossier), {"proof": "GNT 1"})

    assert "Xin ghi số và ngày của thông báo" in text_of(nothing.content)
    assert "Xin ghi số chứng từ" in text_of(unproven.content)
    assert stored(dossier).status == Status.IN_PROGRESS


def test_a_procedure_without_the_basis_offers_nothing() -> None:
    dossier = an_accepted_dossier()
    task = the_task(dossier)
    client = browser_of(an_officer(task.agency, Role(task.role)))

    whole = client.get(reverse("officer:dossier", args=[dossier.id])).content.decode()
    page = text_of(client.get(page_of(dossier)).content)

    assert page_of(dossier) not in whole
    assert "không có căn cứ" in page
