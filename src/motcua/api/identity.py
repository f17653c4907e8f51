"""Who calls: the person of a bearer token, acting for the agency it was issued for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja.security import HttpBearer

from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.organisations.queries import actor_in_office
from motcua.people.queries import account_of_token

ANONYMOUS = Actor(person=None)


class BearerToken(HttpBearer):
    """A token that an administrator issued (RFC 6750)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts: roles are those held today, whatever they were when it was issued."""
        at = now()
        known = account_of_token(token, at)
        if known is None:
            return None
        return actor_in_office(known.account.person_id, known.agency, localdate(at))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in a request that carried a token."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def officer_of(request: HttpRequest) -> Actor:
    """Return the officer who acts; what only offices read is not for applicants."""
    actor = actor_of(request)
    if not actor.is_officer:
        raise NotPermitted
    return actor


def network_address(request: HttpRequest) -> str:
    """Return where a request comes from; the proxy's header counts only when a proxy is set up."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))
