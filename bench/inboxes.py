"""The busiest inbox of the province, as a page and through the API."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count
from django.utils.timezone import now

from bench.clients import Request, as_json
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import AgencyId
from motcua.organisations.models import Position
from motcua.people.actions import begin_sign_in, issue_token
from motcua.people.models import Account
from motcua.people.sign_in_rules import Method, Origin
from motcua.workflow.models import Task


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose inbox is read, and how many steps wait in it."""

    person: UUID
    agency: UUID
    role: str
    waiting: int


def busiest() -> Reader:
    """Find the unit with the most open steps, and somebody who works there."""
    open_steps = Task.objects.filter(completed_at=None).values("agency", "role")
    most = open_steps.annotate(many=Count("id")).order_by("-many")[0]
    held = Position.objects.filter(agency=most["agency"], role=most["role"]).order_by("id")[0]
    return Reader(held.officer_id, most["agency"], most["role"], most["many"])


def requests(reader: Reader) -> dict[str, Request]:
    """Return what reads fifty rows: the page with a session, and the API with a token."""
    account = Account.objects.get(person_id=reader.person)
    token = issue_token(
        account,
        agency=AgencyId(reader.agency),
        purpose="đo hiệu năng",
        expires_at=now() + timedelta(days=1),
        by=SYSTEM,
        at=now(),
    )
    return {
        "inbox page": page("/can-bo/?xem=unit", account),
        "inbox API": as_json(token, "GET", "/inbox?view=unit"),
    }


def page(path: str, account: Account) -> Request:
    """Return the request for a page by somebody who is signed in."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(account)}"
    return Request("GET", path, (("Cookie", cookie),))


def session_of(account: Account) -> str:
    """Sign somebody in; return the key of the session."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    key = str(store.session_key)
    begin_sign_in(
        account, key, method=Method.PASSWORD, level=2, origin=Origin("127.0.0.1"),
        by=SYSTEM, at=now(),
    )  # fmt: skip
    return key
