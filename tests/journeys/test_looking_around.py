"""What a newcomer finds in the sample: dossiers at every turn, and somebody's words on each."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.province import Province, Someone


def test_the_citizen_of_the_sample_has_dossiers_at_every_turn(
    province: Province, chromium: Browser
) -> None:
    citizen = Someone.comes(chromium, province).signs_in("cong-dan")

    citizen.goes_to("/ho-so-cua-toi")

    for words in (
        "Chờ tiếp nhận", "Chờ bổ sung", "Chờ thực hiện nghĩa vụ tài chính", "Dừng xử lý",
        "Đã xử lý xong", "Đã trả kết quả",
    ):  # fmt: skip
        assert citizen.page.locator("main").get_by_text(words).count() > 0, words
    citizen.is_content()


@pytest.mark.parametrize(
    ("login", "address", "words"),
    [
        ("van-thu", "/so-hoa/dot", "Kết quả cũ, đợt mẫu"),
        ("lanh-dao-phong", "/can-bo/nhan-su", "Giấy ủy quyền mẫu số 02"),
    ],
)
def test_an_office_has_its_own_occasions(
    province: Province, chromium: Browser, login: str, address: str, words: str
) -> None:
    officer = Someone.comes(chromium, province).signs_in(login)

    officer.goes_to(address)

    officer.sees(words)
