"""The nine indexes as those who watch see them."""

import pytest

from motcua.indicators import nine_rolled_up
from motcua.indicators.actions import count_month
from motcua.kernel.actors import SYSTEM, Actor, Role
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, DEPARTMENT, a_fact, stored
from tests.web.portals import NOW, browser_of, statements, text_of

pytestmark = pytest.mark.django_db
PAGE, LIST = "/theo-doi/danh-gia", "/theo-doi/danh-gia/danh-sach"
YEAR = {"tu": "2022-01-01", "den": "2022-12-31"}


def a_watcher() -> Actor:
    return an_officer(a_province().committee, Role.MONITOR)


def test_agencies_are_ranked_with_the_dossiers_behind() -> None:
    stored(*(a_fact(rating="like") for _ in range(12)), a_fact(settling_agency=COMMUNE))
    browser = browser_of(a_watcher())

    page = text_of(browser.get(PAGE, YEAR).content)
    behind = text_of(browser.get(LIST, {**YEAR, "theo": "co-quan", "ai": DEPARTMENT}).content)

    assert "dưới 10 hồ sơ thì chưa xếp hạng" in page
    assert "Hệ thống chưa ghi phản ánh, kiến nghị." in page
    assert "12 hồ sơ" in page
    assert behind.count("MAU-") == 12


def test_without_dossiers_the_page_says_so_and_unknown_things_are_not_found() -> None:
    browser = browser_of(a_watcher())

    assert "Không có hồ sơ nào đã giải quyết xong" in text_of(browser.get(PAGE, YEAR).content)
    assert browser.get(PAGE, {"theo": "ai-do"}).status_code == 404
    assert browser.get(LIST, {"theo": "can-bo", "ai": "khong-phai-ma"}).status_code == 404


@pytest.mark.parametrize("address", [PAGE, LIST])
def test_who_settles_does_not_see_how_others_are_evaluated(address: str) -> None:
    assert browser_of(a_case_officer(an_accepted_dossier())).get(address).status_code == 403


def test_more_agencies_cost_no_more_statements() -> None:
    watcher = a_watcher()
    address = f"{PAGE}?tu=2022-01-01&den=2022-12-31"
    stored(a_fact())
    few = len(statements(watcher, address))
    stored(*(a_fact(settling_agency=f"H42.{at}") for at in range(50, 90)))

    assert len(statements(watcher, address)) == few


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?theo=co-quan&ai=%00",
        f"{LIST}?theo=co-quan&ai=x&sau=%00",
        "/theo-doi/thuc-chat/danh-sach?loai=self&sau=%00",
        "/theo-doi/chi-so-766?tinh-den=9999-12-31",
        "/thu-tuc?sau=%00",
    ],
)
def test_what_nobody_types_breaks_no_page(address: str) -> None:
    assert browser_of(a_watcher()).get(address).status_code == 200


def test_while_much_is_to_be_counted_the_page_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored(*(a_fact() for _ in range(12)))
    monkeypatch.setattr(nine_rolled_up, "READ_AT_ONCE", 10)
    browser = browser_of(a_watcher())

    waiting = text_of(browser.get(PAGE, YEAR).content)
    count_month(by=SYSTEM, at=NOW)
    counted = text_of(browser.get(PAGE, YEAR).content)

    assert "xong 0 trên 1 tháng" in waiting
    assert "12 hồ sơ" not in waiting
    assert "12 hồ sơ" in counted
