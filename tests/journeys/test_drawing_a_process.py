"""Somebody who does not program draws a process; a second person puts it in force."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.province import Province, Someone

CODE, NAME = "cap-giay-mau", "Cấp giấy mẫu"


def test_a_process_is_drawn_checked_tried_proposed_and_published_by_another(
    province: Province, chromium: Browser
) -> None:
    drawer = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    _begins(drawer)
    _draws_a_branch(drawer)
    _tries_it_out(drawer)
    drawer.clicks("Đề nghị công bố")
    drawer.sees("Chờ công bố")
    drawer.sees("Người công bố phải là người khác")
    address = drawer.page.url

    controller = Someone.comes(chromium, province).signs_in("kiem-soat")
    controller.goes_to(address)
    controller.clicks("Công bố")
    controller.sees("Đã công bố bản 1")

    _changes_the_next_version(drawer)
    drawer.clicks("So sánh")
    expect(drawer.page.locator("[data-many]")).to_have_text("Có 1 chỗ khác nhau.")
    drawer.sees("tên: Thẩm định hồ sơ → Xem xét hồ sơ")
    drawer.looks()

    drawer.is_content()
    controller.is_content()


def test_the_designer_keeps_to_the_policy_of_all_pages(
    province: Province, chromium: Browser
) -> None:
    drawer = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    drawer.goes_to("/quan-tri/quy-trinh/xem/khai-sinh")
    drawer.clicks("Soạn bản mới từ bản đang áp dụng")
    strict = chromium.new_context(storage_state=drawer.context.storage_state())
    page = strict.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))

    page.goto(drawer.page.url)
    _is_ready(page)
    page.locator('.djs-palette [data-action="create.user-task"]').click()
    page.mouse.click(500, 700)
    expect(page.locator(".djs-context-pad")).to_be_visible()
    page.get_by_text("BPMN.iO").or_(page.locator(".bjs-powered-by")).first.wait_for()

    assert [one for one in said if one.startswith("error")] == []


def _is_ready(page: Page) -> None:
    page.locator("[data-designer][data-ready]").wait_for()


def _says(page: Page, words: str) -> None:
    expect(page.locator("[data-findings] [role=status]")).to_contain_text(words)


def _begins(drawer: Someone) -> None:
    drawer.goes_to("/quan-tri/quy-trinh")
    drawer.clicks("Quy trình mới")
    drawer.page.fill("#name", NAME)
    drawer.page.fill("#code", CODE)
    drawer.clicks("Tạo bản nháp")
    _is_ready(drawer.page)
    _says(drawer.page, "Không có lỗi")


def _picks(page: Page, words: str) -> None:
    """Choose an element of the drawing by what the list calls it."""
    listed = page.locator("#outline-element option", has_text=words).first
    page.select_option("#outline-element", listed.get_attribute("value"))


def _presses(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _draws_a_branch(drawer: Someone) -> None:
    """After the step comes a gateway: what is granted is signed first, the rest is over."""
    page = drawer.page
    _picks(page, "Mũi tên: Thẩm định hồ sơ → Xong")
    page.click("#outline-remove")
    _says(page, "điểm cần sửa")
    _picks(page, "Bước xử lý: “Thẩm định hồ sơ”")
    _adds(page, "exclusive", "Trình gì?")
    _joins(page, "“Xong”")
    _adds(page, "user-task", "Ký giấy")
    page.select_option("#act", "sign")
    _joins(page, "“Xong”")
    _picks(page, "Trình gì? → Ký giấy")
    page.select_option("#condition-name", "outcome")
    page.select_option("#condition-value", "propose")
    expect(page.locator("#condition")).to_have_value('outcome == "propose"')
    _picks(page, "Trình gì? → Xong")
    page.check("#default")
    _says(page, "Không có lỗi")
    drawer.looks()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")


def _adds(page: Page, kind: str, name: str) -> None:
    page.select_option("#outline-kind", kind)
    page.click("#outline-add")
    page.fill("#name", name)
    page.keyboard.press("Tab")


def _joins(page: Page, name: str) -> None:
    page.select_option("#outline-target", label=name)
    page.click("#outline-join")


def _tries_it_out(drawer: Someone) -> None:
    page = drawer.page
    _presses(page, "Chạy thử")
    panel = page.locator("[data-trial-panel]")
    expect(panel).to_contain_text("Đang chờ: “Thẩm định hồ sơ”.")
    page.locator("[data-trial-canvas] .djs-element.motcua-trial-open .djs-hit").first.click(
        force=True
    )
    page.select_option("#trial-outcome", "propose")
    _presses(page, "Hoàn thành bước")
    _presses(page, "Xong: “Ký giấy”")
    expect(panel).to_contain_text("Quy trình đã kết thúc ở: “Xong”.")
    _presses(page, "Lùi một bước")
    expect(panel).to_contain_text("Đang chờ: “Ký giấy”.")
    drawer.looks()
    _presses(page, "Quay lại vẽ")


def _changes_the_next_version(drawer: Someone) -> None:
    page = drawer.page
    drawer.goes_to(f"/quan-tri/quy-trinh/xem/{CODE}")
    drawer.clicks("Soạn bản mới từ bản đang áp dụng")
    _is_ready(page)
    _picks(page, "Bước xử lý: “Thẩm định hồ sơ”")
    page.fill("#name", "Xem xét hồ sơ")
    page.keyboard.press("Tab")
    _presses(page, "Lưu bản nháp")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    drawer.goes_to(f"/quan-tri/quy-trinh/xem/{CODE}")
    expect(page.locator("main")).to_contain_text(re.compile("Bản 2.*Bản nháp"))
