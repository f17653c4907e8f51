"""The list of what waits at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.kernel.actors import Role
from tests.builders import a_case_officer, a_receptionist, a_submitted_dossier, an_officer
from tests.web.portals import FEW, MANY, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
RECEPTION = "/mot-cua/"


def test_the_desk_sees_what_waits_with_the_time_left_to_answer() -> None:
    dossier = a_submitted_dossier()

    page = text_of(browser_of(a_receptionist(dossier)).get(RECEPTION).content)

    assert dossier.applicant_name in page
    assert "Còn 23 giờ" in page


def test_the_longest_waiting_dossier_stands_first() -> None:
    first = a_submitted_dossier()
    copies(first, 1, applicant_name="Người Đến Sau", submitted_at="2026-06-01T03:00:00Z")

    page = text_of(browser_of(a_receptionist(first)).get(RECEPTION).content)

    assert page.index(first.applicant_name) < page.index("Người Đến Sau")


def test_another_desk_sees_nothing_of_it() -> None:
    dossier = a_submitted_dossier()
    elsewhere = an_officer(dossier.settling_agency.parent_id, Role.RECEPTIONIST)  # type: ignore[union-attr,arg-type]

    page = text_of(browser_of(elsewhere).get(RECEPTION).content)

    assert "Không có hồ sơ nào đang chờ" in page


def test_a_case_officer_is_not_at_the_desk() -> None:
    answer = browser_of(a_case_officer(a_submitted_dossier())).get(RECEPTION)

    assert answer.status_code == 403


def test_a_stranger_is_asked_to_sign_in_and_comes_back() -> None:
    answer = Client().get(RECEPTION)

    assert answer.headers["Location"] == "/dang-nhap?tiep=/mot-cua/"


def test_the_next_page_begins_after_the_last_row() -> None:
    dossier = a_submitted_dossier()
    copies(dossier, 60)
    client = browser_of(a_receptionist(dossier))

    first = client.get(RECEPTION)
    link = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(link.replace("&amp;", "&"))

    assert first.content.count(b"/mot-cua/ho-so/") == 50
    assert second.content.count(b"/mot-cua/ho-so/") == 11


def test_a_place_that_cannot_be_read_is_the_beginning() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(a_receptionist(dossier)).get(RECEPTION, {"sau": "không~phải"})

    assert dossier.applicant_name in text_of(answer.content)


def test_a_name_is_found_without_its_accents() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(a_receptionist(dossier)).get(reverse("onestop:search"), {"q": "thi mau"})

    assert dossier.applicant_name in text_of(answer.content)


def test_a_search_without_a_match_says_what_to_do() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(a_receptionist(dossier)).get(reverse("onestop:search"), {"q": "khong co"})

    assert "Không tìm thấy hồ sơ nào" in text_of(answer.content)


@pytest.mark.parametrize("address", [RECEPTION, "/mot-cua/?muc=cho-tra", "/mot-cua/tim?q=mau"])
def test_the_lists_ask_the_same_few_questions_at_any_size(address: str) -> None:
    dossier = a_submitted_dossier()
    copies(dossier, FEW)

    assert_flat(
        a_receptionist(dossier),
        address,
        lambda: copies(dossier, MANY, submitted_at="2026-06-01T02:30:00Z"),
    )
