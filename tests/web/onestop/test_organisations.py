"""Organisations at the desk: registered, represented, searched, filed for."""

from typing import Any

import pytest

from motcua.documents.store_rules import Owner
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor, Role, Scope
from motcua.people.actions import claim_mandate
from motcua.people.models import Mandate, MandateClaim, Organisation, Person
from motcua.people.queries import contact_of
from tests.builders import (
    a_citizen,
    a_person,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.representing import (
    a_mandate,
    a_record,
    a_representative,
    a_tax_code,
    an_organisation,
)
from tests.stores import a_stored_paper, met_by
from tests.web.portals import assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
ORGANISATIONS = "/mot-cua/to-chuc"


def a_clerk() -> Actor:
    return an_officer(a_province().commune, Role.RECEPTIONIST)


def typed(**given: str) -> dict[str, str]:
    usual = {
        "tax_code": a_tax_code(),
        "name": "Công ty TNHH Mẫu Một",
        "kind": "enterprise",
        "address": "Số 1, phố Mẫu",
        "evidence": "GCN số 1",
    }
    return {**usual, **given}


def mandate_typed(person: Person, **given: str) -> dict[str, str]:
    usual = {
        "personal_number": contact_of(person).personal_number,
        "capacity": "authorised",
        "scope": "full",
        "from_on.day": "1", "from_on.month": "6", "from_on.year": "2026",
        "evidence": "Giấy ủy quyền số 5",
    }  # fmt: skip
    return {**usual, **given}


def test_the_pages_are_for_desks_alone() -> None:
    known = an_organisation()
    officer = browser_of(an_officer(a_province().commune, Role.CASE_OFFICER))
    manager = browser_of(a_representative(known))

    for client in (officer, manager):
        for page in (ORGANISATIONS, f"{ORGANISATIONS}/moi", f"{ORGANISATIONS}/{known.id}"):
            assert client.get(page).status_code == 403
        client.post(f"{ORGANISATIONS}/moi", typed())
        assert Organisation.objects.get() == known


def test_an_organisation_is_registered_by_its_paper() -> None:
    answer = browser_of(a_clerk()).post(f"{ORGANISATIONS}/moi", typed(), follow=True)

    page = text_of(answer.content)
    assert "Công ty TNHH Mẫu Một" in page
    assert "Chưa ghi nhận ai đại diện" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"tax_code": "0100109107"}, "đúng chữ số kiểm tra"),
        ({"name": ""}, "Tên tổ chức"),
        ({"evidence": ""}, "Giấy tờ đã xem"),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    wrong: dict[str, str], words: str
) -> None:
    answer = browser_of(a_clerk()).post(f"{ORGANISATIONS}/moi", typed(**wrong))

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert "Số 1, phố Mẫu" in answer.content.decode()
    assert not Organisation.objects.exists()


def test_another_name_is_taken_over_once_the_clerk_says_so() -> None:
    known, client = an_organisation(), browser_of(a_clerk())
    renamed = typed(tax_code=known.tax_code, name="Công ty TNHH Tên Mới")

    refused = client.post(f"{ORGANISATIONS}/moi", renamed)
    client.post(f"{ORGANISATIONS}/moi", {**renamed, "renamed": "yes"})

    assert "tổ chức có tên khác" in text_of(refused.content)
    known.refresh_from_db()
    assert known.name == "Công ty TNHH Tên Mới"


def test_what_the_business_register_knows_is_not_typed_again() -> None:
    line = a_record(a_person().id, name="Công ty TNHH Trong Sổ")

    page = browser_of(a_clerk()).get(f"{ORGANISATIONS}/moi?mst={line.tax_code}")

    assert "Công ty TNHH Trong Sổ" in page.content.decode()


def test_search_finds_by_tax_code_and_tells_what_is_claimed_about_an_unknown_one() -> None:
    known, client, code = an_organisation(), browser_of(a_clerk()), a_tax_code()
    claim_mandate(code, evidence="Giấy", by=a_citizen(), at=MONDAY_MORNING)

    assert known.name in text_of(client.get(f"{ORGANISATIONS}?q={known.tax_code}").content)
    unknown = text_of(client.get(f"{ORGANISATIONS}?q={code}").content)
    assert "1 người đề nghị được đại diện" in unknown
    assert "Không tìm thấy tổ chức nào" in text_of(client.get(f"{ORGANISATIONS}?q=zz").content)


