"""Comparing the data with the page, giving the code, sending back, confirming."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from motcua.digitisation import actions
from motcua.digitisation.contents import opened
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.permissions import SCANNING
from motcua.digitisation.queries import copies_in, copy_for, pages_of, to_confirm
from motcua.digitisation.rules import FIELDS, FieldsMissing, State
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.actors import Role
from motcua.kernel.errors import InvalidInput
from motcua.organisations.queries import officer_names
from motcua.web.digitisation.shown import asked_fields, drawn_pages, state_words
from motcua.web.identity import actor_of, for_roles
from motcua.web.looks import also_shows
from motcua.web.staff_input import errors_of

UNPROCESSABLE = 422


def check_page(
    request: HttpRequest,
    shown: DigitalCopy,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Show the pages beside the legal data, whatever step the paper is at."""
    reader, content = actor_of(request), opened(shown)
    also_shows(request, shown.dossier)
    state = State(shown.state)
    names = officer_names([shown.made_by, shown.stored_by, shown.confirmed_by])
    page = {
        "shown": shown,
        "state": state_words(shown),
        "step": state.value,
        "pages": drawn_pages(shown, pages_of(shown), content),
        "fields": asked_fields(content, typed, errors or {}),
        "code": content.code,
        "names": names,
        "may_store": state is State.READ and reader.agency == shown.agency_id,
        "may_confirm": state is State.STORED
        and reader.agency == shown.settling_agency
        and reader.has(Role.RECORDS_CLERK),
        "errors": errors or {},
    }
    return render(request, "digitisation/check.html", page, status=UNPROCESSABLE if errors else 200)


@require_POST
@for_roles(*SCANNING)
def store(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Take the data that were compared, give the code, and go on to the next paper."""
    by = actor_of(request)
    shown = copy_for(by, copy_id)
    typed = {field.id: request.POST.get(field.id, "") for field in FIELDS}
    try:
        actions.store_copy(shown.id, typed, by=by, at=now())
    except (FieldsMissing, InvalidInput) as refusal:
        return check_page(request, shown, typed, errors_of(refusal))
    messages.success(request, "Đã cấp mã và lưu bản điện tử.")
    following = copies_in(by, [State.READ], None)
    if following:
        return redirect("digitisation:copy", following[0].id)
    return redirect("digitisation:copy", shown.id)


@require_POST
@for_roles(*SCANNING)
def send_back(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Have a paper scanned again."""
    by = actor_of(request)
    shown = copy_for(by, copy_id)
    try:
        actions.return_copy(shown.id, why=request.POST.get("why", ""), by=by, at=now())
    except ReasonMissing as refusal:
        return check_page(request, shown, None, errors_of(refusal, "why"))
    messages.success(request, "Đã trả lại để chụp lại.")
    return redirect("digitisation:home")


@require_POST
@for_roles(Role.RECORDS_CLERK)
def confirm(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Sign with the agency's certificate, and go on to the next paper."""
    by = actor_of(request)
    actions.confirm_copy(copy_id, by=by, at=now())
    messages.success(request, "Đã ký xác nhận bằng chứng thư của cơ quan.")
    following = to_confirm(by, None)
    if following:
        return redirect("digitisation:copy", following[0].id)
    return redirect("digitisation:home")
