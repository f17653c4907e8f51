"""The second factor of one's account: an authenticator app, added, tried and taken away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from motcua.documents.paper import qr_svg
from motcua.kernel.errors import DomainError
from motcua.people import totp
from motcua.people.actions import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
)
from motcua.people.queries import second_factor_of, secret_of
from motcua.people.rules import CodeUsed, CodeWrong, SecondFactorMissing, TooManyAttempts
from motcua.web.identity import actor_of, for_citizens

SHOWN = (CodeUsed, CodeWrong, SecondFactorMissing, TooManyAttempts)


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def second_factor(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app in two steps, or take it away."""
    if request.method != "POST":
        return _page(request)
    try:
        said = _done(request)
    except SHOWN as refusal:
        return _page(request, refusal)
    if said:
        messages.success(request, said)
    return redirect("second_factor")


def _done(request: HttpRequest) -> str:
    by, code = actor_of(request), request.POST.get("code", "")
    act = request.POST.get("act", "")
    if act == "confirm":
        confirm_second_factor(code, by=by, at=now())
        return "Đã bật xác thực hai lớp."
    if act == "remove":
        remove_second_factor(code, by=by, at=now())
        return "Đã gỡ xác thực hai lớp."
    begin_second_factor(by=by, at=now())
    return ""


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    known = second_factor_of(actor_of(request).who)
    page: dict[str, object] = {
        "known": known,
        "errors": {"code": str(refusal)} if refusal is not None else {},
    }
    if known is not None and known.confirmed_at is None:
        secret = secret_of(known)
        address = totp.address(secret, known.account.login)
        page["secret"] = totp.written(secret).split()
        page["picture"] = Markup(qr_svg(address))  # noqa: S704 -- a path drawn here
    return render(request, "second_factor.html", page, status=422 if refusal else 200)
