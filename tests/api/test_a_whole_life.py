"""A dossier from filing to result, by clients that read only the description."""

import json

import pytest

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor, Role
from motcua.procedures.models import ProcedureVersion
from tests.api.callers import Caller, a_body, a_key, performer
from tests.builders import (
    ANSWERS,
    a_citizen,
    a_component,
    a_person,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    the_applicant,
)
from tests.representing import a_mandate, an_organisation

pytestmark = pytest.mark.django_db
MAIN = {"appraise": "propose", "approve": "approve"}


def the_waiting_task(dossier_id: str, officer: Caller) -> dict[str, object]:
    tasks = officer.get("listTasks", dossier_id=dossier_id)["items"]
    return next(task for task in tasks if task["completed_at"] is None)


def settle(dossier_id: str, looking: Caller, until: str) -> dict[str, object]:
    """Finish step after step, each by who may, until one of this act waits; return that one."""
    while (task := the_waiting_task(dossier_id, looking))["act"] != until:
        officer = performer(dossier_id, str(task["id"]))
        step = {"dossier_id": dossier_id, "task_id": task["id"]}
        officer.get("claimTask", **step)
        mine = the_waiting_task(dossier_id, officer)
        assert mine["is_mine_to_do"] is True
        if task["act"] in {"sign", "issue"}:
            if task["act"] == "sign":
                assert officer.get("readDraft", **step).startswith(b"%PDF")
            officer.get(f"{task['act']}Result", **step)
        else:
            outcome = MAIN.get(str(task["act"]), "done")
            assert outcome in mine["outcomes"]  # type: ignore[operator]
            officer.get("completeTask", {"outcome": outcome, "content": "Đủ."}, **step)
    return task


def file_one(applicant: Caller, procedure: ProcedureVersion, **given: object) -> dict[str, object]:
    paper = json.loads(applicant.upload().content)
    return applicant.get(  # type: ignore[no-any-return]
        "fileDossier", a_body(procedure, paper["id"], **given), headers=a_key()
    )


def test_from_filing_to_a_result_fetched_online() -> None:
    applicant = Caller(a_citizen())
    code = a_procedure().procedure.code
    procedure = applicant.get("readProcedure", code=code)
    commune = applicant.get("listAgencies", query={"kind": "commune"})["items"]
    assert procedure["form"]["pages"]
    paper = json.loads(applicant.upload().content)
    body = {
        "procedure": procedure["id"],
        "answers": dict(ANSWERS),
        "attachments": [{"component": "GT", "document": paper["id"]}],
        "commune": a_province().commune.id,
    }

    filed = applicant.get("fileDossier", body, headers=a_key())
    ident = filed["id"]
    desk = Caller(a_receptionist(Dossier.objects.get(pk=ident)))
    waiting = desk.get("listDeskDossiers")["items"]
    accepted = desk.get("acceptDossier", dossier_id=ident)
    settle(ident, desk, "deliver")
    result = applicant.get("fetchResult", dossier_id=ident)

    assert commune == [] or commune[0]["kind"] == "commune"
    assert filed["status"] == "submitted"
    assert [row["id"] for row in waiting] == [ident]
    assert accepted["number"]
    assert result.startswith(b"%PDF-")
    seen = applicant.get("readDossier", dossier_id=ident)
    assert seen["status"] == "delivered"
    assert seen["result"]["granted"] is True
    story = applicant.get("readTimeline", dossier_id=ident)
    assert {step["state"] for step in story["steps"]} == {"done"}
    assert applicant.get("readSlip", dossier_id=ident, form="receipt").startswith(b"%PDF-")
    checked = Caller(None).get("verifyCode", code=seen["result"]["verify_code"])
    assert (checked["holds"], checked["dossier_number"]) == (True, seen["number"])


