"""One officer, as technical administrators see them: account, posts past and present."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import PersonId
from motcua.organisations.models import Position
from motcua.organisations.queries import officer_by_id, posts_ever
from motcua.organisations.rules import Standing, standing
from motcua.people.actions import (
    end_sessions,
    reopen_account,
    reset_second_factor,
)
from motcua.people.models import Account
from motcua.people.queries import has_second_factor
from motcua.staffing import actions
from motcua.staffing.models import Appointment
from motcua.staffing.queries import account_of, waiting_for
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import chosen_id, day_from
from motcua.web.staff_openings import WAITS, hand_over
from motcua.web.staff_posts import choices, errors_of, post_from, proof_from

LAST = "Xin nhập ngày cuối, ví dụ 25/08/2026."
WHICH = "Xin chọn vị trí."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TECHNICAL_ADMIN)
def officer_account(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Show an officer's account and posts, and act on them."""
    known = officer_by_id(officer_id)
    if known is None:
        raise NotFound
    officer = PersonId(officer_id)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise NotFound
        try:
            done = act(request, officer)
        except DomainError as refusal:
            return _page(request, officer, refusal)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect("officer_account", officer_id)
    return _page(request, officer)


def _page(
    request: HttpRequest, officer: PersonId, refusal: DomainError | None = None
) -> HttpResponse:
    today, known = localdate(), officer_by_id(officer)
    posts = [_row(one, today) for one in posts_ever(officer)]
    page = {
        "officer": known,
        "sign_in": account_of(officer),
        "has_factor": has_second_factor(officer),
        "posts": posts,
        "open_posts": [(one["id"], one["words"]) for one in posts if one["is_open"]],
        "waiting": waiting_for(officer),
        "role_names": {role.value: name for role, name in ROLE_NAMES.items()},
        "is_own": actor_of(request).person == officer,
        "errors": errors_of(refusal) if refusal else {},
        "typed": request.POST if refusal else QueryDict(),
        **choices(today),
    }
    return render(request, "staff/officer.html", page, status=422 if refusal else 200)


def _row(one: Position, today: date) -> dict[str, object]:
    ended_on = localdate(one.ended_at) if one.ended_at else None
    stands = standing(one.valid_from, one.valid_to, ended_on, today)
    return {
        "id": one.id,
        "role": ROLE_NAMES[Role(one.role)],
        "title": one.title,
        "unit": one.unit,
        "agency": one.agency.name,
        "valid_from": one.valid_from,
        "valid_to": _last(one, ended_on),
        "was_cancelled": stands is Standing.CANCELLED,
        "state": stands.value,
        "is_open": stands in {Standing.HELD, Standing.TO_COME},
        "words": f"{ROLE_NAMES[Role(one.role)]}, {one.agency.name}",
    }


def _last(one: Position, ended_on: date | None) -> date | None:
    """Return the last day on which somebody could act in a post that is over or will be."""
    if one.valid_to is None or one.valid_to >= one.valid_from:
        return one.valid_to
    return max(ended_on or one.valid_from, one.valid_from)


def _account(officer: PersonId) -> Account:
    found = account_of(officer)
    if found is None:
        raise NotFound
    return found


def _close(request: HttpRequest, officer: PersonId) -> str:
    actions.close_account(officer, by=actor_of(request), at=now())
    return "Đã khóa tài khoản; mọi phiên đã kết thúc."


def _reopen(request: HttpRequest, officer: PersonId) -> str:
    reopen_account(_account(officer).id, by=actor_of(request), at=now())
    return "Đã mở lại tài khoản."


def _end_sessions(request: HttpRequest, officer: PersonId) -> str:
    ended = end_sessions(_account(officer).id, by=actor_of(request), at=now())
    return f"Đã kết thúc {ended} phiên."


def _reset(request: HttpRequest, officer: PersonId) -> str:
    proof = proof_from(request.POST, "reset_proof")
    reset_second_factor(officer, proof, by=actor_of(request), at=now())
    return "Đã gỡ xác thực hai lớp; lần đăng nhập sau sẽ đăng ký máy mới."


def _give_password(request: HttpRequest, officer: PersonId) -> HttpResponse:
    proof = proof_from(request.POST, "password_proof")
    password = actions.give_password(officer, proof, by=actor_of(request), at=now())
    return hand_over(request, officer, password)


def _appoint(request: HttpRequest, officer: PersonId) -> str:
    posted = request.POST
    before = chosen_id(posted, "instead_of", WHICH) if posted.get("instead_of") else None
    post = post_from(posted)
    given = actions.appoint(officer, post, instead_of=before, by=actor_of(request), at=now())
    return "Đã đề nghị." + WAITS if isinstance(given, Appointment) else "Đã giao vị trí."


def _end(request: HttpRequest, officer: PersonId) -> str:
    last = day_from(request.POST, "last_on", LAST)
    assert last is not None
    which = chosen_id(request.POST, "position", WHICH)
    actions.end(which, officer=officer, last_on=last, by=actor_of(request), at=now())
    return "Đã ghi ngày cuối. Việc đang mở của người này về lại bộ phận."


Act = Callable[[HttpRequest, PersonId], str | HttpResponse]
ACTS: Mapping[str, Act] = {
    "close": _close,
    "reopen": _reopen,
    "end": _end_sessions,
    "reset": _reset,
    "password": _give_password,
    "appoint": _appoint,
    "end_post": _end,
}
