"""The forms of both circulars: which is in force, what it says, its number, its signature."""

import io
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from django.db import transaction

from motcua.deadlines.rules import ZONE
from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers import actions
from motcua.dossiers.desk import issued_slip, slip_of
from motcua.dossiers.models import Apology, Dossier, LateCause, PaperForm, Slip
from motcua.dossiers.numbering import next_slip_number
from motcua.dossiers.paper_forms import Issue, draw_built_in, form_on, symbol_of
from motcua.dossiers.rules import SupplementItem
from motcua.dossiers.sample_papers import sample
from motcua.dossiers.slip_facts import apology_lines, slip_facts
from motcua.dossiers.slips import content, dossier_to_print, drawn_again, issue, issuer, newest
from motcua.events.models import Event
from motcua.kernel.errors import NotFound
from tests.builders import (
    a_certificate,
    a_citizen,
    a_dossier_at,
    a_procedure,
    a_province,
    a_receptionist,
    a_signatory,
    a_submitted_dossier,
    an_accepted_dossier,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored, verbs

A5, A4_WIDE = (420, 595), (842, 595)
LATER = MONDAY_MORNING + timedelta(days=1)
pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    return " ".join(text.split())


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return {(round(page.get_width()), round(page.get_height())) for page in paper}


def the_slip(dossier: Dossier, form: str) -> Slip:
    found = newest(dossier, form)
    assert found is not None
    return found


def a_stopped_dossier() -> Dossier:
    dossier = an_accepted_dossier()
    return actions.stop(
        ident(dossier),
        reason="Người nộp đề nghị dừng",
        basis="Đơn ngày 02/6/2026",
        fees="Hoàn lại phí",
        by=a_signatory(dossier),
        at=LATER,
    )


def a_delivered_dossier() -> Dossier:
    dossier = a_dossier_at("deliver")
    return stored(step_on(dossier, at=LATER))


def an_apology_of(dossier: Dossier) -> Apology:
    """Return an apology that was written and signed, whatever the day."""
    assert dossier.settling_agency is not None
    return Apology.objects.create(
        dossier=dossier,
        cause=LateCause.objects.get(code="verification"),
        explanation="Chủ đất giáp ranh vắng mặt",
        responsible=dossier.settling_agency,
        old_due_at=LATER,
        new_due_at=LATER + timedelta(days=7),
        written_by=uuid4(),
        written_at=MONDAY_MORNING,
        signed_by=uuid4(),
        signed_at=MONDAY_MORNING,
    )


def test_all_forms_of_both_circulars_are_there() -> None:
    a_province()

    def numbers(day: date) -> dict[str, str]:
        return {form.form: form.number for form in PaperForm.objects.in_force(day)}

    assert numbers(date(2025, 9, 14)) == {
        "receipt": "01",
        "supplement": "02",
        "refusal": "03",
        "apology": "04",
        "control": "05",
        "register": "06",
    }
    assert numbers(date(2025, 9, 15)) == {
        "receipt": "01",
        "supplement": "02",
        "refusal": "03",
        "apology": "04",
        "stop": "05",
        "control": "06",
        "register": "07",
    }


@pytest.mark.parametrize(
    ("day", "basis", "symbol"),
    [
        (date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP", "BPTNTKQ"),
        (date(2025, 6, 30), "Thông tư 01/2018/TT-VPCP", "BPTNTKQ"),
        (date(2025, 7, 1), "Thông tư 01/2018/TT-VPCP", "BPTNTKQ"),
        (date(2025, 9, 14), "Thông tư 01/2018/TT-VPCP", "BPTNTKQ"),
        (date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP, Phụ lục I", "TTPVHCC"),
    ],
)
def test_the_day_of_issue_chooses_the_form(day: date, basis: str, symbol: str) -> None:
    """TT 03/2025/TT-VPCP is in force from 15 September 2025."""
    province = a_province()
    form = form_on("receipt", day)

    assert form is not None
    assert (form.basis, symbol_of(form, province.commune)) == (basis, symbol)
    assert symbol_of(form, province.centre) == "TTPVHCC"


def test_there_was_no_stop_notice_before_and_no_form_at_all_before_2018() -> None:
    a_province()

    assert form_on("stop", date(2025, 9, 14)) is None
    assert form_on("receipt", date(2018, 11, 22)) is None


def test_an_act_of_a_day_without_a_form_issues_nothing() -> None:
    dossier = a_stopped_dossier()
    event = last_event(dossier, "dossier.stopped")
    event.at = datetime(2025, 9, 14, 9, tzinfo=ZONE)

    assert issue(event, "stop") is None


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 6, 1)])
def test_every_form_has_its_name_its_head_and_its_size(day: date) -> None:
    a_province()

    for form in PaperForm.objects.in_force(day):
        paper = sample(form, datetime(day.year, day.month, day.day, 9, tzinfo=ZONE))
        text = words(paper)
        assert form.name.upper() in text
        assert f"Mẫu số {form.number}, {form.basis}" in text
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in text
        assert f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" in text
        assert sizes(paper) == ({A4_WIDE} if form.form == "register" else {A5})


