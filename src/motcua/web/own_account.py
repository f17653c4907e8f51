"""One's own account: the devices that are signed in, and the password."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.people.actions import change_password, end_own, sign_in
from motcua.people.models import Account
from motcua.people.password_rules import PasswordNotTheSame
from motcua.people.queries import account_by_id, sign_ins_of
from motcua.people.sign_in_rules import Method
from motcua.web.admitting import complete, half_in, roles_of
from motcua.web.identity import ANONYMOUS, actor_of, for_citizens, origin_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, and sign out elsewhere."""
    key, by = str(request.session.session_key), actor_of(request)
    if request.method == "POST":
        said = request.POST.get("which", "")
        try:
            which = UUID(said) if said else None
        except ValueError:
            raise NotFound from None
        ended = end_own(which, keep=key, by=by, at=now())
        messages.success(request, _("Đã đăng xuất khỏi {ended} thiết bị.").format(ended=ended))
        return redirect("own_sessions")
    rows = [
        {
            "id": one.id,
            "device": one.device,
            "address": one.address,
            "begun_at": one.begun_at,
            "seen_at": one.seen_at,
            "method": _(Method(one.method).label),
            "is_this": one.session_key == key,
        }
        for one in sign_ins_of(by.who)
    ]
    return render(request, "own_sessions.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password, with the one that holds now."""
    by, errors = actor_of(request), {}
    assert isinstance(request.user, Account)
    account = account_by_id(str(request.user.pk))
    assert account is not None
    if request.method == "POST":
        try:
            _check_now(request, account)
            keep = str(request.session.session_key)
            changed = _changed(request, account, by, keep)
        except DomainError as refusal:
            errors = {"new" if _is_checked(request) else "password": str(refusal)}
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Đã đổi mật khẩu và đăng xuất khỏi các thiết bị khác."))
            return redirect("password")
    page = {"errors": errors, "asks_now": True, "has_one": account.has_usable_password()}
    return render(request, "password.html", page, status=422 if errors else 200)


def _check_now(request: HttpRequest, account: Account) -> None:
    origin, said = origin_of(request, account.login), request.POST.get("password", "")
    sign_in(account.login, said, origin=origin, by=ANONYMOUS, at=now())
    request._checked = True  # type: ignore[attr-defined]  # the rest is about the new one


def _is_checked(request: HttpRequest) -> bool:
    return getattr(request, "_checked", False)


def _changed(request: HttpRequest, account: Account, by: Actor, keep: str) -> Account:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise PasswordNotTheSame
    return change_password(account, new, roles_of(account), keep=keep, by=by, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
def renew_password(request: HttpRequest) -> HttpResponse:
    """Ask for another password before anything opens: too old, or not what the policy allows."""
    found = half_in(request)
    if found is None or not found[0].is_second_done:
        return redirect("sign_in")
    half, account = found
    errors = {}
    if request.method == "POST":
        try:
            changed = _changed(request, account, Actor(account.person_id), "")
        except DomainError as refusal:
            errors = {"new": str(refusal)}
        else:
            return redirect(complete(request, half, changed))
    is_first = account.first_password_until is not None
    page = {"errors": errors, "asks_now": False, "has_one": True, "is_first": is_first}
    return render(request, "password.html", page, status=422 if errors else 200)
