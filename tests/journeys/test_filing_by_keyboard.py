"""The whole filing by the keyboard alone, from the page of the procedure to the code."""

from playwright.sync_api import Browser

from motcua.demo.reading import flagship
from motcua.forms.rules import known_values, shown_fields, shown_pages
from tests.journeys import keyboard
from tests.journeys.filing import HOA_LU, answers_for
from tests.journeys.province import Province, Someone

CODE, SLUG, CASE = "1.001612", "ho-kinh-doanh", "ca-nhan"
BUTTON = "main button.govuk-button"


def test_the_whole_filing_needs_no_mouse(province: Province, chromium: Browser) -> None:
    owner = Someone.comes(chromium, province).signs_in("uy-quyen")
    page = owner.page
    owner.goes_to(f"/thu-tuc/{CODE}")
    keyboard.press(page, 'main a[href$="/nop-ho-so"]')
    keyboard.choose(page, "case", CASE)
    keyboard.press(page, BUTTON)
    commune = page.locator("#commune option", has_text=HOA_LU).first.get_attribute("value")
    keyboard.choose(page, "commune", str(commune))
    keyboard.choose(page, "result_channel", "online")
    keyboard.press(page, BUTTON)

    answers = answers_for(
        SLUG, CASE, filed_by_other=False, tax_address_same=True, conditional_trade=False
    )
    form = flagship(SLUG, "form.json")
    for step in shown_pages(form, answers, CASE):
        page.wait_for_url(f"**/ke-khai/{step['id']}")
        for question in shown_fields(step, known_values(form, answers, CASE)):
            keyboard.answer(page, dict(question), answers.get(str(question["id"])))
        keyboard.press(page, "main .govuk-button-group .govuk-button")
        owner.looks()
    keyboard.press(page, 'main a.govuk-button, main button.govuk-button[type="submit"]')
    page.wait_for_url("**/kiem-tra")
    keyboard.press(page, 'main form:not([action]) button[type="submit"]')

    owner.sees("Đã nộp hồ sơ")
    owner.is_content()
