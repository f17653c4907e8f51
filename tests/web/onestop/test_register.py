"""The register of a desk on the page, as PDF and as Excel."""

import io

import openpyxl
import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor, Role
from tests.builders import a_province, an_accepted_dossier, an_officer
from tests.web.portals import FEW, MANY, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
PAGE = "/mot-cua/so-theo-doi"
JUNE = "tu.day=1&tu.month=6&tu.year=2026&den.day=30&den.month=6&den.year=2026"


def a_clerk() -> Actor:
    return an_officer(a_province().commune, Role.RECEPTIONIST)


def test_the_register_of_this_month_is_shown_at_once() -> None:
    dossier = an_accepted_dossier()

    page = text_of(browser_of(a_clerk()).get(PAGE).content)

    for words in (dossier.number, dossier.applicant_name, "Thôn Một, xã Mẫu, 0912345678"):
        assert str(words) in page


def test_pages_are_numbered_on_and_keep_the_filters() -> None:
    copies(an_accepted_dossier(), 60)
    client = browser_of(a_clerk())

    first = client.get(f"{PAGE}?{JUNE}").content.decode()
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = text_of(client.get(link.replace("&amp;", "&")).content)

    assert "linh-vuc=" in link
    assert "stt=50" in link
    assert " 51 " in second
    assert "Trang sau" not in second


def test_excel_and_pdf_hold_the_chosen_period() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_clerk())

    excel = client.get(f"{reverse('onestop:register_excel')}?{JUNE}")
    pdf = client.get(f"{reverse('onestop:register_pdf')}?{JUNE}")

    assert 'filename="so-theo-doi-20260601-20260630.xlsx"' in excel["Content-Disposition"]
    whole = io.BytesIO(b"".join(excel))
    assert openpyxl.load_workbook(whole).active["B2"].value == dossier.number
    assert excel["Cache-Control"] == "no-store"
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("tu.day=32&tu.month=6&tu.year=2026", "Ngày này chưa đúng"),
        ("tu.day=2&tu.month=6&tu.year=2026&den.day=1&den.month=6&den.year=2026", "phải sau"),
        ("tu.day=1&tu.month=1&tu.year=2024&den.day=1&den.month=6&den.year=2026", "một năm"),
    ],
)
@pytest.mark.parametrize("name", ["register", "register_pdf", "register_excel"])
def test_a_wrong_period_is_told_beside_its_field(name: str, asked: str, words: str) -> None:
    answer = browser_of(a_clerk()).get(f"{reverse(f'onestop:{name}')}?{asked}")

    assert answer.status_code == 422
    assert words in text_of(answer.content)


def test_too_long_a_book_is_offered_as_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.dossiers.register_files.MOST_PRINTED", 1)
    copies(an_accepted_dossier(), 1)

    answer = browser_of(a_clerk()).get(f"{reverse('onestop:register_pdf')}?{JUNE}")

    assert answer.status_code == 422
    assert "tải tệp Excel" in text_of(answer.content)


def test_an_empty_period_says_so() -> None:
    assert "Không có hồ sơ nào trong kỳ này" in text_of(browser_of(a_clerk()).get(PAGE).content)


def test_other_roles_and_other_desks_do_not_read_it() -> None:
    dossier = an_accepted_dossier()
    officer = an_officer(a_province().commune, Role.CASE_OFFICER)
    elsewhere = an_officer(a_province().centre, Role.RECEPTIONIST)

    assert browser_of(officer).get(PAGE).status_code == 403
    assert str(dossier.number) not in text_of(browser_of(elsewhere).get(PAGE).content)


def test_the_page_asks_the_same_few_questions_however_long_the_book_is() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, FEW)
    Dossier.objects.filter(pk=dossier.id).update(step="")

    assert_flat(a_clerk(), PAGE, lambda: copies(dossier, MANY))
