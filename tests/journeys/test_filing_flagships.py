"""Whoever files a flagship from a phone gets through every page of its form."""

import pytest
from playwright.sync_api import Browser

from motcua.demo.reading import flagship
from tests.journeys.filing import answers_for, answers_pages, begins
from tests.journeys.province import Province, Someone

FILED = [
    ("xac-nhan-hon-nhan", "nhieu-noi"),
    ("cap-giay-dat-lan-dau", "cap-gcn"),
    ("chuyen-muc-dich-dat", "dat-lua"),
    ("tro-cap-xa-hoi", "don-than"),
    ("an-toan-thuc-pham", "san-xuat"),
    ("bang-thuyen-vien", "bang"),
]


@pytest.mark.parametrize(("slug", "case"), FILED)
def test_every_page_of_a_flagship_is_answered_on_a_phone(
    slug: str, case: str, province: Province, chromium: Browser
) -> None:
    citizen = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    begins(citizen, flagship(slug, "procedure.json")["code"], case)

    answers_pages(citizen, slug, case, answers_for(slug, case))

    citizen.page.wait_for_url("**/giay-to**")
    citizen.is_content()
