"""The page on which an issued result is corrected, and what its applicant and the public see."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.corrections import open_correction
from motcua.dossiers.models import Dossier, Result
from tests.builders import (
    a_case_officer,
    a_decided_dossier,
    a_dossier_at,
    a_receptionist,
    a_records_clerk,
    a_signatory,
    step_on,
    the_applicant,
)
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def page_of(dossier: Dossier, name: str = "correction") -> str:
    return reverse(f"officer:{name}", args=[dossier.id])


def press(client: Client, dossier: Dossier, act: str, **given: str) -> str:
    answer = client.post(page_of(dossier), {"act": act, **given}, follow=True)
    return text_of(answer.content)


def test_a_result_is_corrected_step_by_step_and_everybody_sees_it() -> None:
    dossier = step_on(a_decided_dossier())
    old = Result.objects.get(dossier=dossier)
    officer = browser_of(a_case_officer(dossier))

    press(browser_of(a_receptionist(dossier)), dossier, "return", reason="Sai họ tên")
    drafted = press(
        officer, dossier, "draft", **{"fix.full_name": "Phạm Thị Đúng", "apology": "Xin lỗi bà."}
    )
    preview = officer.get(page_of(dossier, "correction_preview"))
    signatory = browser_of(a_signatory(dossier))
    unread = press(signatory, dossier, "sign")
    signatory.get(page_of(dossier, "correction_preview"))
    signed = press(signatory, dossier, "sign")
    issued = press(browser_of(a_records_clerk(dossier)), dossier, "issue")

    assert "Đang ghi:" in drafted
    assert "Phạm Thị Đúng" in drafted
    assert preview.content.startswith(b"%PDF-")
    assert "chưa mở đọc" in unread
    assert "Đọc văn bản sẽ ký" in unread
    assert "Chờ văn thư cấp số" in signed
    assert "thay kết quả số 1/KQGQ" in issued
    own = browser_of(the_applicant(dossier))
    told = text_of(own.get(reverse("citizen:dossier", args=[dossier.id])).content)
    assert "Xin lỗi bà." in told
    assert "Bản số 1/KQGQ trước đó không còn giá trị" in told
    public = text_of(Client().get(f"/xac-thuc/{old.verify_code}").content)
    assert "Đã được thay thế" in public
    seen = officer.get(reverse("officer:dossier", args=[dossier.id])).content.decode()
    assert page_of(dossier) in seen


def test_a_result_in_force_says_so_to_whoever_scans_it() -> None:
    result = Result.objects.get(dossier=a_decided_dossier())

    assert "Còn hiệu lực" in text_of(Client().get(f"/xac-thuc/{result.verify_code}").content)


def test_what_is_missing_is_told_where_it_belongs() -> None:
    dossier = a_decided_dossier()
    desk = browser_of(a_receptionist(dossier))

    empty = desk.post(page_of(dossier), {"act": "return", "reason": ""})
    press(desk, dossier, "return", reason="Sai")
    worded = browser_of(a_case_officer(dossier)).post(page_of(dossier), {"act": "draft"})
    early = browser_of(a_records_clerk(dossier)).post(page_of(dossier), {"act": "issue"})

    assert empty.status_code == worded.status_code == early.status_code == 422
    assert 'href="#reason"' in empty.content.decode()
    assert 'href="#content"' in worded.content.decode()
    assert "chưa được người có thẩm quyền ký" in text_of(early.content)
    assert open_correction(dossier) is not None
    waiting = text_of(desk.get(page_of(dossier)).content)
    assert "Cơ quan giải quyết đang soạn lại" in waiting


def test_before_a_result_there_is_nothing_to_correct() -> None:
    dossier = a_dossier_at("sign")
    client = browser_of(a_signatory(dossier))

    assert "Hồ sơ chưa có kết quả đã cấp" in text_of(client.get(page_of(dossier)).content)
    assert client.get(page_of(dossier, "correction_preview")).status_code == 409
    assert client.post(page_of(dossier), {"act": "x"}).status_code == 404


def test_without_a_form_only_the_content_is_asked() -> None:
    dossier = a_decided_dossier()
    browser = browser_of(a_case_officer(dossier))
    press(browser, dossier, "return", reason="Sai")
    version = dossier.procedure
    assert version.form_id is not None

    page = text_of(browser.get(page_of(dossier)).content)

    assert "Nội dung của quyết định, nếu phải viết lại" in page
