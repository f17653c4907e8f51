"""Somebody who does not program draws a form from nothing; a second person puts it in force."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.forms.word_files import a_word_file
from tests.journeys.province import Province, Someone

CODE, NAME = "don-xin-ho-tro", "Đơn xin hỗ trợ"
# Kind, question, in English: with the seven of the applicant's page these are fifteen.
QUESTIONS = [
    ("yes_no", "Ông/bà đang có việc làm không?", "Are you employed?"),
    ("text", "Nơi làm việc", "Place of work"),
    ("money", "Thu nhập một tháng", "Monthly income"),
    ("choice", "Ông/bà cần hỗ trợ gì?", "What support do you need?"),
    ("long_text", "Việc cần hỗ trợ", "Describe the support you need"),
    ("date", "Cần hỗ trợ từ ngày", "Support needed from"),
    ("table", "Những người sống cùng", "Who lives with you"),
    ("declaration", "Tôi cam đoan lời khai là đúng.", "I declare that this is true."),
]


def test_a_form_is_drawn_from_nothing_tried_proposed_and_published_by_another(
    province: Province, chromium: Browser
) -> None:
    drawer = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    _begins(drawer)
    _asks_eight_questions(drawer.page)
    _fills_the_table(drawer.page)
    _names_the_choices(drawer.page)
    _sets_two_conditions(drawer.page)
    drawer.looks()
    _works_by_keyboard_and_by_one_click(drawer.page)
    _moves_by_keys_and_by_mouse(drawer.page)
    _groups_and_undoes(drawer.page)
    _tries_it_out(drawer)
    _says(drawer.page, "Không có lỗi")
    drawer.clicks("Đề nghị công bố")
    drawer.sees("Chờ công bố")
    drawer.sees("Người công bố phải là người khác")
    address = drawer.page.url

    controller = Someone.comes(chromium, province).signs_in("kiem-soat")
    controller.goes_to(address)
    controller.clicks("Công bố")
    controller.sees("Đã công bố bản 1")
    _changes_the_next_version(drawer)

    drawer.is_content()
    controller.is_content()


def test_the_designer_of_forms_keeps_to_the_policy_and_to_a_phone(
    province: Province, chromium: Browser
) -> None:
    drawer = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    drawer.goes_to("/quan-tri/bieu-mau/xem/khai-sinh")
    drawer.clicks("Soạn bản mới từ bản đang áp dụng")
    strict = chromium.new_context(
        storage_state=drawer.context.storage_state(), viewport={"width": 390, "height": 800}
    )
    page = strict.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))

    page.goto(drawer.page.url)
    _is_ready(page)
    page.click("#view-preview")
    shown = page.frame_locator(".motcua-preview__frame")
    expect(shown.get_by_role("heading", name="Người đi khai")).to_be_visible()
    page.select_option("#preview-language", "en")
    expect(shown.get_by_role("heading", name="Who is registering")).to_be_visible()
    _signs_by_hand(page)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    assert page.evaluate(wide) == 0
    assert [one for one in said if one.startswith("error")] == []


def _signs_by_hand(page: Page) -> None:
    page.click("#view-build")
    page.select_option("#add-kind", "signature")
    page.click("#add-field")
    _types(page, "#label-vi", "Người khai ký")
    page.check("#part-strokes")
    page.click("#view-preview")
    box = page.frame_locator(".motcua-preview__frame").locator("[data-strokes] svg")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 20)
    page.mouse.down()
    page.mouse.move(place["x"] + 120, place["y"] + 50, steps=5)
    page.mouse.up()
    kept = page.frame_locator(".motcua-preview__frame").locator("[data-strokes] input")
    expect(kept).to_have_value(re.compile(r"^\d+,\d+( \d+,\d+)+$"))


def _is_ready(page: Page) -> None:
    page.locator("[data-form-designer][data-ready]").wait_for()


def _says(page: Page, words: str) -> None:
    expect(page.locator("[data-findings] [role=status]")).to_contain_text(words)


def _card(page: Page, words: str) -> str:
    """Choose a question by its words, and return the id of its card."""
    card = page.locator(".motcua-builder__name", has_text=words).first
    card.click()
    return str(card.get_attribute("id"))


def _types(page: Page, where: str, words: str) -> None:
    page.fill(where, words)
    page.keyboard.press("Tab")


def _begins(drawer: Someone) -> None:
    drawer.goes_to("/quan-tri/bieu-mau")
    drawer.clicks("Biểu mẫu mới")
    drawer.page.fill("#name", NAME)
    drawer.page.fill("#code", CODE)
    drawer.clicks("Tạo bản nháp")
    _is_ready(drawer.page)
    _card(drawer.page, "Nội dung đề nghị")
    drawer.page.keyboard.press("Delete")


def _asks_eight_questions(page: Page) -> None:
    for kind, words, english in QUESTIONS:
        page.select_option("#add-kind", kind)
        page.click("#add-field")
        _types(page, "#label-vi", words)
        _types(page, "#label-en", english)
    expect(page.locator(".motcua-builder__name", has_text="Tôi cam đoan")).to_be_visible()


def _fills_the_table(page: Page) -> None:
    _card(page, "Những người sống cùng")
    column = page.locator(".motcua-builder__name", has_text="(chưa có tên)").first
    column.click()
    _types(page, "#label-vi", "Họ tên")
    _types(page, "#label-en", "Name")
    _card(page, "Những người sống cùng")
    page.click("#add-column")
    page.select_option("#kind", "date")
    _types(page, "#label-vi", "Sinh ngày")
    _types(page, "#label-en", "Born on")


def _names_the_choices(page: Page) -> None:
    _card(page, "Ông/bà cần hỗ trợ gì?")
    for at, (words, english) in enumerate([("Tiền", "Money"), ("Việc khác", "Other")]):
        _types(page, f"#option-{at}", words)
        _types(page, f"#option-en-{at}", english)


def _sets_two_conditions(page: Page) -> None:
    _card(page, "Nơi làm việc")
    page.click("#show-add")
    page.select_option("#show-0-name", label="Ông/bà đang có việc làm không?")
    expect(page.locator(".motcua-builder__card--chosen")).to_contain_text(
        "Chỉ hỏi khi “Ông/bà đang có việc làm không?” là có"
    )
    _card(page, "Việc cần hỗ trợ")
    page.click("#show-add")
    page.select_option("#show-0-name", label="Ông/bà cần hỗ trợ gì?")
    page.select_option("#show-0-value", label="Việc khác")
    page.click("#show-formula")
    expect(page.locator("#show-cel")).to_have_value('ong_ba_can_ho_tro_gi == "viec_khac"')


def _works_by_keyboard_and_by_one_click(page: Page) -> None:
    """What is typed is kept when the Tab key or a single click leaves it."""
    _card(page, "Nơi làm việc")
    page.fill("#hint-vi", "Ghi tên cơ quan, công ty.")
    page.keyboard.press("Tab")
    expect(page.locator("#hint-en")).to_be_focused()
    page.keyboard.type("Name of the company.")
    page.locator(".motcua-builder__name", has_text="Thu nhập một tháng").click()
    expect(page.locator("#label-vi")).to_have_value("Thu nhập một tháng")
    page.fill("#hint-vi", "Tiền lương và tiền khác.")
    page.select_option("#needed", "no")
    expect(page.locator("#hint-vi")).to_have_value("Tiền lương và tiền khác.")
    _card(page, "Nơi làm việc")
    expect(page.locator("#hint-en")).to_have_value("Name of the company.")


def _moves_by_keys_and_by_mouse(page: Page) -> None:
    """Down and up by keys, undone, and to another place by dragging."""
    card = _card(page, "Thu nhập một tháng")
    page.focus(f"#{card}".replace(".", "\\."))
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[aria-pressed=true].motcua-builder__name")).to_have_id("card-1.3")
    page.click("[data-undo]")
    order = page.locator(".motcua-builder__name")
    income = order.filter(has_text="Thu nhập một tháng")
    expect(income).to_have_id("card-1.2")
    page.locator("[draggable]", has=income).last.drag_to(
        page.locator("[draggable]", has=order.filter(has_text="Nơi làm việc")).last
    )
    expect(income).to_have_id("card-1.1")


def _groups_and_undoes(page: Page) -> None:
    """Two questions become a table, then a page; both are undone."""
    many = page.locator(".motcua-builder__card--chosen")
    before = page.locator(".motcua-builder__name").all_inner_texts()
    _card(page, "Thu nhập một tháng")
    page.keyboard.press("Shift+ArrowDown")
    expect(many).to_have_count(2)
    page.click("#tool-table")
    expect(page.locator("#label-vi")).to_be_focused()
    expect(page.locator(".motcua-builder__name", has_text="Nơi làm việc")).to_have_id("card-1.1.1")
    page.click("[data-undo]")
    _card(page, "Thu nhập một tháng")
    page.locator(".motcua-builder__name", has_text="Nơi làm việc").click(modifiers=["Shift"])
    page.click("#tool-page")
    expect(page.locator(".motcua-builder__name", has_text="Nơi làm việc")).to_have_id("card-2.1")
    page.click("[data-undo]")
    assert page.locator(".motcua-builder__name").all_inner_texts() == before


def _tries_it_out(drawer: Someone) -> None:
    page = drawer.page
    _card(page, "Ông/bà đang có việc làm không?")
    page.click("#view-preview")
    shown = page.frame_locator(".motcua-preview__frame")
    expect(shown.get_by_label("Thu nhập một tháng")).to_be_visible()
    expect(shown.get_by_label("Nơi làm việc")).to_have_count(0)
    shown.get_by_label("Có", exact=True).check()
    expect(shown.get_by_label("Nơi làm việc")).to_be_visible()
    page.select_option("#preview-language", "en")
    expect(shown.get_by_label("Place of work")).to_be_visible()
    page.select_option("#preview-width", "desk")
    page.click("#preview-check")
    expect(shown.get_by_role("alert")).to_be_visible()
    drawer.looks()
    page.click("#preview-keep")
    expect(page.locator("[data-trials]")).to_contain_text("Đúng như mong đợi.")
    page.click("text=Các câu trả lời của ca thử 1")
    _types(page, "#trial-0-answers", '{"a": 1}')
    expect(page.locator("[data-trials]")).to_contain_text("Mục “a” báo lỗi")
    expect(page.locator("#trial-0-answers")).to_be_visible()
    page.click("[data-undo]")
    expect(page.locator("[data-trials]")).to_contain_text("Đúng như mong đợi.")
    drawer.looks()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    page.click("#view-build")


def _changes_the_next_version(drawer: Someone) -> None:
    page = drawer.page
    drawer.goes_to(f"/quan-tri/bieu-mau/xem/{CODE}")
    drawer.clicks("Soạn bản mới từ bản đang áp dụng")
    _is_ready(page)
    _card(page, "Nơi làm việc")
    _types(page, "#label-vi", "Tên nơi làm việc")
    page.click("#card-form")
    page.select_option("#layout", "one")
    page.click("[data-save]")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    drawer.goes_to(f"/quan-tri/bieu-mau/xem/{CODE}")
    drawer.clicks("So sánh")
    drawer.sees("Mục “Nơi làm việc” đổi tên thành “Tên nơi làm việc”.")
    drawer.sees("Các mục nay được hỏi trên một trang.")


def test_a_word_form_becomes_a_draft_and_a_list_of_choices_is_published(
    province: Province, chromium: Browser, tmp_path: Path
) -> None:
    word = tmp_path / "don.docx"
    word.write_bytes(
        a_word_file("ĐƠN XIN CẤP GIẤY", "Họ và tên: ............", "Ngành nghề: ............")
    )
    drawer = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    controller = Someone.comes(chromium, province).signs_in("kiem-soat")

    _writes_a_list(drawer)
    controller.goes_to("/quan-tri/bieu-mau/danh-muc/xem/nganh_nghe")
    controller.clicks("Công bố")
    controller.sees("Đã công bố danh mục nganh_nghe@1.")
    drawer.goes_to("/quan-tri/bieu-mau/moi")
    drawer.page.fill("#code", "don-xin-cap-giay")
    drawer.page.set_input_files("#file", word)
    drawer.clicks("Tạo bản nháp")
    _is_ready(drawer.page)
    drawer.sees("Đơn xin cấp giấy")
    _card(drawer.page, "Ngành nghề")
    drawer.page.select_option("#kind", "choice")
    drawer.page.select_option("#list", label="Ngành nghề")
    _says(drawer.page, "Không có lỗi")
    drawer.page.click("#view-preview")
    shown = drawer.page.frame_locator(".motcua-preview__frame")
    expect(shown.get_by_label("Trồng lúa")).to_be_visible()
    drawer.page.select_option("#preview-width", "paper")
    expect(drawer.page.get_by_alt_text("Trang giấy 1")).to_be_visible()
    drawer.looks()

    drawer.is_content()
    controller.is_content()


def _writes_a_list(drawer: Someone) -> None:
    drawer.goes_to("/quan-tri/bieu-mau")
    drawer.clicks("Danh mục dùng chung")
    drawer.clicks("Danh mục mới")
    for name, words in [
        ("title", "Ngành nghề"),
        ("name", "nganh_nghe"),
        ("basis", "Quyết định mẫu"),
        ("options", "01,Trồng lúa\n02,Nuôi cá"),
    ]:
        drawer.page.fill(f"#{name}", words)
    drawer.clicks("Đưa lên, chờ người khác công bố")
    drawer.sees("Người công bố phải là người khác")
