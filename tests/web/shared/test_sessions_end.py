"""Sessions end: unused, too old, with a post that was lost, from another device, or by an admin."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.actions import end_post
from motcua.people import actions
from motcua.people.models import Account, SignIn, SignInLine
from motcua.people.queries import has_second_factor
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords
from tests.signing_hands import with_app
from tests.web import portals
from tests.web.portals import NOW, browser_of, text_of

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
PASSWORD = "Mot-mat-khau-dai-1!"
Wait = Callable[[float], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Let minutes pass since the Monday of the tests."""

    def waited(minutes: float) -> None:
        for module in portals._seeing_the_clock():
            monkeypatch.setattr(module, "now", lambda: NOW + timedelta(minutes=minutes))

    return waited


@pytest.fixture(autouse=True)
def without_device() -> None:
    """Let staff in with a password, which is not what is tried here."""
    said: dict[str, object] = {"second_factor_roles": []}
    day = MONDAY_MORNING.date()
    actions.adopt_policy(said, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)


def signed_in(by: Actor, agent: str = "Firefox/130.0 Windows") -> Client:
    account = Account.objects.filter(person=by.who).first()
    if account is None:
        account = Account(login=str(by.who), person_id=by.who, password_set_at=MONDAY_MORNING)
        account.set_password(PASSWORD)
        account.save()
    client = Client(HTTP_USER_AGENT=agent)
    answer = client.post("/dang-nhap", {"login": str(by.who), "password": PASSWORD})
    assert answer.headers["Location"] == "/bat-dau"
    return client


def is_in(client: Client) -> bool:
    return client.get("/tin-nhan").status_code == 200


def an_officer_here(role: Role = Role.RECEPTIONIST) -> Actor:
    return an_officer(a_province().commune, role)


@pytest.mark.parametrize(("minutes", "stays"), [(14, True), (16, False)])
def test_a_session_of_staff_ends_after_a_quarter_of_an_hour(
    minutes: int, stays: bool, wait: Wait
) -> None:
    client = signed_in(an_officer_here())
    wait(minutes)

    assert is_in(client) is stays


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_a_session_of_a_citizen_ends_after_half_an_hour(
    minutes: int, stays: bool, wait: Wait
) -> None:
    client = signed_in(a_citizen())
    wait(minutes)

    assert is_in(client) is stays


def test_a_session_in_use_goes_on_for_twelve_hours_and_no_longer(wait: Wait) -> None:
    client = signed_in(a_citizen())
    for minutes in range(20, 12 * 60, 20):
        wait(minutes)
        assert is_in(client)
    wait(12 * 60 + 1)

    assert not is_in(client)
    assert not SignIn.objects.exists()


def test_the_page_knows_when_its_session_ends() -> None:
    client = signed_in(an_officer_here())

    assert 'data-seconds="900"' in client.get("/tin-nhan").content.decode()


def test_who_leaves_a_post_is_out_with_the_next_click() -> None:
    officer = an_officer_here()
    client = signed_in(officer)
    was_there = client.get("/mot-cua/").status_code
    yesterday = NOW.date() - timedelta(days=1)
    admin = Actor(a_citizen().who, officer.agency, frozenset({Role.BUSINESS_ADMIN}))
    agency = AgencyId(officer.office)
    end_post(PersonId(officer.who), agency, last_on=yesterday, by=admin, at=NOW)

    assert was_there == 200
    assert client.get("/mot-cua/").status_code == 302
    assert not is_in(client)
    assert not SignIn.objects.exists()


def test_a_closed_account_is_out_at_once_and_stays_out_when_opened_again() -> None:
    officer = an_officer_here()
    client = signed_in(officer)
    account = Account.objects.get(person=officer.who)
    actions.close_account(account.id, by=SYSTEM, at=NOW)
    out = not is_in(client)
    actions.reopen_account(account.id, by=SYSTEM, at=NOW)

    assert out
    assert not is_in(client)


def test_a_keeper_of_accounts_ends_every_session_of_another_and_leaves_the_account_open() -> None:
    province = a_province()
    officer = an_officer(province.commune, Role.RECEPTIONIST)
    admin = signed_in(an_officer(province.commune, Role.TECHNICAL_ADMIN))
    here, there = signed_in(officer), signed_in(officer, "Chrome/131.0 (Linux; Android 14)")
    account = Account.objects.get(person=officer.who)

    answer = admin.post(f"/tai-khoan/nguoi/{officer.who}", {"act": "end"}, follow=True)

    assert "Đã kết thúc 2 phiên." in text_of(answer.content)
    assert not is_in(here)
    assert not is_in(there)
    assert Account.objects.get(pk=account.pk).is_active
    assert Event.objects.get(verb="account.sessions_ended").facts == {"sessions": 2}
    with pytest.raises(NotPermitted):
        actions.end_sessions(account.id, by=officer, at=NOW)


def test_ones_own_devices_are_listed_and_signed_out_from_here() -> None:
    citizen = a_citizen()
    here, there = signed_in(citizen), signed_in(citizen, "Chrome/131.0 (Linux; Android 14)")
    page = text_of(here.get("/phien-dang-nhap").content)
    here.post("/phien-dang-nhap")

    assert "Firefox · Windows Thiết bị này" in page
    assert "Chrome · Android" in page
    assert (is_in(here), is_in(there)) == (True, False)
    assert SignInLine.objects.filter(what="ended").count() == 1