def test_a_mandate_is_recorded_and_ended_at_the_desk() -> None:
    known, person, client = an_organisation(), a_person("Lê Văn Mẫu", sex="female"), a_clerk()
    page = f"{ORGANISATIONS}/{known.id}"
    browser = browser_of(client)

    shown = browser.post(page, mandate_typed(person), follow=True)
    mandate = Mandate.objects.get()
    ended = browser.post(
        f"{page}/dai-dien/{mandate.id}/cham-dut", {"reason": "Hết việc"}, follow=True
    )

    assert "Lê Văn Mẫu" in text_of(shown.content)
    assert mandate.recorded_by == client.person
    assert "Hết việc" in text_of(ended.content)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"personal_number": "037190999999"}, "Hệ thống chưa có người này"),
        ({"evidence": ""}, "Giấy tờ đã xem"),
        ({"until_on.day": "1", "until_on.month": "1", "until_on.year": "2026"}, "Ngày hết hạn"),
        ({"from_on.day": "32"}, "Từ ngày"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_at_its_field(
    wrong: dict[str, str], words: str
) -> None:
    known = an_organisation()

    answer = browser_of(a_clerk()).post(
        f"{ORGANISATIONS}/{known.id}", mandate_typed(a_person(), **wrong)
    )

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert not Mandate.objects.exists()


def test_a_claim_is_confirmed_by_recording_the_person_or_turned_down() -> None:
    known, client = an_organisation(), browser_of(a_clerk())
    right, wrong = a_citizen("Lê Văn Mẫu"), a_citizen("Bùi Văn Mẫu")
    for by in (right, wrong):
        claim_mandate(known.tax_code, evidence="Giấy số 9", by=by, at=MONDAY_MORNING)
    page = f"{ORGANISATIONS}/{known.id}"
    bad = MandateClaim.objects.get(person=wrong.person)

    assert "Giấy số 9" in text_of(client.get(page).content)
    client.post(page, mandate_typed(Person.objects.get(pk=right.who)))
    client.post(f"{ORGANISATIONS}/de-nghi/{bad.id}/tu-choi", {"reason": "Thiếu giấy"})

    assert MandateClaim.objects.get(person=right.person).mandate is not None
    assert Mandate.objects.get().person_id == right.who
    bad.refresh_from_db()
    assert bad.refused_for == "Thiếu giấy"


def a_filing_page(**given: Any) -> tuple[str, Mandate]:
    version = a_procedure(form=None)
    met_by(version.procedure.code, "GT")
    mandate = a_mandate(an_organisation(), a_person().id, **given)
    return f"/mot-cua/nop/{mandate.person_id}/{version.id}", mandate


def test_the_clerk_chooses_in_whose_name_the_person_files() -> None:
    _, mandate = a_filing_page()
    start = f"/mot-cua/nop/{mandate.person_id}"
    client = browser_of(a_clerk())

    page = client.get(start).content.decode()
    named = client.get(f"{start}?thay={mandate.organisation_id}").content.decode()

    assert f"?thay={mandate.organisation_id}" in page
    assert f"thay mặt {mandate.organisation.name}" in text_of(named.encode())
    assert client.get(f"{start}?thay={an_organisation().id}").status_code == 404


def test_a_filing_at_the_counter_is_in_the_name_of_the_organisation() -> None:
    address, mandate = a_filing_page()
    a_stored_paper(Owner(organisation=mandate.organisation_id))
    clerk = a_clerk()
    client, named = browser_of(clerk), f"{address}?thay={mandate.organisation_id}"

    page = text_of(client.get(named).content)
    own = text_of(client.get(address).content)
    answer = client.post(named, {"has.GT": "yes", "originals.GT": "1", "commune": clerk.agency})

    assert "Giấy khai sinh" in page
    assert "Giấy khai sinh" not in own
    assert answer.status_code == 302, text_of(answer.content)
    dossier = Dossier.objects.get()
    assert (dossier.organisation_id, dossier.applicant_name) == (
        mandate.organisation_id,
        mandate.organisation.name,
    )
    shown = text_of(client.get(f"/mot-cua/ho-so/{dossier.id}").content)
    assert mandate.organisation.tax_code in shown
    assert "Người nộp thay mặt tổ chức" in shown


def test_the_store_is_not_offered_under_a_mandate_for_filing_alone() -> None:
    address, mandate = a_filing_page(scope=Scope.FILING)
    a_stored_paper(Owner(organisation=mandate.organisation_id))

    page = browser_of(a_clerk()).get(f"{address}?thay={mandate.organisation_id}")

    assert "Giấy khai sinh" not in text_of(page.content)


def test_the_desk_searches_dossiers_by_tax_code() -> None:
    known = an_organisation(name="Công ty TNHH Mẫu Sáu")
    dossier = a_submitted_dossier(by=a_representative(known))
    assert dossier.receiving_agency_id is not None
    clerk = an_officer(dossier.receiving_agency_id, Role.RECEPTIONIST)

    page = browser_of(clerk).get(f"/mot-cua/tim?q={known.tax_code}")

    assert "Công ty TNHH Mẫu Sáu" in text_of(page.content)


def test_the_page_of_an_organisation_stays_flat() -> None:
    known = an_organisation()

    assert_flat(
        a_clerk(),
        f"{ORGANISATIONS}/{known.id}",
        lambda: [a_mandate(known, a_person().id) for _ in range(20)],
    )
