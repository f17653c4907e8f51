"""Following a dossier without signing in."""

from playwright.sync_api import Browser

from tests.journeys.filing import answers_for, answers_pages, begins, the_code
from tests.journeys.province import Province, Someone

CODE, SLUG, CASE = "1.001612", "ho-kinh-doanh", "ca-nhan"


def test_a_number_and_the_look_up_code_show_the_status_and_nothing_else(
    province: Province, chromium: Browser
) -> None:
    owner = Someone.comes(chromium, province).signs_in("uy-quyen")
    begins(owner, CODE, CASE)
    answers = answers_for(SLUG, CASE, filed_by_other=False, tax_address_same=True)
    answers_pages(owner, SLUG, CASE, answers)
    owner.clicks("Tiếp tục")
    owner.clicks("Nộp hồ sơ")
    submission = the_code(owner)
    look_up = owner.page.get_by_text("Mã tra cứu:").inner_text().split(":")[1].split(".")[0]

    stranger = Someone.comes(chromium, province, wide=390)
    stranger.goes_to("/tra-cuu")
    _asks(stranger, submission, "AAAAAAAA")
    stranger.sees("Không tìm thấy hồ sơ với thông tin này")
    _asks(stranger, submission, look_up.strip())
    stranger.sees("Chờ tiếp nhận")

    assert answers["business_name"] not in stranger.page.content()
    stranger.is_content()


def _asks(stranger: Someone, number: str, second: str) -> None:
    stranger.page.fill("#number", number)
    stranger.page.fill("#second", second)
    stranger.clicks("Tra cứu")
