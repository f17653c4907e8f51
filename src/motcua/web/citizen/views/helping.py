"""Filling in for somebody else: named, filled in, put to them, confirmed by their code."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.dossiers import actions
from motcua.dossiers.helping import Helped
from motcua.dossiers.models import Dossier
from motcua.forms.fields import Places
from motcua.forms.rules import Answers, FieldDict, check, fields_of
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.ids import DossierId
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.web.citizen.views.catalogue import version_of
from motcua.web.form_input import answers_from
from motcua.web.identity import actor_of, for_citizens

UNPROCESSABLE = 422
NOWHERE = Places({}, {}, "")


def _asked(name: str, kind: str, vi: str, en: str, **more: object) -> FieldDict:
    return {"id": name, "kind": kind, "label": {"vi": vi, "en": en}, **more}


PERSON: list[FieldDict] = [
    _asked("full_name", "text", "Họ, chữ đệm và tên của người nộp", "Applicant's full name"),
    _asked("personal_number", "personal_number", "Số định danh cá nhân", "Personal number"),
    _asked("birth_date", "date", "Ngày sinh", "Date of birth", max="today"),
]
PERSON_FORM: Mapping[str, object] = {"pages": [{"id": "person", "fields": PERSON}]}


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def help_somebody(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who is filled in for, as their card says; then open a draft in their name."""
    version = version_of(code)
    kept = terms(version.id)
    typed: Answers = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = answers_from(list(fields_of(PERSON_FORM)), request.POST)
        try:
            dossier = _begin(request, version, typed)
        except InvalidInput as refusal:
            errors = refusal.errors
        except DomainError as refusal:
            errors = {"full_name": str(refusal)}
        else:
            return redirect("citizen:choose", dossier.id)
    page = {
        "version": version,
        "kept": kept,
        "fields": PERSON,
        "typed": typed,
        "case": request.POST.get("case", ""),
        "errors": errors,
    }
    return render(request, "citizen/help.html", page, status=UNPROCESSABLE if errors else 200)


def _begin(request: HttpRequest, version: ProcedureVersion, typed: Answers) -> Dossier:
    checked = check(PERSON_FORM, typed, case="", today=localdate(), places=NOWHERE)
    if checked.errors:
        raise InvalidInput(checked.errors)
    told = {name: str(value) for name, value in checked.answers.items()}
    helped = Helped(
        told["full_name"], told["personal_number"], date.fromisoformat(told["birth_date"])
    )
    case = request.POST.get("case", "")
    return actions.open_draft_for(helped, version, case=case, by=actor_of(request), at=now())


@require_POST
@for_citizens
def confirm(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand in what was filled in, with the code that the applicant told."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise InvalidInput({"": _("Xin tải lại trang rồi gửi lại.")}) from None
    filed = actions.confirm_by_code(
        DossierId(dossier_id),
        code=request.POST.get("code", ""),
        key=key,
        by=actor_of(request),
        at=now(),
    )
    said = _("Đã nộp hồ sơ %(code)s cho %(name)s.")
    messages.success(request, said % {"code": filed.submission_code, "name": filed.applicant_name})
    return redirect("citizen:mine")
