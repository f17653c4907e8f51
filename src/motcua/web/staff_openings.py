"""Accounts opened for officers, and posts that wait for a second administrator."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from motcua.dossiers.lists import After
from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.organisations.queries import officer_names
from motcua.organisations.rules import POWERFUL
from motcua.staffing import actions
from motcua.staffing.actions import Opened
from motcua.staffing.models import Appointment
from motcua.staffing.queries import (
    ENOUGH,
    PAGE,
    account_of,
    agencies_that_wait,
    called,
    open_administrators,
    waiting,
)
from motcua.staffing.rules import NothingChosen
from motcua.web.identity import actor_of, for_roles, for_writers
from motcua.web.kept_input import forget, kept
from motcua.web.paging import after_from, after_text, id_from
from motcua.web.staff_posts import choices, errors_of, opening_from

FROM_A_FILE = "Tệp nhập từ máy chủ"
SETTLING = {
    "confirm": (actions.confirm, "Đã xác nhận {} vị trí."),
    "drop": (actions.drop, "Đã bỏ {} đề nghị."),
}
WAITS = " Vị trí chờ quản trị kỹ thuật khác xác nhận."


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
@for_roles(Role.TECHNICAL_ADMIN)
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account for an officer and give them their first post."""
    if request.method != "POST":
        return _form(request, kept(request) or _today(localdate()), {})
    try:
        newcomer, post, proof = opening_from(request.POST)
        opened = actions.open_and_appoint(newcomer, post, proof, by=actor_of(request), at=now())
    except DomainError as refusal:
        return _form(request, request.POST, errors_of(refusal))
    forget(request)
    return _done(request, opened)


def _done(request: HttpRequest, opened: Opened) -> HttpResponse:
    if not opened.password:
        said = f"Người này đã có tài khoản “{opened.login}”, giữ nguyên mật khẩu."
        said += WAITS if opened.waits else " Đã giao vị trí."
        messages.success(request, said)
        return redirect("officer_account", opened.officer)
    return hand_over(request, opened.officer, opened.password, waits=opened.waits)


def hand_over(
    request: HttpRequest, officer: UUID, password: str, *, waits: bool = False
) -> HttpResponse:
    """Show a first password, once: it is kept nowhere."""
    page = {"sign_in": account_of(officer), "officer": officer, "first": password, "waits": waits}
    return render(request, "staff/first_password.html", page)


def _today(today: date) -> QueryDict:
    typed = QueryDict(mutable=True)
    for part in ("day", "month", "year"):
        typed[f"from_on.{part}"] = str(getattr(today, part))
    return typed


def _form(request: HttpRequest, typed: QueryDict, errors: dict[str, str]) -> HttpResponse:
    page = {"typed": typed, "errors": errors, **choices(localdate())}
    return render(request, "staff/new_account.html", page, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TECHNICAL_ADMIN)
def appointments(request: HttpRequest) -> HttpResponse:
    """List the posts that wait for a second administrator; confirm or drop what is ticked."""
    agency = id_from(request.GET.get("co-quan", ""))
    here = {"co-quan": agency} if agency else {}
    if request.method == "POST":
        _settle(request)
        return redirect(f"{reverse('appointments')}?{urlencode(here)}")
    after = after_from(request.GET.get("sau", ""))
    found, is_more = waiting(agency, (after.due_at, after.id) if after and after.due_at else None)
    names = officer_names([one.proposed_by for one in found])
    last = after_text(After(found[-1].proposed_at, found[-1].id)) if is_more else ""
    page = {
        "rows": [_row(one, names, actor_of(request).who) for one in found],
        "agencies": agencies_that_wait(),
        "agency": agency,
        "following": f"?{urlencode({**here, 'sau': last})}" if last else None,
        "is_first": after is None,
        "is_alone": open_administrators(localdate()) < ENOUGH,
    }
    return render(request, "staff/appointments.html", page)


def _settle(request: HttpRequest) -> None:
    """Confirm or drop each that is ticked; each is an act of its own, and what is refused is told
    by name and does not stop the rest."""
    act = SETTLING.get(request.POST.get("act", ""))
    try:
        which = [UUID(one) for one in request.POST.getlist("which")[:PAGE]]
    except ValueError:
        raise NotFound from None
    if act is None or len(names := called(which)) < len(set(which)):
        raise NotFound
    if not which:
        raise NothingChosen
    settle, words = act
    many = 0
    for one in names:
        try:
            settle(one, by=actor_of(request), at=now())
            many += 1
        except DomainError as refusal:
            messages.error(request, f"{names[one]}: {refusal}")
    if many:
        messages.success(request, words.format(many))


def _row(one: Appointment, names: dict[UUID, str], reader: UUID) -> dict[str, object]:
    role = Role(one.role)
    return {
        "id": one.id,
        "officer": one.officer_id,
        "name": one.officer.full_name,
        "select_label": f"{one.officer.full_name}, {ROLE_NAMES[role]}",
        "role": ROLE_NAMES[role],
        "why": POWERFUL[role],
        "title": one.title,
        "unit": one.unit,
        "agency": one.agency.name,
        "from_on": one.from_on,
        "proposed_by": names.get(one.proposed_by, "") if one.proposed_by else FROM_A_FILE,
        "proposed_at": one.proposed_at,
        "is_own": reader in (one.officer_id, one.proposed_by),
    }
