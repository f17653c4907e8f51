"""Acting for an organisation on the citizens' pages, through the whole middleware."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from motcua.documents.personal.queries import papers_of_owner
from motcua.documents.store_rules import Owner
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor, Role, Scope
from motcua.people.actions import revoke_mandate
from motcua.people.models import Mandate, MandateClaim, Organisation
from motcua.people.organisation_rules import Capacity
from tests.builders import (
    a_citizen,
    a_draft,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.representing import a_mandate, a_record, a_representative, an_organisation
from tests.stores import a_stored_paper, met_by
from tests.web.portals import assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
NAMES, STORE, MINE = "/dai-dien", "/kho-giay-to", "/ho-so-cua-toi"


def choose(client: Client, organisation: Organisation | None) -> int:
    """Choose in whose name to act; return the status of the answer."""
    name = organisation.id if organisation else "own"
    return client.post(f"{NAMES}/chon", {"name": name}).status_code


def acting(manager: Actor) -> Client:
    """Return a browser in which somebody has chosen to act for their organisation."""
    client = browser_of(Actor(manager.person))
    assert choose(client, Organisation.objects.get(mandates__person=manager.who)) == 302
    return client


def end(manager: Actor) -> None:
    mandate = Mandate.objects.get(person=manager.person, revoked_at=None)
    revoke_mandate(mandate.id, reason="Thôi", by=Actor(manager.person), at=MONDAY_MORNING)


def test_one_chooses_for_whom_to_work_and_every_page_says_so() -> None:
    company = an_organisation(name="Công ty TNHH Mẫu Bốn")
    manager = a_representative(company)
    a_submitted_dossier(by=manager)
    client = browser_of(Actor(manager.person))

    before = text_of(client.get(MINE).content)
    assert "Thay mặt" not in before
    assert company.name in text_of(client.get(NAMES).content)
    client = acting(manager)
    page = text_of(client.get(MINE).content)

    assert "Bạn chưa có hồ sơ nào" in before
    assert f"Hồ sơ của {company.name}" in page
    assert f"Bạn đang làm việc thay mặt {company.name}" in page
    choose(client, None)
    assert "Hồ sơ của tôi" in text_of(client.get(MINE).content)


def test_nobody_chooses_an_organisation_they_do_not_represent() -> None:
    company = an_organisation()
    over = a_representative(company, until_on=localdate() - timedelta(days=1))
    citizen = a_citizen()
    client = browser_of(citizen)
    client.post(NAMES, {"tax_code": company.tax_code, "evidence": "Giấy ủy quyền"})

    assert MandateClaim.objects.get().person_id == citizen.who
    assert choose(client, company) == 404
    assert choose(browser_of(Actor(over.person)), company) == 404
    assert client.post(f"{NAMES}/chon", {"name": "x"}).status_code == 404
    assert Client().post(f"{NAMES}/chon", {"name": company.id}).status_code == 302


def test_a_claim_shows_nothing_of_the_organisation() -> None:
    company = an_organisation(name="Công ty TNHH Bí Mật Mẫu")
    a_stored_paper(Owner(organisation=company.id))
    client = browser_of(a_citizen())

    answer = client.post(NAMES, {"tax_code": company.tax_code, "evidence": "Giấy"}, follow=True)

    page = text_of(answer.content)
    assert "chờ kiểm tra giấy tờ tại quầy" in page
    assert company.name not in page
    assert "Kho của bạn chưa có giấy tờ nào" in text_of(client.get(STORE).content)


def test_a_claim_that_the_register_confirms_can_be_used_at_once() -> None:
    citizen = a_citizen()
    line = a_record(citizen.who)
    client = browser_of(citizen)

    answer = client.post(NAMES, {"tax_code": line.tax_code, "evidence": ""}, follow=True)

    assert "xác nhận bạn là người đại diện" in text_of(answer.content)
    assert choose(client, Organisation.objects.get()) == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"tax_code": "0100109107", "evidence": "Giấy"}, "Mã số thuế gồm 10 hoặc 13 chữ số"),
        ({"tax_code": "0100109106", "evidence": " "}, "Xin ghi giấy tờ làm căn cứ"),
    ],
)
def test_a_claim_that_is_wrong_comes_back_with_what_was_typed(
    typed: dict[str, str], words: str
) -> None:
    answer = browser_of(a_citizen()).post(NAMES, typed)

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert typed["tax_code"] in answer.content.decode()


def test_a_doubtful_tax_code_is_taken_with_a_warning() -> None:
    typed = {"tax_code": "0000000000", "evidence": "Giấy"}

    answer = browser_of(a_citizen()).post(NAMES, typed, follow=True)

    assert "không chắc chắn" in text_of(answer.content)


def test_filing_begins_in_the_name_that_was_chosen() -> None:
    a_province()
    company = an_organisation()
    manager = a_representative(company)
    client = browser_of(Actor(manager.person))
    address = f"/thu-tuc/{a_procedure().procedure.code}/nop-ho-so"

    assert "Bạn nộp hồ sơ cho ai?" in text_of(client.get(address).content)
    client.post(address, {"name": company.id})
    client.post(address, {"name": "own"})

    theirs, own = Dossier.objects.order_by("opened_at", "id")
    assert (theirs.organisation_id, own.organisation_id) == (company.id, None)
    assert client.post(address, {"name": an_organisation().id}).status_code == 404


def test_the_store_of_the_organisation_is_used_like_ones_own() -> None:
    company = an_organisation()
    manager = a_representative(company)
    client = acting(manager)
    file = SimpleUploadedFile("a.pdf", a_pdf(), "application/pdf")

    client.post(STORE, {"name": "Điều lệ công ty", "file": file})
    (paper,) = papers_of_owner(Owner(organisation=company.id))
    page = text_of(client.get(f"{STORE}/{paper.id}").content)
    fetched = client.get(f"{STORE}/{paper.id}/tep", follow=True)
    archive = b"".join(client.post(f"{STORE}/tai-ve").streaming_content)  # type: ignore[attr-defined]

    assert f"Kho giấy tờ của {company.name}" in page
    assert fetched.status_code == 200
    with zipfile.ZipFile(io.BytesIO(archive)) as taken:
        told = json.loads(taken.read("kho-giay-to.json"))
    assert [one["kind"] for one in told["papers"]] == ["Điều lệ công ty"]
    assert client.post(f"{STORE}/{paper.id}/xoa").status_code == 302


def test_a_mandate_for_filing_alone_shows_no_store() -> None:
    manager = a_representative(an_organisation(), scope=Scope.FILING)
    client = acting(manager)

    answer = client.get(STORE, follow=True)

    assert "không gồm kho giấy tờ" in text_of(answer.content)
    assert "Bây giờ bạn làm việc cho ai?" in text_of(answer.content)
    assert client.post(f"{STORE}/tai-ve").status_code == 302


def test_with_the_end_of_the_mandate_everything_ends_with_the_next_click() -> None:
    company = an_organisation()
    manager = a_representative(company)
    dossier = a_submitted_dossier(by=manager)
    paper = a_stored_paper(Owner(organisation=company.id))
    client = acting(manager)
    dossier_page, paper_page = f"{MINE}/{dossier.id}", f"{STORE}/{paper.id}"
    link = client.get(f"{paper_page}/tep").headers["Location"]
    pages = (dossier_page, paper_page, link)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]

    end(manager)

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(f"{STORE}/{paper.id}/xoa").status_code == 404
    assert company.name not in text_of(client.get(MINE).content)


def test_strangers_and_other_organisations_find_nothing() -> None:
    company = an_organisation()
    dossier = a_submitted_dossier(by=a_representative(company))
    paper = a_stored_paper(Owner(organisation=company.id))
    officer = browser_of(an_officer(a_province().justice, Role.CASE_OFFICER))
    other = acting(a_representative(an_organisation()))

    for client in (browser_of(a_citizen()), other):
        assert client.get(f"{MINE}/{dossier.id}").status_code == 404
        assert client.get(f"{STORE}/{paper.id}").status_code == 404
    assert officer.get(f"{STORE}/{paper.id}").status_code == 403


def test_a_link_to_a_dossier_in_another_name_leads_there() -> None:
    company = an_organisation(name="Công ty TNHH Mẫu Năm")
    manager = a_representative(company)
    dossier = a_submitted_dossier(by=manager)
    own = a_submitted_dossier(by=Actor(manager.person))
    client = browser_of(Actor(manager.person))

    page = text_of(client.get(f"{MINE}/{dossier.id}").content)
    answer = client.post(
        f"{NAMES}/chon", {"name": company.id, "tiep": f"{MINE}/{dossier.id}"}, follow=True
    )

    assert "Hồ sơ này đứng tên Công ty TNHH Mẫu Năm" in page
    assert dossier.submission_code in text_of(answer.content)
    assert "Hồ sơ này của riêng bạn" in text_of(client.get(f"{MINE}/{own.id}").content)


def test_the_store_is_offered_while_filing_for_the_organisation() -> None:
    company = an_organisation()
    manager, clerk = a_representative(company), a_representative(company, scope=Scope.FILING)
    version = a_procedure()
    met_by(version.procedure.code, "GT")
    a_stored_paper(Owner(organisation=company.id))
    a_stored_paper(manager.who, kind_name="Giấy của riêng mình")
    draft = a_draft(version, by=manager, papers=())
    address = f"{MINE}/{draft.id}/giay-to"

    page = text_of(acting(manager).get(address).content)

    assert "Giấy khai sinh" in page
    assert "Giấy của riêng mình" not in page
    assert "Giấy khai sinh" not in text_of(acting(clerk).get(address).content)


def test_the_legal_representative_sees_and_ends_what_others_hold() -> None:
    company = an_organisation()
    chief = a_representative(company, capacity=Capacity.LEGAL)
    clerk = a_representative(company, "Lê Văn Mẫu")
    held = Mandate.objects.get(person=clerk.person)

    page = text_of(acting(chief).get(NAMES).content)
    hidden = text_of(acting(clerk).get(NAMES).content)
    acting(chief).post(f"{NAMES}/{held.id}/cham-dut", {"reason": "Nghỉ việc"})

    assert "Lê Văn Mẫu" in page
    assert "Ai được làm việc thay mặt" not in hidden
    held.refresh_from_db()
    assert held.revoke_reason == "Nghỉ việc"


def test_a_colleague_cannot_end_what_the_legal_representative_holds() -> None:
    company = an_organisation()
    chief = a_representative(company, capacity=Capacity.LEGAL)
    held = Mandate.objects.get(person=chief.person)

    answer = acting(a_representative(company)).post(f"{NAMES}/{held.id}/cham-dut")

    assert answer.status_code == 404
    held.refresh_from_db()
    assert held.revoked_at is None


def test_the_page_of_names_stays_flat() -> None:
    chief = a_representative(an_organisation(), capacity=Capacity.LEGAL)

    assert_flat(
        Actor(chief.person),
        NAMES,
        lambda: [a_mandate(an_organisation(), chief.who) for _ in range(20)],
    )
