"""The papers of a dossier: slips drawn from facts, results with stamps where they belong."""

import io
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pypdfium2
import pytest

from motcua.documents.models import Document
from motcua.documents.paper import draw
from motcua.documents.queries import content_of
from motcua.dossiers import actions, results
from motcua.dossiers.models import Dossier, Result, Slip
from motcua.dossiers.rules import SupplementItem
from motcua.dossiers.slips import issue_slip
from motcua.events.models import Event
from motcua.kernel.actors import Role
from motcua.kernel.limits import Limit, Unit
from tests.builders import (
    a_counter_filing,
    a_decided_dossier,
    a_dossier_at,
    a_procedure,
    a_province,
    a_receptionist,
    a_signatory,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored, verbs

pytestmark = pytest.mark.django_db


def the_document(document: UUID | None) -> Document:
    assert document is not None
    return Document.objects.get(pk=document)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    return " ".join(text.split())


def slip_words(dossier: Dossier, verb: str) -> str:
    issue_slip(last_event(dossier, verb))
    slip = Slip.objects.get(dossier=dossier)
    return words(content_of(the_document(slip.document)))


def test_the_receipt_slip_says_what_was_handed_in_and_when_to_come_back() -> None:
    dossier = an_accepted_dossier(a_procedure(fee=8000))

    text = slip_words(dossier, "dossier.accepted")

    for expected in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "H42.200-20260601-0000001",
        dossier.applicant_name,
        "Giấy tờ GT Bản điện tử 1",
        "5 ngày làm việc",
        "09 giờ 00 phút, ngày 01 tháng 06 năm 2026",
        "17 giờ 00 phút, ngày 08 tháng 06 năm 2026",
        "8.000 ₫",
        dossier.lookup_code,
    ):
        assert expected in text


def test_the_receipt_slip_of_a_counter_filing_counts_the_sheets() -> None:
    desk = an_officer(a_province().commune, Role.RECEPTIONIST)
    filed = actions.file(a_counter_filing(a_procedure(limit=None)), by=desk, at=MONDAY_MORNING)
    dossier = actions.accept(ident(filed), by=desk, at=MONDAY_MORNING)

    text = slip_words(dossier, "dossier.accepted")

    assert "Giấy tờ GT Bản chính 1" in text
    assert "Thời gian trả kết quả" not in text
    assert "Không thu" in text


def test_the_supplement_slip_names_each_thing_and_why() -> None:
    dossier = a_submitted_dossier()
    actions.request_supplement(
        ident(dossier),
        items=[
            SupplementItem("GT", "component", "Bị mờ"),
            SupplementItem("wish", "field", "Chưa rõ"),
        ],
        answer_by=date(2026, 6, 10),
        by=a_receptionist(dossier),
        at=MONDAY_MORNING,
    )

    text = slip_words(dossier, "dossier.supplement_requested")

    assert "1. Giấy tờ GT — Bị mờ 2. Nội dung đề nghị — Chưa rõ" in text
    assert "Xin bổ sung trước ngày: 10/06/2026" in text


def test_the_refusal_slip_gives_reason_and_basis() -> None:
    dossier = a_submitted_dossier()
    actions.decline(
        ident(dossier),
        reason="Sai nơi nộp",
        basis="Điều 14",
        by=a_receptionist(dossier),
        at=MONDAY_MORNING,
    )

    text = slip_words(dossier, "dossier.declined")

    assert "Lý do: Sai nơi nộp Căn cứ: Điều 14" in text


def test_a_slip_is_issued_once_however_often_the_event_is_heard() -> None:
    dossier = an_accepted_dossier()
    event = last_event(dossier, "dossier.accepted")

    issue_slip(event)
    issue_slip(event)

    assert Slip.objects.filter(dossier=dossier).count() == 1
    assert verbs(dossier).count("slip.issued") == 1


def test_other_events_call_for_no_slip() -> None:
    dossier = a_submitted_dossier()

    for event in Event.objects.filter(subject=dossier.id):
        issue_slip(event)

    assert not Slip.objects.exists()


def boxes_of(pdf: bytes, text: str) -> Sequence[tuple[float, float, float, float]]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return list(results._printed(paper[0], text))


@pytest.mark.parametrize("settled_by", ["", "H42.34"])
def test_the_stamps_stand_at_the_number_and_above_the_name(settled_by: str) -> None:
    a_province()
    dossier = a_dossier_at("sign", a_procedure(settled_by=settled_by))
    signer = a_signatory(dossier)
    result = Result.objects.get(dossier=dossier)
    drawn = results.draw(dossier, result, signer=signer, at=MONDAY_MORNING)

    signature = results.signature_stamp(drawn, "Đỗ Văn Mẫu Quốc", MONDAY_MORNING)
    seal = results.seal_stamp(drawn, "1/KQGQ", MONDAY_MORNING)

    name = boxes_of(drawn, "Đỗ Văn Mẫu Quốc")[-1]
    title = boxes_of(drawn, "CHỦ TỊCH")[-1]
    number = boxes_of(drawn, results.NUMBER_LABEL)[0]
    date_line = boxes_of(drawn, "Ninh Bình, ngày")[0]
    assert name[3] < signature.box[1]
    assert signature.box[3] < title[1]
    assert seal.box[0] <= number[0]
    assert number[2] <= seal.box[2] < date_line[0]
    assert seal.box[1] < number[1]
    assert number[3] < seal.box[3] < number[3] + 8


def test_a_paper_without_these_words_is_stamped_all_the_same() -> None:
    pdf = draw('#set document(title: "x")\nKhông có gì', {})

    signature = results.signature_stamp(pdf, "Ai đó", MONDAY_MORNING)
    seal = results.seal_stamp(pdf, "1", MONDAY_MORNING)

    assert signature.page == seal.page == 0
    assert signature.box[1] >= results.LOWEST


def test_the_result_carries_what_was_stated_decided_and_its_address_of_proof() -> None:
    dossier = a_decided_dossier(procedure=a_procedure(limit=Limit(0, Unit.WORKING_DAY)))
    result = Result.objects.get(dossier=dossier)

    text = words(content_of(the_document(result.document)))

    assert "Nội dung: Xin cấp giấy" in text
    assert "Đủ điều kiện." in text
    assert f"/xac-thuc/{result.verify_code}" in text
    assert stored(dossier).number in text.split()
