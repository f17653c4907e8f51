"""Letting somebody in: at once, or after the second step that their posts ask for."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now

from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError
from motcua.organisations.queries import offices_of
from motcua.people.actions import check_new_password, is_stale
from motcua.people.models import Account, Identity
from motcua.people.queries import account_by_id, has_second_factor, identity_of, policy_on
from motcua.people.sign_in_rules import Method
from motcua.web.identity import ANONYMOUS, begin_session

HALF = "half"  # in the session: the first step is done, the second is not
HALF_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Half:
    """Somebody who has taken the first step; they are not signed in."""

    account: str
    method: str
    level: int
    following: str
    at: float
    identity: str = ""
    provider_session: str = ""
    must_renew: bool = False  # the password, after the second step
    is_second_done: bool = False
    password_was: str = ""  # as a keyed hash: half a sign-in ends with its password


def ours(request: HttpRequest, address: str | None) -> str:
    """Return an address of this site, or the start page for any other."""
    safe = (address or "").startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address else "/"


def roles_of(account: Account) -> frozenset[Role]:
    """Return every role that a person holds anywhere today."""
    offices = offices_of(account.person_id, localdate())
    return frozenset(role for office in offices for role in office.roles)


def admit(
    request: HttpRequest,
    account: Account,
    *,
    method: Method,
    level: int,
    following: str,
    vouched: tuple[Identity, bytes | None] | None = None,
    password: str = "",
) -> HttpResponse:
    """Let somebody in who has taken the first step, or ask for what is missing.

    The second step is asked of everybody who has one, and of all whose posts need one; another
    password of those whose own is too old or not what the policy allows.
    """
    identity, session = vouched or (None, None)
    roles = roles_of(account)
    asked = policy_on(localdate()).asks_second_factor(roles)
    two = asked or has_second_factor(account.person_id)
    half = Half(
        str(account.pk),
        method.value,
        level,
        following,
        now().timestamp(),
        str(identity.pk) if identity else "",
        b64encode(session).decode() if session else "",
        must_renew=bool(password) and _must_renew(account, password, roles, with_second=two),
        is_second_done=not two,
        password_was=account.get_session_auth_hash(),
    )
    if not isinstance(request.user, Account):  # who is signed in has a key that nobody else knows
        request.session.cycle_key()
    request.session[HALF] = asdict(half)
    return redirect(go_on(request, half, account))


def _must_renew(
    account: Account, password: str, roles: frozenset[Role], *, with_second: bool
) -> bool:
    if account.first_password_until is not None:
        return True
    if is_stale(account, roles, by=ANONYMOUS, at=now()):
        return True
    try:
        check_new_password(
            account, password, roles, with_second=with_second, by=ANONYMOUS, at=now()
        )
    except DomainError:
        return True
    return False


def go_on(request: HttpRequest, half: Half, account: Account) -> str:
    """Return the next step of somebody half signed in; let them in when there is none."""
    if not half.is_second_done:
        return "second_step" if has_second_factor(account.person_id) else "enrol"
    if half.must_renew:
        return "renew_password"
    return complete(request, half, account)


def second_done(request: HttpRequest, half: Half) -> Half:
    """Note that the second step was taken."""
    done = replace(half, is_second_done=True)
    request.session[HALF] = asdict(done)
    return done


def half_in(request: HttpRequest) -> tuple[Half, Account] | None:
    """Return who has taken the first step in this session a short while ago."""
    kept = request.session.get(HALF)
    half = Half(**kept) if kept else None
    if half is None or now().timestamp() - half.at > HALF_SECONDS:
        return None
    account = account_by_id(half.account)
    if account is None or half.password_was != account.get_session_auth_hash():
        return None
    return half, account


def complete(request: HttpRequest, half: Half, account: Account) -> str:
    """Let somebody in who has taken the second step too; return where they wanted to go."""
    del request.session[HALF]
    identity = identity_of(half.identity) if half.identity else None
    session = b64decode(half.provider_session) if half.provider_session else None
    begin_session(
        request,
        account,
        method=Method(half.method),
        level=half.level,
        vouched=(identity, session) if identity else None,
    )
    return ours(request, half.following) if half.following else "landing"
