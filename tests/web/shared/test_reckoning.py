"""The page that says how a due date came about."""

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_procedure,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
)
from tests.dossiers.expectations import stored
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def address(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.id}/thoi-han"


def test_applicant_and_officer_read_every_day_of_the_limit() -> None:
    dossier = stored(an_accepted_dossier())

    pages = [
        text_of(browser_of(who).get(address(dossier)).content)
        for who in (the_applicant(dossier), a_case_officer(dossier))
    ]

    for page in pages:
        assert "5 ngày làm việc" in page
        assert "01/06/2026" in page
        assert "Ngày nhận, không tính" in page
        assert "Tính (5)" in page


def test_nobody_else_reads_it() -> None:
    dossier = an_accepted_dossier()

    stranger = browser_of(a_citizen("Trần Thị Khác")).get(address(dossier))
    nobody = Client().get(address(dossier))

    assert stranger.status_code == 404
    assert nobody.status_code == 302


def test_a_dossier_without_a_due_date_has_nothing_to_explain() -> None:
    submitted = a_submitted_dossier()
    unlimited = an_accepted_dossier(a_procedure(limit=None))

    for dossier in (submitted, unlimited):
        page = browser_of(the_applicant(dossier)).get(address(dossier))
        assert page.status_code == 404
