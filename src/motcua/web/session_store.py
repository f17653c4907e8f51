"""Sessions, read together with the account that began them, the person's name and their offices.

Every page of somebody who is signed in needs all four, and asks anew each time, so that a right
that has ended is worth nothing with the next click. Only what the session itself says, under our
signature, tells whose it is: what was read beside it counts when it is of that account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user,
)
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends import db
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate, now

from motcua.events.rows import columns, made, width
from motcua.organisations.queries import HELD, Office, offices_from, offices_of
from motcua.people.models import Account
from motcua.people.queries import name_of

BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"
_WITH_ACCOUNT = """
SELECT django_session.session_data, people_person.full_name, {account},
    held.agency_id, agency.name, held.title, held.role
FROM django_session
LEFT JOIN people_signin ON people_signin.session_key = django_session.session_key
LEFT JOIN people_account ON people_account.id = people_signin.account_id
LEFT JOIN people_person ON people_person.id = people_account.person_id
LEFT JOIN LATERAL ({held}) AS held ON TRUE
LEFT JOIN organisations_agency AS agency ON agency.id = held.agency_id
WHERE django_session.session_key = %(key)s AND django_session.expire_date > %(now)s
ORDER BY agency.name, held.lent, held.title
"""
_BESIDE = 2  # columns before those of the account


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose session it is: the account, the person's name, the offices held today."""

    account: Account
    name: str
    offices: list[Office]


class SessionStore(db.SessionStore):
    """A session in the database; one that does not exist any more, or is over, is empty."""

    holder: Holder | None = None

    def load(self) -> dict[str, Any]:
        """Return what the session holds, and keep whose it is; one statement."""
        rows = _rows(str(self.session_key))
        if not rows:
            self._session_key = None
            return {}
        self.holder = _holder(rows)
        return dict(self.decode(rows[0][0]))


def _rows(key: str) -> list[tuple[Any, ...]]:
    held = HELD.format(person="people_account.person_id", day="%(day)s")
    statement = _WITH_ACCOUNT.format(account=columns(Account), held=held)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"key": key, "now": now(), "day": localdate()})
        return list(cursor.fetchall())


def _holder(rows: Sequence[tuple[Any, ...]]) -> Holder | None:
    """Return who began a session; None for one that is not in the list of open ones."""
    name, after = rows[0][1], _BESIDE + width(Account)
    if name is None:
        return None
    held = [row[after:] for row in rows if row[after] is not None]
    return Holder(made(Account, rows[0][_BESIDE:after]), name, offices_from(held))


class AccountMiddleware(AuthenticationMiddleware):
    """Put `request.user` in place, from what was read with the session where that fits."""

    def process_request(self, request: HttpRequest) -> None:
        """Let the account be read when it is asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _account(request))  # type: ignore[assignment]


def _account(request: HttpRequest) -> object:
    session = request.session
    said = session.get(SESSION_KEY)
    holder = getattr(session, "holder", None)
    if (
        holder is not None
        and said == str(holder.account.pk)
        and session.get(BACKEND_SESSION_KEY) == BACKEND
        and holder.account.is_active
        and constant_time_compare(
            session.get(HASH_SESSION_KEY, ""), holder.account.get_session_auth_hash()
        )
    ):
        return holder.account
    return get_user(request)


def name_and_offices(request: HttpRequest, account: Account) -> tuple[str, list[Office]]:
    """Return the name of an account's person and the offices held today."""
    holder = getattr(request.session, "holder", None)
    if holder is not None and holder.account.pk == account.pk:
        return holder.name, holder.offices
    return name_of(account.person_id), offices_of(account.person_id, localdate())
