"""Filing on a phone without JavaScript, then correcting the two fields that were marked."""

from playwright.sync_api import Browser, expect

from tests.journeys.filing import answers_for, answers_pages, begins, the_code
from tests.journeys.province import Province, Someone

CODE, SLUG, CASE = "1.001612", "ho-kinh-doanh", "ca-nhan"
MARKS = {
    "business_name": "Tên này trùng với hộ kinh doanh khác trong phường.",
    "capital": "Vốn chưa khớp với giấy tờ.",
}


def test_two_marked_fields_are_corrected_on_a_phone_without_javascript(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province, wide=390, scripts=False).signs_in("cong-dan")
    begins(owner, CODE, CASE)
    answers = answers_for(
        SLUG, CASE, filed_by_other=False, tax_address_same=True, conditional_trade=False
    )
    answers_pages(owner, SLUG, CASE, answers)
    owner.clicks("Tiếp tục")
    owner.clicks("Nộp hồ sơ")
    submission = the_code(owner)
    dossier = owner.page.get_by_role("link", name="Xem hồ sơ này").get_attribute("href")
    assert dossier

    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    _marks(desk)

    owner.goes_to(dossier)
    owner.clicks("Xem và bổ sung")
    _corrects(owner, "business_name", "Hộ kinh doanh Bún chả Tràng An")
    _corrects(owner, "capital", "250000000")
    owner.clicks("Xem lại và gửi")
    owner.clicks("Gửi nội dung bổ sung")

    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    desk.sees("Đã sửa")
    desk.sees("Bún chả Tràng An")
    desk.sees("250.000.000 ₫")
    expect(desk.page.locator(".motcua-amended del")).to_have_count(2)
    desk.is_content()


def _marks(desk: Someone) -> None:
    desk.page.get_by_text("Yêu cầu bổ sung", exact=True).first.click()
    for name, why in MARKS.items():
        mark = desk.page.locator(f'[name="why.{name}"]').first
        if not mark.is_visible():
            desk.page.locator("details", has=mark).locator("summary").first.click()
        mark.fill(why)
    desk.clicks("Gửi yêu cầu bổ sung")


def _corrects(owner: Someone, name: str, value: str) -> None:
    item = owner.page.locator("main li", has_text=MARKS[name])
    item.get_by_role("link").click()
    owner.sees(MARKS[name])
    inputs = "main form#form input:not([type=hidden]), main form#form textarea"
    expect(owner.page.locator(inputs)).to_have_count(1)
    owner.page.fill(f'[name="{name}"]', value)
    owner.clicks("Lưu và tiếp tục")
