"""Who was refused leaves a line of the log: what, where, whom by their id; pages and API alike."""

import logging

import pytest
from django.test import Client

from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id
from tests.api.callers import a_token
from tests.builders import a_province, an_officer
from tests.web.portals import browser_of

pytestmark = pytest.mark.django_db
NAMES = "Nguyễn Văn Tò Mò"


@pytest.fixture
def clerk() -> Actor:
    return an_officer(a_province().commune, Role.RECEPTIONIST, full_name=NAMES)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    found = [one for one in caplog.records if one.name == "motcua.refusals"]
    assert all(NAMES not in one.getMessage() for one in found)
    return [(one.code, one.route, one.who) for one in found]  # type: ignore[attr-defined]


def test_a_refused_page_and_a_refused_act_are_noted(
    clerk: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browser_of(clerk)

    with caplog.at_level(logging.INFO, "motcua.refusals"):
        browser.get("/tai-khoan")
        browser.post("/tai-khoan", {"act": "review"})

    assert lines(caplog) == [("not_permitted", "/tai-khoan", str(clerk.person))] * 2


def test_what_was_looked_for_and_not_found_is_noted_by_its_route(
    clerk: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "motcua.refusals"):
        browser_of(clerk).get(f"/mot-cua/ho-so/{new_id()}")
        Client(headers={"Authorization": f"Bearer {a_token(clerk)}"}).get(
            f"/api/v1/dossiers/{new_id()}"
        )

    assert lines(caplog) == [
        ("not_found", "/mot-cua/ho-so/<uuid:dossier_id>", str(clerk.person)),
        ("not_found", "/api/v1/dossiers/<uuidstr:dossier_id>", str(clerk.person)),
    ]


def test_who_may_leaves_no_line(clerk: Actor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "motcua.refusals"):
        browser_of(clerk).get("/mot-cua/")

    assert lines(caplog) == []
