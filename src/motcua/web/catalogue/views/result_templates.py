"""How results of a procedure look: its merge fields, its templates, and trying them out."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.documents.restyled import TemplateRefused
from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.organisations.queries import officer_names
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import by_code, found
from motcua.results import actions
from motcua.results.models import ResultTemplate
from motcua.results.rules import TemplateUnknown
from motcua.results.templates import drawn, known_fields, sample_facts, templates_of
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import day_from

PDF = "application/pdf"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/plain; charset=utf-8",  # never shown as a page
    "typst": "text/plain; charset=utf-8",
}
NO_FILE = "Xin chọn tệp mẫu (.docx, .html hoặc .typ)."
WRONG_DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm mẫu bắt đầu dùng."
MOST_FOUND = 20


@require_safe
@for_roles(*AUTHORS)
def procedures(request: HttpRequest) -> HttpResponse:
    """Find the procedure whose results are to be drawn otherwise."""
    words, today = request.GET.get("q", "").strip(), localdate(now())
    own = ResultTemplate.objects.filter(retired_at=None).values_list("procedure_code", flat=True)
    rows = list(found(words, today).filter(settled_here=True)[:MOST_FOUND]) if words else []
    page = {"words": words, "rows": rows, "own": sorted(set(own))}
    return render(request, "catalogue/result_templates.html", page)


@require_safe
@for_roles(*AUTHORS)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show the templates of a procedure, what they may merge, and the way to a new one."""
    return _page(request, _version(code))


def _version(code: str) -> ProcedureVersion:
    version = by_code(code, localdate(now()))
    if version is None:
        raise NotFound
    return version


def _page(
    request: HttpRequest, version: ProcedureVersion, errors: dict[str, str] | None = None
) -> HttpResponse:
    templates = templates_of(version.procedure.code)
    page = {
        "version": version,
        "code": version.procedure.code,
        "templates": [(one, _state(one)) for one in templates],
        "names": officer_names(p for t in templates for p in (t.drafted_by, t.published_by)),
        "reader": actor_of(request).person,
        "fields": known_fields(version).items(),
        "today": localdate(now()),
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    status = 422 if errors else 200
    return render(request, "catalogue/result_template.html", page, status=status)


def _state(template: ResultTemplate) -> tuple[str, str]:
    if template.retired_at:
        return "Thôi dùng", "done"
    if template.published_at is None:
        return "Chờ công bố", "near"
    return "Đã công bố", "in_time"


@require_POST
@for_roles(*AUTHORS)
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a template in as draft, once it was drawn with a sample."""
    version, posted, moment = _version(code), request.POST, now()
    try:
        sent = request.FILES.get("template")
        if not isinstance(sent, UploadedFile):
            raise InvalidInput({"template": NO_FILE})
        actions.draft_template(
            version,
            granted=posted.get("granted") != "no",
            name=sent.name or "",
            content=sent.read(),
            valid_from=day_from(posted, "valid_from", WRONG_DAY) or localdate(moment),
            by=actor_of(request),
            at=moment,
        )
    except InvalidInput as refusal:
        return _page(request, version, refusal.errors)
    except (TemplateRefused, TemplateUnknown) as refusal:
        return _page(request, version, {"template": str(refusal)})
    messages.success(request, "Đã lưu mẫu. Một người khác sẽ xem và công bố.")
    return redirect("catalogue:result_template", code)


@require_safe
@for_roles(*AUTHORS)
def preview(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Show a template with an invented dossier."""
    template = _template(template_id)
    version = _version(template.procedure_code)
    facts = sample_facts(version, granted=template.granted, at=now())
    content = drawn(bytes(template.content), template.format, facts)
    return pdf_or_picture(content, PDF, "mau-ket-qua.pdf", inline=True)


@require_safe
@for_roles(*AUTHORS)
def content(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Give the file of a template."""
    template = _template(template_id)
    name = f"mau-ket-qua.{'typ' if template.format == 'typst' else template.format}"
    return pdf_or_picture(bytes(template.content), TYPES[template.format], name)


def _template(template_id: UUID) -> ResultTemplate:
    template = ResultTemplate.objects.filter(pk=template_id).first()
    if template is None:
        raise NotFound
    return template


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Put a draft in force."""
    done = actions.publish_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã công bố mẫu.")
    return redirect("catalogue:result_template", done.procedure_code)


@require_POST
@for_roles(*AUTHORS)
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Stop using a template, or throw a draft away."""
    code = _template(template_id).procedure_code
    kept = actions.retire_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã thôi dùng mẫu." if kept else "Đã bỏ bản chờ công bố.")
    return redirect("catalogue:result_template", code)
