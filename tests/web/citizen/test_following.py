"""One's dossiers, their papers and results, and what strangers may see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.models import Attachment, Dossier, Result
from motcua.dossiers.rules import Status
from motcua.dossiers.tracking import TRIES
from tests.builders import (
    a_citizen,
    a_decided_dossier,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
)
from tests.web.portals import FEW, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
MANY = 200


def test_the_list_shows_ones_own_dossiers_and_no_others() -> None:
    mine, foreign = a_submitted_dossier(), a_submitted_dossier(by=a_citizen("Lê Văn Khác"))

    page = text_of(browser_of(the_applicant(mine)).get("/ho-so-cua-toi").content)

    assert mine.submission_code in page
    assert foreign.submission_code not in page


def test_the_list_asks_as_many_questions_for_few_as_for_many() -> None:
    dossier = a_submitted_dossier()
    copies(dossier, FEW)

    assert_flat(the_applicant(dossier), "/ho-so-cua-toi", lambda: copies(dossier, MANY))


def test_a_dossier_shows_where_it_stands() -> None:
    dossier = an_accepted_dossier()

    page = text_of(browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}").content)

    assert str(dossier.number) in page
    assert "Hẹn trả kết quả" in page
    assert "Đã tiếp nhận hồ sơ" in page


def test_withdrawing_asks_first_and_then_ends_the_dossier() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(the_applicant(dossier))
    address = f"/ho-so-cua-toi/{dossier.id}/rut"

    asked = client.get(address)
    client.post(address, {"reason": "Tôi đổi ý"})

    assert "Bạn muốn rút hồ sơ này?" in text_of(asked.content)
    assert Dossier.objects.get(pk=dossier.id).status == Status.WITHDRAWN


def test_ones_own_file_comes_back_as_an_attachment_that_cannot_run() -> None:
    dossier = a_submitted_dossier()
    paper = Attachment.objects.get(dossier=dossier)
    address = f"/ho-so-cua-toi/{dossier.id}/tep/{paper.document}"

    own = browser_of(the_applicant(dossier)).get(address, follow=True)
    foreign = browser_of(a_citizen("Lê Văn Khác")).get(address)

    assert own.headers["Content-Disposition"].startswith("attachment")
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in own.headers["Content-Security-Policy"]
    assert foreign.status_code == 404


def test_fetching_the_result_delivers_it_and_gives_the_signed_file() -> None:
    dossier = a_decided_dossier()
    client = browser_of(the_applicant(dossier))

    before = client.get(f"/ho-so-cua-toi/{dossier.id}/ket-qua.pdf")
    client.post(f"/ho-so-cua-toi/{dossier.id}/nhan-ket-qua")
    after = client.get(f"/ho-so-cua-toi/{dossier.id}/ket-qua.pdf", follow=True)

    assert before.status_code == 404
    assert after.content.startswith(b"%PDF")
    assert Dossier.objects.get(pk=dossier.id).status == Status.DELIVERED


def test_pages_about_people_are_never_cached() -> None:
    dossier = a_submitted_dossier()

    response = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}")

    assert "no-store" in response.headers["Cache-Control"]


def test_tracking_needs_both_facts_and_shows_no_content() -> None:
    dossier = an_accepted_dossier()
    stranger = Client()

    right = stranger.post("/tra-cuu", {"number": dossier.number, "second": dossier.lookup_code})
    wrong = stranger.post("/tra-cuu", {"number": dossier.number, "second": "AAAAAAAA"})
    unknown = stranger.post("/tra-cuu", {"number": "H42.1-1-1", "second": dossier.lookup_code})

    assert "Được tiếp nhận" in text_of(right.content)
    assert dossier.applicant_name not in text_of(right.content)
    assert wrong.status_code == unknown.status_code == 422
    assert text_of(wrong.content).replace(str(dossier.number), "") == text_of(
        unknown.content
    ).replace("H42.1-1-1", "")


def test_guessing_is_throttled() -> None:
    dossier = an_accepted_dossier()
    stranger = Client()

    for _ in range(TRIES):
        stranger.post("/tra-cuu", {"number": dossier.number, "second": "AAAAAAAA"})
    response = stranger.post("/tra-cuu", {"number": dossier.number, "second": dossier.lookup_code})

    assert "quá nhiều lần" in text_of(response.content)


def test_the_code_on_a_result_opens_what_may_be_said_of_it() -> None:
    dossier = a_decided_dossier()
    result = Result.objects.get(dossier=dossier)

    page = text_of(Client().get(f"/xac-thuc/{result.verify_code}").content)

    assert "Hợp lệ" in page
    assert str(dossier.number) in page
    assert dossier.applicant_name not in page


def test_a_changed_file_is_not_valid_and_a_plain_one_is_refused() -> None:
    dossier = a_decided_dossier()
    result = Result.objects.get(dossier=dossier)
    kept = content_of(documents_by_id([result.document])[result.document])  # type: ignore[index]
    at = len(kept) // 3
    changed = kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]

    genuine = _checked(kept)
    forged = _checked(changed)
    plain = _checked(b"not a pdf")

    assert "Hợp lệ" in genuine
    assert "Phạm vi toàn bộ tệp như khi ký; sau đó chỉ thêm chữ ký" in genuine
    assert genuine.count("Thẩm quyền ngày ký") == 2
    assert "Không hợp lệ" in forged
    assert "Nội dung không khớp với chữ ký: tệp đã bị sửa" in forged
    assert "không phải là văn bản PDF có chữ ký số" in plain


def _checked(content: bytes) -> str:
    upload = SimpleUploadedFile("ket-qua.pdf", content)
    return text_of(Client().post("/xac-thuc", {"file": upload}).content)


def test_an_unknown_code_says_that_the_paper_may_not_be_ours() -> None:
    response = Client().get("/xac-thuc/KHONGCOMANAY")

    assert response.status_code == 409
    assert "không phải do hệ thống cấp" in text_of(response.content)
