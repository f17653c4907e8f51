"""Typing without pressing anything: saved, taken up elsewhere, kept when the session ends."""

from playwright.sync_api import Browser, Route, expect

from tests.journeys.filing import begins
from tests.journeys.province import Province, Someone

CODE, CASE = "1.001612", "ca-nhan"


def test_what_is_typed_is_saved_within_ten_seconds_and_taken_up_on_another_device(
    province: Province, chromium: Browser
) -> None:
    phone = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    begins(phone, CODE, CASE)
    phone.page.fill('[name="phone"]', "0987654321")
    expect(phone.page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=10_000)
    draft = phone.page.url.rsplit("/ke-khai/", 1)[0]

    desk = Someone.comes(chromium, province).signs_in("cong-dan")
    desk.goes_to(draft.replace(province.address, ""))
    desk.clicks("Làm tiếp")

    assert desk.page.url == phone.page.url
    assert desk.page.input_value('[name="phone"]') == "0987654321"
    phone.is_content()
    desk.is_content()


def test_two_tabs_are_shown_both_versions_and_the_writer_decides(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province).signs_in("cong-dan")
    begins(owner, CODE, CASE)
    other = owner.context.new_page()
    other.goto(owner.page.url)
    owner.page.fill('[name="phone"]', "0911111111")
    expect(owner.page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=10_000)

    other.fill('[name="phone"]', "0922222222")
    expect(other.locator("#saved")).to_contain_text("đã được lưu", timeout=10_000)
    other.locator("main").get_by_role("button", name="Lưu và tiếp tục").last.click()
    expect(other.locator("main")).to_contain_text("0911111111")
    assert other.input_value('[name="phone"]') == "0922222222"
    other.get_by_role("button", name="Giữ nội dung tôi vừa nhập").click()

    owner.page.reload()
    assert owner.page.input_value('[name="phone"]') == "0922222222"


def test_a_session_that_ends_loses_nothing_that_was_typed(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    begins(owner, CODE, CASE)
    page = owner.page.url
    owner.context.clear_cookies()
    owner.page.fill('[name="phone"]', "0933333333")
    owner.clicks("Lưu và tiếp tục")

    owner.page.fill("#login", "cong-dan")
    owner.page.fill("#password", province.password)
    owner.clicks("Đăng nhập")

    assert owner.page.url == page
    owner.sees("vẫn còn đây")
    assert owner.page.input_value('[name="phone"]') == "0933333333"
    owner.is_content()


def test_marked_text_stays_marked_when_later_questions_are_drawn_anew(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province).signs_in("cong-dan")
    begins(owner, CODE, CASE)
    page, held = owner.page, list[Route]()
    page.fill('[name="phone"]', "0911111111")
    page.route("**/ke-khai/*", lambda route: held.append(route))
    with page.expect_request(lambda asked: "refresh" in (asked.post_data or "")):
        page.locator("select[data-refresh]").first.select_option(index=2)
    page.locator('[name="phone"]').select_text()
    body = page.locator("#form-body").element_handle()
    for route in held:
        route.continue_()
    page.wait_for_function("one => !one.isConnected", arg=body)
    page.keyboard.type("0922222222")

    assert page.input_value('[name="phone"]') == "0922222222"
