"""Sessions of accounts: begun, ended, and the log of both."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from motcua.kernel.actors import Actor
from motcua.people.models import Account, Identity, SignIn, SignInLine
from motcua.people.sealing import login_digest
from motcua.people.sign_in_rules import Happened, Method, Origin

KEPT_LINES = timedelta(days=731)


@transaction.atomic
def begin_sign_in(
    account: Account,
    session_key: str,
    *,
    method: Method,
    level: int,
    origin: Origin,
    identity: Identity | None = None,
    provider_session: bytes | None = None,
    by: Actor,
    at: datetime,
) -> SignIn:
    """Note that a session of an account has begun; one of the same key gives way."""
    SignIn.objects.filter(session_key=session_key).delete()
    begun = SignIn.objects.create(
        account=account,
        session_key=session_key,
        begun_at=at,
        seen_at=at,
        address=origin.address[:45],
        device=origin.device[:60],
        method=method.value,
        level=level,
        identity=identity,
        provider_session=provider_session,
    )
    note(Happened.SIGNED_IN, account, origin=origin, method=method, by=by, at=at)
    return begun


def note(
    what: Happened,
    account: Account | None,
    *,
    origin: Origin,
    method: Method | None = None,
    login: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write a line of the log of signing in (TCVN 14423:2026 §5.8).

    Of a login only a keyed hash is kept, and only where no account was found.
    """
    SignInLine.objects.create(
        what=what.value,
        at=at,
        account=account,
        login_digest=login_digest(login) if login and account is None else None,
        address=origin.address[:45],
        port=origin.port,
        method=method.value if method else "",
    )


@transaction.atomic
def sign_out(session_key: str, *, origin: Origin, by: Actor, at: datetime) -> SignIn | None:
    """Note that somebody has signed out; return what is known of the session, None of no other."""
    ended = (
        SignIn.objects.select_related("account", "identity").filter(session_key=session_key).first()
    )
    if ended is not None:
        SignIn.objects.filter(pk=ended.pk).delete()
        method = Method(ended.method)
        note(Happened.SIGNED_OUT, ended.account, origin=origin, method=method, by=by, at=at)
    return ended


@transaction.atomic
def forget_ended_sign_ins(*, by: Actor, at: datetime) -> None:
    """Delete what is kept of sessions that are gone, and lines of the log two years old.

    An online service keeps them for a year at least (Nghị định 330/2026/NĐ-CP art. 34).
    """
    open_ = Session.objects.filter(session_key=OuterRef("session_key"))
    SignIn.objects.filter(~Exists(open_)).delete()
    SignInLine.objects.filter(at__lt=at - KEPT_LINES).delete()


@transaction.atomic
def end_sign_ins(named: QuerySet[SignIn], what: Happened, *, by: Actor, at: datetime) -> int:
    """End sessions at once, wherever they are open; return how many."""
    ended = list(named.select_related("account"))
    Session.objects.filter(session_key__in=[one.session_key for one in ended]).delete()
    SignIn.objects.filter(pk__in=[one.pk for one in ended]).delete()
    for one in ended:
        origin, method = Origin(one.address), Method(one.method)
        note(what, one.account, origin=origin, method=method, by=by, at=at)
    return len(ended)


def keep_alive(session_key: str, *, by: Actor, at: datetime) -> None:
    """Note that a session was used just now."""
    SignIn.objects.filter(session_key=session_key).update(seen_at=at)


def end_own(which: UUID | None, *, keep: str, by: Actor, at: datetime) -> int:
    """End one of one's other sessions, or all of them with None; return how many."""
    others = SignIn.objects.filter(account__person=by.who).exclude(session_key=keep)
    named = others if which is None else others.filter(pk=which)
    return end_sign_ins(named, Happened.ENDED, by=by, at=at)
