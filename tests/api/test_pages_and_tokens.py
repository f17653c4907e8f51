"""Pages by cursor, and tokens as an administrator issues them."""

import json
from dataclasses import replace
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.dossiers import lists, queries
from motcua.kernel.actors import Role
from motcua.organisations.models import Position
from motcua.people.models import Account
from tests.api.callers import Caller, a_token
from tests.builders import (
    FIRST_DAY,
    a_citizen,
    a_draft,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
)

pytestmark = pytest.mark.django_db


def everything(caller: Caller, name: str, **query: str) -> list[list[Any]]:
    """Follow the cursors to the end; return the ids of each page."""
    pages, cursor = [], ""
    while True:
        page = caller.get(name, query={**query, "cursor": cursor})
        pages.append([row.get("id") or row["task"]["id"] for row in page["items"]])
        cursor = page["next"]
        if not cursor:
            return pages


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)


@pytest.mark.usefixtures("pages_of_two")
def test_ones_own_dossiers_come_by_pages_the_newest_first() -> None:
    citizen, procedure = a_citizen(), a_procedure()
    drafts = [str(a_draft(procedure, by=citizen).id) for _ in range(5)]
    a_draft(procedure)

    pages = everything(Caller(citizen), "listMyDossiers")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(drafts)


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.parametrize("limit", [None, "usual"])
def test_an_inbox_comes_by_pages_each_step_once(limit: str | None) -> None:
    procedure = a_procedure() if limit else a_procedure(limit=None)
    dossiers = [an_accepted_dossier(procedure) for _ in range(5)]
    head = an_officer(a_province().commune, Role.SECTION_HEAD, Role.CASE_OFFICER)

    pages = everything(Caller(head), "listInbox", view="unit")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert len(set(chain(*pages))) == len(dossiers)


@pytest.mark.usefixtures("pages_of_two")
def test_what_waits_at_the_desk_comes_by_pages() -> None:
    waiting = [str(a_submitted_dossier().id) for _ in range(3)]
    desk = Caller(an_officer(a_province().commune, Role.RECEPTIONIST))

    pages = everything(desk, "listDeskDossiers", status="submitted")

    assert sorted(chain(*pages)) == sorted(waiting)


def test_procedures_come_by_pages_and_are_found_without_accents() -> None:
    for number in range(31):
        a_procedure(name=f"Đăng ký mẫu {number:02d}")
    anybody = Caller(None)

    pages = everything(anybody, "listProcedures")
    found = anybody.get("listProcedures", query={"q": "dang ky mau 07"})["items"]

    assert [len(page) for page in pages] == [30, 1]
    assert [row["name"] for row in found] == ["Đăng ký mẫu 07"]


def test_dossiers_are_found_by_number_and_by_name() -> None:
    dossier = an_accepted_dossier()
    desk = Caller(an_officer(a_province().commune, Role.RECEPTIONIST))

    by_number = desk.get("searchDossiers", query={"q": dossier.number})["items"]
    by_name = desk.get("searchDossiers", query={"q": "nguyen thi"})["items"]

    assert [row["id"] for row in by_number] == [str(dossier.id)]
    assert str(dossier.id) in {row["id"] for row in by_name}


def issued(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_token", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def login_of(by: Any) -> str:
    a_token(by)
    return Account.objects.get(person_id=by.person).login


def test_an_issued_token_speaks_for_the_officer_at_their_agency() -> None:
    commune = a_province().commune
    officer = an_officer(commune, Role.RECEPTIONIST)

    token = issued(login_of(officer), "--agency", commune.code, "--days", "1")

    myself = Caller(None, token).get("readMyself")
    assert myself == {
        "person": str(officer.person),
        "agency": str(commune.id),
        "roles": ["receptionist"],
    }


def test_without_an_agency_the_only_office_is_taken() -> None:
    officer = an_officer(a_province().justice, Role.CASE_OFFICER)

    token = issued(login_of(officer))

    assert Caller(None, token).get("readMyself")["agency"] == str(a_province().justice.id)


def test_a_citizen_gets_a_token_too() -> None:
    token = issued(login_of(a_citizen()), "--purpose", "ứng dụng thử")

    assert Caller(None, token).get("readMyself")["roles"] == ["citizen"]


@pytest.mark.parametrize(
    "arguments",
    [["khong-co"], ["{login}", "--agency", "H42.03"], ["{login}", "--days", "0"]],
)
def test_a_token_is_not_issued_for_what_does_not_hold(arguments: list[str]) -> None:
    officer = an_officer(a_province().commune, Role.RECEPTIONIST)
    login = login_of(officer)

    with pytest.raises(CommandError):
        issued(*[argument.format(login=login) for argument in arguments])


def test_answers_are_plain_json() -> None:
    answer = Caller(None).ask("listPlaces")

    assert json.loads(answer.content)["own_province"] == "37"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_of_two_offices_the_token_says_which_one_acts() -> None:
    province = a_province()
    officer = an_officer(province.commune, Role.RECEPTIONIST)
    Position.objects.create(
        officer_id=officer.who,
        agency=province.justice,
        role=Role.SIGNATORY.value,
        title="Giám đốc",
        valid_from=FIRST_DAY,
    )
    elsewhere = replace(officer, agency=province.justice.id)

    first = Caller(officer).get("readMyself")
    second = Caller(elsewhere).get("readMyself")

    assert (first["agency"], first["roles"]) == (str(province.commune.id), ["receptionist"])
    assert (second["agency"], second["roles"]) == (str(province.justice.id), ["signatory"])


def test_a_token_for_an_agency_where_one_holds_no_office_speaks_for_a_citizen() -> None:
    province = a_province()
    officer = an_officer(province.commune, Role.RECEPTIONIST)

    myself = Caller(replace(officer, agency=province.justice.id)).get("readMyself")

    assert (myself["agency"], myself["roles"]) == (None, ["citizen"])
