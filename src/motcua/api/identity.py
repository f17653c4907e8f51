"""Who calls: the person of a bearer token, acting for the agency it was issued for."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja.security import HttpBearer

from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.runtime.lines import WHO, address_of

ANONYMOUS = Actor(person=None)


class BearerToken(HttpBearer):
    """A token that an administrator issued (RFC 6750)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts: roles are those held today, whatever they were when it was issued."""
        at = now()
        with connection.cursor() as cursor:
            day = localdate(at)
            cursor.execute(_BEARER, [day, day, sha256(token.encode()).digest(), at])
            held = cursor.fetchall()
        if not held:
            return None
        actor = _actor(held)
        request.META[WHO] = str(actor.agency or "")
        return actor


def _actor(held: Sequence[tuple[UUID, UUID | None, UUID | None, str | None]]) -> Actor:
    """Return the person in the office that the token names, else in the first, else a citizen."""
    person, wanted, first, _ = held[0]
    office = wanted or first
    roles = {Role(role) for _, _, agency, role in held if agency == office and role}
    if office is None or not roles:
        return Actor(person, None, frozenset({Role.CITIZEN}))
    return Actor(person, office, frozenset(roles))


# Token, account and offices in one statement, because every call begins with it.
_BEARER = """
SELECT account.person_id, token.agency, position.agency_id, position.role
FROM people_accesstoken AS token
JOIN people_account AS account ON account.id = token.account_id AND account.is_active
LEFT JOIN organisations_position AS position ON position.officer_id = account.person_id
    AND position.valid_from <= %s AND (position.valid_to IS NULL OR position.valid_to >= %s)
LEFT JOIN organisations_agency AS agency ON agency.id = position.agency_id
WHERE token.digest = %s AND token.expires_at > %s
ORDER BY agency.name, position.title
"""


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
    return address_of(request.META, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