def test_a_result_is_handed_over_at_the_desk() -> None:
    applicant = Caller(a_citizen())
    filed = file_one(applicant, a_procedure(), result_channel="counter")
    ident = str(filed["id"])
    desk = Caller(a_receptionist(Dossier.objects.get(pk=ident)))
    desk.get("acceptDossier", dossier_id=ident)
    task = settle(ident, desk, "deliver")

    delivered = desk.get(
        "deliverResult",
        {"channel": "counter", "name": "Nguyễn Thị Mẫu", "number": "037190000001"},
        dossier_id=ident,
        task_id=task["id"],
    )

    assert delivered["status"] == "delivered"
    assert desk.get("readResult", dossier_id=ident).startswith(b"%PDF-")
    taken = desk.get("readDossier", dossier_id=ident)["result"]
    assert (taken["taken_by"], taken["delivery_channel"]) == ("Nguyễn Thị Mẫu", "counter")


def test_a_desk_files_for_an_organisation_and_its_dossier_is_not_the_persons() -> None:
    company = an_organisation()
    mandate = a_mandate(company, a_person().id)
    desk = Caller(an_officer(a_province().commune, Role.RECEPTIONIST))
    body = a_body(
        a_procedure(components=()),
        channel="counter",
        applicant=mandate.person_id,
        organisation=company.id,
    )

    filed = desk.get("fileDossier", body, headers=a_key())

    assert (filed["organisation"], filed["applicant_name"]) == (str(company.id), company.name)
    assert filed["applicant"] == str(mandate.person_id)
    person = Caller(Actor(mandate.person_id))
    assert person.get("listMyDossiers")["items"] == []


def test_a_draft_is_written_in_steps_and_handed_in() -> None:
    applicant = Caller(a_citizen())
    procedure = a_procedure()
    draft = applicant.get("openDraft", {"procedure": procedure.id, "answers": {"copies": 1}})
    ident = draft["id"]
    paper = json.loads(applicant.upload().content)
    choices = {"commune": a_province().commune.id, "result_channel": "online"}

    applicant.get("saveAnswers", {"answers": dict(ANSWERS)}, dossier_id=ident)
    applicant.get("chooseOptions", choices, dossier_id=ident)
    attached = applicant.get(
        "attachDocument", {"component": "GT", "document": paper["id"]}, dossier_id=ident
    )
    submitted = applicant.get("submitDossier", dossier_id=ident, headers=a_key())

    assert submitted["status"] == "submitted"
    assert applicant.get("readAnswers", dossier_id=ident)["answers"]["copies"] == 2
    paper_again = applicant.get("readAttachment", dossier_id=ident, attachment_id=attached["id"])
    assert paper_again.startswith(b"%PDF-")


def test_a_paper_and_a_draft_can_be_taken_back() -> None:
    applicant = Caller(a_citizen())
    ident = applicant.get("openDraft", {"procedure": a_procedure().id})["id"]
    paper = json.loads(applicant.upload().content)
    attached = applicant.get(
        "attachDocument", {"component": "GT", "document": paper["id"]}, dossier_id=ident
    )

    applicant.get("detachDocument", dossier_id=ident, attachment_id=attached["id"])
    after = applicant.get("readDossier", dossier_id=ident)
    applicant.get("discardDraft", dossier_id=ident)

    assert after["attachments"] == []
    assert applicant.refused("readDossier", dossier_id=ident)["status"] == 404


def test_an_incomplete_filing_is_refused_then_supplemented() -> None:
    dossier = a_submitted_dossier(a_procedure(components=[a_component()]))
    desk = Caller(a_receptionist(dossier))
    applicant = Caller(the_applicant(dossier))

    asked = desk.get(
        "requestSupplement",
        {"items": [{"target": "GT", "kind": "component", "why": "Ảnh mờ"}]},
        dossier_id=dossier.id,
    )
    open_request = applicant.get("readDossier", dossier_id=dossier.id)["supplements"]
    paper = json.loads(applicant.upload(name="ban-ro.pdf").content)
    applicant.get(
        "attachDocument", {"component": "GT", "document": paper["id"]}, dossier_id=dossier.id
    )
    answered = applicant.get("answerSupplement", dossier_id=dossier.id, headers=a_key())

    assert asked["items"][0]["why"] == "Ảnh mờ"
    assert open_request[0]["answered_at"] is None
    assert answered["status"] == "submitted"


