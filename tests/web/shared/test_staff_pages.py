"""The pages on which technical administrators open accounts and give posts."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from motcua.kernel.actors import SYSTEM, Role
from motcua.organisations.models import Position
from motcua.people import actions as people
from motcua.people.models import Account, SignIn
from motcua.people.sign_in_rules import Proof
from motcua.staffing import actions
from motcua.staffing.models import Appointment
from tests.builders import a_citizen, a_person, a_personal_number, a_province
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords
from tests.staffing.people import TODAY, a_newcomer, a_post, an_administrator, opened
from tests.web.portals import NOW, assert_flat, browser_of, text_of

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
OWN = "Một câu dài của riêng tôi 1-"
WITHOUT_DEVICE: dict[str, object] = {"second_factor_roles": []}


def typed(role: Role = Role.RECEPTIONIST, **given: str) -> dict[str, str]:
    return {
        "full_name": "Phạm Thị Mới",
        "personal_number": a_personal_number(),
        "login": "pham-thi-moi",
        "proof": "identity_card",
        "agency": str(a_province().commune.id),
        "role": role.value,
        "title": "Chuyên viên",
        "from_on.day": "1",
        "from_on.month": "6",
        "from_on.year": "2026",
        **given,
    }


def first_password(page: bytes) -> str:
    found = re.search(r"<code[^>]*>([^<]+)</code>", page.decode())
    assert found is not None
    return found.group(1)


def without_device() -> None:
    day = MONDAY_MORNING.date()
    people.adopt_policy(WITHOUT_DEVICE, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)


def test_whoever_gets_an_account_sets_a_password_of_their_own_before_anything_opens() -> None:
    without_device()
    page = browser_of(an_administrator()).post("/tai-khoan/moi", typed())
    password, newcomer = first_password(page.content), Client()

    came = newcomer.post("/dang-nhap", {"login": "pham-thi-moi", "password": password})
    shut = newcomer.get("/mot-cua/").status_code
    asked = newcomer.get("/dang-nhap/doi-mat-khau")
    kept = newcomer.post("/dang-nhap/doi-mat-khau", {"new": password, "again": password})
    newcomer.post("/dang-nhap/doi-mat-khau", {"new": OWN, "again": OWN})

    assert "Chỉ hiện một lần" in text_of(page.content)
    assert page.headers["Cache-Control"] == "no-store"
    assert came.headers["Location"] == "/dang-nhap/doi-mat-khau"
    assert "mật khẩu được cấp" in text_of(asked.content)
    assert (shut, kept.status_code) == (302, 422)
    assert newcomer.get("/mot-cua/").status_code == 200
    assert Account.objects.get(login="pham-thi-moi").first_password_until is None


def test_half_a_sign_in_is_worth_nothing_once_another_password_was_given() -> None:
    without_device()
    admin = an_administrator()
    made, thief = opened(admin), Client()
    thief.post("/dang-nhap", {"login": made.login, "password": made.password})

    people.give_password(made.officer, Proof.IN_PERSON, by=admin, at=NOW)
    answer = thief.post("/dang-nhap/doi-mat-khau", {"new": OWN, "again": OWN})

    assert answer.headers["Location"] == "/dang-nhap"
    assert not Account.objects.get(login=made.login).check_password(OWN)


def test_nothing_typed_is_lost_and_every_gap_is_told_at_once() -> None:
    admin = browser_of(an_administrator())
    gaps = {"agency": "", "role": "", "proof": "", "from_on.day": "40", "unit": "Phòng Một"}
    gaps |= {"full_name": "", "title": "", "personal_number": " ", "login": "Có Dấu"}

    page = admin.post("/tai-khoan/moi", typed() | gaps)
    taken = admin.post("/tai-khoan/moi", typed(login="Có Dấu"))

    said = text_of(page.content)
    told = ("họ tên", "số định danh", "cơ quan", "vai trò", "chức danh", "ngày bắt đầu")
    for words in (*told, "kiểm tra người"):
        assert re.search(f"Xin (chọn|ghi|nhập)( đã)? {words}", said)
    assert "Tên đăng nhập gồm" in said
    assert page.status_code == taken.status_code == 422
    assert 'value="Phòng Một"' in page.content.decode()
    assert 'value="Có Dấu"' in taken.content.decode()
    assert not Account.objects.filter(login="pham-thi-moi").exists()


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in() -> None:
    stranger = Client()
    answer = stranger.post("/tai-khoan/moi", typed(title="Giữ lại"))

    assert answer.headers["Location"].startswith("/dang-nhap")
    stranger.force_login(Account.objects.get(person=an_administrator().who))
    assert 'value="Giữ lại"' in stranger.get("/tai-khoan/moi").content.decode()


def test_a_second_administrator_confirms_on_the_page_what_the_first_proposed() -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    browser_of(first).post("/tai-khoan/moi", typed(Role.SIGNATORY))
    asked = {"act": "confirm", "which": str(Appointment.objects.get().id)}
    page = "/tai-khoan/cho-xac-nhan"

    own = browser_of(first).post(page, asked, follow=True)
    other = browser_of(second).post(page, asked, follow=True)
    late = browser_of(second).post(page, asked, follow=True)

    assert "cần hai người" in text_of(own.content)
    assert "Đã xác nhận 1 vị trí." in text_of(other.content)
    assert "đã được người khác xác nhận" in text_of(late.content)
    assert Position.objects.filter(role="signatory").count() == 1


def test_of_several_that_are_ticked_each_is_settled_by_itself_and_what_cannot_be_is_named() -> None:
    first, second = an_administrator(), an_administrator("Quản Trị Hai")
    for n, by in enumerate((first, second, first)):
        newcomer = a_newcomer(full_name=f"Người {n}", login=f"nguoi-{n}")
        opened(by, a_post(Role.SIGNATORY), newcomer)
    which = [str(one.id) for one in Appointment.objects.all()]
    page = "/tai-khoan/cho-xac-nhan"

    said = browser_of(second).post(page, {"act": "confirm", "which": which}, follow=True)
    none = browser_of(second).post(page, {"act": "confirm"}, follow=True)
    foreign = [*which, str(a_province().commune.id)]
    unknown = browser_of(second).post(page, {"act": "drop", "which": foreign})

    assert "Đã xác nhận 2 vị trí." in text_of(said.content)
    assert "Người 1, Người có thẩm quyền ký: Vị trí này cần hai người" in text_of(said.content)
    assert "Xin chọn ít nhất một vị trí" in text_of(none.content)
    assert unknown.status_code == 404
    assert Appointment.objects.get(settled_at=None).officer.full_name == "Người 1"


def test_what_waits_is_shown_by_agency_and_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.staffing.queries.PAGE", 2)
    admin, province = an_administrator(), a_province()
    for n, agency in enumerate([province.commune, province.justice, *[province.commune] * 2]):
        newcomer = a_newcomer(full_name=f"Người {n}", login=f"nguoi-{n}")
        opened(SYSTEM, a_post(Role.SIGNATORY, agency), newcomer)
    browser, page = browser_of(admin), "/tai-khoan/cho-xac-nhan"

    seen, address = [], f"?co-quan={province.commune.id}"
    while address:
        shown = browser.get(page + address).content.decode()
        seen.append(re.findall(r"Người \d(?=</a>)", shown))
        following = re.search(r'href="([^"]+)" rel="next"', shown)
        address = unescape(following.group(1)) if following else ""

    assert seen == [["Người 0", "Người 2"], ["Người 3"]]
    assert "Không còn vị trí nào chờ ở đây" in text_of(
        browser.get(page, {"co-quan": str(province.centre.id)}).content
    )
    odd = browser.get(page, {"co-quan": "x", "sau": "y"})
    assert "Người 0" in text_of(odd.content)


def test_a_page_shows_an_officers_posts_past_and_present_and_moves_them() -> None:
    admin = an_administrator()
    made = opened(admin, a_post(from_on=TODAY - timedelta(days=9)))
    held = Position.objects.get(officer=made.officer)
    address, browser = f"/tai-khoan/nguoi/{made.officer}", browser_of(admin)
    moving = {**typed(Role.CASE_OFFICER), "act": "appoint", "instead_of": str(held.id)}

    moved = browser.post(address, moving, follow=True)
    again = browser.post(address, moving)
    now = Position.objects.get(officer=made.officer, role="case_officer")
    days = {"last_on.day": "31", "last_on.month": "5", "last_on.year": "2026"}
    browser.post(address, {"act": "end_post", "position": str(now.id), **days})

    assert "Đã giao vị trí." in text_of(moved.content)
    assert "Cán bộ tiếp nhận Chuyên viên" in text_of(moved.content)
    assert again.status_code == 422
    page = text_of(browser.get(address).content)
    found = [page.count(words) for words in ("Đã thôi", "Thu hồi khi mới giao", "Đang giữ")]
    assert found == [1, 1, 0]
    assert browser.get(f"/tai-khoan/nguoi/{a_citizen().who}").status_code == 404
    assert browser.post(address, {"act": "x"}).status_code == 404


def test_a_new_password_is_shown_once_to_who_said_by_what_the_person_was_known() -> None:
    admin = an_administrator()
    made = opened(admin)
    address, browser = f"/tai-khoan/nguoi/{made.officer}", browser_of(admin)

    unsaid = browser.post(address, {"act": "password"})
    page = browser.post(address, {"act": "password", "password_proof": "office_card"})

    assert unsaid.status_code == 422
    password = first_password(page.content)
    assert Account.objects.get(login=made.login).check_password(password)
    assert password not in browser.get(address).content.decode()


def test_officers_are_found_by_name_login_or_number_also_when_they_have_left() -> None:
    admin = an_administrator()
    made = opened(admin, newcomer=a_newcomer(staff_number="CB-77"))
    position = Position.objects.get(officer=made.officer)
    yesterday = TODAY - timedelta(days=1)
    actions.end(position.id, officer=made.officer, last_on=yesterday, by=admin, at=NOW)
    browser = browser_of(admin)

    for words in ("phạm thị mới", "pham-thi-moi", "cb-77"):
        assert "Phạm Thị Mới" in text_of(browser.get("/tai-khoan", {"tim": words}).content)
    assert "Không tìm thấy ai" in text_of(browser.get("/tai-khoan", {"tim": "zz"}).content)


def test_who_gets_their_first_post_signs_in_anew_before_it_opens_anything() -> None:
    without_device()
    number = a_personal_number()
    account = Account(login="cong-dan", person=a_person("Phạm Thị Mới", number=number))
    account.set_password(OWN)
    account.save()
    browser = Client()
    browser.post("/dang-nhap", {"login": "cong-dan", "password": OWN})
    was_in = browser.get("/tin-nhan").status_code

    opened(an_administrator(), newcomer=a_newcomer(personal_number=number))

    assert was_in == 200
    assert browser.get("/mot-cua/").status_code == 302
    assert not SignIn.objects.filter(account=account).exists()


def test_the_pages_ask_the_same_few_questions_however_many_officers_there_are() -> None:
    admin = an_administrator()

    def grow() -> None:
        for n in range(10):
            post = a_post(Role.SIGNATORY if n % 2 else Role.CASHIER)
            opened(SYSTEM, post, a_newcomer(login=f"nguoi-{n}"))

    opened(SYSTEM, a_post(Role.SIGNATORY), a_newcomer(login="nguoi-x"))
    assert_flat(admin, "/tai-khoan/cho-xac-nhan", grow)
