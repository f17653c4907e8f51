"""Answering with a file: sent with the page or before it, shown to who may see it, kept once."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.documents.models import Document, Reading
from motcua.dossiers import actions
from motcua.dossiers.actions import Filing
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import DossierId
from tests.builders import (
    ANSWERS,
    FORM,
    a_case_officer,
    a_citizen,
    a_document,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    an_accepted_dossier,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.forms.test_rules import a_field
from tests.papers import a_pdf, a_picture
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
PAGE = str(FORM["pages"][0]["id"])
WITH_FILE: dict[str, Any] = {
    **FORM,
    "pages": [
        {**FORM["pages"][0], "fields": [*FORM["pages"][0]["fields"], a_field("anh", "file")]}
    ],
}
TYPED = {"full_name": "Phạm Thị Mẫu", "wish": "Xin giấy", "for_other": "no", "copies": "2"}


@pytest.fixture
def applicant() -> Actor:
    return a_citizen()


@pytest.fixture
def draft(applicant: Actor) -> Dossier:
    return a_draft(a_procedure(form=WITH_FILE), by=applicant)


def address(draft: Dossier) -> str:
    return f"/ho-so-cua-toi/{draft.id}/ke-khai/{PAGE}"


def sent_plainly(applicant: Actor, draft: Dossier, name: str = "ảnh.png") -> Any:
    file = SimpleUploadedFile(name, a_picture("PNG"))
    return browser_of(applicant).post(address(draft), {**TYPED, "anh.file": file})


def the_file(draft: Dossier) -> Document:
    kept: Any = answers_of(Dossier.objects.get(pk=draft.id))["anh"]
    return Document.objects.get(pk=kept["document"])


def test_a_file_comes_with_the_page(applicant: Actor, draft: Dossier) -> None:
    answer = sent_plainly(applicant, draft)

    assert answer.status_code == 302
    kept = the_file(draft)
    assert (kept.name, kept.subject, kept.added_by) == ("ảnh.png", draft.id, applicant.person)
    page = browser_of(applicant).get(address(draft)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert f'value="{kept.id}"' in page


def test_a_file_sent_before_is_named_by_the_page_and_saved_while_typing(
    applicant: Actor, draft: Dossier
) -> None:
    kept = a_document(applicant, "trước.pdf")
    typed = {**TYPED, "anh.document": str(kept.id), "anh.name": kept.name}

    answer = browser_of(applicant).post(f"{address(draft)}/luu", typed)

    assert answer.status_code == 200
    assert the_file(draft) == kept
    kept.refresh_from_db()
    assert kept.subject == draft.id


def test_a_refused_file_says_so_at_its_question_and_keeps_the_rest(
    applicant: Actor, draft: Dossier
) -> None:
    file = SimpleUploadedFile("chạy.exe", b"MZ" + b"x" * 50)
    answer = browser_of(applicant).post(address(draft), {**TYPED, "anh.file": file})

    assert answer.status_code == 422
    assert "Chỉ nhận tệp PDF, JPG hoặc PNG" in text_of(answer.content)
    assert answers_of(draft)["wish"] == "Xin giấy"


def test_a_question_may_take_pictures_only(applicant: Actor) -> None:
    portrait = a_field("anh", "file", types=["image/jpeg", "image/png"])
    fields = [*FORM["pages"][0]["fields"], portrait]
    form = {**FORM, "pages": [{**FORM["pages"][0], "fields": fields}]}
    draft = a_draft(a_procedure(form=form), by=applicant)

    file = SimpleUploadedFile("a.pdf", a_pdf())
    answer = browser_of(applicant).post(address(draft), {**TYPED, "anh.file": file})

    assert "Chỉ nhận tệp JPG hoặc PNG" in text_of(answer.content)
    assert 'accept=".jpg,.jpeg,.png"' in answer.content.decode()


def test_a_file_is_taken_out_again(applicant: Actor, draft: Dossier) -> None:
    sent_plainly(applicant, draft)
    kept = the_file(draft)
    typed = {**TYPED, "anh.document": str(kept.id), "anh.name": kept.name, "remove.anh": "1"}

    answer = browser_of(applicant).post(address(draft), typed)

    assert answer.status_code == 200
    assert answers_of(Dossier.objects.get(pk=draft.id))["anh"] == {}


def test_it_is_shown_before_handing_in_and_given_to_who_may_see_it(
    applicant: Actor, draft: Dossier
) -> None:
    sent_plainly(applicant, draft)
    kept = the_file(draft)
    client = browser_of(applicant)

    review = client.get(f"/ho-so-cua-toi/{draft.id}/kiem-tra").content.decode()
    link = f"/ho-so-cua-toi/{draft.id}/tep/{kept.id}"

    assert f'href="{link}">ảnh.png</a>' in review
    assert client.get(link, follow=True).headers["Content-Disposition"].startswith("attachment")
    assert browser_of(a_citizen("Lê Văn Khác")).get(link).status_code == 404


def accepted_with_file(applicant: Actor, draft: Dossier) -> Dossier:
    sent_plainly(applicant, draft)
    known = DossierId(draft.id)
    handed_in = actions.submit(known, key=uuid4(), by=applicant, at=MONDAY_MORNING)
    return actions.accept(known, by=a_receptionist(handed_in), at=MONDAY_MORNING)


def test_officers_find_it_among_the_answers(applicant: Actor, draft: Dossier) -> None:
    dossier = accepted_with_file(applicant, draft)
    kept, officer = the_file(draft), a_receptionist(dossier)
    client = browser_of(officer)

    page = client.get(reverse("onestop:dossier", args=[dossier.id])).content.decode()
    link = reverse("onestop:answer_file", args=[dossier.id, kept.id])
    given = client.get(link, follow=True)

    assert f'href="{link}">ảnh.png</a>' in page
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert Reading.objects.get().why == "duty"
    other = an_accepted_dossier()
    assert client.get(reverse("onestop:answer_file", args=[dossier.id, uuid4()])).status_code == 404
    stranger = browser_of(a_case_officer(other))
    assert stranger.get(reverse("officer:answer_file", args=[other.id, kept.id])).status_code == 404


def test_the_name_is_that_of_the_paper_whatever_the_page_says(
    applicant: Actor, draft: Dossier
) -> None:
    kept = a_document(applicant, "đúng tên.pdf")
    answers = {**ANSWERS, "anh": {"document": str(kept.id), "name": "tên khác.pdf"}}
    known = DossierId(draft.id)
    actions.save_answers(known, answers=answers, by=applicant, at=MONDAY_MORNING)

    handed_in = actions.submit(known, key=uuid4(), by=applicant, at=MONDAY_MORNING)

    assert handed_in.status == Status.SUBMITTED
    assert answers_of(handed_in)["anh"] == {"document": str(kept.id), "name": "đúng tên.pdf"}


def test_a_foreign_file_is_not_handed_in(applicant: Actor, draft: Dossier) -> None:
    foreign = a_document(a_citizen("Lê Văn Khác"))
    slip = a_document(applicant)
    Document.objects.filter(pk=slip.id).update(purpose="slip", subject=draft.id)
    known = DossierId(draft.id)

    for document in (foreign.id, slip.id, uuid4()):
        answers = {**ANSWERS, "anh": {"document": str(document), "name": "a.pdf"}}
        actions.save_answers(known, answers=answers, by=applicant, at=MONDAY_MORNING)
        with pytest.raises(InvalidInput) as refusal:
            actions.submit(known, key=uuid4(), by=applicant, at=MONDAY_MORNING)
        assert "không phải do người nộp" in refusal.value.errors["anh"]

    foreign.refresh_from_db()
    assert foreign.subject is None


def test_whoever_files_in_one_act_brings_their_own_files(applicant: Actor) -> None:
    a_province()
    version = a_procedure(form=WITH_FILE, components=())
    mine, foreign = a_document(applicant), a_document(a_citizen("Lê Văn Khác"))

    def filed(document: Document) -> Dossier:
        answers = {**ANSWERS, "anh": {"document": str(document.id), "name": "a.pdf"}}
        filing = Filing(version.id, "", answers, commune=a_province().commune.id, key=uuid4())
        return actions.file(filing, by=applicant, at=MONDAY_MORNING)

    with pytest.raises(InvalidInput):
        filed(foreign)
    dossier = filed(mine)

    mine.refresh_from_db()
    assert mine.subject == dossier.id
    assert the_applicant(dossier).person == applicant.person
