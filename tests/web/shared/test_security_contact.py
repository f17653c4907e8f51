"""Where weaknesses are reported."""

from datetime import datetime

from django.test import Client
from pytest_django import Settings

from tests.web.portals import NOW

ADDRESS = "/.well-known/security.txt"


def test_the_place_to_report_to_is_published_with_a_day_until_which_it_holds(
    settings: Settings,
) -> None:
    settings.SECURITY_CONTACT = "mailto:an-toan@example.vn"

    lines = dict(
        line.split(": ", 1) for line in Client().get(ADDRESS).content.decode().splitlines()
    )

    assert lines["Contact"] == "mailto:an-toan@example.vn"
    assert datetime.fromisoformat(lines["Expires"]) > NOW


def test_nothing_is_published_before_a_place_is_named(settings: Settings) -> None:
    settings.SECURITY_CONTACT = ""

    assert Client().get(ADDRESS).status_code == 404
