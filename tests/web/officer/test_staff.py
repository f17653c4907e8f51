"""The page of an office's own people: who is away, who acts for whom, who leaves."""

import pytest
from django.test import Client

from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Absence, Agency, Delegation, Position
from tests.builders import a_province, an_officer
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/nhan-su"
DAYS = {
    "from_on.day": "1", "from_on.month": "6", "from_on.year": "2030",
    "to_on.day": "5", "to_on.month": "6", "to_on.year": "2030",
}  # fmt: skip


def two() -> tuple[Actor, Actor]:
    committee = a_province().committee
    return (
        an_officer(committee, Role.SIGNATORY, full_name="Chủ tịch Mẫu"),
        an_officer(committee, Role.CASE_OFFICER, full_name="Chuyên viên Mẫu"),
    )


def sent(form: str, **fields: object) -> dict[str, object]:
    dated = {f"{form}.{name}": value for name, value in DAYS.items()}
    given = {f"{form}.{name}": value for name, value in fields.items()}
    return {"form": form, **dated, **given}


def page(client: Client) -> str:
    return text_of(client.get(PAGE).content)


def test_everybody_of_the_office_is_named_with_their_posts() -> None:
    lead, officer = two()

    shown = page(browser_of(lead))

    assert "Chủ tịch Mẫu" in shown
    assert "Chuyên viên Mẫu" in shown
    assert "Chuyển công tác" in shown
    assert "Chuyển công tác" not in page(browser_of(officer))


def test_an_absence_is_noted_and_ended() -> None:
    lead, officer = two()
    client = browser_of(lead)

    noted = client.post(f"{PAGE}/vang", sent("away", officer=officer.who, reason="Nghỉ phép"))
    shown = page(client)
    ended = client.post(f"{PAGE}/vang/{Absence.objects.get().id}/co-mat")

    assert noted.status_code == ended.status_code == 302
    assert "Nghỉ phép" in shown
    assert not Absence.objects.exists()


def test_a_role_is_lent_and_taken_back() -> None:
    lead, officer = two()
    client = browser_of(lead)
    given = sent("lend", receiver=officer.who, role="signatory", basis="Giấy ủy quyền 3")

    lent = client.post(f"{PAGE}/uy-quyen", given)
    shown = page(client)
    back = client.post(f"{PAGE}/uy-quyen/{Delegation.objects.get().id}/cham-dut")

    assert lent.status_code == back.status_code == 302
    assert "Giấy ủy quyền 3" in shown
    assert Delegation.objects.get().revoked_at is not None


def test_what_does_not_fit_is_said_beside_its_input_and_kept() -> None:
    lead, officer = two()
    given = sent("lend", receiver=officer.who, role="signatory", basis="")
    wrong_day = sent("away", officer=officer.who) | {"away.to_on.day": "40"}

    client = browser_of(lead)
    answers = [client.post(f"{PAGE}/uy-quyen", given), client.post(f"{PAGE}/vang", wrong_day)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Xin ghi văn bản làm căn cứ ủy quyền." in text_of(answers[0].content)
    assert "Xin nhập ngày cuối" in text_of(answers[1].content)
    assert 'value="2030"' in answers[0].content.decode()


def test_a_post_is_ended_by_the_signatory_only() -> None:
    lead, officer = two()
    last = {"leave.last_on.day": "5", "leave.last_on.month": "6", "leave.last_on.year": "2030"}
    given = {"form": "leave", "leave.officer": officer.who, **last}

    browser_of(officer).post(f"{PAGE}/thoi-viec", given)
    refused = Position.objects.get(officer=officer.who).valid_to
    browser_of(lead).post(f"{PAGE}/thoi-viec", given)

    assert refused is None
    assert Position.objects.get(officer=officer.who).valid_to is not None


def test_the_page_asks_the_same_questions_however_many_work_there() -> None:
    lead, _ = two()
    before = len(statements(lead, PAGE))
    agency = Agency.objects.get(pk=lead.office)
    for n in range(30):
        an_officer(agency, Role.CASE_OFFICER, full_name=f"Cán bộ {n}")

    assert len(statements(lead, PAGE)) == before
