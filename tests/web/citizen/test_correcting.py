"""Correcting two marked fields: only these are asked, and the desk reads what differs."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import SupplementItem
from motcua.kernel.ids import DossierId
from tests.builders import a_receptionist, a_submitted_dossier, the_applicant
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db
ITEMS = (
    SupplementItem("wish", "field", "Ghi rõ loại giấy"),
    SupplementItem("copies", "field", "Số bản chưa đúng"),
)


def _marked() -> Dossier:
    dossier = a_submitted_dossier()
    desk = a_receptionist(dossier)
    actions.request_supplement(DossierId(dossier.id), items=ITEMS, by=desk, at=NOW)
    return dossier


def _page_of(dossier: Dossier) -> str:
    return f"/ho-so-cua-toi/{dossier.id}/ke-khai/request"


def test_only_what_was_marked_is_asked_again() -> None:
    dossier = _marked()

    page = browser_of(the_applicant(dossier)).get(_page_of(dossier)).content.decode()

    assert 'name="wish"' in page
    assert 'name="copies"' in page
    assert 'name="full_name"' not in page
    assert "Nguyễn Thị Mẫu" in page
    assert "Ghi rõ loại giấy" in page


def test_each_marked_field_is_one_click_away() -> None:
    dossier = _marked()

    page = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}/bo-sung")

    assert f"{_page_of(dossier)}#wish" in page.content.decode()


def test_what_was_not_marked_cannot_be_slipped_in() -> None:
    dossier = _marked()
    client = browser_of(the_applicant(dossier))

    client.post(_page_of(dossier), {"wish": "Giấy mới", "copies": "3", "full_name": "Tên khác"})

    said = answers_of(dossier)
    assert (said["wish"], said["copies"], said["full_name"]) == ("Giấy mới", 3, "Nguyễn Thị Mẫu")


def test_the_desk_reads_before_and_after() -> None:
    dossier = _marked()
    client = browser_of(the_applicant(dossier))
    client.post(_page_of(dossier), {"wish": "Giấy mới", "copies": "3"})
    client.post(f"/ho-so-cua-toi/{dossier.id}/kiem-tra", {})

    page = text_of(browser_of(a_receptionist(dossier)).get(f"/mot-cua/ho-so/{dossier.id}").content)

    assert "Trước: Xin cấp giấy Sau: Giấy mới" in page
    assert "Trước: 2 Sau: 3" in page
    assert "Trước: Nguyễn Thị Mẫu" in page
