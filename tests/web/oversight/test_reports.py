"""Statutory tables and the reform report as those who watch see them, and the lists behind."""

import re
from datetime import datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.timezone import now
from docx import Document
from openpyxl import load_workbook

from motcua.deadlines.rules import ZONE
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.reform.actions import take_in
from motcua.reform.incoming import read_rows
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, DUE, RECEIVED, a_fact, stored
from tests.web.portals import FEW, MANY, browser_of, statements, text_of

pytestmark = pytest.mark.django_db
TABLE, TABLE_LIST = "/theo-doi/bao-cao", "/theo-doi/bao-cao/danh-sach"
REFORM, REFORM_LIST = "/theo-doi/cai-cach", "/theo-doi/cai-cach/danh-sach"
QUARTER = {"ky": "2022-Q1"}
PAGES = [TABLE, f"{TABLE}.xlsx", f"{TABLE}.docx", REFORM, f"{REFORM}.docx"]


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def some_facts() -> None:
    """Store dossiers of two years: early, late, open, carried over, of a commune."""
    stored(
        a_fact(submitter="self", fee_due=1000, paid_online=True),
        a_fact(finished_at=DUE.replace(month=2), channel=1),
        a_fact(status=4, finished_at=None, settling_agency=COMMUNE),
        a_fact(received_at=datetime(2021, 11, 1, 8, tzinfo=ZONE), submitter="officer"),
    )


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER])
@pytest.mark.parametrize("address", PAGES)
def test_who_watches_may_see_and_take_the_reports(role: Role, address: str) -> None:
    assert browser_of(a_watcher(role)).get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, f"{TABLE_LIST}?cot=3", f"{REFORM_LIST}?so=late"])
def test_who_settles_does_not(address: str) -> None:
    assert browser_of(a_case_officer(an_accepted_dossier())).get(address).status_code == 403


def test_a_table_says_of_whom_of_when_and_on_what_basis() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(TABLE, {**QUARTER, "co-quan": COMMUNE}).content)

    assert "Ủy ban nhân dân xã Mẫu, từ 15/12/2021 đến hết 14/03/2022" in page
    assert "Thông tư 01/2020/TT-VPCP" in page
    assert "Tổng cộng 1 1 0 0 0 0 0 0 1 0 1" in page


@pytest.mark.parametrize("name", ["II.06a", "II.06b"])
@pytest.mark.parametrize("agency", ["", COMMUNE])
def test_each_cell_leads_to_as_many_dossiers_under_the_same_filter(name: str, agency: str) -> None:
    some_facts()
    client = browser_of(a_watcher())
    page = client.get(TABLE, {**QUARTER, "bieu": name, "co-quan": agency}).content.decode()

    links = re.findall(rf'href="({TABLE_LIST}[^"]+)"[^>]*>([\d.]+)<', page)

    assert len(links) >= 8
    for link, many in links:
        listed = client.get(unescape(link)).content
        assert f"{many} hồ sơ" in text_of(listed)
        assert listed.count(b'role="rowheader"') == int(many)


def test_the_files_say_what_the_page_says() -> None:
    some_facts()
    client = browser_of(a_watcher())

    sheet = load_workbook(BytesIO(client.get(f"{TABLE}.xlsx", QUARTER).content)).active
    word = Document(BytesIO(client.get(f"{TABLE}.docx", QUARTER).content))

    assert sheet is not None
    values = [cell.value for cell in sheet[sheet.max_row]][2:]
    assert values == [4, 2, 1, 1, 3, 2, 0, 1, 1, 0, 1]
    assert [cell.text for cell in word.tables[0].rows[-1].cells][2:] == [str(v) for v in values]


def test_the_reform_report_shows_numbers_what_they_come_from_and_their_source(
    tmp_path: Path,
) -> None:
    some_facts()
    file = tmp_path / "c.csv"
    file.write_text("index,year,province,rank,among,source\nPAR,2022,H42,17,63,QĐ mẫu\n")
    take_in("indices", read_rows("indices", file), by=SYSTEM, at=now())

    page = text_of(browser_of(a_watcher()).get(REFORM, {"nam": "2022"}).content)

    assert "Hồ sơ tiếp nhận, so với năm trước +200% 3 so với 1 của năm 2021" in page
    assert "Nộp trực tuyến 66,67% 2 trên 3" in page
    assert "Thứ hạng PAR Index 17 trên 63 QĐ mẫu" in page
    assert "Thứ hạng PCI – chưa có số liệu" in page


def test_each_number_of_the_reform_report_leads_to_its_dossiers() -> None:
    some_facts()
    client = browser_of(a_watcher())
    page = client.get(REFORM, {"nam": "2022"}).content.decode()

    counts = {
        re.search(r"so=(\w+)", link)[1]: text_of(client.get(unescape(link)).content)  # type: ignore[index]
        for link in re.findall(rf'href="({REFORM_LIST}[^"]+)"', page)
        if "nam=2022" in link
    }

    expected = {"received": 3, "online": 2, "genuine": 1, "late": 2, "paid_online": 1}
    assert counts.keys() == expected.keys()
    for name, many in expected.items():
        assert f"{many} hồ sơ" in counts[name]


def test_what_is_not_there_is_not_found_and_what_makes_no_sense_is_refused() -> None:
    client = browser_of(a_watcher())

    assert client.get(TABLE_LIST, {"cot": "14"}).status_code == 404
    assert client.get(REFORM_LIST, {"so": "x"}).status_code == 404
    for address in (f"{TABLE}?ky=x", f"{TABLE}?bieu=x", f"{TABLE}?co-quan=x", f"{REFORM}?nam=22"):
        assert client.get(address).status_code == 409


@pytest.mark.parametrize(
    "address", [f"{TABLE}?ky=2022-Q1", f"{TABLE_LIST}?ky=2022-Q1&cot=3", f"{REFORM}?nam=2022"]
)
def test_pages_ask_as_many_questions_however_many_dossiers_there_are(address: str) -> None:
    watcher = a_watcher()
    stored(*(a_fact() for _ in range(FEW)))
    few = statements(watcher, address)
    stored(*(a_fact(received_at=RECEIVED) for _ in range(MANY)))

    assert len(statements(watcher, address)) == len(few)


def test_a_long_list_goes_on_where_the_page_before_ended() -> None:
    stored(*(a_fact() for _ in range(60)))
    client = browser_of(a_watcher())

    first = client.get(f"{REFORM_LIST}?nam=2022&so=received").content.decode()
    link = re.search(r'href="([^"]+)" rel="next"', first)

    assert link is not None
    second = client.get(unescape(link[1])).content
    assert (first.count('role="rowheader"'), second.count(b'role="rowheader"')) == (50, 10)
