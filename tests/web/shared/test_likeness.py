"""Two dossiers side by side, and the notes that lead there."""

import pytest

from motcua.dossiers.models import Dossier
from tests.builders import (
    a_draft,
    a_receptionist,
    a_submitted_dossier,
    the_applicant,
)
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def _twice() -> tuple[Dossier, Dossier]:
    first = a_submitted_dossier()
    second = a_submitted_dossier(first.procedure, by=the_applicant(first))
    return first, second


def test_the_applicant_is_told_before_filing_and_may_go_on() -> None:
    first = a_submitted_dossier()
    draft = a_draft(first.procedure, by=the_applicant(first))

    page = browser_of(the_applicant(first)).get(f"/ho-so-cua-toi/{draft.id}/kiem-tra").content

    assert "Bạn đã nộp một hồ sơ gần giống" in text_of(page)
    assert f'href="/ho-so-cua-toi/{first.id}"' in page.decode()
    assert "Nộp hồ sơ" in text_of(page)


def test_the_desk_is_led_to_both_side_by_side() -> None:
    first, second = _twice()
    desk = browser_of(a_receptionist(second))
    address = f"/ho-so/{second.id}/so-sanh/{first.id}"

    noted = desk.get(f"/mot-cua/ho-so/{second.id}").content.decode()
    compared = text_of(desk.get(address).content)

    assert address in noted
    assert first.submission_code in compared
    assert "Nội dung đề nghị" in compared


def test_nobody_compares_what_they_may_not_read() -> None:
    first, second = _twice()
    other = a_submitted_dossier(first.procedure)
    desk = a_receptionist(second)
    address = f"/ho-so/{second.id}/so-sanh/{first.id}"

    assert browser_of(the_applicant(first)).get(address).status_code == 404
    assert browser_of(desk).get(f"/ho-so/{second.id}/so-sanh/{other.id}").status_code == 404
