"""Scoring templates: as tables that people edit in a spreadsheet, published by a second person."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import InvalidInput
from motcua.organisations.queries import officer_names
from motcua.reform import actions
from motcua.reform.assessments import lines_of, template_known, templates_known
from motcua.reform.criteria_rules import SCORED_BY, TemplateFacts, TemplateNotSound, plain
from motcua.reform.criteria_table import COLUMNS, read_lines, written
from motcua.reform.incoming import WrongCell, WrongTable
from motcua.reform.measuring import measures
from motcua.reform.models import ScoringTemplate
from motcua.reform.rules import INDICES
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import day_from

CSV = "text/csv; charset=utf-8"
WRONG_DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm bắt đầu dùng."
NO_FILE = "Xin chọn tệp bảng tiêu chí (.csv)."
NO_WORDS = "Xin điền mục này."
NO_NUMBER = "Xin nhập số điểm, ví dụ 100 hoặc 2,5."
MOST = {"name": 200, "basis": 300}


@require_safe
@for_roles(*AUTHORS)
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates, with the form for a new one."""
    return _page(request)


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    known = templates_known()
    page = {
        "rows": [
            {
                "name": {"text": one.name, "href": f"bo-tieu-chi/{one.id}"},
                "index": one.index,
                "since": f"{one.valid_from:%d/%m/%Y}",
                "total": plain(one.total),
                "state": state_of(one),
            }
            for one in known
        ],
        "indices": INDICES,
        "columns": COLUMNS,
        "measures": measures().items(),
        "today": localdate(now()),
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    return render(request, "reform/templates.html", page, status=422 if errors else 200)


def state_of(template: ScoringTemplate) -> dict[str, str]:
    """Return the state of a template as a tag."""
    if template.retired_at:
        return {"words": "Thôi dùng", "tone": "done"}
    if template.published_at is None:
        return {"words": "Chờ công bố", "tone": "near"}
    return {"words": "Đã công bố", "tone": "in_time"}


@require_POST
@for_roles(*AUTHORS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a table in as a draft, or say what is wrong and where."""
    posted, moment = request.POST, now()
    try:
        sent = request.FILES.get("table")
        content = sent.read() if isinstance(sent, UploadedFile) else b""
        told = _told(posted, has_file=bool(content))
        draft = actions.draft_template(
            told,
            read_lines(str(sent.name) if sent else "", content),
            by=actor_of(request),
            at=moment,
        )
    except InvalidInput as refusal:
        return _page(request, refusal.errors)
    except (WrongTable, WrongCell, TemplateNotSound) as refusal:
        return _page(request, {"table": str(refusal)})
    messages.success(request, "Đã lưu bộ tiêu chí. Một người khác sẽ xem và công bố.")
    return redirect("reform:template", draft.id)


def _told(posted: QueryDict, *, has_file: bool) -> TemplateFacts:
    wrong = {} if has_file else {"table": NO_FILE}
    told: dict[str, Any] = {"index": posted.get("index", "")}
    if told["index"] not in dict(INDICES):
        wrong["index"] = "Xin chọn chỉ số."
    for name, most in MOST.items():
        told[name] = " ".join(posted.get(name, "").split())[:most]
        if not told[name]:
            wrong[name] = NO_WORDS
    for name in ("total", "most_bonus", "most_penalty"):
        try:
            told[name] = number_from(posted.get(name, ""))
        except InvalidOperation:
            wrong[name] = NO_NUMBER
    try:
        told["valid_from"] = day_from(posted, "valid_from", WRONG_DAY)
    except InvalidInput as refusal:
        wrong |= refusal.errors
    if wrong:
        raise InvalidInput(wrong)
    return TemplateFacts(**told)


def number_from(text: str) -> Decimal:
    """Read points as people type them; raises `InvalidOperation` for anything else."""
    value = Decimal(text.strip().replace(",", "."))
    if not value.is_finite() or abs(value) > 10_000 or value != round(value, 2):
        raise InvalidOperation(text)
    return value


@require_safe
@for_roles(*AUTHORS)
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Show a template with its criteria."""
    one = template_known(template_id)
    words = dict(SCORED_BY)
    known = measures()
    page = {
        "one": one,
        "state": state_of(one),
        "reader": actor_of(request).person,
        "names": officer_names([one.drafted_by, one.published_by]),
        "index_name": dict(INDICES)[one.index],
        "rows": [
            {
                "code": line.code,
                "name": line.name,
                "most": plain(line.most),
                "how": words[line.scored_by],
                "measure": f"{line.measure}: {known.get(line.measure, '')}" if line.measure else "",
                "evidence": line.evidence,
            }
            for line in lines_of(one.id)
        ],
        "bonus": plain(one.most_bonus),
        "penalty": plain(one.most_penalty),
        "total": plain(one.total),
    }
    return render(request, "reform/template.html", page)


@require_safe
@for_roles(*AUTHORS)
def table(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Give the criteria as a table to edit."""
    one = template_known(template_id)
    return pdf_or_picture(written(lines_of(one.id)), CSV, f"bo-tieu-chi-{one.index}.csv")


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Put a draft in force."""
    actions.publish_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã công bố bộ tiêu chí.")
    return redirect("reform:template", template_id)


@require_POST
@for_roles(*AUTHORS)
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Stop using a template, or throw a draft away."""
    kept = actions.retire_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã thôi dùng bộ tiêu chí." if kept else "Đã bỏ bản chờ công bố.")
    return redirect("reform:templates")
