"""The form of a dossier on paper, filled in with its answers."""

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from tests.builders import (
    ANSWERS,
    a_case_officer,
    a_citizen,
    a_procedure,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
)
from tests.forms.test_papers import text_of as words_of
from tests.web.portals import browser_of

pytestmark = pytest.mark.django_db


def address(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.id}/to-khai.pdf"


def test_applicant_and_officer_fetch_the_form_with_its_answers() -> None:
    dossier = an_accepted_dossier()

    for who in (the_applicant(dossier), a_case_officer(dossier)):
        answer = browser_of(who).get(address(dossier))

        assert answer.headers["Content-Type"] == "application/pdf"
        assert str(ANSWERS["wish"]) in words_of(answer.content)


def test_nobody_else_reads_it() -> None:
    dossier = a_submitted_dossier()

    assert browser_of(a_citizen("Trần Thị Khác")).get(address(dossier)).status_code == 404
    assert Client().get(address(dossier)).status_code == 302


def test_a_procedure_without_a_form_has_none() -> None:
    procedure = a_procedure(form=None, service_level="counter")
    dossier = a_submitted_dossier()
    Dossier.objects.filter(pk=dossier.pk).update(procedure=procedure)

    assert browser_of(the_applicant(dossier)).get(address(dossier)).status_code == 404


def test_the_page_of_a_dossier_links_to_its_form() -> None:
    dossier = a_submitted_dossier()

    page = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}")

    assert address(dossier) in page.content.decode()