def test_the_receipt_says_its_number_and_its_place_in_the_book() -> None:
    slip = the_slip(an_accepted_dossier(), "receipt")
    text = words(content(slip))

    assert slip.number == "1/TTPVHCC"
    assert "Số: 1/TTPVHCC" in text
    assert "Quyển số 2026, số thứ tự 1." in text
    assert "ỦY BAN NHÂN DÂN XÃ MẪU TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in text


def test_the_stop_notice_says_why_on_what_basis_and_what_of_the_fees() -> None:
    dossier = a_stopped_dossier()
    slip = the_slip(dossier, "stop")
    text = words(content(slip))

    assert (slip.number, slip.agency) == ("1/TB", dossier.settling_agency_id)
    for expected in (
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        f"Hồ sơ: {dossier.number}",
        f"Chủ hồ sơ: {dossier.applicant_name}",
        "Giai đoạn giải quyết: assign",
        "Căn cứ: Đơn ngày 02/6/2026",
        "kể từ 09 giờ 00 phút, ngày 02 tháng 06 năm 2026",
        "Lý do: Người nộp đề nghị dừng",
        "Phí, lệ phí: Hoàn lại phí",
        "CHỦ TỊCH",
        "Đỗ Văn Mẫu Quốc",
    ):
        assert expected in text


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 6, 30), "Thời gian hẹn trả lại kết quả: 09 giờ 00 phút, ngày 09 tháng 06"),
        (date(2026, 6, 1), "đề nghị gia hạn thời gian giải quyết hồ sơ đến: 09 giờ 00 phút"),
    ],
)
def test_an_apology_is_drawn_from_its_facts_by_the_form_of_its_day(
    day: date, expected: str
) -> None:
    dossier = dossier_to_print(an_accepted_dossier().id)
    an_apology_of(dossier)
    form = form_on("apology", day)
    assert form is not None
    at = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    issued = Issue(form, issuer(dossier, "apology"), at, f"7/{form.symbol}")
    lines = apology_lines(dossier, None, issued)

    text = words(draw_built_in(form, slip_facts(dossier, issued, lines)))

    assert form.name.upper() in text
    assert "phải xác minh thực tế. Chủ đất giáp ranh vắng mặt." in text
    assert "Ủy ban nhân dân xã Mẫu" in text
    assert expected in text


def test_numbers_run_by_agency_form_and_year() -> None:
    province = a_province()
    first, second = an_accepted_dossier(), an_accepted_dossier()
    declined = a_submitted_dossier()
    desk = a_receptionist(declined)
    actions.decline(ident(declined), reason="x", basis="y", by=desk, at=MONDAY_MORNING)

    given = [
        the_slip(first, "receipt").number,
        the_slip(declined, "refusal").number,
        the_slip(second, "receipt").number,
    ]

    assert given == ["1/TTPVHCC", "1/TTPVHCC", "2/TTPVHCC"]
    with transaction.atomic():
        commune, centre = province.commune.id, province.centre.id
        assert next_slip_number(commune, "receipt", date(2027, 1, 1), "X") == "1/X"
        assert next_slip_number(centre, "receipt", date(2026, 6, 1), "X") == "1/X"


def test_a_slip_that_cannot_be_kept_takes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = an_accepted_dossier()
    event = last_event(dossier, "dossier.accepted")
    with monkeypatch.context() as broken:
        broken.setattr("motcua.dossiers.slips.keep", _full)
        with pytest.raises(OSError, match="đầy"):
            issue(event, "receipt")

    assert the_slip(dossier, "receipt").number == "1/TTPVHCC"


def _full(*_: object, **__: object) -> None:
    raise OSError("đĩa đầy")


