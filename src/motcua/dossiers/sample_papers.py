"""Sample papers: what a form looks like with an invented dossier, before anybody relies on it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from motcua.documents import pdfium
from motcua.documents.paper import qr_svg
from motcua.documents.restyled import TemplateRefused, draw_restyled
from motcua.dossiers.models import PaperForm
from motcua.dossiers.paper_forms import Issue, draw_built_in, shared, symbol_of
from motcua.dossiers.slip_facts import head_facts, spelt
from motcua.organisations.models import Agency

CODE = "H42.00-20260601-0000123"
LOOKUP = "M4UTR4"
NAME = "Nguyễn Thị Mẫu"
SIZES = {"register": (842, 595)}
A5 = (420, 595)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def try_template(form: PaperForm, agency: UUID | None, text: str, at: datetime) -> bytes:
    """Return the sample as a template draws it; refuse one that leaves out what the law demands."""
    issue = _issue(form, agency, at)
    facts = sample_facts(issue)
    paper = draw_restyled(text, facts, shared())
    with pdfium.document(paper) as document:
        size = document[0].get_size()
        printed = " ".join(
            " ".join(page.get_textpage().get_text_range().split()) for page in document
        )
    wide, high = SIZES.get(form.form, A5)
    if abs(size[0] - wide) > 2 or abs(size[1] - high) > 2:
        raise TemplateRefused(
            reason="khổ giấy phải là A4 nằm ngang" if form.form in SIZES else "khổ giấy phải là A5"
        )
    for what, words in _demanded(form, issue):
        if words not in printed:
            raise TemplateRefused(reason=f"tờ giấy vẽ ra thiếu {what} “{words}”")
    return paper


def _demanded(form: PaperForm, issue: Issue) -> list[tuple[str, str]]:
    demanded = [("quốc hiệu", MOTTO), ("mã hồ sơ", CODE), ("tên người nộp", NAME)]
    if form.form != "register":
        demanded += [("số của phiếu", issue.number), ("mã tra cứu", LOOKUP)]
    return demanded


def sample(form: PaperForm, at: datetime) -> bytes:
    """Return the sample in the built-in style."""
    return draw_built_in(form, sample_facts(_issue(form, None, at)))


def _issue(form: PaperForm, agency: UUID | None, at: datetime) -> Issue:
    agencies = Agency.objects.select_related("parent")
    found = agencies.filter(pk=agency).first() if agency else None
    desk = found or agencies.filter(kind="service_centre").order_by("code").first()
    desk = desk or Agency(name="Trung tâm Phục vụ hành chính công", kind="service_centre")
    return Issue(form, desk, at, f"12/{symbol_of(form, desk)}")


def sample_facts(issue: Issue) -> dict[str, object]:
    """Return facts for every form at once; everybody in them is invented."""
    later = issue.at + timedelta(days=7)
    cells = ["1", CODE, "Thủ tục mẫu", "1", NAME, "Thôn Một, xã Mẫu, 0912345678", "Sở Mẫu"]
    cells += ["01/06/2026 09:00", "08/06/2026 17:00", "", "Tại quầy", "", ""]
    lines = [cells, ["2", *cells[1:]]]
    is_register = issue.form.form == "register"
    return {
        **head_facts(issue),
        **_PERSON,
        **_WORDS,
        "qr": "" if is_register else qr_svg(f"{settings.PUBLIC_URL}/tra-cuu?ma={CODE}"),
        "lookup_code": "" if is_register else LOOKUP,
        "slip_number": "" if is_register else issue.number,
        "desk": issue.agency.name,
        "received": spelt(issue.at),
        "received_day": f"{issue.at:%d/%m/%Y}",
        "due": spelt(later),
        "old_due": spelt(later),
        "new_due": spelt(later + timedelta(days=7)),
        "stopped": spelt(issue.at),
        "book": f"{issue.at:%Y}",
        "book_order": issue.order,
        "period": "Từ ngày 01/06/2026 đến ngày 30/06/2026",
        "rows": lines if is_register else [_ROW],
        "is_sample": True,
    }


_PERSON = {
    "code": CODE,
    "procedure": "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
    "procedure_code": "1.000000",
    "applicant": NAME,
    "tax_code": "",
    "filer": NAME,
    "address": "Thôn Một, xã Mẫu, tỉnh Ninh Bình",
    "phone": "0912345678",
    "email": "mau@example.vn",
}
_WORDS: dict[str, object] = {
    "papers": [
        {"name": "Đơn đăng ký biến động", "kind": "Bản điện tử", "count": 1},
        {"name": "Hợp đồng chuyển nhượng đã công chứng", "kind": "Bản chính", "count": 1},
    ],
    "items": [{"name": "Hợp đồng chuyển nhượng", "why": "Thiếu trang có lời chứng"}],
    "answer_by": "10/06/2026",
    "limit": "5 ngày làm việc",
    "settling": "Sở Mẫu",
    "others": "Chi cục Thuế Mẫu",
    "channel": "Trực tiếp",
    "result_channel": "Tại quầy",
    "fee": "50.000 ₫",
    "fees": "Hoàn lại 50.000 ₫.",
    "receiver": "Trần Văn Mẫu",
    "reason": "Hồ sơ không thuộc thẩm quyền tiếp nhận.",
    "basis": "Điều 17 Nghị định 61/2018/NĐ-CP",
    "cause": "Phải xác minh tại thực địa.",
    "responsible": "Sở Mẫu",
    "step": "Thẩm định hồ sơ",
    "signer": "Đỗ Văn Mẫu",
    "signer_title": "Giám đốc",
    "closing": "Phiếu kết thúc khi trả kết quả.",
    "chosen": "",
}
_ROW = {
    "from_agency": "Trung tâm Mẫu",
    "to_agency": "Sở Mẫu",
    "giver": "Trần Văn Mẫu",
    "receiver": "Lê Thị Mẫu",
    "moment": "09 giờ 00 phút, ngày 01 tháng 06 năm 2026",
    "taken": "09:30 01/06/2026",
    "standing": "Đúng hạn",
    "note": "Thẩm định hồ sơ",
}
