"""A leader looks at what was late and why, and where the time of a procedure goes."""

from playwright.sync_api import Browser, expect

from tests.journeys.province import Province, Someone

CERTIFIED_COPIES = "2.000815"


def test_from_a_number_to_the_dossier_behind_it(chromium: Browser, province: Province) -> None:
    for wide, scripts in ((1280, True), (390, True), (1280, False)):
        leader = Someone.comes(chromium, province, wide=wide, scripts=scripts).signs_in("giam-sat")
        leader.goes_to("/theo-doi/tre-han?ky=365")
        leader.sees("Hồ sơ trễ hạn")
        for by in (
            "Theo cơ quan",
            "Theo thủ tục",
            "Theo bước",
            "Theo nguyên nhân",
            "Theo lĩnh vực",
        ):
            leader.clicks(by)
        numbers = leader.page.locator('main td a[href*="tinh-trang"]:visible')
        told = numbers.first.inner_text()
        numbers.first.click()
        leader.looks()
        expect(leader.page.locator("h1")).to_contain_text(f"{told} hồ sơ")
        leader.page.locator("main table tbody a").first.click()
        leader.looks()
        leader.sees("Các bước")

        leader.is_content()


def test_where_the_time_of_a_procedure_goes(chromium: Browser, province: Province) -> None:
    for wide in (1280, 390):
        leader = Someone.comes(chromium, province, wide=wide).signs_in("giam-sat")
        leader.goes_to("/theo-doi/thoi-gian")
        leader.sees("Thời gian giải quyết từng thủ tục")
        leader.goes_to(f"/theo-doi/thoi-gian/{CERTIFIED_COPIES}")
        leader.sees("Thời gian giải quyết từng bước")

        leader.is_content()
