"""Who of the office is there, who is away, who acts for whom; and who leaves a post."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations import actions
from motcua.organisations.actions import LEADS
from motcua.organisations.rules import BasisMissing, DaysWrong, NotAColleague, NotYoursToLend
from motcua.organisations.staff import lent_at, staff_of
from motcua.staffing.actions import leave
from motcua.web.context import AT_THE_DESK, SETTLING
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import chosen_id, day_from
from motcua.workflow.queries import open_by_officer

SHOWN = (BasisMissing, DaysWrong, InvalidInput, NotAColleague, NotYoursToLend)
# The input that each refusal is about, in the form that was sent.
ABOUT: dict[type[DomainError], str] = {
    BasisMissing: "basis",
    DaysWrong: "to_on",
    NotAColleague: "receiver",
    NotYoursToLend: "role",
}
FIRST = "Xin nhập ngày bắt đầu, ví dụ 21/08/2026."
LAST = "Xin nhập ngày cuối, ví dụ 25/08/2026."
WHO = "Xin chọn cán bộ."
WHICH = "Xin chọn vai trò."


@require_safe
@for_roles(*SETTLING, *AT_THE_DESK)
def staff(request: HttpRequest) -> HttpResponse:
    """Show the officers of one's agency today."""
    return _page(request)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    reader, today = actor_of(request), localdate()
    people = staff_of(reader.office, today)
    own = next((one for one in people if one.id == reader.person), None)
    shown = {
        "people": people,
        "open": open_by_officer(one.id for one in people),
        "lent": lent_at(reader.office, today),
        "own": own,
        "leads": reader.has(*LEADS),
        "ends_posts": reader.has(Role.SIGNATORY),
        "today": today,
        "errors": _errors(refusal, request.POST),
        "typed": request.POST if refusal else QueryDict(),
    }
    return render(request, "officer/staff.html", shown, status=422 if refusal else 200)


def _errors(refusal: DomainError | None, posted: QueryDict) -> dict[str, str]:
    """Return a refusal by the inputs of the form that was sent, whose names begin with its own."""
    if refusal is None:
        return {}
    form = posted.get("form", "")
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    return {f"{form}.{ABOUT[type(refusal)]}": str(refusal)}


def _days(posted: QueryDict, form: str) -> tuple[date, date]:
    """Return the first and the last day typed into a form."""
    first = day_from(posted, f"{form}.from_on", FIRST)
    last = day_from(posted, f"{form}.to_on", LAST)
    assert first is not None
    assert last is not None
    return first, last


@require_POST
@for_roles(*SETTLING, *AT_THE_DESK)
def note_absence(request: HttpRequest) -> HttpResponse:
    """Note that somebody is away."""
    posted = request.POST
    try:
        first, last = _days(posted, "away")
        actions.note_absence(
            PersonId(chosen_id(posted, "away.officer", WHO)),
            from_on=first,
            to_on=last,
            reason=posted.get("away.reason", ""),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã ghi lịch vắng. Việc mới không giao cho người vắng.")
    return redirect("officer:staff")


@require_POST
@for_roles(*SETTLING, *AT_THE_DESK)
def end_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Note that somebody is back."""
    actions.end_absence(absence_id, by=actor_of(request), at=now())
    messages.success(request, "Đã ghi người này có mặt trở lại.")
    return redirect("officer:staff")


@require_POST
@for_roles(*SETTLING, *AT_THE_DESK)
def delegate(request: HttpRequest) -> HttpResponse:
    """Lend one's role to a colleague for some days."""
    posted = request.POST
    try:
        first, last = _days(posted, "lend")
        actions.delegate(
            PersonId(chosen_id(posted, "lend.receiver", WHO)),
            _role(posted),
            from_on=first,
            to_on=last,
            basis=posted.get("lend.basis", ""),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã ủy quyền. Người nhận làm được việc từ ngày bắt đầu.")
    return redirect("officer:staff")


def _role(posted: QueryDict) -> Role:
    try:
        return Role(posted.get("lend.role", ""))
    except ValueError:
        raise InvalidInput({"lend.role": WHICH}) from None


@require_POST
@for_roles(*SETTLING, *AT_THE_DESK)
def revoke(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Take a role back."""
    actions.revoke_delegation(delegation_id, by=actor_of(request), at=now())
    messages.success(request, "Đã chấm dứt ủy quyền.")
    return redirect("officer:staff")


@require_POST
@for_roles(Role.SIGNATORY)
def end_post(request: HttpRequest) -> HttpResponse:
    """Note somebody's last day at the agency; what lies open with them goes back to the unit."""
    posted, reader = request.POST, actor_of(request)
    try:
        last = day_from(posted, "leave.last_on", LAST)
        assert last is not None
        leave(
            PersonId(chosen_id(posted, "leave.officer", WHO)),
            AgencyId(reader.office),
            last_on=last,
            by=reader,
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã ghi ngày cuối. Việc đang mở của người này về lại bộ phận.")
    return redirect("officer:staff")
