"""Somebody brings an original to be copied and certified; the clerk files it for them."""

from playwright.sync_api import Browser

from motcua.demo.reading import flagship
from motcua.forms.rules import known_values, pages_of, shown_fields
from tests.journeys.filing import HOA_LU, answers_for, the_code
from tests.journeys.province import Province, Someone, answer

SLUG, CASE = "chung-thuc-ban-sao", "thong-thuong"


def test_the_clerk_files_accepts_and_prints_the_slip(province: Province, chromium: Browser) -> None:
    clerk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    clerk.goes_to("/mot-cua/")
    clerk.page.keyboard.press("F2")
    clerk.page.wait_for_url("**/mot-cua/nop")
    page = clerk.page
    page.fill('[name="personal_number"]', "037090123456")
    page.fill('[name="full_name"]', "Phạm Văn Mẫu")
    for part, text in (("day", "12"), ("month", "4"), ("year", "1990")):
        page.fill(f'[name="birth_date.{part}"]', text)
    page.locator('[name="sex"][value="male"]').check()
    page.fill('[name="phone"]', "0912345678")
    clerk.clicks("Tiếp tục")
    if page.locator("#seen_card").count():
        page.locator("#seen_card").check()
        clerk.clicks("Tiếp tục")
    page.fill("#search-q", "chung thuc ban sao")
    clerk.clicks("Tìm")
    clerk.clicks("Chứng thực bản sao từ bản chính")

    page.select_option("#case", CASE)
    page.select_option("#commune", label=HOA_LU)
    page.locator('[id="has.BC"]').check()
    _answer_everything(clerk)
    clerk.clicks("Nộp và tiếp nhận")

    clerk.sees("Đã tiếp nhận hồ sơ")
    assert the_code(clerk).startswith("H42.")
    slip = page.get_by_role("button", name="In giấy tiếp nhận").get_attribute("href")
    drawn = clerk.context.request.get(f"{province.address}{slip}")
    assert drawn.headers["content-type"] == "application/pdf"
    assert drawn.body().startswith(b"%PDF")
    clerk.is_content()


def _answer_everything(clerk: Someone) -> None:
    form, answers = flagship(SLUG, "form.json"), answers_for(SLUG, CASE, foreign_document=False)
    for part in pages_of(form):
        for question in shown_fields(part, known_values(form, answers, CASE)):
            value = answers.get(str(question["id"]))
            if value is not None:
                answer(clerk.page, dict(question), value)
