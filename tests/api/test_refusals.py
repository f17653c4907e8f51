"""Every refusal is a problem that says what to do, and changes nothing."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Role
from motcua.organisations.models import Position
from motcua.people.models import Account
from tests.api.callers import PROBLEM, Caller, a_body, a_key, a_token, described, problem_in
from tests.builders import (
    a_citizen,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    task_id,
    the_applicant,
)

pytestmark = pytest.mark.django_db
WITHOUT_A_TOKEN = ("listProcedures", "listAgencies", "listPlaces")


# ---- who calls ----


def test_without_a_token_nobody_gets_in() -> None:
    answer = Caller(None).ask("listMyDossiers")

    assert problem_in("listMyDossiers", answer)["code"] == "unauthenticated"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", "khong-co", "ké", "a b"])
def test_an_unknown_token_is_refused(token: str) -> None:
    assert Caller(None, token or "-").refused("readMyself")["status"] == 401


def test_an_expired_token_is_refused() -> None:
    citizen = a_citizen()
    old = a_token(citizen, expires_at=now() - timedelta(seconds=1))

    assert Caller(citizen, old).refused("readMyself")["status"] == 401


def test_a_closed_account_has_no_tokens() -> None:
    caller = Caller(a_citizen())
    Account.objects.update(is_active=False)

    assert caller.refused("readMyself")["status"] == 401


def test_an_office_that_has_ended_gives_no_rights() -> None:
    dossier = a_submitted_dossier()
    desk = a_receptionist(dossier)
    caller = Caller(desk)
    Position.objects.filter(officer_id=desk.who).update(valid_to=now() - timedelta(days=2))

    refused = caller.refused("acceptDossier", dossier_id=dossier.id)

    assert refused["status"] in {403, 404}
    assert caller.get("readMyself")["agency"] is None


def test_the_catalogue_is_open_to_everybody() -> None:
    a_procedure()

    for name in WITHOUT_A_TOKEN:
        assert Caller(None).ask(name).status_code == 200


# ---- what does not concern one ----


@pytest.mark.parametrize(
    "name",
    ["readDossier", "readAnswers", "readTimeline", "submitDossier", "fetchResult", "discardDraft"],
)
def test_a_foreign_dossier_does_not_exist(name: str) -> None:
    dossier = a_draft()

    refused = Caller(a_citizen()).refused(name, dossier_id=dossier.id, headers=a_key())

    assert refused["status"] == 404


def test_officers_of_another_agency_neither_see_nor_act() -> None:
    dossier = an_accepted_dossier()
    other = Caller(
        an_officer(a_province().justice, Role.CASE_OFFICER, Role.RECEPTIONIST, Role.SECTION_HEAD)
    )
    step = {"dossier_id": dossier.id, "task_id": task_id(dossier)}

    assert other.refused("readDossier", dossier_id=dossier.id)["status"] == 404
    assert other.refused("listTasks", dossier_id=dossier.id)["status"] == 404
    assert other.refused("claimTask", **step)["status"] == 404
    assert other.refused("completeTask", {"outcome": "done"}, **step)["status"] == 404
    waiting = a_submitted_dossier()
    assert other.refused("acceptDossier", dossier_id=waiting.id)["status"] == 404


@pytest.mark.parametrize("name", ["listInbox", "countInbox", "listDeskDossiers"])
def test_applicants_have_no_inbox(name: str) -> None:
    assert Caller(a_citizen()).refused(name)["status"] == 403


def test_applicants_do_not_read_officers_notes() -> None:
    dossier = an_accepted_dossier()

    refused = Caller(the_applicant(dossier)).refused("listTasks", dossier_id=dossier.id)

    assert refused["status"] == 403


def test_the_look_up_code_is_for_the_applicant_and_the_desk() -> None:
    dossier = an_accepted_dossier()
    settling = Caller(an_officer(dossier.settling_agency_id or dossier.id, Role.CASE_OFFICER))
    desk = Caller(a_receptionist(dossier))

    assert settling.get("readDossier", dossier_id=dossier.id)["lookup_code"] is None
    assert desk.get("readDossier", dossier_id=dossier.id)["lookup_code"] == dossier.lookup_code


def test_a_foreign_paper_cannot_be_attached() -> None:
    theirs = json.loads(Caller(a_citizen()).upload().content)
    draft = a_draft()

    refused = Caller(the_applicant(draft)).refused(
        "attachDocument", {"component": "GT", "document": theirs["id"]}, dossier_id=draft.id
    )

    assert refused["status"] == 404


# ---- the same again ----


def test_the_same_key_gives_the_same_answer() -> None:
    caller = Caller(a_citizen())
    paper = json.loads(caller.upload().content)
    body, key = a_body(a_procedure(), paper["id"]), a_key()

    first = caller.get("fileDossier", body, headers=key)
    again = caller.get("fileDossier", body, headers=key)

    assert again == first
    assert Dossier.objects.count() == 1


def test_the_same_key_with_another_content_is_refused() -> None:
    caller = Caller(a_citizen())
    papers = [json.loads(caller.upload().content)["id"] for _ in range(2)]
    procedure, key = a_procedure(), a_key()
    caller.get("fileDossier", a_body(procedure, papers[0]), headers=key)

    refused = caller.refused("fileDossier", a_body(procedure, papers[1]), headers=key)

    assert (refused["status"], refused["code"]) == (409, "already_filed_differently")


def test_keys_of_two_people_have_nothing_to_do_with_each_other() -> None:
    key, procedure = a_key(), a_procedure()
    callers = [Caller(a_citizen()), Caller(a_citizen())]
    papers = [json.loads(caller.upload().content)["id"] for caller in callers]

    filed = [
        caller.get("fileDossier", a_body(procedure, paper), headers=key)
        for caller, paper in zip(callers, papers, strict=True)
    ]

    assert filed[0]["id"] != filed[1]["id"]


def test_a_draft_handed_in_twice_is_one_dossier() -> None:
    draft = a_draft()
    caller, key = Caller(the_applicant(draft)), a_key()

    first = caller.get("submitDossier", dossier_id=draft.id, headers=key)
    again = caller.get("submitDossier", dossier_id=draft.id, headers=key)

    assert again == first


def test_accepting_twice_is_refused() -> None:
    dossier = a_submitted_dossier()
    desk = Caller(a_receptionist(dossier))
    desk.get("acceptDossier", dossier_id=dossier.id)

    assert desk.refused("acceptDossier", dossier_id=dossier.id)["code"] == "illegal_transition"


def test_a_dossier_that_has_changed_is_not_acted_on() -> None:
    dossier = a_submitted_dossier()
    desk = Caller(a_receptionist(dossier))
    seen = desk.ask("readDossier", dossier_id=dossier.id).headers["ETag"]
    stale = {"If-Match": '"0"'}

    refused = desk.refused("acceptDossier", dossier_id=dossier.id, headers=stale)

    assert (refused["status"], refused["code"]) == (412, "stale_dossier")
    assert desk.get("acceptDossier", dossier_id=dossier.id, headers={"If-Match": seen})["number"]


# ---- addresses ----


@pytest.mark.parametrize("path", ["/api/v1/khong-co", "/api/v1/dossiers/1", "/api/v1/"])
def test_an_unknown_address_is_a_problem_too(path: str) -> None:
    answer = Client().get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_a_wrong_method_is_told_the_right_ones() -> None:
    answer = Client().put("/api/v1/dossiers")

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM)
    assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("listProcedures", {"q": "a\x00b"}),
        ("listProcedures", {"q": "x" * 500}),
        ("listProcedures", {"cursor": "!"}),
        ("listAgencies", {"kind": "\x00"}),
    ],
)
def test_wrong_parameters_are_refused(name: str, query: dict[str, str]) -> None:
    assert Caller(None).refused(name, query=query)["status"] == 422


@pytest.mark.parametrize("cursor", ["x", "é", "MjAyNg", "fDE", "e30" * 20, "MjAyNi0wMS0wMXww"])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    refused = Caller(a_citizen()).refused("listMyDossiers", query={"cursor": cursor})

    assert "cursor" in refused["errors"]


def test_guessing_is_throttled() -> None:
    caller = Caller(None)
    guess = {"number": "H42-1", "second": "ABCDEFGH"}

    refused = [caller.refused("trackDossier", guess)["status"] for _ in range(21)]

    assert refused == [409] * 20 + [429]


def test_a_bug_is_admitted_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("motcua.api.dossiers.dossier_for", fail)

    answer = Caller(a_citizen()).ask("readDossier", dossier_id=uuid4())

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert b"secret" not in answer.content


def test_the_description_says_everything() -> None:
    assert described()["openapi"] == "3.1.0"
    for methods in described()["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert operation["tags"]
            ok = [status for status in operation["responses"] if status.startswith("2")]
            assert len(ok) == 1, operation["operationId"]
            content = operation["responses"][ok[0]].get("content")
            assert content or ok == ["204"], operation["operationId"]


def test_the_reference_page_loads_nothing_from_elsewhere() -> None:
    page = Client().get("/api/v1/docs").content.decode()

    assert "fileDossier" in page
    assert 'src="http' not in page
    assert "cdn" not in page
