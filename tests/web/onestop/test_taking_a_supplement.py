"""A supplement brought to the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import papers_of
from motcua.dossiers.rules import Status, SupplementItem
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from tests.builders import a_receptionist, a_submitted_dossier
from tests.papers import a_pdf
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db
FIELDS = ["full_name", "wish", "for_other", "copies"]
TYPED = {
    "asked": FIELDS,
    "full_name": "Nguyễn Thị Mẫu",
    "wish": "Xin cấp giấy mới",
    "for_other": "no",
    "copies": "3",
}


def a_waiting_dossier() -> tuple[Dossier, Actor]:
    dossier = a_submitted_dossier()
    clerk = a_receptionist(dossier)
    actions.request_supplement(
        DossierId(dossier.id),
        items=[SupplementItem("wish", "field", "Chưa rõ")],
        by=clerk,
        at=NOW,
    )
    return dossier, clerk


def test_corrected_answers_send_the_dossier_back_to_where_it_waited() -> None:
    dossier, clerk = a_waiting_dossier()

    browser_of(clerk).post(reverse("onestop:supplement", args=[dossier.id]), TYPED)

    dossier.refresh_from_db()
    assert dossier.status == Status.SUBMITTED
    assert answers_of(dossier)["wish"] == "Xin cấp giấy mới"


def test_an_answer_still_wrong_is_said_and_kept() -> None:
    dossier, clerk = a_waiting_dossier()

    answer = browser_of(clerk).post(
        reverse("onestop:supplement", args=[dossier.id]), {**TYPED, "wish": ""}
    )

    assert answer.status_code == 422
    assert 'href="#wish"' in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.id).status == Status.SUPPLEMENTING


def test_what_was_typed_can_wait_for_the_rest() -> None:
    dossier, clerk = a_waiting_dossier()

    browser_of(clerk).post(
        reverse("onestop:supplement", args=[dossier.id]), {**TYPED, "wish": "Dở", "later": "1"}
    )

    dossier.refresh_from_db()
    assert dossier.status == Status.SUPPLEMENTING
    assert answers_of(dossier)["wish"] == "Dở"


def test_a_paper_is_taken_in_and_a_wrong_one_set_aside() -> None:
    dossier, clerk = a_waiting_dossier()
    client, before = browser_of(clerk), papers_of(dossier)
    scan = SimpleUploadedFile("moi.pdf", a_pdf(2), "application/pdf")

    client.post(reverse("onestop:attach", args=[dossier.id]), {"component": "GT", "file": scan})
    client.post(reverse("onestop:detach", args=[dossier.id, before[0].id]))

    assert [paper.name for paper in papers_of(dossier)] == ["moi.pdf"]


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("rong.pdf", b"")])
def test_a_file_that_is_none_is_refused_in_its_place(file: SimpleUploadedFile | None) -> None:
    dossier, clerk = a_waiting_dossier()
    sent = {"component": "GT", **({"file": file} if file else {})}

    answer = browser_of(clerk).post(reverse("onestop:attach", args=[dossier.id]), sent)

    assert answer.status_code == 422
    assert 'id="upload-GT-error"' in answer.content.decode()


def test_the_page_says_what_was_asked() -> None:
    dossier, clerk = a_waiting_dossier()

    answer = browser_of(clerk).get(reverse("onestop:supplement", args=[dossier.id]))

    assert "Nội dung đề nghị : Chưa rõ" in text_of(answer.content)


def test_a_dossier_that_waits_for_nothing_has_no_such_page() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(a_receptionist(dossier)).get(
        reverse("onestop:supplement", args=[dossier.id])
    )

    assert answer.status_code == 404
