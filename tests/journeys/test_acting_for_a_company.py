"""A representative files for their company out of its store; the desk ends the mandate."""

from playwright.sync_api import Browser, expect

from tests.journeys.filing import begins
from tests.journeys.province import Province, Someone

COMPANY, TAX_CODE, LAND = "Công ty TNHH Mẫu Hoa Lư", "9999000118", "CG-00618"


def test_a_company_files_by_who_may_speak_for_it_and_no_longer(
    province: Province, chromium: Browser
) -> None:
    manager = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    manager.goes_to("/dai-dien")
    manager.page.get_by_label(COMPANY).check()
    manager.clicks("Tiếp tục")
    manager.sees(f"Bạn đang làm việc thay mặt {COMPANY}")
    manager.goes_to("/kho-giay-to")
    manager.sees(LAND)

    begins(manager, "1.013225", "nha-do-thi")
    draft = manager.page.url.split("/ke-khai")[0]
    manager.page.goto(f"{draft}/giay-to")
    manager.looks()
    manager.clicks("Đồng ý và dùng giấy này")
    manager.sees("từ kho")

    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to(f"/mot-cua/to-chuc?q={TAX_CODE}")
    desk.page.get_by_role("link", name=COMPANY).click()
    desk.looks()
    row = desk.page.locator("main tr", has_text="không thời hạn")
    row.locator("summary").click()
    row.get_by_label("Căn cứ").fill("Quyết định thay người đại diện")
    row.get_by_role("button").click()
    desk.sees("Quyết định thay người đại diện")

    manager.goes_to("/kho-giay-to")
    expect(manager.page.locator("main")).not_to_contain_text(LAND)
    manager.is_content()
    desk.is_content()
    gone = manager.page.goto(draft)
    assert gone is not None
    assert gone.status == 404
