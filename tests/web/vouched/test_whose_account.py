"""Whose account a vouched-for person gets: theirs by issuer and subject, and nobody else's."""

from typing import Any

import pytest
from django.test import Client

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.people.actions import adopt_policy, open_account, register, release_identity
from motcua.people.models import Account, Identity, IdentityProvider, Person, SignIn, SignInLine
from motcua.people.rules import Contact
from tests.calendars import MONDAY_MORNING
from tests.web.portals import text_of
from tests.web.vouched.browsing import BACK, BEGIN, ENDED, is_in, question, signs_in
from tests.web.vouched.twin import NAME, NUMBER, Behaviour, Twin
from tests.web.vouched.twin import Person as Subject

pytestmark = pytest.mark.django_db


def a_known_person(name: str = NAME) -> Person:
    contact = Contact(NUMBER)
    told: dict[str, Any] = {"birth_date": None, "sex": None, "verified": False}
    return register(name, contact, **told, by=SYSTEM, at=MONDAY_MORNING)


def refused(client: Client, twin: Twin) -> str:
    """Come back from the provider and be refused; return what the page says."""
    page = client.get(BACK, twin.consent(question(client)))
    assert page.status_code == 422
    assert not is_in(client)
    return text_of(page.content)


def test_a_new_person_is_registered_as_verified_and_comes_back_to_the_same_account(
    twin: Twin, provider: IdentityProvider
) -> None:
    assert signs_in(Client(), twin)
    assert signs_in(Client(), twin)
    person = Account.objects.get().person

    assert (person.full_name, person.verified_at is not None) == (NAME, True)
    assert Event.objects.filter(verb="identity.bound", subject=person.id).count() == 1
    assert twin.person.subject.encode() not in bytes(Identity.objects.get().subject_digest)


def test_a_person_known_by_number_keeps_their_account(
    twin: Twin, provider: IdentityProvider
) -> None:
    account = open_account(
        a_known_person(), "mau", "mot-mat-khau-rat-dai", by=SYSTEM, at=MONDAY_MORNING
    )

    assert signs_in(Client(), twin)
    assert Identity.objects.get().account == account


def test_the_page_one_wanted_follows_and_no_other_site(
    twin: Twin, provider: IdentityProvider
) -> None:
    client, stranger = Client(), Client()
    wanted = client.get(BACK, twin.consent(question(client, f"{BEGIN}?tiep=/kho-giay-to")))
    evil = stranger.get(BACK, twin.consent(question(stranger, f"{BEGIN}?tiep=//evil.example/")))

    assert wanted.headers["Location"] == "/kho-giay-to"
    assert evil.headers["Location"] == "/"


@pytest.mark.parametrize("acr", ["LoA1", "LoA9", "", 2, None], ids=str)
def test_an_identity_of_too_low_a_level_is_told_where_to_raise_it(
    acr: object, twin: Twin, provider: IdentityProvider
) -> None:
    twin.behaviour = Behaviour(claims=lambda said: said.update(acr=acr))

    assert "mức độ 2" in refused(Client(), twin)


def test_another_subject_with_the_same_number_is_sent_to_the_desk(
    twin: Twin, provider: IdentityProvider
) -> None:
    signs_in(Client(), twin)
    twin.person = Subject(subject="subject-2")

    assert "Bộ phận Một cửa" in refused(Client(), twin)
    assert Identity.objects.count() == 1


def test_a_subject_that_brings_another_number_is_sent_to_the_desk(
    twin: Twin, provider: IdentityProvider
) -> None:
    signs_in(Client(), twin)
    twin.person = Subject(number="001190012346")

    assert "Bộ phận Một cửa" in refused(Client(), twin)


def test_a_number_known_under_another_name_is_sent_to_the_desk(
    twin: Twin, provider: IdentityProvider
) -> None:
    a_known_person("Trần Văn Khác")

    assert "Bộ phận Một cửa" in refused(Client(), twin)


@pytest.mark.parametrize("number", ["", "12345", "0011900123456", "00119001234a"])
def test_without_a_number_that_can_exist_nobody_is_bound(
    number: str, twin: Twin, provider: IdentityProvider
) -> None:
    twin.person = Subject(number=number)
    refused(Client(), twin)

    assert not Account.objects.exists()


def test_the_same_mail_address_opens_no_account(twin: Twin, provider: IdentityProvider) -> None:
    twin.person = Subject(more={"email": "mau@example.vn", "email_verified": True})
    signs_in(Client(), twin)
    twin.person = Subject("subject-2", "", "Khác", more=dict(twin.person.more))

    refused(Client(), twin)
    assert Account.objects.count() == 1


def test_a_closed_account_stays_closed(twin: Twin, provider: IdentityProvider) -> None:
    signs_in(Client(), twin)
    Account.objects.update(is_active=False)

    refused(Client(), twin)


def test_nobody_signs_in_to_such_an_account_with_a_password(
    twin: Twin, provider: IdentityProvider
) -> None:
    signs_in(Client(), twin)
    client = Client()
    for password in ("", "!", Account.objects.get().password):
        client.post("/dang-nhap", {"login": Account.objects.get().login, "password": password})

    assert not is_in(client)


