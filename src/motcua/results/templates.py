"""Templates of results: what they may merge, which one is in force, and what they draw.

A procedure may have two, one for what is granted and one for a refusal; without one, the drawing
that came with the procedure's version is used.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from motcua.documents.merging import check_fields, draw_merged, merge_fields
from motcua.documents.paper import qr_svg
from motcua.documents.restyled import draw_restyled
from motcua.events.rows import read
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.results.models import ResultTemplate

# What every result may say, and what it is called in words.
FIELDS: Mapping[str, str] = {
    "agency": "cơ quan cấp",
    "agency_parent": "cơ quan cấp trên",
    "place": "nơi ký",
    "date_line": "nơi, ngày ký",
    "dossier_number": "mã hồ sơ",
    "procedure_code": "mã thủ tục",
    "procedure_name": "tên thủ tục",
    "applicant.full_name": "họ tên người nộp",
    "applicant.personal_number": "số định danh người nộp",
    "applicant.birth_date": "ngày sinh người nộp",
    "applicant.address": "địa chỉ người nộp",
    "granted": "đồng ý hay từ chối",
    "reason": "lý do và căn cứ từ chối",
    "content": "nội dung quyết định",
    "signer.name": "người ký",
    "signer.title": "chức danh người ký",
    "verify_url": "địa chỉ kiểm tra",
}
MERGED = frozenset({"docx", "html"})  # in a confined process, and their fields are known
_IN_FORCE = """
WHERE procedure_code = %s AND granted = %s AND published_at IS NOT NULL AND retired_at IS NULL
    AND valid_from <= %s
ORDER BY valid_from DESC, published_at DESC LIMIT 1
"""
SAMPLE_CODE = "H42.00-20260601-0000123"
SAMPLE_NAME = "Nguyễn Thị Mẫu"


def known_fields(version: ProcedureVersion) -> dict[str, str]:
    """Return the merge fields of a procedure's results with what each stands for."""
    return {**FIELDS, **{f"answers.{name}": label for name, label in _asked(version)}}


def _asked(version: ProcedureVersion) -> list[tuple[str, str]]:
    if version.form_id is None:
        return []
    return [
        (str(one["id"]), str(one["label"]["vi"]))  # type: ignore[index]
        for one in fields_of(definition(version.form_id))
        if one.get("label")
    ]


def in_force(procedure_code: str, *, granted: bool, day: date) -> ResultTemplate | None:
    """Return the template by which results of a procedure are drawn on a day."""
    found = read(ResultTemplate, _IN_FORCE, [procedure_code, granted, day])
    return found[0] if found else None


def templates_of(procedure_code: str) -> list[ResultTemplate]:
    """Return the templates of a procedure, the latest drafted first."""
    found = ResultTemplate.objects.filter(procedure_code=procedure_code)
    return list(found.order_by("-drafted_at", "-id"))


def draw_by(template: ResultTemplate, facts: Mapping[str, object]) -> bytes:
    """Return a result as a template draws it; a template that fails is refused, saying why."""
    return drawn(bytes(template.content), template.format, facts)


def drawn(content: bytes, form: str, facts: Mapping[str, object]) -> bytes:
    """Return a paper drawn by the content of a template."""
    if form in MERGED:
        return draw_merged(content, facts, form)
    return draw_restyled(content.decode("utf-8"), facts, {})


def try_out(
    content: bytes, form: str, version: ProcedureVersion, *, granted: bool, at: datetime
) -> tuple[bytes, list[str]]:
    """Draw a template with a sample and return it with the fields that it merges.

    Refused is one that names fields nothing fills, that reaches for more, or cannot be drawn.
    """
    used = merge_fields(content, form) if form in MERGED else []
    check_fields(used, known_fields(version))
    return drawn(content, form, sample_facts(version, granted=granted, at=at)), used


def sample_facts(version: ProcedureVersion, *, granted: bool, at: datetime) -> dict[str, object]:
    """Return facts of an invented dossier: everybody in them is invented."""
    day, url = localdate(at), f"{settings.PUBLIC_URL}/xac-thuc/MAU"
    return {
        "agency": "Ủy ban nhân dân xã Mẫu",
        "agency_parent": "Ủy ban nhân dân tỉnh Ninh Bình",
        "place": "Ninh Bình",
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "number_label": "Số: ................",
        "dossier_number": SAMPLE_CODE,
        "procedure_code": terms(version.id).code,
        "procedure_name": version.name,
        "applicant": {
            "full_name": SAMPLE_NAME,
            "personal_number": "037190000001",
            "birth_date": "01/01/1990",
            "address": "Thôn Một, xã Mẫu, tỉnh Ninh Bình",
        },
        "answers": {name: f"[{label}]" for name, label in _asked(version)},
        "granted": granted,
        "reason": "" if granted else "Hồ sơ không đủ điều kiện theo quy định.",
        "content": "Đồng ý cấp theo đề nghị." if granted else "",
        "signer": {"name": "Đỗ Văn Mẫu", "title": "Chủ tịch"},
        "qr": qr_svg(url),
        "verify_url": url,
        "is_sample": True,
    }
