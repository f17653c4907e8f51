"""A table that is taken away holds what its page shows to the same person, and no more."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Role
from motcua.people.models import Account
from tests.builders import a_procedure, a_province, an_accepted_dossier, an_officer
from tests.dossiers.conftest import keys
from tests.reform.assessing import a_round, appraised, scored
from tests.web.oversight.test_lateness import a_late_past, a_watcher
from tests.web.oversight.test_reports import QUARTER, some_facts
from tests.web.portals import browser_of, monday, text_of

__all__ = ["keys", "monday"]
pytestmark = pytest.mark.django_db
JUNE = {
    "tu.day": "1", "tu.month": "6", "tu.year": "2026",
    "den.day": "30", "den.month": "6", "den.year": "2026",
}  # fmt: skip
ROW = re.compile(r'<tr class="govuk-table__row"')


def rows_shown(page: Any) -> int:
    """Return how many rows the tables of a page have, without their heads."""
    content: str = page.content.decode()
    return len(ROW.findall(content)) - content.count("<thead")


def body_of(page: Any) -> list[list[str]]:
    """Return what the rows of the first table of a page say, cell by cell, without its head."""
    body = page.content.decode().split("<tbody", 1)[1].split("</tbody>", 1)[0]
    return [
        [text_of(cell.encode()) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr\b.*?</tr>", body, re.S)
    ]


def lines_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_book_as_excel_holds_the_dossiers_of_its_page_and_none_of_another_desk() -> None:
    procedure, province = a_procedure(), a_province()
    here = [an_accepted_dossier(procedure) for _ in range(3)]
    clerk = browser_of(an_officer(province.commune, Role.RECEPTIONIST))
    stranger = browser_of(an_officer(province.construction, Role.RECEPTIONIST))

    for browser, expected in ((clerk, {str(one.number) for one in here}), (stranger, set())):
        page = browser.get("/mot-cua/so-theo-doi", JUNE).content.decode()
        file = io.BytesIO(b"".join(browser.get("/mot-cua/so-theo-doi.xlsx", JUNE)))
        cells = {cell.value for row in openpyxl.load_workbook(file).active for cell in row}
        known = {str(one) for one in Dossier.objects.values_list("number", flat=True)}
        assert {one for one in known if one in page} == known & cells == expected


def test_lateness_as_csv_and_excel_has_a_line_for_each_row_of_its_page() -> None:
    a_late_past()
    client = browser_of(a_watcher())

    for by in ("co-quan", "linh-vuc", "thu-tuc"):
        page = client.get("/theo-doi/tre-han", {"theo": by})
        lines = lines_of(client.get("/theo-doi/tre-han.csv", {"theo": by}))
        file = io.BytesIO(client.get("/theo-doi/tre-han.xlsx", {"theo": by}).content)
        sheet = openpyxl.load_workbook(file).active
        assert len(lines) - 1 == rows_shown(page) == sheet.max_row - 3, by


def test_the_list_of_accounts_has_a_line_for_each_on_its_page() -> None:
    province = a_province()
    admin = browser_of(an_officer(province.commune, Role.TECHNICAL_ADMIN))
    for role in (Role.RECEPTIONIST, Role.SIGNATORY):
        browser_of(an_officer(province.commune, role))

    page, lines = admin.get("/tai-khoan"), lines_of(admin.get("/tai-khoan/danh-sach.csv"))

    assert len(lines) - 1 == rows_shown(page) == Account.objects.count()


@pytest.mark.parametrize("name", ["II.06a", "II.06b"])
def test_a_statutory_table_as_excel_has_the_numbers_of_each_row_of_its_page(name: str) -> None:
    some_facts()
    client, asked = browser_of(a_watcher()), {**QUARTER, "bieu": name}

    shown = body_of(client.get("/theo-doi/bao-cao", asked))
    file = io.BytesIO(client.get("/theo-doi/bao-cao.xlsx", asked).content)
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))[-len(shown) :]

    assert [[str(cell) for cell in row[-11:]] for row in rows] == [row[-11:] for row in shown]
    assert len(shown) > 1


def test_a_self_assessment_as_excel_has_a_row_for_each_of_its_page() -> None:
    one = appraised(scored(a_round()))
    client, page = browser_of(one.appraiser), f"/cai-cach/tu-danh-gia/{one.assessment.id}"
    stranger = browser_of(an_officer(a_province().construction, Role.SECTION_HEAD))

    shown = [row[0].split()[0] for row in body_of(client.get(page))]
    file = io.BytesIO(client.get(f"{page}.xlsx").content)
    rows = list(openpyxl.load_workbook(file).active.iter_rows(min_row=5, values_only=True))

    assert [row[0] for row in rows if row[0]] == shown
    assert len(shown) > 1
    assert [stranger.get(one).status_code for one in (page, f"{page}.xlsx")] == [404, 404]