def test_released_at_the_desk_the_next_subject_is_bound(
    twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    signs_in(client, twin)
    twin.person = Subject(subject="subject-2")
    release_identity(Account.objects.get(), "quoc-gia", by=SYSTEM, at=MONDAY_MORNING)

    assert not is_in(client)
    assert signs_in(Client(), twin)
    assert Account.objects.count() == 1


def test_asking_for_more_of_somebody_signed_in_lets_no_other_in(
    twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    signs_in(client, twin)
    before = SignIn.objects.get().account_id
    twin.person = Subject("subject-2", "001190054321", "Trần Thị Khác")
    page = client.get(BACK, twin.consent(question(client)))

    assert page.status_code == 422
    assert SignIn.objects.get().account_id == before


def test_the_session_gets_a_new_id_and_the_log_says_who_from_where(
    twin: Twin, provider: IdentityProvider
) -> None:
    client = Client(REMOTE_ADDR="127.0.0.9", REMOTE_PORT="40123")
    question(client)
    before = client.cookies["session"].value
    signs_in(client, twin)
    client.post("/dang-xuat")
    lines = SignInLine.objects.order_by("id").values_list("what", "method", "address", "port")

    assert client.cookies["session"].value != before
    assert list(lines) == [
        ("signed_in", "provider", "127.0.0.9", 40123),
        ("signed_out", "provider", "127.0.0.9", 40123),
    ]


def test_signing_out_here_offers_to_sign_out_there_without_naming_the_person(
    twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    signs_in(client, twin)
    page = client.post("/dang-xuat", follow=True)
    there = client.get(f"{BEGIN}/dang-xuat").headers["Location"]

    assert "đã đăng xuất ở đây" in text_of(page.content)
    assert there.startswith(f"{twin.issuer}/end?client_id=motcua&post_logout_redirect_uri=http")
    assert "id_token" not in there


LOGOUTS: dict[str, dict[str, Any]] = {
    "with a nonce": {"nonce": "x"},
    "without the event": {"events": None},
    "with another event": {"events": {"http://elsewhere.example": {}}},
    "for another client": {"aud": "somebody"},
    "of another issuer": {"iss": "https://elsewhere.example"},
    "naming nobody": {"sub": None, "sid": None},
    "without an id": {"jti": None},
    "issued long ago": {"iat": 1},
    "ended": {"exp": 1},
}


@pytest.mark.parametrize("changed", LOGOUTS.values(), ids=LOGOUTS.keys())
def test_a_logout_that_does_not_fit_ends_nothing(
    changed: dict[str, Any], twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    signs_in(client, twin)
    answer = client.post(ENDED, {"logout_token": twin.logout_token(**changed)})

    assert answer.status_code == 400
    assert is_in(client)


@pytest.mark.parametrize(
    ("named", "is_ended"),
    [
        ({}, True),
        ({"sid": None}, True),
        ({"sub": None}, True),
        ({"sid": "session-2"}, False),
        ({"sub": "subject-2"}, False),
    ],
)
def test_a_logout_from_the_provider_ends_the_sessions_it_names(
    named: dict[str, Any], is_ended: bool, twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    signs_in(client, twin)
    answer = Client(enforce_csrf_checks=True).post(
        ENDED, {"logout_token": twin.logout_token(**named)}
    )

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert is_in(client) is not is_ended


def test_an_id_token_ends_no_session(twin: Twin, provider: IdentityProvider) -> None:
    client = Client()
    signs_in(client, twin)
    header = {"alg": "RS256", "kid": twin.kid}
    token = twin.token({"iss": twin.issuer, "aud": "motcua", "sub": "subject-1"}, header)

    assert client.post(ENDED, {"logout_token": token}).status_code == 400
    assert is_in(client)


def test_an_act_that_needs_a_higher_level_asks_the_provider_and_comes_back(
    twin: Twin, provider: IdentityProvider
) -> None:
    said = {"levels": {"submit": 2, "store": 3}}
    day = MONDAY_MORNING.date().replace(year=2020)
    adopt_policy(said, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)
    client = Client()
    signs_in(client, twin)
    asked = client.get("/kho-giay-to").headers["Location"]
    twin.person = Subject(acr="LoA3")
    back = client.get(BACK, twin.consent(question(client, asked)))

    assert "acr_values=LoA3" in question(Client(), asked)
    assert back.headers["Location"] == "/kho-giay-to"
    assert client.get("/kho-giay-to").status_code == 200


def test_a_provider_that_does_not_raise_the_level_opens_nothing(
    twin: Twin, provider: IdentityProvider
) -> None:
    said = {"levels": {"store": 3}}
    day = MONDAY_MORNING.date().replace(year=2020)
    adopt_policy(said, from_on=day, basis="Thử", by=SYSTEM, at=MONDAY_MORNING)
    client = Client()
    signs_in(client, twin)
    asked = client.get("/kho-giay-to").headers["Location"]

    assert "mức độ 3" in text_of(client.get(BACK, twin.consent(question(client, asked))).content)
    assert client.get("/kho-giay-to").status_code == 302
