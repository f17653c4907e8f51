"""Whose a session is, and what the person may do, is read at once and anew for every page."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.actions import end_post
from motcua.people.actions import begin_sign_in
from motcua.people.models import Account, SignIn
from motcua.people.sign_in_rules import Method, Origin
from tests.builders import a_citizen, a_province, an_officer
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db


def listed_browser_of(actor: Actor) -> Client:
    """Return a browser whose session is in the list of open ones, as after signing in."""
    client = browser_of(actor)
    begin_sign_in(
        Account.objects.get(person=actor.who),
        str(client.session.session_key),
        method=Method.PASSWORD,
        level=2,
        origin=Origin("127.0.0.1"),
        by=SYSTEM,
        at=NOW,
    )
    return client


def statements_about_the_reader(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/can-bo/").status_code == 200
    tables = ("django_session", "people_account", "organisations_position", "people_person")
    return [q["sql"] for q in captured.captured_queries if any(t in q["sql"] for t in tables)]


def test_one_statement_tells_whose_session_it_is_and_what_they_may() -> None:
    officer = an_officer(a_province().justice, Role.CASE_OFFICER)
    client = listed_browser_of(officer)

    assert len(statements_about_the_reader(client)) == 1


def test_a_session_that_is_not_in_the_list_of_open_ones_is_read_in_four() -> None:
    officer = an_officer(a_province().justice, Role.CASE_OFFICER)

    assert len(statements_about_the_reader(browser_of(officer))) == 4


def test_a_session_is_of_whom_it_says_whatever_the_list_says() -> None:
    reader, other = a_citizen("Nguyễn Thị Mẫu"), a_citizen("Phạm Thị Khác")
    client, others = listed_browser_of(reader), listed_browser_of(other)
    key = str(client.session.session_key)
    SignIn.objects.filter(session_key=str(others.session.session_key)).delete()
    SignIn.objects.filter(session_key=key).update(account=Account.objects.get(person=other.who))

    page = text_of(client.get("/ho-so-cua-toi").content)

    assert "Nguyễn Thị Mẫu" in page
    assert "Phạm Thị Khác" not in page


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!changed"}])
def test_a_locked_account_or_another_password_ends_the_session(change: dict[str, object]) -> None:
    reader = a_citizen()
    client = listed_browser_of(reader)
    assert client.get("/ho-so-cua-toi").status_code == 200

    Account.objects.filter(person=reader.who).update(**change)

    assert client.get("/ho-so-cua-toi").status_code == 302


def test_a_session_that_was_ended_elsewhere_is_over_with_the_next_click() -> None:
    client = listed_browser_of(a_citizen())
    assert client.get("/ho-so-cua-toi").status_code == 200

    Session.objects.all().delete()

    assert client.get("/ho-so-cua-toi").status_code == 302


def test_a_post_that_has_ended_is_worth_nothing_with_the_next_click() -> None:
    agency = a_province().justice
    officer = an_officer(agency, Role.CASE_OFFICER)
    client = listed_browser_of(officer)
    assert client.get("/can-bo/").status_code == 200

    by, yesterday = an_officer(agency, Role.BUSINESS_ADMIN), NOW.date() - timedelta(days=1)
    end_post(PersonId(officer.who), AgencyId(agency.id), last_on=yesterday, by=by, at=NOW)

    assert client.get("/can-bo/").status_code == 403
