"""Officers who take a dossier from step to step, each at a window of their own."""

from collections.abc import Sequence

from playwright.sync_api import Browser, expect

from tests.journeys.province import Province, Someone

Steps = Sequence[tuple[str, str]]
TO_SIGN: Steps = (
    ("lanh-dao-phong", "Phân công"),
    ("thu-ly", "Trình đề xuất"),
    ("lanh-dao-phong", "Ghi quyết định"),
)
WHOLE: Steps = (*TO_SIGN, ("lanh-dao", "Ký kết quả"), ("van-thu", "Cấp số và đóng dấu"))


def settle(chromium: Browser, province: Province, number: str, steps: Steps = WHOLE) -> None:
    """Take the dossier from the head of section through these steps."""
    for login, words_of_act in steps:
        officer = Someone.comes(chromium, province).signs_in(login)
        officer.goes_to("/can-bo/?xem=unit")
        if officer.opens(number):
            _act(officer, words_of_act)
            officer.is_content()
        officer.context.close()


def _act(officer: Someone, words_of_act: str) -> None:
    for first in ("Nhận việc", "Xác nhận đã nhận việc"):
        button = officer.page.get_by_role("button", name=first, exact=True)
        if button.count():
            button.first.click()
            officer.looks()
    act = officer.page.get_by_role("button", name=words_of_act)
    if act.count():
        reads(officer, "Đọc văn bản sẽ ký")
        act.first.click()
        officer.looks()
        expect(officer.page.locator("body")).not_to_contain_text("Có nội dung chưa đúng")


def reads(officer: Someone, words: str) -> int:
    """Open every paper that a page offers to read with these words; say how many."""
    links = officer.page.get_by_role("link", name=words)
    for place in [link.get_attribute("href") for link in links.all()]:
        opened = officer.page.request.get(f"{officer.province.address}{place}")
        assert opened.body().startswith(b"%PDF-")
    return links.count()
