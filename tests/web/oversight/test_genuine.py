"""Genuine filing and the ledger against gaming as those who watch see them."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from motcua.dossiers.models import Dossier
from motcua.indicators.actions import rebuild, refresh_figures
from motcua.indicators.models import DossierFact
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.organisations.queries import officer_names
from tests.builders import a_case_officer, a_dossier_at, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, DUE, a_fact, stored
from tests.web.portals import FEW, MANY, NOW, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
GENUINE, LEDGER = "/theo-doi/thuc-chat", "/theo-doi/thuc-chat/so-dau-hieu"
KINDS, PATTERNS = f"{GENUINE}/danh-sach", f"{LEDGER}/danh-sach"
LISTS = (f"{KINDS}?loai=proxy", f"{PATTERNS}?dau-hieu=second_supplement")
PAGES = (GENUINE, LEDGER, *LISTS)
JANUARY = {"tu": "2022-01-01", "den": "2022-01-31"}


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def some_facts() -> None:
    """Store ten dossiers of January 2022: eight online, three of them filed by others."""
    stored(
        *(a_fact(submitter="self", synced=True, result_electronic=True) for _ in range(3)),
        a_fact(submitter="assisted", settling_agency=COMMUNE),
        a_fact(submitter="officer", settling_agency=COMMUNE, rating="like"),
        a_fact(submitter="self", reception_seconds=4),
        a_fact(submitter="officer", reception_seconds=4, supplement_count=2),
        a_fact(),
        a_fact(channel=1, due_at=DUE, supplement_count=2),
        a_fact(channel=3),
    )
    refresh_figures(by=SYSTEM, at=NOW)  # as the worker does every minute


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER])
def test_three_rates_stand_beside_the_official_one(role: Role) -> None:
    some_facts()

    page = text_of(browser_of(a_watcher(role)).get(GENUINE, JANUARY).content)

    # official: 3 of 10, times 3 of 10 synchronised
    assert "tỷ lệ chính thức (3.3) 9,00%" in page
    assert "nộp trực tuyến 80,00%" in page
    assert "Tự nộp 3 37,50% 30,00%" in page
    assert "Được hỗ trợ 1 12,50% 10,00%" in page
    assert "Nộp hộ 3 37,50% 30,00%" in page
    assert "Chưa rõ 1 12,50% 10,00%" in page
    assert "Tài khoản nộp là của cán bộ 2 100" in page
    assert "Một địa chỉ mạng nộp cho nhiều chủ hồ sơ chưa biết" in page


def test_the_table_beside_the_chart_has_the_figures_of_the_chart() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(GENUINE, JANUARY).content)

    assert "Ủy ban nhân dân xã Mẫu 1 được hỗ trợ, 1 nộp hộ" in page
    assert "Ủy ban nhân dân xã Mẫu 0 1 1 0 50,00%" in page


def test_the_ledger_says_how_many_and_what_they_did_to_the_index() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(LEDGER, JANUARY).content)

    # all ten in time: 20 points; without the help of two, 8 of 10: 16 points
    assert re.search(r"Yêu cầu bổ sung quá một lần 2 4,00 [\d,]+ 2\.1: 20,00 → 16,00 Mỗi", page)
    assert "Tự chấm hài lòng" in page
    assert "Số liệu đồng bộ khác hồ sơ: chưa có nhật ký đồng bộ" in page
    assert "2 hồ sơ, được thêm 4,00 điểm" in page


@pytest.mark.parametrize(("address", "least"), [(GENUINE, 12), (LEDGER, 3)])
def test_each_number_leads_to_as_many_rows_under_the_same_filter(address: str, least: int) -> None:
    some_facts()
    client = browser_of(a_watcher())

    for agency in ("", COMMUNE):
        asked = {**JANUARY, "co-quan": agency}
        page = client.get(address, asked).content.decode()
        links = re.findall(rf'href="({address}/danh-sach[^"]+)"[^>]*>([\d.]+)<', page)
        assert len(links) >= (0 if agency else least)
        for link, many in links:
            listed = client.get(unescape(link)).content
            given = parse_qs(urlsplit(unescape(link)).query)
            assert given["tu"] == [JANUARY["tu"]]
            assert f"{many} hồ sơ" in text_of(listed)
            assert listed.count(b'role="rowheader"') == int(many)


def test_a_list_says_why_each_dossier_is_in_it() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(KINDS, {**JANUARY, "loai": "proxy"}).content)

    assert "3 hồ sơ trực tuyến nộp hộ" in page
    assert "160 Tài khoản nộp là của cán bộ (100); Tiếp nhận chỉ sau vài giây (60)" in page


def test_the_ledger_names_the_officer_of_a_dossier_of_ours() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(case_officer=officer.person)
    rebuild(by=SYSTEM, at=NOW)
    DossierFact.objects.filter(pk=dossier.pk).update(supplement_count=2)

    page = browser_of(a_watcher()).get(PATTERNS, {"dau-hieu": "second_supplement"}).content

    assert f'href="/theo-doi/ho-so/{dossier.id}"' in page.decode()
    assert officer.person is not None
    assert f" {officer_names([officer.person])[officer.person]} " in text_of(page)


def test_an_empty_period_says_so() -> None:
    client = browser_of(a_watcher())

    assert "Không có hồ sơ nào trong kỳ này." in text_of(client.get(GENUINE).content)
    assert "Không thấy dấu hiệu nào." in text_of(client.get(LEDGER).content)


@pytest.mark.parametrize("address", PAGES)
def test_days_turned_around_are_refused_in_words(address: str) -> None:
    asked = {"tu": "2026-03-01", "den": "2026-02-01"}
    given = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}

    answer = browser_of(a_watcher()).get(urlsplit(address).path, {**given, **asked})

    assert answer.status_code == 409
    assert "trước ngày đầu kỳ" in text_of(answer.content)


@pytest.mark.parametrize(
    "address",
    [
        KINDS,
        f"{KINDS}?loai=x",
        f"{KINDS}?dau-hieu=phone_of_many",
        f"{KINDS}?loai=proxy&dau-hieu=officer_account",
        PATTERNS,
        f"{PATTERNS}?dau-hieu=differs_from_sync",
    ],
)
def test_what_is_no_list_is_not_found(address: str) -> None:
    assert browser_of(a_watcher()).get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_who_settles_does_not_watch(address: str) -> None:
    officer = a_case_officer(an_accepted_dossier())

    assert browser_of(officer).get(address).status_code == 403


@pytest.mark.parametrize(
    ("address", "given"),
    [(KINDS, {"loai": "proxy"}), (PATTERNS, {"dau-hieu": "second_supplement"})],
)
def test_a_long_list_goes_on_by_number(address: str, given: dict[str, str]) -> None:
    stored(*(a_fact(submitter="officer", supplement_count=2) for _ in range(60)))
    client = browser_of(a_watcher())

    first = client.get(address, {**JANUARY, **given}).content
    link = re.findall(r'href="([^"]+)" rel="next"', first.decode())[0]
    second = client.get(unescape(link)).content

    assert (first.count(b'role="rowheader"'), second.count(b'role="rowheader"')) == (50, 10)


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_ask_the_same_few_questions_at_any_size(address: str) -> None:
    dossier = an_accepted_dossier()
    watcher = a_watcher()

    def asked_with(many: int) -> int:
        copies(dossier, many)
        rebuild(by=SYSTEM, at=NOW)
        return len(statements(watcher, address))

    assert asked_with(FEW) == asked_with(MANY)


def test_the_navigation_leads_here() -> None:
    client = browser_of(a_watcher())

    assert f'href="{GENUINE}"' in client.get("/theo-doi/").content.decode()
    for page in (GENUINE, LEDGER):
        shown = unescape(client.get(page, JANUARY).content.decode())
        assert f'href="{GENUINE}?tu=2022-01-01&den=2022-01-31' in shown
        assert f'href="{LEDGER}?tu=2022-01-01&den=2022-01-31' in shown