def test_the_desk_declines_with_reason_and_basis() -> None:
    dossier = a_submitted_dossier()
    desk = Caller(a_receptionist(dossier))

    declined = desk.get(
        "declineDossier", {"reason": "Sai nơi nộp", "basis": "Điều 1"}, dossier_id=dossier.id
    )

    assert declined["status"] == "declined"
    seen = Caller(the_applicant(dossier)).get("readDossier", dossier_id=dossier.id)
    assert seen["refusal"]["basis"] == "Điều 1"


def test_the_applicant_withdraws() -> None:
    dossier = a_submitted_dossier()

    withdrawn = Caller(the_applicant(dossier)).get(
        "withdrawDossier", {"reason": "Đổi ý"}, dossier_id=dossier.id
    )

    assert withdrawn["status"] == "withdrawn"


def test_a_step_is_handed_over_and_acknowledged() -> None:
    dossier = an_accepted_dossier()
    desk = Caller(a_receptionist(dossier))
    task = the_waiting_task(str(dossier.id), desk)
    giver = performer(str(dossier.id), str(task["id"]))
    assert giver.by is not None
    receiver = Caller(an_officer(giver.by.agency or dossier.id, *giver.by.roles))
    assert receiver.by is not None
    step = {"dossier_id": dossier.id, "task_id": task["id"]}
    giver.get("claimTask", **step)
    colleagues = giver.get("listColleagues", query={"role": next(iter(giver.by.roles))})["items"]

    giver.get("handOverTask", {"to": receiver.by.person, "reason": "Nghỉ phép"}, **step)
    waiting = receiver.get("listInbox")["items"]
    taken = receiver.get("acknowledgeTask", **step)

    assert str(receiver.by.person) in {one["id"] for one in colleagues}
    assert [row["is_unacknowledged"] for row in waiting] == [True]
    assert taken["acknowledged_at"]
    assert receiver.get("countInbox")["mine"] == 1


def test_another_agency_is_asked_and_answers() -> None:
    dossier = an_accepted_dossier()
    desk = Caller(a_receptionist(dossier))
    task = the_waiting_task(str(dossier.id), desk)
    officer = performer(str(dossier.id), str(task["id"]))
    other = Caller(an_officer(a_province().justice, Role.CASE_OFFICER))
    question = {
        "agency": a_province().justice.id,
        "question": "Có ý kiến gì không?",
        "due_at": "2026-07-01T08:00:00+07:00",
    }

    asked = officer.get("consultAgency", question, dossier_id=dossier.id, task_id=task["id"])
    waiting = other.get("listConsultationsWaiting")["items"]
    other.get(
        "answerConsultation",
        {"answer": "Nhất trí", "agrees": True},
        dossier_id=dossier.id,
        consultation_id=asked["id"],
    )

    assert [one["id"] for one in waiting] == [asked["id"]]
    known = officer.get("listConsultations", dossier_id=dossier.id)["items"]
    assert known[0]["answer"] == "Nhất trí"


def test_a_clerk_registers_a_person_and_files_for_them() -> None:
    desk = Caller(an_officer(a_province().commune, Role.RECEPTIONIST))
    person = desk.get(
        "registerPerson",
        {
            "personal_number": "037190654321",
            "full_name": "Lê Thị Mẫu",
            "birth_date": "1990-05-01",
            "sex": "female",
            "seen_card": True,
        },
    )
    body = a_body(
        a_procedure(),
        channel="counter",
        result_channel="counter",
        applicant=person["id"],
        attachments=[{"component": "GT", "originals": 1}],
    )

    filed = desk.get("fileDossier", body, headers=a_key())

    assert (filed["applicant_name"], filed["channel"]) == ("Lê Thị Mẫu", "counter")
    tracked = Caller(None).get(
        "trackDossier", {"number": filed["submission_code"], "second": filed["lookup_code"]}
    )
    assert tracked["submitted_at"]
