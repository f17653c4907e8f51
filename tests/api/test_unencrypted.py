"""What comes unencrypted where HTTPS is on: people are sent on, programs are refused."""

from typing import Any

import pytest
from django.test import Client

from motcua.people.models import AccessToken
from tests.api.callers import a_token
from tests.builders import a_citizen

pytestmark = pytest.mark.django_db
CALLS = "/api/v1/me"


def test_a_page_is_sent_on_to_https_and_a_call_is_refused(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    token = {"Authorization": f"Bearer {a_token(a_citizen())}"}
    assert AccessToken.objects.exists()

    for path in ("/dang-nhap", "/api/v1/docs"):
        page = Client().get(path)
        assert (page.status_code, page.headers["Location"]) == (301, f"https://testserver{path}")
    plain, encrypted = (Client(headers=token).get(CALLS, secure=one) for one in (False, True))

    assert plain.status_code == 403
    assert plain.json()["code"] == "unencrypted"
    assert encrypted.status_code == 200


def test_where_https_is_off_calls_are_answered(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = False

    assert Client().get(CALLS).status_code == 401
