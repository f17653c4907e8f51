"""The statutory forms, how agencies restyle them, and what they look like."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.documents.restyled import LONGEST, TemplateRefused
from motcua.dossiers import actions
from motcua.dossiers.models import PaperForm, PaperTemplate
from motcua.dossiers.paper_forms import layout
from motcua.dossiers.restyles import form_by_id, forms_in_force, template_by_id, templates_of
from motcua.dossiers.sample_papers import sample, try_template
from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import InvalidInput
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import chosen_id, day_from

PDF = "application/pdf"
NO_FILE = "Xin chọn tệp mẫu (.typ)."
NOT_TEXT = "Tệp này không phải tệp chữ. Xin chọn tệp .typ."
NO_AGENCY = "Xin chọn cơ quan, hoặc cả tỉnh."
WRONG_DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm mẫu bắt đầu dùng."


@require_safe
@for_roles(*AUTHORS)
def papers(request: HttpRequest) -> HttpResponse:
    """List the forms in force with how many templates of their own agencies have."""
    rows = forms_in_force(localdate(now()))
    return render(request, "catalogue/papers.html", {"rows": rows})


@require_safe
@for_roles(*AUTHORS)
def paper(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Show a form: its sample, its templates, and the way to a new one."""
    return _page(request, form_by_id(form_id))


def _page(
    request: HttpRequest, form: PaperForm, errors: dict[str, str] | None = None
) -> HttpResponse:
    found = templates_of(form)
    people = [one for t in found for one in (t.drafted_by, t.published_by)]
    today = localdate(now())
    page = {
        "form": form,
        "templates": [(one, _state(one)) for one in found],
        "names": officer_names(people),
        "reader": actor_of(request).person,
        "agencies": Agency.objects.in_force(today).order_by("name", "code"),
        "today": today,
        "errors": errors or {},
        "typed": request.POST if errors else QueryDict(),
    }
    return render(request, "catalogue/paper.html", page, status=422 if errors else 200)


def _state(template: PaperTemplate) -> tuple[str, str]:
    if template.retired_at:
        return "Thôi dùng", "done"
    if template.published_at is None:
        return "Chờ công bố", "near"
    return "Đã công bố", "in_time"


@require_safe
@for_roles(*AUTHORS)
def built_in(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Show the built-in look of a form with a sample."""
    return pdf_or_picture(sample(form_by_id(form_id), now()), PDF, "mau.pdf", inline=True)


@require_safe
@for_roles(*AUTHORS)
def text(request: HttpRequest, form_id: UUID, name: str) -> HttpResponse:
    """Give the text of the built-in drawing, or of what all share, to begin from."""
    form = form_by_id(form_id)
    found = layout("slip" if name == "slip" else form.layout)
    return pdf_or_picture(found.encode(), "text/plain; charset=utf-8", f"{name}.typ")


@require_safe
@for_roles(*AUTHORS)
def preview(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Show a template with a sample."""
    template = template_by_id(template_id)
    drawn = try_template(template.form, template.agency_id, template.text, now())
    return pdf_or_picture(drawn, PDF, "mau.pdf", inline=True)


@require_safe
@for_roles(*AUTHORS)
def template_text(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Give the text of a template."""
    found = template_by_id(template_id).text
    return pdf_or_picture(found.encode(), "text/plain; charset=utf-8", "mau.typ")


@require_POST
@for_roles(*AUTHORS)
def upload(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Take a template in as draft, once it was drawn with a sample."""
    form, posted, moment = form_by_id(form_id), request.POST, now()
    try:
        whole = posted.get("agency") == "all"
        actions.draft_template(
            form.id,
            agency=None if whole else chosen_id(posted, "agency", NO_AGENCY),
            text=_text_from(request),
            valid_from=day_from(posted, "valid_from", WRONG_DAY) or localdate(moment),
            by=actor_of(request),
            at=moment,
        )
    except InvalidInput as refusal:
        return _page(request, form, refusal.errors)
    except TemplateRefused as refusal:
        return _page(request, form, {"typst": str(refusal)})
    messages.success(request, "Đã lưu mẫu. Một người khác sẽ xem và công bố.")
    return redirect("catalogue:paper", form.id)


def _text_from(request: HttpRequest) -> str:
    sent = request.FILES.get("typst")
    if not isinstance(sent, UploadedFile):
        raise InvalidInput({"typst": NO_FILE})
    if (sent.size or 0) > 4 * LONGEST:
        raise TemplateRefused(reason="tệp quá lớn")
    try:
        content: bytes = sent.read()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput({"typst": NOT_TEXT}) from None


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Put a draft in force."""
    published = actions.publish_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã công bố mẫu.")
    return redirect("catalogue:paper", published.form_id)


@require_POST
@for_roles(*AUTHORS)
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Stop using a template, or throw a draft away."""
    form = template_by_id(template_id).form_id
    kept = actions.retire_template(template_id, by=actor_of(request), at=now())
    messages.success(request, "Đã thôi dùng mẫu." if kept else "Đã bỏ bản chờ công bố.")
    return redirect("catalogue:paper", form)
