"""Who is signed in, and for which agency they act."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now

from motcua.kernel.actors import ROLE_NAMES, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.organisations.queries import Office, offices_of
from motcua.people.actions import begin_sign_in, sign_out
from motcua.people.mandates import Represented, mandate_for
from motcua.people.models import Account, Identity, SignIn
from motcua.people.sign_in_rules import Method, Origin, device_of
from motcua.runtime.lines import WHO, address_of
from motcua.web.kept_input import keep
from motcua.web.known_devices import known_as, remember, send
from motcua.web.session_limits import has_ended, limit
from motcua.web.session_store import BACKEND, name_and_offices

ANONYMOUS = Actor(person=None)
AGENCY, ORGANISATION, LEVEL = "agency", "organisation", "level"
SIGNED_OUT = 401
PORT_DIGITS = 5
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of a request: name, the offices held today, and the one acted in."""

    name: str
    actor: Actor
    offices: list[Office]
    organisation: Represented | None = None

    @property
    def is_staff(self) -> bool:
        """Say whether the person acts for an agency."""
        return self.actor.is_officer

    @property
    def agency_name(self) -> str:
        """Return the name of the agency acted for, empty for citizens."""
        names = {office.agency: office.agency_name for office in self.offices}
        return names.get(self.actor.agency, "") if self.actor.agency else ""

    @property
    def role_names(self) -> str:
        """Return the roles held there, in words."""
        return ", ".join(ROLE_NAMES[role] for role in Role if role in self.actor.roles)


class IdentityMiddleware:
    """Put `request.signed_in` in place: None for a stranger, read once when asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        send(request, response)
        if hasattr(request, "_signed_in") or request.path.startswith("/api/"):
            response.setdefault("Cache-Control", "no-store")
        return response


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Return who is signed in; read from the database once per request."""
    known: SignedIn | None
    if hasattr(request, "_signed_in"):
        known = request._signed_in
        return known
    known = _read(request)
    if known is not None:
        request.META[WHO] = str(known.actor.agency or "")
        request._signed_in = known  # type: ignore[attr-defined]
    return known


def _read(request: HttpRequest) -> SignedIn | None:
    account = request.user
    if not isinstance(account, Account):
        return None
    person = account.person_id
    name, offices = name_and_offices(request, account)
    if has_ended(request, offices):
        leave(request)
        return None
    chosen = request.session.get(AGENCY)
    office = next((o for o in offices if str(o.agency) == chosen), offices[0] if offices else None)
    if chosen != "" and office is not None:
        return SignedIn(name, Actor(person, office.agency, office.roles), offices)
    named = _represented(request, person)
    actor = Actor(person, None, frozenset({Role.CITIZEN}))
    if named is not None:
        roles = frozenset({Role.REPRESENTATIVE})
        actor = Actor(person, None, roles, named.organisation, named.scope)
    return SignedIn(name, actor, offices, named)


def _represented(request: HttpRequest, person: UUID) -> Represented | None:
    """Return the organisation acted for, asked anew for every request: a mandate that has ended is
    worth nothing with the next click."""
    chosen = request.session.get(ORGANISATION)
    return mandate_for(person, UUID(chosen), localdate()) if chosen else None


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in a request; a stranger is an actor without a person."""
    known = signed_in(request)
    return known.actor if known else ANONYMOUS


def begin_session(
    request: HttpRequest,
    account: Account,
    *,
    method: Method,
    level: int,
    vouched: tuple[Identity, bytes | None] | None = None,
) -> None:
    """Sign an account in; the session gets a new id, so that an old one is worth nothing."""
    before = request.session.session_key
    if before is not None:
        sign_out(before, origin=origin_of(request), by=ANONYMOUS, at=now())
    start_session(request, account, backend=BACKEND)
    if before is not None and request.session.session_key == before:
        request.session.cycle_key()  # the same person again, for more
    request.session.set_expiry(None)
    request.session[LEVEL] = level
    remember(request, account.login)
    limit(request, offices_of(account.person_id, localdate()))
    if request.session.session_key is None:
        request.session.create()
    identity, provider_session = vouched or (None, None)
    begin_sign_in(
        account,
        str(request.session.session_key),
        method=method,
        level=level,
        origin=origin_of(request),
        identity=identity,
        provider_session=provider_session,
        by=ANONYMOUS,
        at=now(),
    )


def leave(request: HttpRequest) -> SignIn | None:
    """End the session, here and in the list of open ones; return what was known of it."""
    key = request.session.session_key
    ended = sign_out(key, origin=origin_of(request), by=ANONYMOUS, at=now()) if key else None
    end_session(request)
    return ended


def level_of_session(request: HttpRequest) -> int:
    """Return how sure one was of the person when they signed in."""
    return int(request.session.get(LEVEL, 0))


def act_for(request: HttpRequest, agency: UUID | None) -> None:
    """Act for another of one's agencies from now on, or as a citizen with None."""
    known = signed_in(request)
    held = {office.agency for office in known.offices} if known else set()
    if agency is not None and agency not in held:
        raise NotPermitted
    request.session[AGENCY] = str(agency) if agency else ""
    request.session.pop(ORGANISATION, None)


def whose(request: HttpRequest) -> str:
    """Return the name of the organisation acted for, empty in one's own name."""
    known = signed_in(request)
    return known.organisation.name if known and known.organisation else ""


def act_in_name_of(request: HttpRequest, organisation: UUID | None) -> None:
    """Act for an organisation that one represents today, from now on, or in one's own name with
    None; to others the organisation is unknown."""
    who = actor_of(request).who
    if organisation is not None and mandate_for(who, organisation, localdate()) is None:
        raise NotFound
    request.session[AGENCY] = ""
    request.session[ORGANISATION] = str(organisation) if organisation else ""
    del request._signed_in  # type: ignore[attr-defined]  # read anew: somebody else acts now


def for_citizens(view: View) -> View:
    """Ask strangers to sign in first; then show the page they wanted."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in(request) is None:
            return redirect(f"{settings.LOGIN_URL}?tiep={quote(request.get_full_path())}")
        return view(request, *args, **kwargs)

    return asked


def for_writers(view: View) -> View:
    """Ask strangers to sign in first, keeping what they typed; then show the page with it."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in(request) is None and request.method == "POST":
            if request.headers.get("HX-Request"):
                return HttpResponse(status=SIGNED_OUT)  # the page stays as it is
            keep(request)
        return for_citizens(view)(request, *args, **kwargs)

    return asked


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Show a portal's pages only to officers in one of its roles; actions check for themselves."""

    def wrap(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            known = signed_in(request)
            if known is None:
                return redirect(f"{settings.LOGIN_URL}?tiep={quote(request.get_full_path())}")
            if not known.actor.is_officer or not known.actor.has(*roles):
                raise NotPermitted
            return view(request, *args, **kwargs)

        return asked

    return wrap


def network_address(request: HttpRequest) -> str:
    """Return where a request comes from; the proxy's header counts only when a proxy is set up."""
    return address_of(request.META, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))


def origin_of(request: HttpRequest, login: str = "") -> Origin:
    """Return where a request comes from, with its source port; a proxy set up for it names both.

    With a login, also whether this browser was used with it before.
    """
    port = request.META.get("REMOTE_PORT", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        port = request.headers.get("X-Forwarded-Client-Port", "")
    known = int(port) if str(port).isdecimal() and len(str(port)) <= PORT_DIGITS else None
    device = device_of(request.headers.get("User-Agent", ""))
    before = known_as(request, login) if login else ""
    return Origin(network_address(request), known, device, before)
