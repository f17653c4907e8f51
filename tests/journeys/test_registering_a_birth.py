"""A parent registers a birth from home and fetches the signed certificate."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.filing import answers_for, answers_pages, attaches, begins, the_code
from tests.journeys.papers import signatures_by_poppler, words_of
from tests.journeys.province import Province, Someone
from tests.journeys.settling import settle

CODE, SLUG, CASE = "1.001193", "khai-sinh", "co-chung-sinh"


def test_a_birth_is_registered_from_filing_to_the_signed_result(
    province: Province, chromium: Browser, tmp_path: Path
) -> None:
    parent = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    parent.goes_to("/")
    parent.page.fill('input[name="q"]', "khai sinh")
    parent.clicks("Tìm")
    parent.clicks("Thủ tục đăng ký khai sinh")
    begins(parent, CODE, CASE)
    answers_pages(parent, SLUG, CASE, answers_for(SLUG, CASE, relation="father"))
    attaches(parent, "GCS")
    parent.clicks("Tiếp tục")
    parent.clicks("Nộp hồ sơ")
    parent.sees("Đã nộp hồ sơ")
    submission = the_code(parent)
    dossier = parent.page.get_by_role("link", name="Xem hồ sơ này").get_attribute("href")
    assert dossier

    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    desk.clicks("Tiếp nhận hồ sơ")
    number = the_code(desk)
    assert number.startswith("H42.")

    settle(chromium, province, number)

    parent.goes_to(dossier)
    parent.sees("Đã có kết quả")
    result = _fetched(parent, tmp_path)
    parent.goes_to(dossier)
    parent.sees("Đã trả kết quả")

    assert number in province.mails()
    _assert_genuine(province, result, number)
    parent.is_content()
    desk.is_content()


def _fetched(parent: Someone, folder: Path) -> Path:
    with parent.page.expect_download() as downloaded:
        parent.page.get_by_role("button", name="Nhận kết quả").click()
    result = folder / "ket-qua.pdf"
    downloaded.value.save_as(result)
    return result


def _assert_genuine(province: Province, result: Path, number: str) -> None:
    poppler = signatures_by_poppler(result)
    assert poppler.count("Signature is Valid.") == 2
    assert "Total document signed" in poppler
    said = province.verify(result)
    assert number in said
    assert "nguyên vẹn" in said
    assert "KHAI SINH" in words_of(result).upper()
