"""A household business whose name was wrong: the desk says where, the owner mends it."""

from playwright.sync_api import Browser

from tests.journeys.filing import answers_for, answers_pages, begins, the_code
from tests.journeys.province import Province, Someone

CODE, SLUG, CASE = "1.001612", "ho-kinh-doanh", "ca-nhan"
WHY = "Tên này trùng với hộ kinh doanh khác trong phường."


def test_the_owner_mends_exactly_what_the_desk_marked(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    begins(owner, CODE, CASE)
    answers = answers_for(SLUG, CASE, filed_by_other=False, tax_address_same=True)
    answers_pages(owner, SLUG, CASE, answers)
    owner.clicks("Tiếp tục")
    owner.clicks("Nộp hồ sơ")
    submission = the_code(owner)
    dossier = owner.page.get_by_role("link", name="Xem hồ sơ này").get_attribute("href")
    assert dossier

    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    _marks_the_name(desk)

    owner.goes_to(dossier)
    owner.clicks("Xem và bổ sung")
    owner.sees(WHY)
    owner.clicks("Sửa mục này")
    owner.sees(WHY)
    owner.page.fill('[name="business_name"]', "Hộ kinh doanh Bún chả Tràng An")
    owner.clicks("Lưu và tiếp tục")
    owner.clicks("Xem lại và gửi")
    owner.sees("Bún chả Tràng An")
    owner.clicks("Gửi nội dung bổ sung")

    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    desk.sees("Bún chả Tràng An")
    desk.clicks("Tiếp nhận hồ sơ")
    assert the_code(desk).startswith("H42.")
    owner.is_content()
    desk.is_content()


def _marks_the_name(desk: Someone) -> None:
    desk.page.get_by_text("Yêu cầu bổ sung", exact=True).first.click()
    mark = desk.page.locator('[name="why.business_name"]').first
    if not mark.is_visible():
        desk.page.locator("details", has=mark).locator("summary").first.click()
    mark.fill(WHY)
    desk.clicks("Gửi yêu cầu bổ sung")


def test_a_draft_can_be_left_and_taken_up_without_javascript(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province, scripts=False).signs_in("uy-quyen")
    begins(owner, CODE, CASE)
    answers = answers_for(
        SLUG, CASE, filed_by_other=False, tax_address_same=True, conditional_trade=False
    )
    first_page = owner.page.url
    owner.page.fill('[name="phone"]', "")
    owner.clicks("Lưu và tiếp tục")
    owner.sees("Xin nhập")

    owner.goes_to("/ho-so-cua-toi")
    owner.clicks("Đăng ký thành lập hộ kinh doanh")
    owner.clicks("Làm tiếp")
    assert owner.page.url == first_page
    answers_pages(owner, SLUG, CASE, answers)
    owner.clicks("Tiếp tục")
    owner.clicks("Nộp hồ sơ")

    owner.sees("Đã nộp hồ sơ")
