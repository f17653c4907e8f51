"""One's store of papers on the page, and using it for another dossier."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.models import PaperUse, StoredPaper
from motcua.documents.personal.actions import note_read
from motcua.documents.personal.queries import papers_of_owner
from motcua.documents.store_rules import Owner, Source
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.actors import Actor, Role
from tests.builders import (
    a_citizen,
    a_draft,
    a_procedure,
    a_province,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.stores import a_stored_paper, met_by
from tests.web.portals import assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
STORE = "/kho-giay-to"


def a_pdf_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("bang.pdf", a_pdf(), "application/pdf")


def test_the_store_lists_papers_with_source_trust_and_validity() -> None:
    citizen = a_citizen()
    a_stored_paper(citizen.who)
    a_stored_paper(
        citizen.who,
        kind_name="Giấy phép cũ",
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 1, 1),
    )

    page = text_of(browser_of(citizen).get(STORE).content)

    for words in (
        "Giấy khai sinh",
        "bản số hóa từ giấy",
        "đã đối chiếu",
        "còn hiệu lực",
        "hết hiệu",
    ):
        assert words in page


def test_an_empty_store_says_how_it_fills() -> None:
    assert "Kho của bạn chưa có giấy tờ nào" in text_of(browser_of(a_citizen()).get(STORE).content)


def test_strangers_sign_in_first_and_officers_have_no_store() -> None:
    officer = an_officer(a_province().commune, Role.RECEPTIONIST)

    assert Client().get(STORE).status_code == 302
    assert browser_of(officer).get(STORE).status_code == 403


def test_an_own_paper_is_added_at_low_trust_and_removed_again() -> None:
    citizen = a_citizen()
    client = browser_of(citizen)

    client.post(STORE, {"name": "Bằng tốt nghiệp", "file": a_pdf_file()})
    (paper,) = papers_of_owner(Owner(citizen.who))
    page = text_of(client.get(f"{STORE}/{paper.id}").content)
    removed = client.post(f"{STORE}/{paper.id}/xoa")

    assert "chưa có cơ quan nào kiểm tra" in page
    assert "Xóa khỏi kho" in page
    assert removed.headers["Location"] == STORE
    assert papers_of_owner(Owner(citizen.who)) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "", "file": "x"}, "Xin ghi tên giấy tờ"),
        ({"name": "Bằng"}, "không có nội dung"),
    ],
)
def test_what_is_missing_is_told_at_its_field(given: dict[str, object], words: str) -> None:
    if "file" in given:
        given = {**given, "file": a_pdf_file()}

    answer = browser_of(a_citizen()).post(STORE, given)

    assert answer.status_code == 422
    assert words in text_of(answer.content)


def test_the_owner_reads_who_looked_and_fetches_the_file() -> None:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1))
    officer = an_officer(a_province().commune, Role.CASE_OFFICER)
    note_read(paper.id, dossier=None, purpose="Tra cứu", by=officer, at=MONDAY_MORNING)
    client = browser_of(citizen)

    page = text_of(client.get(f"{STORE}/{paper.id}").content)
    file = client.get(f"{STORE}/{paper.id}/tep", follow=True)

    for words in ("Trần Văn Mẫu", "Ủy ban nhân dân xã Mẫu", "Cán bộ xem", "Tra cứu", "01/01/2030"):
        assert words in page
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"].startswith("attachment")


def test_the_paper_of_another_is_not_found() -> None:
    paper = a_stored_paper(a_citizen().who)
    client = browser_of(a_citizen("Lê Văn Mẫu"))

    for address in ("", "/tep"):
        assert client.get(f"{STORE}/{paper.id}{address}").status_code == 404
    assert client.post(f"{STORE}/{paper.id}/xoa").status_code == 404


def test_data_without_a_copy_has_no_file() -> None:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, data={"a": "b"})
    StoredPaper.objects.filter(pk=paper.id).update(document=None, source=Source.DATA.value)

    assert browser_of(citizen).get(f"{STORE}/{paper.id}/tep").status_code == 404


def test_all_of_the_store_comes_in_one_archive_with_hashes() -> None:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, data={"household.head": "Bà Mẫu"})
    bare = a_stored_paper(citizen.who, data={"household.head": "Bà Mẫu"})
    StoredPaper.objects.filter(pk=bare.id).update(document=None)

    answer = browser_of(citizen).post(f"{STORE}/tai-ve")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("kho-giay-to.json"))
    told = {one["sha256"]: one for one in manifest["papers"]}
    assert paper.document is not None
    mine = told[paper.document.file_id]
    assert archive.read(mine["file"]) == a_pdf()
    assert mine["data"] == {"household.head": "Bà Mẫu"}
    assert mine["uses"][0]["use"] == "chủ kho tải về"
    assert told[None]["file"] == ""
    assert PaperUse.objects.filter(use="exported").count() == 2
    assert "no-store" in answer["Cache-Control"]


def a_draft_with_store(**given: Any) -> tuple[Dossier, StoredPaper, Actor]:
    citizen = a_citizen()
    paper = a_stored_paper(citizen.who, **given)
    version = a_procedure()
    met_by(version.procedure.code, "GT")
    return a_draft(version, by=citizen, papers=()), paper, citizen


def papers_page(draft: Dossier) -> str:
    return f"/ho-so-cua-toi/{draft.id}/giay-to"


def test_filing_offers_what_the_store_holds_and_one_click_uses_it() -> None:
    draft, paper, citizen = a_draft_with_store()
    client = browser_of(citizen)

    offered = text_of(client.get(papers_page(draft)).content)
    sent = client.post(
        f"{papers_page(draft)}/tu-kho",
        {"component": "GT", "paper": str(paper.id), "consent": "yes"},
    )
    after = text_of(client.get(papers_page(draft)).content)

    assert "Bạn đã nộp giấy này rồi : Giấy khai sinh" in offered
    assert "Bấm nút này là bạn đồng ý" in offered
    assert sent.headers["Location"].endswith("#upload-GT")
    assert "từ kho giấy tờ của bạn" in after
    assert "Anh/chị đã nộp" not in after
    assert Attachment.objects.get().stored == paper.id


def test_what_has_expired_is_not_offered_and_the_page_says_so() -> None:
    draft, _, citizen = a_draft_with_store(valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))

    page = text_of(browser_of(citizen).get(papers_page(draft)).content)

    assert "Đồng ý và dùng giấy này" not in page
    assert "giấy này hết hiệu lực nên không dùng được" in page


@pytest.mark.parametrize(
    ("given", "status"), [({"paper": "x"}, 404), ({"consent": ""}, 302), ({}, 302)]
)
def test_a_click_without_consent_or_paper_takes_nothing(given: dict[str, str], status: int) -> None:
    draft, paper, citizen = a_draft_with_store(kind_code="KQ.G01.000001")
    usual = {"component": "GT", "paper": str(paper.id), "consent": "yes"}

    answer = browser_of(citizen).post(f"{papers_page(draft)}/tu-kho", {**usual, **given})

    assert answer.status_code == status
    assert not Attachment.objects.exists()


def test_the_store_asks_the_same_few_questions_however_full_it_is() -> None:
    citizen = a_citizen()
    a_stored_paper(citizen.who)

    assert_flat(citizen, STORE, lambda: [a_stored_paper(citizen.who) for _ in range(30)])
