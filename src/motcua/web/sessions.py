"""Signing in and out, the language, and the agency acted for."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.kernel.errors import DomainError
from motcua.people.actions import sign_in as check_sign_in
from motcua.people.queries import identity_providers, level_of
from motcua.people.sign_in_rules import Method
from motcua.web.admitting import admit, ours
from motcua.web.identity import (
    ANONYMOUS,
    act_for,
    for_citizens,
    leave,
    origin_of,
    signed_in,
)

YEAR = 365 * 24 * 3600
FORGET = '"cache", "storage"'


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password; then go on where the person wanted to go."""
    following = request.POST.get("tiep") or request.GET.get("tiep") or ""
    login, errors = "", {}
    if request.method == "POST":
        login = request.POST.get("login", "").strip()
        password = request.POST.get("password", "")
        try:
            account = check_sign_in(
                login,
                password,
                origin=origin_of(request, login),
                by=ANONYMOUS,
                at=now(),
            )
        except DomainError as refusal:
            errors = {"login": str(refusal)}
        else:
            level = level_of(account.person)
            return admit(
                request,
                account,
                method=Method.PASSWORD,
                level=level,
                following=following,
                password=password,
            )
    return sign_in_page(request, following, login=login, errors=errors)


def sign_in_page(
    request: HttpRequest,
    following: str,
    *,
    login: str = "",
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    """Show the ways to sign in, with what was refused."""
    page = {
        "following": following,
        "login": login,
        "errors": errors or {},
        "providers": identity_providers(),
    }
    return render(request, "sign_in.html", page, status=status if errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; who came from an identity provider is told that it goes on there.

    The browser forgets the pages it has seen and what they kept; cookies stay, for the language and
    the mark of a known browser outlive a session.
    """
    ended = leave(request)
    if ended is not None and ended.identity is not None:
        answer = redirect("signed_out", ended.identity.provider_id)
    else:
        answer = redirect("/")
    answer["Clear-Site-Data"] = FORGET
    return answer


def landing(request: HttpRequest) -> HttpResponse:
    """Go to the page where one's work begins."""
    known = signed_in(request)
    if known is None:
        return redirect("sign_in")
    return redirect("staff_home" if known.is_staff else "citizen:mine")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the pages."""
    chosen = request.POST.get("language", "")
    response = redirect(ours(request, request.POST.get("next")))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


@for_citizens
def office(request: HttpRequest) -> HttpResponse:
    """Show the agencies and roles one holds, and act for one of them, or as a citizen."""
    if request.method == "POST":
        chosen = request.POST.get("agency", "")
        try:
            act_for(request, UUID(chosen) if chosen else None)
        except ValueError:
            return redirect("act_for")
        return redirect("landing")
    known = signed_in(request)
    return render(request, "office.html", {"known": known, "title": _("Nơi làm việc và vai trò")})
