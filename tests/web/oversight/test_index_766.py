"""Index 766 as those who watch see it, and the list behind each number."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.migrations.recorder import MigrationRecorder

from motcua.indicators.actions import rebuild
from motcua.indicators.models import DossierFact
from motcua.kernel.actors import SYSTEM, Actor, Role
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, a_fact, a_procedure, stored
from tests.web.portals import FEW, MANY, NOW, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
PAGE = "/theo-doi/chi-so-766"
LIST = "/theo-doi/chi-so-766/danh-sach"
DAY = timedelta(days=1)
JANUARY = {"tu": "2022-01-01", "den": "2022-01-31", "quy-tac": "766@2022"}


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def some_facts() -> None:
    """Store dossiers of January 2022: two in time and synchronised, one late, one disliked."""
    a_procedure()
    stored(
        a_fact(synced=True, result_electronic=True),
        a_fact(synced=True, rating="dislike"),
        a_fact(finished_at=NOW, fee_due=1000),
        a_fact(settling_agency=COMMUNE, procedure="unknown"),
    )


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER])
def test_who_watches_sees_points_class_and_how_they_came_about(role: Role) -> None:
    some_facts()

    page = text_of(browser_of(a_watcher(role)).get(PAGE, JANUARY).content)

    assert "1.4 Tỷ lệ hồ sơ đồng bộ lên Cổng Dịch vụ công quốc gia 2 4 50,00% 3,00 6" in page
    assert "2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn 3 4 75,00% 15,00 20" in page
    assert "xếp loại" in page
    assert "Tiến độ giải quyết: 15,00 trên 20 điểm" in page


def test_the_page_says_of_whom_of_when_as_of_when_and_by_which_rules() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(PAGE, {**JANUARY, "co-quan": COMMUNE}).content)

    assert "Ủy ban nhân dân xã Mẫu, hồ sơ tiếp nhận từ 01/01/2022 đến hết 31/01/2022" in page
    assert "tính đến" in page
    assert "Cách tính 766@2022: Quyết định 766/QĐ-TTg ngày 23/6/2022" in page
    assert "Không áp dụng cho cấp xã: được điểm tối đa." in page


def test_each_number_leads_to_as_many_rows_under_the_same_filter() -> None:
    some_facts()
    client = browser_of(a_watcher())

    for agency in ("", COMMUNE):
        asked = {**JANUARY, "co-quan": agency}
        page = client.get(PAGE, asked).content.decode()
        links = re.findall(rf'href="({LIST}[^"]+)"[^>]*>([\d.]+)<', page)
        assert len(links) >= 30
        for link, many in links:
            address = unescape(link)
            listed = client.get(address).content
            given = parse_qs(urlsplit(address).query)
            assert {name: given.get(name, [""])[0] for name in asked} == asked
            assert re.search(rf"\b{many} (hồ sơ|thủ tục)", text_of(listed))
            assert listed.count(b'role="rowheader"') == int(many)


def test_the_index_and_its_lists_can_be_seen_as_of_the_end_of_a_past_day() -> None:
    a_procedure(since=date(2023, 1, 1))
    fact = a_fact(since=date(2023, 1, 1), synced=True)
    stored(fact)
    MigrationRecorder.Migration.objects.filter(app="indicators").update(applied=fact.received_at)
    DossierFact.objects.update(synced=False)
    client = browser_of(a_watcher())
    then = {**JANUARY, "tinh-den": "2023-03-01"}

    page = client.get(PAGE, then).content.decode()
    links = re.findall(rf'href="({LIST}[^"]+chi-so=1.4[^"]+)"[^>]*>([\d.]+)<', page)

    assert "quốc gia 1 1 100,00%" in text_of(page.encode())
    assert "tính đến 00:00 02/03/2023" in text_of(page.encode()) or "02/03/2023" in page
    assert "quốc gia 0 1 0,00%" in text_of(client.get(PAGE, JANUARY).content)
    assert [many for _, many in links] == ["1", "1"]
    for link, many in links:
        assert f"{many} hồ sơ" in text_of(client.get(unescape(link)).content)


def test_a_day_that_is_not_over_is_refused_in_words() -> None:
    answer = browser_of(a_watcher()).get(PAGE, {**JANUARY, "tinh-den": "2999-01-01"})

    assert answer.status_code == 409
    assert "chưa hết" in text_of(answer.content)


def test_what_is_taken_off_satisfaction_has_its_lists() -> None:
    some_facts()
    client = browser_of(a_watcher())
    asked = {**JANUARY, "chi-so": "5.4"}

    late = text_of(client.get(LIST, {**asked, "phan": "tru-late"}).content)
    disliked = text_of(client.get(LIST, {**asked, "phan": "tru-disliked"}).content)

    assert "1 hồ sơ quá hạn" in late
    assert "1 hồ sơ bị đánh giá không hài lòng" in disliked


def test_a_dossier_of_ours_can_be_opened_and_one_of_another_system_is_named() -> None:
    dossier = an_accepted_dossier()
    rebuild(by=SYSTEM, at=NOW)
    stored(a_fact(number="KHAC-1", received_at=NOW - DAY, finished_at=None, status=4))
    client = browser_of(a_watcher())
    dossier.refresh_from_db()

    page = client.get(LIST, {"chi-so": "2.1", "phan": "mau-so"}).content.decode()

    assert f'href="/theo-doi/ho-so/{dossier.id}"' in page
    assert "KHAC-1" in page
    assert client.get(f"/theo-doi/ho-so/{dossier.id}").status_code == 200


def test_without_a_filter_it_is_this_year_until_today() -> None:
    an_accepted_dossier()
    rebuild(by=SYSTEM, at=NOW)

    page = text_of(browser_of(a_watcher()).get(PAGE).content)

    assert "Cả tỉnh, hồ sơ tiếp nhận từ 01/01/2026 đến hết 01/06/2026" in page
    assert "Cách tính 766@dvcqg-2026" in page


@pytest.mark.parametrize("given", [{"tu": "hôm qua"}, {"den": "2026-02-30"}, {"quy-tac": "x"}])
def test_what_cannot_be_read_is_the_usual(given: dict[str, str]) -> None:
    page = browser_of(a_watcher()).get(PAGE, given)

    assert page.status_code == 200
    assert "01/01/2026 đến hết 01/06/2026" in text_of(page.content)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tu": "2026-03-01", "den": "2026-02-01"}, "trước ngày đầu kỳ"),
        ({"den": "9999-12-31"}, "từ năm 1900 đến năm 2999"),
        ({"co-quan": "nobody"}, "Không có cơ quan mã “nobody”"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(given: dict[str, str], words: str) -> None:
    answer = browser_of(a_watcher()).get(PAGE, given)

    assert answer.status_code == 409
    assert words in text_of(answer.content)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("", ""),
        ("9.9", "tu-so"),
        ("2.1", "x"),
        ("2.2", "tu-so"),
        ("5.4", "tu-so"),
        ("1.1", "tu-so"),
    ],
)
def test_a_number_without_a_list_is_not_found(name: str, part: str) -> None:
    asked = {**JANUARY, "chi-so": name, "phan": part}

    assert browser_of(a_watcher()).get(LIST, asked).status_code == 404


@pytest.mark.parametrize("address", [PAGE, f"{LIST}?chi-so=2.1&phan=mau-so"])
def test_who_settles_does_not_watch(address: str) -> None:
    officer = a_case_officer(an_accepted_dossier())

    assert browser_of(officer).get(address).status_code == 403


def test_a_long_list_goes_on_by_key() -> None:
    stored(*(a_fact() for _ in range(60)))
    client = browser_of(a_watcher())

    first = client.get(LIST, {**JANUARY, "chi-so": "2.1", "phan": "mau-so"}).content
    link = re.findall(r'href="([^"]+)" rel="next"', first.decode())[0]
    second = client.get(unescape(link)).content

    assert (first.count(b'role="rowheader"'), second.count(b'role="rowheader"')) == (50, 10)
    assert "60 hồ sơ" in text_of(second)


@pytest.mark.parametrize("address", [PAGE, f"{LIST}?chi-so=2.1&phan=mau-so"])
def test_the_pages_ask_the_same_few_questions_at_any_size(address: str) -> None:
    """Counting is what such a page does; it takes the same statements at any size."""
    dossier = an_accepted_dossier()
    watcher = a_watcher()

    def asked_with(many: int) -> int:
        copies(dossier, many)
        rebuild(by=SYSTEM, at=NOW)
        return len(statements(watcher, address))

    assert asked_with(FEW) == asked_with(MANY)


def test_the_navigation_leads_here() -> None:
    page = browser_of(a_watcher()).get("/theo-doi/").content.decode()

    assert f'href="{PAGE}"' in page
