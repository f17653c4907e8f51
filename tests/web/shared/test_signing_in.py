"""Signing in and out, and the agency acted for."""

import re

import pytest
from django.conf import settings
from django.test import Client

from motcua.kernel.actors import SYSTEM, Role
from motcua.people.actions import SIGN_IN_TRIES, open_account
from motcua.people.models import Person
from tests.builders import a_person, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.quick_passwords import quick_passwords
from tests.web.portals import browser_of, text_of

__all__ = ["quick_passwords"]
pytestmark = pytest.mark.django_db
PASSWORD = "mot-cua-mot-mat-khau-dai"


def _an_account() -> Person:
    person = a_person()
    open_account(person, "nguoi-dan", PASSWORD, by=SYSTEM, at=MONDAY_MORNING)
    return person


def test_the_right_password_leads_to_where_one_wanted_to_go() -> None:
    _an_account()

    response = Client().post(
        "/dang-nhap", {"login": "nguoi-dan", "password": PASSWORD, "tiep": "/tin-nhan"}
    )

    assert response.headers["Location"] == "/tin-nhan"


def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites() -> None:
    _an_account()

    response = Client().post("/dang-nhap", {"login": "nguoi-dan", "password": PASSWORD})

    session = response.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] is True
    assert session["samesite"] == "Lax"
    assert session["path"] == "/"
    assert not session["domain"]
    assert len(session.value) >= 26  # of 36 letters: more than 128 bits


def test_signing_in_leads_to_no_other_site() -> None:
    _an_account()

    response = Client().post(
        "/dang-nhap",
        {"login": "nguoi-dan", "password": PASSWORD, "tiep": "https://evil.example/"},
    )

    assert response.headers["Location"] == "/"


def test_unknown_name_and_wrong_password_get_the_same_words() -> None:
    _an_account()

    wrong = Client().post("/dang-nhap", {"login": "nguoi-dan", "password": "sai"})
    unknown = Client().post("/dang-nhap", {"login": "khong-co-ai", "password": "sai"})

    assert wrong.status_code == unknown.status_code == 422
    assert "chưa đúng" in text_of(wrong.content)
    assert text_of(wrong.content) == text_of(unknown.content)


def test_the_password_is_hidden_while_it_is_typed_and_managers_may_fill_it() -> None:
    page = Client().get("/dang-nhap").content.decode()

    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page
    assert "maxlength" not in field


@pytest.mark.parametrize(
    "typed", [PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", f" {PASSWORD}", f"{PASSWORD}x"]
)
def test_a_password_counts_as_it_was_typed(typed: str) -> None:
    _an_account()

    answer = Client().post("/dang-nhap", {"login": "nguoi-dan", "password": typed})

    assert answer.status_code == 422


def test_trying_passwords_is_throttled() -> None:
    _an_account()
    client = Client()

    for _ in range(SIGN_IN_TRIES):
        client.post("/dang-nhap", {"login": "nguoi-dan", "password": "sai"})
    response = client.post("/dang-nhap", {"login": "nguoi-dan", "password": PASSWORD})

    assert "quá nhiều lần" in text_of(response.content)


def test_the_session_gets_a_new_id_on_signing_in_and_ends_on_signing_out() -> None:
    _an_account()
    client = Client()
    client.get("/dang-nhap")
    client.post("/dang-nhap", {"login": "nguoi-dan", "password": PASSWORD})
    first = client.cookies["session"].value
    out = client.post("/dang-xuat")

    assert client.get("/tin-nhan").status_code == 302
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'  # and no cookie: others stay
    assert first != client.cookies["session"].value


def test_an_officer_may_act_as_a_citizen_and_for_no_foreign_agency() -> None:
    province = a_province()
    officer = an_officer(province.commune, Role.RECEPTIONIST)
    client = browser_of(officer)

    client.post("/noi-lam-viec", {"agency": str(province.justice.id)})
    still_here = client.get("/mot-cua/").status_code
    client.post("/noi-lam-viec", {"agency": ""})
    as_citizen = client.get("/mot-cua/").status_code

    assert still_here == 200
    assert as_citizen == 403


def test_a_post_without_its_token_is_refused_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/dang-nhap", {"login": "x"})

    assert response.status_code == 403
    assert "Phiên làm việc đã hết" in text_of(response.content)


def test_the_load_balancer_is_answered() -> None:
    client = Client()

    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"
