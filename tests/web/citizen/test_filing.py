"""Filing online, page by page."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.rules import Status
from tests.builders import ANSWERS, FORM, a_citizen, a_component, a_draft, a_procedure, a_province
from tests.forms.test_rules import a_field
from tests.papers import a_pdf, a_picture
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
TYPED = {"full_name": "Phạm Thị Mẫu", "wish": "Xin giấy", "for_other": "no", "copies": "2"}


def _page_of(draft: Dossier) -> str:
    return f"/ho-so-cua-toi/{draft.id}/ke-khai/{FORM['pages'][0]['id']}"


def test_starting_opens_a_draft_with_what_is_known() -> None:
    a_province()
    version = a_procedure(cases=("mot", "hai"))
    client = browser_of(a_citizen())

    response = client.post(f"/thu-tuc/{version.procedure.code}/nop-ho-so", {"case": "mot"})

    draft = Dossier.objects.get()
    assert response.headers["Location"] == f"/ho-so-cua-toi/{draft.id}/noi-nop"
    assert draft.status == Status.DRAFT


def test_starting_without_a_case_says_so_at_the_question() -> None:
    version = a_procedure(cases=("mot", "hai"))

    response = browser_of(a_citizen()).post(f"/thu-tuc/{version.procedure.code}/nop-ho-so", {})

    assert response.status_code == 422
    assert "Xin chọn một trường hợp" in text_of(response.content)


def test_a_stranger_is_asked_to_sign_in_and_comes_back() -> None:
    version = a_procedure()

    response = Client().get(f"/thu-tuc/{version.procedure.code}/nop-ho-so")

    assert response.status_code == 302
    assert f"tiep=/thu-tuc/{version.procedure.code}/nop-ho-so" in response.headers["Location"]


def test_a_commune_must_be_chosen_where_communes_settle() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)

    response = browser_of(applicant).post(
        f"/ho-so-cua-toi/{draft.id}/noi-nop", {"commune": "", "result_channel": "online"}
    )

    assert response.status_code == 422
    assert "Xin chọn xã, phường" in text_of(response.content)


def test_wrong_answers_are_kept_and_named_at_their_fields() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    client = browser_of(applicant)

    response = client.post(_page_of(draft), {**TYPED, "copies": "hai", "wish": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Xin nhập một số nguyên" in page
    assert 'value="hai"' in page
    assert answers_of(draft)["copies"] == "hai"


def test_what_the_form_computes_is_shown_and_follows_what_is_typed() -> None:
    applicant = a_citizen()
    page = {
        "id": "phi",
        "title": {"vi": "Phí"},
        "fields": [
            a_field("sheets", "number"),
            a_field("total", "calculated", value="sheets * 2000"),
        ],
    }
    draft = a_draft(a_procedure(form={"pages": [page]}), by=applicant, answers={"sheets": 2})
    client, address = browser_of(applicant), f"/ho-so-cua-toi/{draft.id}/ke-khai/phi"

    first = client.get(address).content.decode()
    second = client.post(address, {"sheets": "3", "refresh": "1"}).content.decode()

    assert ">4000<" in first
    assert "data-refresh" in first
    assert ">6000<" in second


def test_right_answers_lead_on() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant, answers={})
    client = browser_of(applicant)

    response = client.post(_page_of(draft), TYPED)

    assert response.headers["Location"] == f"/ho-so-cua-toi/{draft.id}/giay-to"
    assert answers_of(draft)["copies"] == 2


def test_asking_for_other_questions_checks_nothing_yet() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    client = browser_of(applicant)

    response = client.post(
        _page_of(draft), {**TYPED, "wish": "", "for_other": "yes", "refresh": "1"}
    )

    assert response.status_code == 200
    assert "Tên người kia" in response.content.decode()
    assert "Xin nhập" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("trong.pdf", b"", "không có nội dung"),
        ("may.exe", b"MZ\x90\x00 program", "Chỉ nhận tệp PDF, JPG hoặc PNG"),
        ("anh.pdf", a_picture(), "không đúng với phần đuôi"),
        ("hong.pdf", b"%PDF-1.7 broken", "Không mở được tệp"),
        ("lenh.pdf", a_pdf(extra=b"/JavaScript"), "mã lệnh"),
    ],
)
def test_a_bad_file_is_refused_at_its_row_and_nothing_is_lost(
    name: str, content: bytes, words: str
) -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    there = Attachment.objects.count()

    response = browser_of(applicant).post(
        f"/ho-so-cua-toi/{draft.id}/giay-to",
        {"component": "GT", "file": SimpleUploadedFile(name, content)},
    )

    assert response.status_code == 422
    assert words in text_of(response.content)
    assert Attachment.objects.count() == there


def test_a_good_file_is_listed_and_can_be_taken_back() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant, papers=())
    client = browser_of(applicant)
    address = f"/ho-so-cua-toi/{draft.id}/giay-to"

    client.post(address, {"component": "GT", "file": SimpleUploadedFile("giay.pdf", a_pdf())})
    listed = client.get(address).content.decode()
    paper = Attachment.objects.get()
    client.post(f"{address}/{paper.id}/bo")

    assert "giay.pdf" in listed
    assert not Attachment.objects.exists()


def test_handing_in_shows_the_code_and_the_moment_of_receipt() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    client = browser_of(applicant)

    response = client.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", {"key": str(uuid4())})
    page = text_of(client.get(response.headers["Location"]).content)

    assert draft.submission_code in page
    assert "được tính là nhận chính thức" in page
    assert "Chậm nhất" in page


def test_the_same_page_sent_twice_leaves_one_dossier_and_the_same_answer() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    client = browser_of(applicant)
    key = {"key": str(uuid4())}

    first = client.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", key)
    second = client.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", key)

    assert first.headers["Location"] == f"/ho-so-cua-toi/{draft.id}/da-nop"
    assert second.headers["Location"] == first.headers["Location"]
    assert Dossier.objects.count() == 1


def test_missing_papers_and_wrong_answers_stop_the_handing_in() -> None:
    applicant = a_citizen()
    without_paper = a_draft(a_procedure(components=(a_component(),)), by=applicant, papers=())
    wrong = a_draft(by=applicant, answers={**ANSWERS, "wish": ""})
    client = browser_of(applicant)

    missing = client.post(f"/ho-so-cua-toi/{without_paper.id}/kiem-tra", {"key": str(uuid4())})
    refused = client.post(f"/ho-so-cua-toi/{wrong.id}/kiem-tra", {"key": str(uuid4())})

    assert missing.status_code == 422
    assert "còn thiếu" in text_of(missing.content)
    assert refused.status_code == 422


def test_nobody_reaches_the_draft_of_another() -> None:
    draft = a_draft()
    other = browser_of(a_citizen("Lê Văn Khác"))

    answers = {
        page: other.get(f"/ho-so-cua-toi/{draft.id}{page}").status_code
        for page in ("", "/noi-nop", "/giay-to", "/kiem-tra", "/da-nop", "/bo-sung")
    }

    assert set(answers.values()) == {404}
