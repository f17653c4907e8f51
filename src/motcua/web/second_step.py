"""The second step of signing in: a code of the app, a passkey, a code on paper, or a first app."""

from base64 import b64decode, b64encode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.people.actions import (
    begin_second_factor,
    check_code,
    check_passkey,
    confirm_second_factor,
    refused_second_step,
)
from motcua.people.models import Account
from motcua.people.passkeys import to_prove
from motcua.people.queries import has_second_factor, passkeys_of
from motcua.people.rules import PasskeyWrong
from motcua.web.admitting import Half, go_on, half_in, second_done
from motcua.web.identity import ANONYMOUS, origin_of
from motcua.web.second_factor import shown_app

CHALLENGE = "challenge"


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step, and let in whoever takes it."""
    found = half_in(request)
    if found is None:
        return redirect("sign_in")
    half, account = found
    if not has_second_factor(account.person_id):
        return redirect("enrol")
    if request.method != "POST":
        return _page(request, account)
    try:
        _check(request, account)
    except DomainError as refusal:
        refused_second_step(account, origin=origin_of(request), by=ANONYMOUS, at=now())
        return _page(request, account, refusal)
    return redirect(go_on(request, second_done(request, half), account))


def _check(request: HttpRequest, account: Account) -> None:
    by, at = Actor(account.person_id), now()
    answer = request.POST.get("passkey", "")
    if not answer:
        check_code(account, request.POST.get("code", "")[:40], by=by, at=at)
        return
    challenge = request.session.pop(CHALLENGE, "")
    if not challenge:
        raise PasskeyWrong
    check_passkey(account, answer, b64decode(challenge), by=by, at=at)


def _page(
    request: HttpRequest, account: Account, refusal: DomainError | None = None
) -> HttpResponse:
    page: dict[str, object] = {"errors": {"code": str(refusal)} if refusal else {}}
    passkeys = passkeys_of(account)
    if passkeys:
        page["asked"], challenge = to_prove(passkeys)
        request.session[CHALLENGE] = b64encode(challenge).decode()
    return render(request, "second_step.html", page, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Add an app before anything else is opened, where the posts of a person ask for one."""
    found = half_in(request)
    if found is None:
        return redirect("sign_in")
    half, account = found
    if has_second_factor(account.person_id):
        return redirect("second_step")
    by, errors = Actor(account.person_id), {}
    if request.method == "POST":
        try:
            codes = confirm_second_factor(request.POST.get("code", ""), by=by, at=now())
        except DomainError as refusal:
            errors = {"code": str(refusal)}
        else:
            return _enrolled(request, half, account, codes)
    else:
        begin_second_factor(by=by, at=now())
    page = {"errors": errors, **shown_app(account.person_id)}
    return render(request, "enrol.html", page, status=422 if errors else 200)


def _enrolled(request: HttpRequest, half: Half, account: Account, codes: list[str]) -> HttpResponse:
    following = go_on(request, second_done(request, half), account)
    page = {"codes": codes, "following": resolve_url(following)}
    return render(request, "recovery_codes.html", page)
