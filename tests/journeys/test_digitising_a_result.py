"""A result that is only on paper becomes an electronic one: scanned, signed, read, compared by
keyboard, given its code, and sealed; the register has it then."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.digitisation.folders_of_scans import a_page_for
from tests.journeys.province import Province, Someone
from tests.journeys.running import motcua, waits_for
from tests.scans import SECOND_PAGE, a_blank, a_scan

AGENCY = "H42.191"
NUMBER = "7001/QĐ-UBND"
TABLE = f"""\
number,name,type,procedure,agency,field,holder_number,holder_name,birth_year,issued_on,summary
{NUMBER},Quyết định mẫu,KQ.H42.000009,,{AGENCY},,,Nguyễn Văn Mẫu,1968,1999-05-14,
"""


def a_folder_of_pages(place: Path) -> list[str]:
    """Return the files of a paper of two pages, with a blank one between them."""
    for name, content in (
        ("mot.jpg", a_page_for(NUMBER, "14 tháng 5 năm 1999")),
        ("trang.jpg", a_blank()),
        ("hai.jpg", a_scan(SECOND_PAGE)),
    ):
        (place / name).write_bytes(content)
    return [str(place / name) for name in ("mot.jpg", "trang.jpg", "hai.jpg")]


def plans_and_begins(clerk: Someone) -> None:
    """Put the results of a year into a batch, and take the first."""
    clerk.goes_to("/so-hoa/dot")
    clerk.page.get_by_label("Tên đợt").fill("Kết quả năm 1999")
    clerk.page.get_by_label("Năm cấp").fill("1999")
    clerk.clicks("Lập đợt")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("F2")
    clerk.looks()


def scans_and_signs(clerk: Someone, pages: list[str]) -> str:
    """Put the pages in, take the blank one out, sign; return the address of the paper."""
    clerk.page.get_by_label("Ảnh hoặc PDF").set_input_files(pages)
    clerk.clicks("Thêm các trang")
    clerk.clicks("Bỏ 1 trang trắng")
    clerk.page.keyboard.press("F2")
    expect(clerk.page.get_by_text("Bước 1")).to_have_count(0)
    return clerk.page.url


def test_a_clerk_digitises_a_result_and_the_register_has_it(
    province: Province, chromium: Browser, tmp_path: Path
) -> None:
    (tmp_path / "so.csv").write_text(TABLE, encoding="utf-8")
    motcua(province, "import", "results", str(tmp_path / "so.csv"))
    clerk = Someone.comes(chromium, province).signs_in("van-thu")

    plans_and_begins(clerk)
    paper = scans_and_signs(clerk, a_folder_of_pages(tmp_path))
    waits_for(clerk, paper, "Đúng, cấp mã và lưu")

    expect(clerk.page.get_by_label("1. Số định danh của chủ giấy tờ")).to_be_focused()
    expect(clerk.page.get_by_label("1. Số định danh")).to_have_value("037068001234")
    for _ in range(3):
        clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.type("Quyết định công nhận quyền sử dụng đất ở")
    clerk.page.keyboard.press("F2")
    clerk.sees("Đã cấp mã và lưu bản điện tử")
    clerk.goes_to(paper)
    clerk.clicks("Ký xác nhận")

    clerk.goes_to(paper)
    expect(clerk.page.get_by_text("037068001234.KQ.H42.000009.0001")).to_be_visible()
    with clerk.page.expect_download() as fetched:
        clerk.page.get_by_role("link", name="Bản chụp đã ký").click()
    fetched.value.save_as(tmp_path / "scan.pdf")
    said = province.verify(tmp_path / "scan.pdf")
    assert "Đoàn" in said or "phường Hoa Lư" in said
    clerk.goes_to("/so-hoa/dot")
    expect(clerk.page.get_by_role("row", name="1999").first).to_contain_text("100,0%")
    clerk.is_content()
