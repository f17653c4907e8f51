"""A result is issued, goes into the register and the store, and is filed again with one click."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Browser, expect

from tests.journeys.filing import answers_for, answers_pages, begins, the_code
from tests.journeys.province import ROOT, Province, Someone
from tests.journeys.settling import settle

CODE, SLUG, CASE = "1.004873", "xac-nhan-hon-nhan", "mot-noi"
NAME = "Giấy xác nhận tình trạng hôn nhân"
PLAIN: dict[str, Any] = {"for_other": False, "exempt": False, "marital_status": "never"}


def files(citizen: Someone, *, again: bool) -> tuple[str, str]:
    """File for the certificate; return the submission code and the dossier's address."""
    begins(citizen, CODE, CASE)
    answers = answers_for(SLUG, CASE, **PLAIN, issued_before=again)
    answers_pages(citizen, SLUG, CASE, answers)
    if again:
        row = citizen.page.locator(".motcua-offered", has_text="1/KQGQ").or_(
            citizen.page.locator(".motcua-offered").first
        )
        expect(row.first).to_contain_text("Bạn đã nộp giấy này rồi")
        citizen.clicks("Đồng ý và dùng giấy này")
        citizen.sees("từ kho")
    citizen.clicks("Tiếp tục")
    citizen.clicks("Nộp hồ sơ")
    code = the_code(citizen)
    address = citizen.page.get_by_role("link", name="Xem hồ sơ này").get_attribute("href")
    assert address
    return code, address


def accepts(desk: Someone, code: str) -> str:
    """Accept a filing; return its number."""
    desk.goes_to("/mot-cua/")
    assert desk.opens(code)
    desk.clicks("Tiếp nhận hồ sơ")
    return the_code(desk)


def test_a_result_is_filed_again_without_being_asked_for(
    province: Province, chromium: Browser, tmp_path: Path
) -> None:
    citizen = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    code, address = files(citizen, again=False)
    number = accepts(desk, code)
    settle(chromium, province, number)
    citizen.goes_to(address)
    with citizen.page.expect_download():
        citizen.page.get_by_role("button", name="Nhận kết quả").click()

    result = _in_the_register(province, chromium, number)
    citizen.goes_to("/kho-giay-to")
    row = citizen.page.locator("main tr", has_text=result)
    expect(row).to_contain_text("còn hiệu lực")
    expect(citizen.page.locator("main tr", has_text="27/XNTTHN")).to_contain_text("hết hiệu lực")

    second, _ = files(citizen, again=True)
    again = accepts(desk, second)
    _looks_at_the_paper(province, chromium, again)
    citizen.goes_to("/kho-giay-to")
    citizen.page.locator("main tr", has_text=result).get_by_role("link").first.click()
    citizen.looks()
    citizen.sees(f"Giải quyết hồ sơ {again}")
    citizen.sees("Cán bộ xem")
    citizen.sees("Nộp vào hồ sơ")
    _takes_all_away(citizen, result)
    _goes_to_the_archive(province, chromium, number, tmp_path)
    citizen.is_content()
    desk.is_content()


def _in_the_register(province: Province, chromium: Browser, number: str) -> str:
    """Find the line of a dossier in the register; return the number of its result."""
    clerk = Someone.comes(chromium, province).signs_in("van-thu")
    clerk.goes_to("/can-bo/so-ket-qua")
    row = clerk.page.locator("main tr", has_text=NAME).first
    row.get_by_role("link").first.click()
    clerk.looks()
    clerk.sees(number)
    clerk.sees("Vào sổ khi cấp")
    found = clerk.page.locator("main .motcua-code").first.inner_text().strip()
    clerk.is_content()
    clerk.context.close()
    return found


def _looks_at_the_paper(province: Province, chromium: Browser, number: str) -> None:
    """Open the paper that came out of the store, as the officer who settles the dossier."""
    officer = Someone.comes(chromium, province).signs_in("thu-ly")
    officer.goes_to("/can-bo/?xem=unit")
    assert officer.opens(number)
    officer.sees("Từ kho của người nộp: kết quả giải quyết thủ tục; cơ quan cấp, có chữ ký số")
    with officer.page.expect_download():
        officer.page.locator('main a[href*="/tep/"]').first.click()
    officer.is_content()
    officer.context.close()


def _takes_all_away(citizen: Someone, result: str) -> None:
    citizen.goes_to("/kho-giay-to")
    with citizen.page.expect_download() as downloaded:
        citizen.page.get_by_role("button", name="Tải toàn bộ kho về máy").click()
    archive = ZipFile(BytesIO(Path(downloaded.value.path()).read_bytes()))
    manifest = archive.read("kho-giay-to.json").decode()
    assert result in manifest
    assert "còn hiệu lực" not in manifest  # dates are facts; what they mean is for the reader


def _goes_to_the_archive(province: Province, chromium: Browser, number: str, folder: Path) -> None:
    """Have the records clerk take the package of the first dossier, and check it."""
    clerk = Someone.comes(chromium, province).signs_in("van-thu")
    clerk.goes_to(f"/can-bo/tim?q={number}")
    assert clerk.opens(number) or clerk.page.get_by_text(number).count()
    with clerk.page.expect_download() as downloaded:
        clerk.page.get_by_role("button", name="Lập và tải gói lưu trữ").click()
    package = folder / "goi.zip"
    downloaded.value.save_as(package)
    said = subprocess.run(
        [str(ROOT / "motcua"), "archive", "verify", str(package)],
        env={"PATH": "/usr/bin:/bin", "HOME": "/root", "MOTCUA_STATE": str(province.state)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Gói còn nguyên vẹn" in said.stdout
    assert number in said.stdout
    clerk.is_content()
    clerk.context.close()
