"""Lateness by field, agency, procedure, step and cause, and the dossiers behind each number."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse

from motcua.dossiers.lateness_figures import count_lateness
from motcua.dossiers.models import Dossier, LatenessFigure
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.web.oversight.drilling import assert_numbers_open
from tests.web.portals import FEW, MANY, NOW, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
PAGE = "/theo-doi/tre-han"
LIST = "/theo-doi/tre-han/ho-so"
DAY = timedelta(days=1)
ACCEPTED = {"submitted_at": NOW - 40 * DAY, "accepted_at": NOW - 40 * DAY}
DECIDED = {"status": "decided", "decided_at": NOW - DAY, **ACCEPTED}


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def a_late_past(late: int = 3, early: int = 2, overdue: int = 1) -> Dossier:
    """Write dossiers decided late and early, and some overdue, and count them."""
    dossier = an_accepted_dossier()
    copies(dossier, late, due_at=NOW - 4 * DAY, **DECIDED)
    copies(dossier, early, due_at=NOW, **DECIDED)
    copies(dossier, overdue, due_at=NOW - 3 * DAY)
    count_lateness(at=NOW)
    return dossier


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER])
def test_who_watches_sees_how_much_was_late(role: Role) -> None:
    a_late_past()

    page = text_of(browser_of(a_watcher(role)).get(PAGE).content)

    assert "hồ sơ đã giải quyết 5 trễ hạn 3 (60,0%) đang quá hạn 1" in page
    assert "Lĩnh vực mẫu 2 0 3 60,0% 1 ngày 1 ngày 1" in page


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("linh-vuc", "Lĩnh vực mẫu"),
        ("co-quan", "Ủy ban nhân dân xã Mẫu"),
        ("thu-tuc", "Thủ tục mẫu"),
        ("buoc", "Không bước nào quá hạn riêng"),
        ("nguyen-nhan", "Dữ liệu đã ghi chưa cho biết"),
        ("nothing-of-these", "Lĩnh vực mẫu"),
    ],
)
def test_lateness_is_told_apart_by_what_is_asked(by: str, words: str) -> None:
    a_late_past()

    answer = browser_of(a_watcher()).get(PAGE, {"theo": by, "ky": "30"})

    assert words in text_of(answer.content)
    assert "30 ngày qua" in text_of(answer.content)


def test_each_number_leads_to_as_many_dossiers() -> None:
    a_late_past(late=4, early=2, overdue=3)
    client = browser_of(a_watcher())

    for by in ("linh-vuc", "co-quan", "thu-tuc", "buoc", "nguyen-nhan"):
        page = client.get(PAGE, {"theo": by}).content.decode()
        links = re.findall(rf'href="({LIST}[^"]+)"[^>]*>([\d.]+)', page)
        assert len(links) >= 4
        for link, number in links:
            listed = client.get(unescape(link)).content
            assert f"{number} hồ sơ" in text_of(listed)
            assert listed.count(b'role="rowheader"') == int(number)


def test_days_a_field_and_a_procedure_narrow_what_is_told() -> None:
    dossier = a_late_past(late=4, early=2, overdue=3)
    version = dossier.procedure
    client = browser_of(a_watcher())
    whole = {"tu": "2026-05-20", "den": "2026-06-01"}
    chosen = (
        whole,
        {**whole, "linh-vuc": version.sector.name},
        {"linh-vuc": version.sector.name, "thu-tuc": version.procedure.code},
    )

    for asked in chosen:
        for by in ("thu-tuc", "buoc"):
            address = f"{PAGE}?{urlencode({**asked, 'theo': by})}"
            assert_numbers_open(client, address, least=3)
    nothing = text_of(client.get(PAGE, {"thu-tuc": "9.9"}).content)
    assert "Không có hồ sơ nào trong kỳ này." in nothing
    assert client.get(PAGE, {"tu": "2026-03-02", "den": "2026-03-01"}).status_code == 409
    assert client.get(PAGE, {"co-quan": "nobody"}).status_code == 409


def test_the_list_says_why_and_leads_to_the_dossier() -> None:
    a_late_past(late=1, early=0, overdue=0)
    client = browser_of(a_watcher())

    answer = client.get(LIST, {"ky": "90", "theo": "tat-ca", "tinh-trang": "tre"})

    assert "1 hồ sơ xong trễ hạn" in text_of(answer.content)
    assert "Không bước nào quá hạn riêng; dữ liệu đã ghi chưa cho biết" in text_of(answer.content)
    link = re.findall(r'href="(/theo-doi/ho-so/[^"]+)"', answer.content.decode())[0]
    assert client.get(link).status_code == 200


def test_a_long_list_goes_on_by_key() -> None:
    a_late_past(late=60, early=0, overdue=0)
    client = browser_of(a_watcher())

    first = client.get(LIST, {"theo": "tat-ca", "tinh-trang": "tre"}).content
    link = first.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(unescape(link)).content

    assert (first.count(b'role="rowheader"'), second.count(b'role="rowheader"')) == (50, 10)


def test_one_agency_can_be_looked_into() -> None:
    dossier = a_late_past()
    justice = a_province().justice
    copies(dossier, 7, due_at=NOW - 4 * DAY, settling_agency_id=justice.id, **DECIDED)
    count_lateness(at=NOW)
    client = browser_of(a_watcher())

    page = text_of(client.get(PAGE, {"co-quan": justice.code}).content)
    listed = text_of(
        client.get(LIST, {"co-quan": justice.code, "theo": "tat-ca", "tinh-trang": "tre"}).content
    )

    assert "7 (100,0%)" in page
    assert "Theo cơ quan" not in page
    assert "Trong Sở Tư pháp" in listed
    assert "7 hồ sơ xong trễ hạn" in listed


def test_in_a_month_that_is_over_nothing_is_overdue() -> None:
    dossier = a_late_past()
    copies(dossier, 2, due_at=NOW - 50 * DAY, **{**DECIDED, "decided_at": NOW - 35 * DAY})
    count_lateness(at=NOW)
    client = browser_of(a_watcher())

    over = text_of(client.get(PAGE, {"ky": "2026-04"}).content).lower()
    running = text_of(client.get(PAGE, {"ky": "2026-06"}).content).lower()

    assert "2 (100,0%)" in over
    assert "đang quá hạn" not in over
    assert "đang quá hạn" in running


def test_before_the_first_count_the_page_says_when_there_will_be_figures() -> None:
    client = browser_of(a_watcher())

    assert "Số liệu được tính mỗi đêm" in text_of(client.get(PAGE).content)
    for address in (LIST, f"{PAGE}.xlsx", f"{PAGE}.csv"):
        assert client.get(address).status_code == 404


def test_a_period_without_dossiers_says_so() -> None:
    a_province()
    count_lateness(at=NOW)

    page = text_of(browser_of(a_watcher()).get(PAGE).content)

    assert "Không có hồ sơ nào trong kỳ này" in page


@pytest.mark.parametrize("address", [PAGE, LIST, f"{PAGE}.xlsx", f"{PAGE}.csv"])
def test_who_settles_does_not_watch(address: str) -> None:
    dossier = a_late_past()

    assert browser_of(a_case_officer(dossier)).get(address).status_code == 403


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_a_field_that_is_none_is_not_found(key: str) -> None:
    a_late_past()

    assert browser_of(a_watcher()).get(LIST, {"theo": "linh-vuc", "muc": key}).status_code == 404


def test_a_number_that_was_never_counted_is_none() -> None:
    a_late_past()

    listed = browser_of(a_watcher()).get(LIST, {"theo": "linh-vuc", "muc": str(new_id())})

    assert "0 hồ sơ xong trễ hạn" in text_of(listed.content)


def test_the_table_comes_as_excel_and_csv() -> None:
    a_late_past()
    client = browser_of(a_watcher())

    excel = client.get(f"{PAGE}.xlsx", {"theo": "co-quan"})
    text = client.get(f"{PAGE}.csv", {"theo": "co-quan"})

    sheet = openpyxl.load_workbook(io.BytesIO(excel.content)).active
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert [cell.value for cell in sheet[4]][:5] == [
        "Ủy ban nhân dân xã Mẫu",
        *map(int, rows[1][1:5]),
    ]
    assert sum(map(int, rows[1][1:5])) == 6
    assert 'filename="tre-han-co-quan-20260304-20260601.xlsx"' in excel["Content-Disposition"]
    assert excel["Cache-Control"] == text["Cache-Control"] == "no-store"


def test_the_pages_ask_the_same_few_questions_at_any_size() -> None:
    dossier = a_late_past(late=FEW, overdue=FEW)
    watcher = a_watcher()

    def grow() -> None:
        copies(dossier, MANY, due_at=NOW - 4 * DAY, **DECIDED)
        copies(dossier, MANY, due_at=NOW - 3 * DAY)
        count_lateness(at=NOW)
        many_agencies(MANY)

    addresses = [f"{PAGE}?theo={by}" for by in ("linh-vuc", "co-quan", "buoc", "nguyen-nhan")]
    for address in [*addresses, f"{LIST}?theo=tat-ca&tinh-trang=tre", f"{PAGE}.csv"]:
        assert_flat(watcher, address, grow)


def many_agencies(many: int) -> None:
    """Write figures of many kinds, so that the pages have long tables."""
    row = LatenessFigure.objects.filter(period="90", dimension="sector").first()
    assert row is not None
    facts = {"period": row.period, "early": 1, "on_time": 1, "late": 1, "overdue": 1}
    LatenessFigure.objects.bulk_create(
        LatenessFigure(**facts, dimension=dimension, key=key)
        for dimension in ("sector", "agency", "step")
        for key in (str(new_id()) for _ in range(many))
    )


def test_the_navigation_leads_here() -> None:
    page = browser_of(a_watcher()).get(reverse("oversight:home")).content.decode()

    assert f'href="{PAGE}"' in page
    assert 'href="/theo-doi/thoi-gian"' in browser_of(a_watcher()).get(PAGE).content.decode()
