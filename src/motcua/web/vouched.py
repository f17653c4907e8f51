"""Signing in and out with an account of an identity provider (tài khoản định danh)."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from motcua.kernel.errors import DomainError, NotFound
from motcua.people.actions import identify
from motcua.people.identity_rules import (
    FLOW_SECONDS,
    AnswerNotTrusted,
    IdentityTaken,
    LevelTooLow,
    ProviderUnreachable,
)
from motcua.people.models import Account, IdentityProvider
from motcua.people.queries import identity_provider
from motcua.people.sealing import digest_at
from motcua.people.sign_in_rules import Method
from motcua.people.vouching import Asked, answered, ask, logged_out_there
from motcua.web.admitting import admit
from motcua.web.identity import ANONYMOUS
from motcua.web.sessions import sign_in_page

QUESTIONS = "questions"  # in the session, by state
MOST_QUESTIONS = 3  # pages on which somebody began to sign in and did not finish
UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits in the session for its answer."""

    provider: str
    nonce: str
    verifier: str
    level: int
    following: str
    account: str  # who was signed in and is asked for more, empty for a stranger
    at: float


def _provider(code: str) -> IdentityProvider:
    known = identity_provider(code)
    if known is None:
        raise NotFound
    return known


def _absolute(name: str, code: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[code])


@require_GET
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the provider with a question that only this session can have answered."""
    known, following = _provider(code), request.GET.get("tiep", "")
    asked_for = request.GET.get("muc", "")
    level = max(known.least_level, int(asked_for) if asked_for in ("1", "2", "3") else 1)
    try:
        question = ask(known, _absolute("vouched_back", code), level=level)
    except ProviderUnreachable as refusal:
        return _refused(request, following, refusal)
    account = request.user if isinstance(request.user, Account) else None
    waiting = Open(
        code,
        question.nonce,
        question.verifier,
        level,
        following,
        str(account.pk) if account else "",
        now().timestamp(),
    )
    others = list(request.session.get(QUESTIONS, {}).items())[1 - MOST_QUESTIONS :]
    request.session[QUESTIONS] = {**dict(others), question.state: asdict(waiting)}
    return redirect(question.address)


@require_GET
def back(request: HttpRequest, code: str) -> HttpResponse:
    """Let in whom the provider vouches for, if the answer fits a question of this session."""
    known = _provider(code)
    try:
        waiting = _taken(request, code)
    except AnswerNotTrusted as refusal:
        return _refused(request, "", refusal)
    try:
        return _let_in(request, known, waiting)
    except DomainError as refusal:
        return _refused(request, waiting.following, refusal)


def _taken(request: HttpRequest, code: str) -> Open:
    """Return the question with the state of an answer, once; it is gone from the session."""
    states = request.GET.getlist("state")
    waiting = request.session.get(QUESTIONS, {})
    found = waiting.pop(states[0], None) if len(states) == 1 else None
    if found is None:
        raise AnswerNotTrusted
    request.session[QUESTIONS] = waiting
    request.session.save()  # before anything is asked: a second answer finds nothing
    one = Open(**found)
    if one.provider != code or now().timestamp() - one.at > FLOW_SECONDS:
        raise AnswerNotTrusted
    return one


def _let_in(request: HttpRequest, known: IdentityProvider, waiting: Open) -> HttpResponse:
    asked = Asked(waiting.nonce, waiting.verifier, _absolute("vouched_back", known.code))
    at, answer = now(), dict(request.GET.lists())
    vouched = answered(known, answer, asked, at=at)
    if vouched.level < waiting.level:
        raise LevelTooLow(level=waiting.level)
    identity = identify(known.as_configured, vouched, by=ANONYMOUS, at=at)
    if waiting.account and waiting.account != str(identity.account_id):
        raise IdentityTaken
    said = vouched.provider_session
    session = digest_at("provider-session", known.issuer, said) if said else None
    return admit(
        request,
        identity.account,
        method=Method.PROVIDER,
        level=vouched.level,
        following=waiting.following,
        vouched=(identity, session),
    )


def _refused(request: HttpRequest, following: str, refusal: DomainError) -> HttpResponse:
    status = UNAVAILABLE if isinstance(refusal, ProviderUnreachable) else 422
    return sign_in_page(request, following, errors={"": str(refusal)}, status=status)


@require_GET
def signed_out(request: HttpRequest, code: str) -> HttpResponse:
    """Say that one is signed out here, and offer the same for the provider."""
    known = _provider(code)
    return render(request, "signed_out.html", {"provider": known, "ends": bool(_ending(known))})


def _ending(known: IdentityProvider) -> str:
    return str((known.metadata or {}).get("end_session_endpoint", ""))


@require_GET
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Sign out at the provider too (OpenID Connect RP-Initiated Logout 1.0).

    It is not sent the ID token, which names the person and has no place in an address; it asks
    the person instead.
    """
    known = _provider(code)
    if not _ending(known):
        raise NotFound
    back_to = settings.PUBLIC_URL + "/"
    said = urlencode({"client_id": known.client_id, "post_logout_redirect_uri": back_to})
    joint = "&" if "?" in _ending(known) else "?"
    return redirect(_ending(known) + joint + said)


@csrf_exempt
@require_POST
def ended_there(request: HttpRequest, code: str) -> HttpResponse:
    """Hear from the provider that somebody has signed out (Back-Channel Logout 1.0)."""
    known = identity_provider(code)
    try:
        if known is None:
            raise AnswerNotTrusted
        logged_out_there(known, request.POST.get("logout_token"), at=now())
    except DomainError:
        answer: HttpResponse = JsonResponse({"error": "invalid_request"}, status=400)
    else:
        answer = HttpResponse(status=200)
    answer["Cache-Control"] = "no-store"
    return answer
