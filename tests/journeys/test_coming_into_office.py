"""Somebody gets an account and a powerful post from two hands, works, is moved, and has lost it."""

from playwright.sync_api import Browser, expect

from tests.journeys.codes import adds_an_app
from tests.journeys.province import Province, Someone

NAME, LOGIN = "Vũ Thị Mới Về", "vu-thi-moi-ve"
OWN = "Một câu dài của riêng tôi 1-"
WAITING = "/tai-khoan/cho-xac-nhan"


def test_an_account_a_post_of_two_hands_a_transfer_and_rights_that_are_gone(
    province: Province, chromium: Browser
) -> None:
    first = _administrator(chromium, province, "quan-tri-ky-thuat")
    second = _administrator(chromium, province, "quan-tri-ky-thuat-2")

    password = _opens_an_account(first)
    _ticks(first)
    first.sees(f"{NAME}, Quản trị kỹ thuật: Vị trí này cần hai người")
    _ticks(second)
    second.sees("Đã xác nhận 1 vị trí")

    newcomer = Someone.comes(chromium, province, wide=390)
    _signs_in_for_the_first_time(newcomer, password)
    newcomer.goes_to(WAITING)
    newcomer.sees("Không có vị trí nào chờ")

    _moves_to_a_desk(second)
    newcomer.page.goto(province.address + WAITING)
    expect(newcomer.page.locator("h1")).not_to_have_text("Vị trí chờ xác nhận")
    for one in (first, second, newcomer):
        one.is_content()


def _administrator(chromium: Browser, province: Province, login: str) -> Someone:
    someone = Someone.comes(chromium, province).signs_in(login)
    adds_an_app(someone, "Bật và đăng nhập")
    return someone


def _opens_an_account(admin: Someone) -> str:
    admin.goes_to("/tai-khoan")
    admin.clicks("Mở tài khoản")
    admin.page.fill("#full_name", NAME)
    admin.page.fill("#staff_number", "CB-MOI")
    admin.page.fill("#login", LOGIN)
    admin.page.select_option("#proof", index=1)
    _says_which_post(admin, "technical_admin")
    admin.clicks("Mở tài khoản")
    admin.sees("Chỉ hiện một lần")
    password = admin.page.locator("dd .motcua-code").inner_text()
    admin.clicks("Đã đưa, tiếp tục")
    return password


def _says_which_post(admin: Someone, role: str) -> None:
    admin.page.select_option("#agency", index=1)
    admin.page.select_option("#role", role)
    admin.page.fill("#title", "Công chức")


def _ticks(admin: Someone) -> None:
    admin.goes_to(WAITING)
    admin.page.get_by_role("checkbox", name=f"Chọn {NAME}").check()
    admin.clicks("Xác nhận các vị trí đã chọn")


def _signs_in_for_the_first_time(newcomer: Someone, password: str) -> None:
    newcomer.goes_to("/dang-nhap")
    newcomer.page.fill("#login", LOGIN)
    newcomer.page.fill("#password", password)
    newcomer.clicks("Đăng nhập")
    adds_an_app(newcomer, "Bật và đăng nhập")
    newcomer.page.fill("#new", OWN)
    newcomer.page.fill("#again", OWN)
    newcomer.clicks("Đổi mật khẩu")
    expect(newcomer.page.locator("#new")).to_have_count(0)


def _moves_to_a_desk(admin: Someone) -> None:
    admin.goes_to(f"/tai-khoan?tim={LOGIN}")
    admin.clicks(NAME)
    admin.page.locator("summary", has_text="Giao vị trí, chuyển công tác").click()
    _says_which_post(admin, "receptionist")
    day = admin.page.evaluate("new Date().toLocaleDateString('en-CA', {timeZone: 'Asia/Saigon'})")
    for part, text in zip(("year", "month", "day"), day.split("-"), strict=True):
        admin.page.fill(f'[name="from_on.{part}"]', text)
    admin.page.select_option("#instead_of", index=1)
    admin.clicks("Giao vị trí, chuyển công tác")
    admin.sees("Đã giao vị trí")
    admin.sees("Thu hồi khi mới giao")
