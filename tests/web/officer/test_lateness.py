"""The list of what runs out of time, and the page on which an apology is written and signed."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.slips import newest
from tests.builders import (
    a_case_officer,
    a_receptionist,
    a_section_head,
    a_signatory,
    an_accepted_dossier,
    the_applicant,
)
from tests.calendars import hanoi
from tests.dossiers.expectations import stored
from tests.lateness import a_signed_apology, a_written_apology
from tests.web.portals import FEW, MANY, assert_flat, browser_of, copies, hidden, text_of

pytestmark = pytest.mark.django_db
LONG_AGO = hanoi("2026-05-25 17:00")


def page_of(dossier: Dossier) -> str:
    return reverse("officer:apology", args=[dossier.id])


def given(dossier: Dossier, **changed: str) -> dict[str, str]:
    usual = {
        "cause": "workload",
        "explanation": "Đợt cấp đổi",
        "responsible": str(dossier.settling_agency_id),
        "new_due.day": "12",
        "new_due.month": "6",
        "new_due.year": "2026",
    }
    return {**usual, **changed}


def a_late_dossier() -> Dossier:
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(due_at=LONG_AGO)
    return stored(dossier)


def test_an_apology_is_written_read_signed_and_reaches_everybody() -> None:
    dossier = an_accepted_dossier()
    head, signatory = browser_of(a_section_head(dossier)), browser_of(a_signatory(dossier))
    first = head.get(reverse("officer:dossier", args=[dossier.id])).content.decode()

    written = head.post(page_of(dossier), given(dossier))
    form = signatory.get(page_of(dossier)).content
    letter = signatory.get(reverse("officer:apology_preview", args=[dossier.id]))
    signed = signatory.post(
        reverse("officer:sign_apology", args=[dossier.id]),
        {"written_at": hidden(form, "written_at")},
    )

    assert page_of(dossier) in first
    assert written.headers["Location"] == signed.headers["Location"] == page_of(dossier)
    assert letter.content.startswith(b"%PDF-")
    assert "Đã ký" in text_of(signatory.get(page_of(dossier)).content)
    newest(stored(dossier), "apology")
    own = browser_of(the_applicant(dossier))
    told = text_of(own.get(reverse("citizen:dossier", args=[dossier.id])).content)
    assert "Cơ quan xin lỗi bạn vì chậm trả kết quả và hẹn lại 17:00 ngày 12/06/2026" in told
    assert "Văn bản xin lỗi (PDF)" in told
    why = text_of(own.get(reverse("reckoning", args=[dossier.id])).content)
    assert "Thời hạn theo luật không đổi" in why
    desk = browser_of(a_receptionist(dossier))
    at_desk = text_of(desk.get(reverse("onestop:dossier", args=[dossier.id])).content)
    assert "Đã xin lỗi, hẹn lại 17:00 ngày 12/06/2026" in at_desk


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cause": ""}, "Xin chọn lý do chậm"),
        ({"cause": "other", "explanation": ""}, "Xin ghi rõ lý do"),
        ({"new_due.day": ""}, "Xin nhập ngày hẹn lại"),
        ({"new_due.day": "13"}, "không phải ngày làm việc"),
        ({"new_due.day": "5"}, "phải sau ngày hẹn cũ"),
        ({"responsible": ""}, "Xin chọn cơ quan"),
        ({"new_due.year": "2031"}, "Chưa có lịch làm việc"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    changed: dict[str, str], words: str
) -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_section_head(dossier))
    posted = given(dossier, **changed)

    again = client.post(page_of(dossier), posted)

    assert again.status_code == 422
    assert words in text_of(again.content)
    assert posted["explanation"] in again.content.decode()
    assert not Apology.objects.exists()


def test_an_apology_that_changed_meanwhile_is_not_signed() -> None:
    dossier = an_accepted_dossier()
    a_written_apology(dossier)
    client = browser_of(a_signatory(dossier))

    client.post(
        reverse("officer:sign_apology", args=[dossier.id]), {"written_at": "2026-06-01T08:00:00Z"}
    )

    assert Apology.objects.get(dossier=dossier).signed_at is None


def test_a_case_officer_of_the_agency_reads_but_does_not_write() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_case_officer(dossier))

    page = text_of(client.get(page_of(dossier)).content)
    refused = client.post(page_of(dossier), given(dossier))

    assert "Soạn văn bản" not in page
    assert refused.status_code == 302
    assert not Apology.objects.exists()


def test_the_list_names_holder_days_cause_and_promise() -> None:
    late = a_late_dossier()
    client = browser_of(a_section_head(late))
    bare = text_of(client.get(reverse("officer:running_out")).content)
    a_signed_apology(late)

    page = text_of(client.get(reverse("officer:running_out")).content)
    waiting = text_of(client.get(reverse("officer:running_out") + "?xem=to_sign").content)

    assert "Viết xin lỗi" in bare
    assert "Chưa xin lỗi" in bare
    assert str(late.number) in page
    assert "Hồ sơ phức tạp, phải xác minh thực tế; hẹn lại 12/06/2026" in page
    assert "Quá hạn 6 ngày" in page
    assert "chờ người có thẩm quyền ký" in waiting


def test_the_list_asks_the_same_few_questions_however_long_it_is() -> None:
    late = a_late_dossier()
    copies(late, FEW)

    assert_flat(a_section_head(late), reverse("officer:running_out"), lambda: copies(late, MANY))


def test_a_receptionist_has_no_such_list() -> None:
    dossier = an_accepted_dossier()

    page = browser_of(a_receptionist(dossier)).get(reverse("officer:running_out"))

    assert page.status_code == 403