def test_printing_again_gives_the_very_same_bytes() -> None:
    dossier = an_accepted_dossier()
    slip = the_slip(dossier, "receipt")

    again = the_slip(dossier, "receipt")

    assert again.id == slip.id
    assert slip_of(dossier, "receipt", LATER) == content(slip) == issued_slip(dossier, slip.id)


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "stop", "control"])
def test_drawing_again_from_the_same_facts_gives_the_same_paper(form: str) -> None:
    dossier = _with(form)
    slip = the_slip(dossier, form)

    assert content(slip).startswith(drawn_again(slip))  # what follows is the signature
    assert sizes(content(slip)) == {A5}


def _with(form: str) -> Dossier:
    if form == "stop":
        return a_stopped_dossier()
    if form == "control":
        return a_delivered_dossier()
    if form == "receipt":
        return an_accepted_dossier()
    dossier = a_submitted_dossier()
    desk = a_receptionist(dossier)
    if form == "refusal":
        return actions.decline(ident(dossier), reason="x", basis="y", by=desk, at=MONDAY_MORNING)
    wrong = [SupplementItem("GT", "component", "Mờ")]
    actions.request_supplement(ident(dossier), items=wrong, by=desk, at=MONDAY_MORNING)
    return dossier


def test_the_slip_is_issued_by_whoever_asks_first_and_only_once() -> None:
    dossier = an_accepted_dossier()

    printed = slip_of(dossier, "receipt", LATER)
    issue(last_event(dossier, "dossier.accepted"), "receipt")

    assert Slip.objects.get(dossier=dossier).signed is False
    assert content(Slip.objects.get(dossier=dossier)) == printed
    assert verbs(dossier).count("slip.issued") == 1


def test_with_a_key_the_agency_signs_at_the_head(tmp_path: Path) -> None:
    province = a_province()
    a_certificate(province.commune.id, "seal", province.commune.name)
    slip = the_slip(an_accepted_dossier(), "receipt")
    place = tmp_path / "phieu.pdf"
    place.write_bytes(content(slip))

    told = subprocess.run(
        ["pdfsig", "-nocert", str(place)], capture_output=True, text=True, check=False
    ).stdout

    assert slip.signed
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert province.commune.name in told


def test_without_a_key_the_paper_is_unsigned_and_claims_nothing() -> None:
    slip = the_slip(an_accepted_dossier(), "receipt")

    assert not slip.signed
    assert b"/ByteRange" not in content(slip)
    assert "Ký bởi" not in words(content(slip))


def test_the_qr_code_at_the_upper_left_leads_to_the_dossier() -> None:
    dossier = an_accepted_dossier()

    with pypdfium2.PdfDocument(io.BytesIO(slip_of(dossier, "receipt", LATER))) as paper:
        picture = paper[0].render(scale=4, grayscale=True).to_pil()
    [code] = zxingcpp.read_barcodes(picture)

    assert code.text == f"http://localhost:8000/tra-cuu?ma={dossier.number}"
    assert code.position.top_left.x < picture.width / 4
    assert code.position.top_left.y < picture.height / 4


def test_a_paper_nobody_called_for_does_not_exist() -> None:
    dossier = a_submitted_dossier()

    for form in ("receipt", "stop", "control", "apology", "register", "anything"):
        with pytest.raises(NotFound):
            slip_of(dossier, form, LATER)
    with pytest.raises(NotFound):
        issued_slip(dossier, dossier.id)


def test_long_names_wrap_and_nothing_leaves_the_page() -> None:
    name = "Thủ tục đăng ký biến động quyền sử dụng đất " * 8
    citizen = a_citizen("Tôn Nữ Công Tằng Hoàng Thị Thùy Dương", address="Số 125, đường Mẫu " * 8)
    pdf = slip_of(an_accepted_dossier(a_procedure(name=name), by=citizen), "receipt", LATER)

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        for page in paper:
            text = page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            assert all(left > 20 and right < 400 and low > 15 for left, low, right, _ in boxes)


def test_a_kept_document_belongs_to_its_dossier() -> None:
    slip = the_slip(an_accepted_dossier(), "receipt")
    document = Document.objects.get(pk=slip.document)

    assert (document.subject, document.purpose) == (slip.dossier_id, "slip")
    assert content_of(document) == content(slip)
    assert Event.objects.filter(subject=slip.dossier_id, verb="slip.issued").exists()
