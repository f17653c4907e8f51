"""Officers who take a dossier from its acceptance to the sealed result."""

from playwright.sync_api import Browser, expect

from tests.journeys.province import Province, Someone


def settles(chromium: Browser, province: Province, number: str) -> None:
    """Take the dossier from the head of section to the sealed result."""
    steps = (
        ("lanh-dao-phong", "Phân công"),
        ("thu-ly", "Trình đề xuất"),
        ("lanh-dao-phong", "Ghi quyết định"),
        ("lanh-dao", "Ký kết quả"),
        ("van-thu", "Cấp số và đóng dấu"),
    )
    for login, words_of_act in steps:
        officer = Someone.comes(chromium, province).signs_in(login)
        officer.goes_to("/can-bo/?xem=unit")
        if not officer.opens(number):
            officer.context.close()
            continue
        for first in ("Nhận việc", "Xác nhận đã nhận việc"):
            button = officer.page.get_by_role("button", name=first, exact=True)
            if button.count():
                button.first.click()
                officer.looks()
        act = officer.page.get_by_role("button", name=words_of_act)
        if act.count():
            act.first.click()
            officer.looks()
            expect(officer.page.locator("body")).not_to_contain_text("Có nội dung chưa đúng")
        officer.is_content()
        officer.context.close()
