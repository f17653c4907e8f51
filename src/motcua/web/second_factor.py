"""The second factors of one's account: an authenticator app, passkeys, and codes on paper."""

from base64 import b64decode, b64encode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from motcua.documents.paper import qr_svg
from motcua.kernel.errors import DomainError, NotFound
from motcua.people import totp
from motcua.people.actions import (
    add_passkey,
    begin_second_factor,
    confirm_second_factor,
    remove_passkey,
    remove_second_factor,
    renew_recovery_codes,
)
from motcua.people.passkeys import to_make
from motcua.people.queries import passkeys_of, recovery_codes_left, second_factor_of, secret_of
from motcua.people.rules import (
    CodeUsed,
    CodeWrong,
    PasskeyWrong,
    SecondFactorMissing,
    TooManyAttempts,
)
from motcua.people.sign_in_rules import device_of
from motcua.web.identity import actor_of, for_citizens

SHOWN = (CodeUsed, CodeWrong, PasskeyWrong, SecondFactorMissing, TooManyAttempts)
NEW_PASSKEY = "new_passkey"  # in the session: the challenge of the one being made


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def second_factor(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app in two steps, passkeys beside it, or take them away."""
    if request.method != "POST":
        return _page(request)
    try:
        said = _done(request)
    except SHOWN as refusal:
        return _page(request, refusal)
    if isinstance(said, list):
        page = {"codes": said, "following": request.path}
        return render(request, "recovery_codes.html", page)
    if said:
        messages.success(request, said)
    return redirect("second_factor")


def _done(request: HttpRequest) -> str | list[str]:
    by, code = actor_of(request), request.POST.get("code", "")
    act = request.POST.get("act", "")
    if act == "confirm":
        return confirm_second_factor(code, by=by, at=now())
    if act == "renew":
        return renew_recovery_codes(code, by=by, at=now())
    if act == "remove":
        remove_second_factor(code, by=by, at=now())
        return "Đã gỡ xác thực hai lớp."
    if act in ("add_passkey", "remove_passkey"):
        return _passkey(request, act)
    begin_second_factor(by=by, at=now())
    return ""


def _passkey(request: HttpRequest, act: str) -> str:
    by = actor_of(request)
    if act == "add_passkey":
        challenge = b64decode(request.session.pop(NEW_PASSKEY, ""))
        if not challenge:
            raise PasskeyWrong
        name = request.POST.get("name", "") or device_of(request.headers.get("User-Agent", ""))
        add_passkey(request.POST.get("passkey", ""), challenge, name=name, by=by, at=now())
        return "Đã thêm khóa truy cập."
    try:
        which = UUID(request.POST.get("which", ""))
    except ValueError:
        raise NotFound from None
    remove_passkey(which, by=by, at=now())
    return "Đã gỡ khóa truy cập."


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    person = actor_of(request).who
    known = second_factor_of(person)
    page: dict[str, object] = {
        "known": known,
        "errors": {"code": str(refusal)} if refusal is not None else {},
    }
    if known is not None and known.confirmed_at is None:
        page |= shown_app(person)
    elif known is not None:
        passkeys = passkeys_of(known.account)
        page["asked"], challenge = to_make(known.account, passkeys)
        request.session[NEW_PASSKEY] = b64encode(challenge).decode()
        page |= {"passkeys": passkeys, "left": recovery_codes_left(known.account)}
    return render(request, "second_factor.html", page, status=422 if refusal else 200)


def shown_app(person: UUID) -> dict[str, object]:
    """Return the key of an app just begun, in words and as a QR code."""
    known = second_factor_of(person)
    if known is None or known.confirmed_at is not None:
        raise SecondFactorMissing
    secret = secret_of(known)
    address = totp.address(secret, known.account.login)
    picture = Markup(qr_svg(address))  # noqa: S704 -- a path drawn here
    return {"secret": totp.written(secret).split(), "picture": picture}
