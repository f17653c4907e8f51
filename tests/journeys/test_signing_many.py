"""A chairperson adds an authenticator app, reads what waits, and signs it with one confirmation."""

from playwright.sync_api import Browser, expect

from tests.journeys.codes import adds_an_app, code
from tests.journeys.filing import answers_for, answers_pages, attaches, begins, the_code
from tests.journeys.province import Province, Someone
from tests.journeys.settling import TO_SIGN, reads, settle

CODE, SLUG, CASE = "1.001193", "khai-sinh", "co-chung-sinh"


def test_two_dossiers_are_signed_with_one_code(province: Province, chromium: Browser) -> None:
    for _ in range(2):
        settle(chromium, province, _accepted(chromium, province), TO_SIGN)
    leader = Someone.comes(chromium, province).signs_in("lanh-dao")
    secret = _adds_an_app(leader)

    leader.page.get_by_role("navigation").get_by_role("link", name="Chờ ký").first.click()
    leader.looks()
    assert reads(leader, "Đọc văn bản") == 2
    leader.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(leader.page.locator('[name="draft"]:checked')).to_have_count(2)
    leader.page.fill("#code", code(secret))
    leader.clicks("Ký các hồ sơ đã chọn")

    expect(leader.page.locator("#bulk")).to_contain_text("Đã xong", timeout=60_000)
    assert leader.page.locator("#bulk .motcua-tag", has_text="Đã ký").count() == 2
    leader.goes_to("/can-bo/ky")
    leader.sees("Không có hồ sơ nào chờ ký")
    _takes_the_app_away(leader, secret)
    leader.is_content()


def _accepted(chromium: Browser, province: Province) -> str:
    """File a birth at home, have the desk accept it, and return its number."""
    parent = Someone.comes(chromium, province).signs_in("cong-dan")
    begins(parent, CODE, CASE)
    answers_pages(parent, SLUG, CASE, answers_for(SLUG, CASE, relation="father"))
    attaches(parent, "GCS")
    parent.clicks("Tiếp tục")
    parent.clicks("Nộp hồ sơ")
    submission = the_code(parent)
    parent.context.close()
    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    desk.clicks("Tiếp nhận hồ sơ")
    number = the_code(desk)
    desk.context.close()
    return number


def _adds_an_app(leader: Someone) -> bytes:
    leader.goes_to("/can-bo/")
    leader.page.locator("summary", has_text="Phạm").first.click()
    leader.page.get_by_role("link", name="Xác thực hai lớp").click()
    leader.looks()
    leader.clicks("Bắt đầu đăng ký")
    return adds_an_app(leader, "Bật xác thực hai lớp")


def _takes_the_app_away(leader: Someone, secret: bytes) -> None:
    leader.goes_to("/xac-thuc-hai-lop")
    leader.page.fill("#code", code(secret, 1))
    leader.clicks("Gỡ xác thực hai lớp")
    leader.sees("Đã gỡ xác thực hai lớp")
