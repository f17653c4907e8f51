"""The second step of signing in: asked of staff, with an app, a passkey, or a code on paper."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.ids import PersonId
from motcua.people import actions
from motcua.people.models import Account, Passkey, RecoveryCode, SecondFactor, SignInLine
from motcua.people.queries import secret_of
from motcua.people.sign_in_rules import Proof
from motcua.people.totp import code_of, step_of
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.passkey_device import Device
from tests.quick_passwords import quick_passwords
from tests.signing_hands import the_code, with_app
from tests.web import portals
from tests.web.portals import NOW, browser_of, text_of

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
PASSWORD = "Mot-mat-khau-rat-la-dai-1"
SECOND, ENROL = "/dang-nhap/buoc-hai", "/dang-nhap/dang-ky-lop-hai"
CODE = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")


def with_password(by: Actor) -> Actor:
    """Give somebody an account with a password."""
    account = Account.objects.get_or_create(login=str(by.who), person_id=by.who)[0]
    account.set_password(PASSWORD)
    account.save()
    return by


def an_officer_here(role: Role = Role.RECEPTIONIST) -> Actor:
    return with_password(an_officer(a_province().commune, role))


def first_step(by: Actor, following: str = "") -> tuple[Client, str]:
    """Enter login and password; return the browser and where it is sent."""
    client = Client()
    sent = {"login": str(by.who), "password": PASSWORD, "tiep": following}
    return client, str(client.post("/dang-nhap", sent).headers["Location"])


def is_in(client: Client) -> bool:
    return client.get("/tin-nhan").status_code == 200


def test_staff_without_a_device_add_one_before_anything_opens() -> None:
    officer = an_officer_here()
    client, following = first_step(officer, "/mot-cua/")
    page = client.get(following)
    before = is_in(client)
    shown = client.post(ENROL, {"code": the_code(officer, NOW)})
    codes = CODE.findall(text_of(shown.content))

    assert (following, before, is_in(client)) == (ENROL, False, True)
    assert "Mã QR" in page.content.decode()
    assert len(set(codes)) == 10
    assert 'href="/mot-cua/"' in shown.content.decode()
    assert Event.objects.filter(verb="second_factor.added", subject=officer.who).exists()
    assert RecoveryCode.objects.count() == 10


def test_a_wrong_first_code_adds_no_device() -> None:
    officer = an_officer_here()
    client, following = first_step(officer)
    client.get(following)
    page = client.post(ENROL, {"code": "000000"})

    assert page.status_code == 422
    assert not is_in(client)
    assert not SecondFactor.objects.filter(confirmed_at__isnull=False).exists()


def test_who_has_a_device_enters_its_code() -> None:
    officer = with_app(an_officer_here())
    client, following = first_step(officer, "/mot-cua/")
    wrong = client.post(following, {"code": "000000"})
    stayed_out = not is_in(client)
    right = client.post(following, {"code": the_code(officer, NOW)})

    assert (following, wrong.status_code, stayed_out) == (SECOND, 422, True)
    assert right.headers["Location"] == "/mot-cua/"
    assert is_in(client)


def test_a_citizen_is_let_in_with_a_password_unless_they_have_a_device() -> None:
    plain, careful = with_password(a_citizen()), with_app(with_password(a_citizen()))

    assert first_step(plain)[1] == "/bat-dau"
    assert first_step(careful)[1] == SECOND


def test_the_policy_says_whose_posts_need_a_device() -> None:
    said = {"second_factor_roles": ["technical_admin"]}
    day = MONDAY_MORNING.date()
    actions.adopt_policy(said, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)
    province = a_province()
    officer = with_password(an_officer(province.commune, Role.RECEPTIONIST))
    admin = with_password(an_officer(province.commune, Role.TECHNICAL_ADMIN))

    assert first_step(officer)[1] == "/bat-dau"
    assert first_step(admin)[1] == ENROL


def test_a_code_counts_once_also_between_browsers() -> None:
    officer = with_app(an_officer_here())
    code = the_code(officer, NOW)
    first, second = first_step(officer)[0], first_step(officer)[0]
    first.post(SECOND, {"code": code})

    assert second.post(SECOND, {"code": code}).status_code == 422
    assert not is_in(second)


def test_codes_are_tried_five_times_and_the_right_one_then_waits() -> None:
    officer = with_app(an_officer_here())
    client, following = first_step(officer)
    for _ in range(5):
        client.post(following, {"code": "000000"})
    page = client.post(following, {"code": the_code(officer, NOW)})

    assert "quá nhiều lần" in text_of(page.content)
    assert not is_in(client)
    assert SignInLine.objects.filter(what="refused").count() == 6


def test_a_code_on_paper_opens_once() -> None:
    officer = with_app(an_officer_here())
    codes = actions.renew_recovery_codes(
        the_code(officer, MONDAY_MORNING), by=officer, at=MONDAY_MORNING
    )
    client, again = first_step(officer)[0], first_step(officer)[0]
    written = codes[0].lower().replace("-", " ")

    assert client.post(SECOND, {"code": written}).status_code == 302
    assert is_in(client)
    assert again.post(SECOND, {"code": codes[0]}).status_code == 422
    assert first_step(officer)[0].post(SECOND, {"code": codes[1]}).status_code == 302


def test_codes_on_paper_of_somebody_else_open_nothing() -> None:
    officer, other = with_app(an_officer_here()), with_app(with_password(a_citizen()))
    codes = actions.renew_recovery_codes(
        the_code(other, MONDAY_MORNING), by=other, at=MONDAY_MORNING
    )

    assert first_step(officer)[0].post(SECOND, {"code": codes[0]}).status_code == 422


def test_the_second_step_is_worth_nothing_without_the_first() -> None:
    officer = with_app(an_officer_here())
    stranger = Client()

    assert stranger.get(SECOND).headers["Location"] == "/dang-nhap"
    assert stranger.post(SECOND, {"code": the_code(officer, NOW)}).status_code == 302
    assert stranger.get(ENROL).headers["Location"] == "/dang-nhap"
    assert not is_in(stranger)


def test_the_first_step_is_forgotten_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = with_app(an_officer_here())
    client, following = first_step(officer)
    for module in portals._seeing_the_clock():
        monkeypatch.setattr(module, "now", lambda: NOW + timedelta(minutes=11))

    assert client.get(following).headers["Location"] == "/dang-nhap"


def test_nobody_skips_adding_a_device_by_its_address() -> None:
    officer = with_app(an_officer_here())
    client, _ = first_step(officer)

    assert client.get(ENROL).headers["Location"] == SECOND


def test_a_reset_ends_every_session_and_begins_with_a_new_device() -> None:
    officer = with_app(an_officer_here())
    client, following = first_step(officer)
    client.post(following, {"code": the_code(officer, NOW)})
    was_in = is_in(client)
    actions.reset_second_factor(PersonId(officer.who), Proof.IN_PERSON, by=SYSTEM, at=NOW)

    assert was_in
    assert not is_in(client)
    assert first_step(officer)[1] == ENROL


def asked_on(page: bytes) -> str:
    """Return what a page asks of the device."""
    found = re.search(r'data-asked="([^"]*)"', page.decode())
    assert found is not None
    return unescape(found[1])


def a_device() -> Device:
    return Device(settings.PUBLIC_URL, "localhost")


def with_passkey(officer: Actor, device: Device) -> Client:
    client = browser_of(officer)
    asked = asked_on(client.get("/xac-thuc-hai-lop").content)
    client.post("/xac-thuc-hai-lop", {"act": "add_passkey", "passkey": device.makes(asked)})
    return client


def test_a_passkey_takes_the_place_of_the_code() -> None:
    officer, device = with_app(an_officer_here()), a_device()
    with_passkey(officer, device)
    client, following = first_step(officer)
    answer = device.proves(asked_on(client.get(following).content))

    assert client.post(following, {"passkey": answer}).status_code == 302
    assert is_in(client)
    assert Passkey.objects.get().sign_count == 2


def test_what_a_passkey_answered_counts_once_for_its_own_question() -> None:
    officer, device = with_app(an_officer_here()), a_device()
    with_passkey(officer, device)
    client, following = first_step(officer)
    stale = device.proves(asked_on(client.get(following).content))
    client.get(following)

    assert client.post(following, {"passkey": stale}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "device",
    [Device("https://evil.example", "localhost"), Device(settings.PUBLIC_URL, "evil.example")],
    ids=["origin", "site"],
)
def test_a_passkey_does_not_answer_for_another_site(device: Device) -> None:
    officer, good = with_app(an_officer_here()), a_device()
    with_passkey(officer, good)
    device.key, device.id, device.count = good.key, good.id, good.count
    client, following = first_step(officer)
    answer = device.proves(asked_on(client.get(following).content))

    assert client.post(following, {"passkey": answer}).status_code == 422


def test_a_copied_passkey_that_counts_backwards_is_refused() -> None:
    officer, device = with_app(an_officer_here()), a_device()
    with_passkey(officer, device)
    Passkey.objects.update(sign_count=9)
    client, following = first_step(officer)
    answer = device.proves(asked_on(client.get(following).content))

    assert client.post(following, {"passkey": answer}).status_code == 422


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "x", '{"id": "AAAA", "response": {}}', "9" * 20000]
)
def test_nonsense_for_a_passkey_is_refused(answer: str) -> None:
    officer = with_app(an_officer_here())
    with_passkey(officer, a_device())
    client, following = first_step(officer)
    client.get(following)

    assert client.post(following, {"passkey": answer}).status_code == 422
    assert not is_in(client)


def test_a_passkey_can_be_taken_away_and_nobody_elses() -> None:
    officer, other = with_app(an_officer_here()), with_app(a_citizen())
    client = with_passkey(officer, a_device())
    passkey = str(Passkey.objects.get().id)
    sent = {"act": "remove_passkey", "which": passkey}
    foreign = browser_of(other).post("/xac-thuc-hai-lop", sent)

    assert foreign.status_code == 404
    assert Passkey.objects.exists()
    client.post("/xac-thuc-hai-lop", sent)
    assert not Passkey.objects.exists()


def test_removing_the_app_takes_everything_beside_it() -> None:
    officer = with_app(an_officer_here())
    client = with_passkey(officer, a_device())
    factor = SecondFactor.objects.get()
    code = code_of(secret_of(factor), step_of(NOW))
    client.post("/xac-thuc-hai-lop", {"act": "remove", "code": code})

    assert not Passkey.objects.exists()
    assert not SecondFactor.objects.exists()