def test_nobody_signs_another_person_out() -> None:
    victim, stranger = signed_in(a_citizen()), signed_in(a_citizen())
    foreign = SignIn.objects.exclude(session_key=stranger.cookies["session"].value).get()
    stranger.post("/phien-dang-nhap", {"which": str(foreign.id)})
    stranger.post("/phien-dang-nhap")

    assert is_in(victim)
    assert stranger.post("/phien-dang-nhap", {"which": "x"}).status_code == 404


def test_changing_the_password_asks_for_the_one_that_holds_and_ends_the_others() -> None:
    citizen = a_citizen()
    here, there = signed_in(citizen), signed_in(citizen)
    new = "một câu khác thật dài"
    sent = {"password": "sai", "new": new, "again": new}
    wrong = here.post("/mat-khau", sent)
    differing = here.post("/mat-khau", sent | {"password": PASSWORD, "again": "khác"})
    short = here.post("/mat-khau", sent | {"password": PASSWORD, "new": "a", "again": "a"})
    still = (is_in(here), is_in(there))
    here.post("/mat-khau", sent | {"password": PASSWORD})

    assert [page.status_code for page in (wrong, differing, short)] == [422, 422, 422]
    assert "ít nhất 14 ký tự" in text_of(short.content)
    assert (still, is_in(here), is_in(there)) == ((True, True), True, False)


def test_a_password_below_the_policy_is_changed_before_anything_opens() -> None:
    citizen = a_citizen()
    account = Account(login="yeu", person_id=citizen.who)
    account.set_password("qua-yeu")
    account.save()
    client = Client()
    first = client.post("/dang-nhap", {"login": "yeu", "password": "qua-yeu"})
    stays_out = not is_in(client)
    client.post("/dang-nhap/doi-mat-khau", {"new": PASSWORD, "again": PASSWORD})

    assert first.headers["Location"] == "/dang-nhap/doi-mat-khau"
    assert stays_out
    assert is_in(client)
    assert Client().get("/dang-nhap/doi-mat-khau").headers["Location"] == "/dang-nhap"


def test_the_accounts_of_staff_are_listed_for_the_technical_admin_alone() -> None:
    province = a_province()
    admin = an_officer(province.commune, Role.TECHNICAL_ADMIN)
    officer = an_officer(province.commune, Role.RECEPTIONIST)
    signed_in(officer)
    client = signed_in(admin)
    account = Account.objects.get(person=officer.who)
    page = client.get("/tai-khoan")
    sheet = client.get("/tai-khoan/danh-sach.csv").content.decode("utf-8-sig")
    client.post("/tai-khoan")
    client.post(f"/tai-khoan/nguoi/{officer.who}", {"act": "close"})

    assert account.login in page.content.decode()
    assert f"{account.login}," in sheet
    assert "Cán bộ tiếp nhận" in sheet
    assert Event.objects.get(verb="accounts.reviewed").facts == {"accounts": 2}
    assert not Account.objects.get(pk=account.pk).is_active
    assert browser_of(officer).get("/tai-khoan").status_code in (302, 403)
    assert "Lần gần nhất" in text_of(client.get("/tai-khoan").content)


def test_a_second_factor_is_taken_away_once_it_is_said_how_the_person_was_known() -> None:
    province = a_province()
    officer = with_app(an_officer(province.commune, Role.RECEPTIONIST))
    admin = signed_in(an_officer(province.commune, Role.TECHNICAL_ADMIN))
    asked, page = {"act": "reset"}, f"/tai-khoan/nguoi/{officer.who}"
    unsaid: tuple[dict[str, str], ...] = ({}, {"reset_proof": "smile"})

    for more in unsaid:
        answer = admin.post(page, {**asked, **more}, follow=True)
        assert "kiểm tra người bằng cách nào" in text_of(answer.content)
    assert has_second_factor(officer.who)
    admin.post(page, {**asked, "reset_proof": "identity_card"})

    assert not has_second_factor(officer.who)
    assert Event.objects.get(verb="second_factor.reset").facts == {"proof": "identity_card"}


def test_signing_out_leaves_nothing_behind_in_the_table_of_sessions() -> None:
    client = signed_in(a_citizen())
    key = client.cookies["session"].value
    client.post("/dang-xuat")

    assert not Session.objects.filter(session_key=key).exists()
    assert not SignIn.objects.exists()


def test_signing_in_again_leaves_one_session_that_can_be_ended() -> None:
    citizen = a_citizen()
    client = signed_in(citizen)
    before = client.cookies["session"].value
    client.post("/dang-nhap", {"login": str(citizen.who), "password": PASSWORD})
    key = SignIn.objects.get().session_key
    actions.close_account(Account.objects.get().id, by=SYSTEM, at=NOW)

    assert key == client.cookies["session"].value != before
    assert not Session.objects.filter(session_key__in=[key, before]).exists()


def test_half_a_sign_in_as_another_keeps_the_own_session_endable() -> None:
    citizen, other = a_citizen(), with_app(a_citizen())
    account = Account.objects.get(person=other.who)
    account.set_password(PASSWORD)
    account.save()
    client = signed_in(citizen)
    client.post("/dang-nhap", {"login": account.login, "password": PASSWORD})
    was_in = is_in(client)
    actions.close_account(Account.objects.get(person=citizen.who).id, by=SYSTEM, at=NOW)

    assert was_in
    assert SignIn.objects.count() == 0
    assert not Session.objects.filter(session_key=client.cookies["session"].value).exists()
