"""Guessing logins, passwords and codes: nothing is found, nothing is told, nobody is locked out."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client, override_settings

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.people.actions import SIGN_IN_TRIES, open_account
from motcua.people.models import SignIn, SignInLine
from motcua.people.sign_in_rules import network_of
from tests.builders import a_person, a_submitted_dossier
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords
from tests.web import portals
from tests.web.portals import NOW, text_of

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
PASSWORD = "mot-cua-mot-mat-khau-dai"
LOGIN = "nguoi-dan"
MOST = 20  # guesses that an address gets an answer to


@pytest.fixture
def owner() -> None:
    open_account(a_person(), LOGIN, PASSWORD, by=SYSTEM, at=MONDAY_MORNING)


def tries(client: Client, login: str, password: str, **more: str) -> str:
    """Try to sign in; return what the page says, empty when one is in."""
    answer = client.post("/dang-nhap", {"login": login, "password": password}, **more)  # type: ignore[arg-type]
    return "" if answer.status_code == 302 else text_of(answer.content)


def guesses(many: int) -> Iterator[str]:
    rng = random.Random(9)  # noqa: S311 -- guesses are to be the same in every run
    for _ in range(many):
        yield f"{rng.randrange(10**12):012}"


def test_one_address_gets_few_answers_whatever_logins_it_tries(owner: None) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    said = [tries(client, login, "sai") for login in guesses(60)]
    throttled = [one for one in said if "quá nhiều lần" in one]

    assert len(said) - len(throttled) <= MOST
    assert not SignIn.objects.exists()
    assert SignInLine.objects.filter(what="refused", login_digest__isnull=False).count() <= MOST


def test_a_forged_header_does_not_make_an_address_another(owner: None) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    said = [
        tries(client, LOGIN, "sai", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}")
        for n in range(SIGN_IN_TRIES + 1)
    ]

    assert "quá nhiều lần" in said[-1]


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_only_its_own_word_counts(owner: None) -> None:
    client = Client(REMOTE_ADDR="127.0.0.1")
    said = [
        tries(client, LOGIN, "sai", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}, 10.0.0.7")
        for n in range(SIGN_IN_TRIES + 1)
    ]

    assert "quá nhiều lần" in said[-1]


def test_a_stranger_locks_nobody_out_elsewhere(owner: None) -> None:
    stranger = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(SIGN_IN_TRIES + 2):
        tries(stranger, LOGIN, "sai")

    assert tries(Client(REMOTE_ADDR="10.0.0.8"), LOGIN, PASSWORD) == ""


def test_a_neighbour_in_the_network_does_not_lock_out_a_known_browser(owner: None) -> None:
    known, other = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="10.0.0.7")
    first = tries(known, LOGIN, PASSWORD)
    known.post("/dang-xuat")
    for login in [LOGIN] * SIGN_IN_TRIES + list(guesses(25)):
        tries(other, login, "sai")

    assert first == ""
    assert "quá nhiều lần" in tries(other, LOGIN, PASSWORD)
    assert tries(known, LOGIN, PASSWORD) == ""


def test_a_known_browser_guesses_no_more_than_others(owner: None) -> None:
    open_account(a_person(), "nguoi-khac", PASSWORD, by=SYSTEM, at=MONDAY_MORNING)
    known = Client(REMOTE_ADDR="10.0.0.7")
    tries(known, LOGIN, PASSWORD)
    own = [tries(known, LOGIN, "sai") for _ in range(SIGN_IN_TRIES + 1)]
    others = [tries(known, "nguoi-khac", "sai") for _ in range(SIGN_IN_TRIES + 1)]

    assert "quá nhiều lần" in own[-1]
    assert "quá nhiều lần" in others[-1]


def test_a_forged_or_changed_device_is_no_known_one(owner: None) -> None:
    known, forger = Client(REMOTE_ADDR="10.0.0.9"), Client(REMOTE_ADDR="10.0.0.7")
    tries(known, LOGIN, PASSWORD)
    forger.cookies["device"] = "x" + known.cookies["device"].value
    said = [tries(forger, LOGIN, "sai") for _ in range(SIGN_IN_TRIES + 1)]

    assert LOGIN not in known.cookies["device"].value
    assert "quá nhiều lần" in said[-1]


def test_a_lock_ends_within_a_quarter_of_an_hour(
    owner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(SIGN_IN_TRIES + 1):
        tries(client, LOGIN, "sai")
    for module in portals._seeing_the_clock():
        monkeypatch.setattr(module, "now", lambda: NOW + timedelta(minutes=15))

    assert tries(client, LOGIN, PASSWORD) == ""


def test_closed_unknown_and_wrong_get_the_same_answer_and_work(
    owner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    honest = check_password

    def counting(password: str, encoded: str) -> bool:
        checked.append(encoded.split("$")[0])
        return honest(password, encoded)

    monkeypatch.setattr("motcua.people.actions.accounts.check_password", counting)
    closed = open_account(a_person(), "da-khoa", PASSWORD, by=SYSTEM, at=MONDAY_MORNING)
    closed.is_active = False
    closed.save()
    said = {
        tries(Client(), LOGIN, "sai"),
        tries(Client(), "khong-co", "sai"),
        tries(Client(), "da-khoa", PASSWORD),
    }

    assert len(said) == 1
    assert (len(checked), len(set(checked))) == (3, 1)


def test_numbers_and_second_facts_of_dossiers_are_not_found_by_trying() -> None:
    dossier = a_submitted_dossier()
    client = Client(REMOTE_ADDR="10.0.0.7")
    known = Dossier.objects.get(pk=dossier.id).submission_code
    pages = [
        client.post("/tra-cuu", {"number": number, "second": second})
        for second in guesses(20)
        for number in (known, "NT-KHONG-CO-THAT")
    ]
    said = [text_of(page.content).replace(known, "") for page in pages]
    answered = [one for one in said if "Không tìm thấy" in one]

    assert {page.status_code for page in pages} == {422}
    assert len(answered) == MOST
    assert len({one.replace("NT-KHONG-CO-THAT", "") for one in answered}) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("dòng lệnh", "dòng lệnh"),
    ],
)
def test_tries_are_counted_by_network(address: str, network: str) -> None:
    assert network_of(address) == network
