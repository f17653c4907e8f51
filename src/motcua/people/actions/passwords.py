"""Passwords: changed, grown old, and the accounts that nobody uses any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.people.actions.sessions import end_sign_ins
from motcua.people.breached import is_breached
from motcua.people.known_words import known_words
from motcua.people.models import AccessToken, Account, PasswordBefore, SignIn
from motcua.people.password_rules import (
    PasswordBreached,
    PasswordUsedBefore,
    check_password_fits,
)
from motcua.people.policy_rules import ADMINS, Policy
from motcua.people.queries import has_second_factor, policy_on
from motcua.people.sign_in_rules import Happened

CHANGED = ("password", "password_set_at", "first_password_until", "password_given_by")


def check_new_password(
    account: Account,
    password: str,
    roles: frozenset[Role],
    *,
    with_second: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Refuse a password that the policy of the day does not allow to the holder of these roles,
    with a second factor or without one."""
    person = account.person
    check_password_fits(
        password,
        policy_on(localdate(at)),
        has_second_factor=with_second,
        is_staff=bool(roles),
        personal=[account.login, person.full_name, *known_words()],
        is_common=_is_common(password),
    )
    if is_breached(password):
        raise PasswordBreached


def _is_common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


@transaction.atomic
def change_password(
    account: Account,
    password: str,
    roles: frozenset[Role],
    *,
    keep: str = "",
    by: Actor,
    at: datetime,
) -> Account:
    """Give one's account another password; all sessions end but the one to keep.

    Administrators do not come back to one of their last ones, and nobody keeps the one that was
    handed to them.
    """
    locked = Account.objects.select_for_update(of=("self",)).select_related("person")
    account = locked.get(pk=account.pk)
    if by.person != account.person_id:
        raise NotPermitted
    two = has_second_factor(account.person_id)
    check_new_password(account, password, roles, with_second=two, by=by, at=at)
    if not ADMINS.isdisjoint(roles):
        _check_not_used_before(account, password, policy_on(localdate(at)))
    if account.first_password_until is not None and check_password(password, account.password):
        raise PasswordUsedBefore
    PasswordBefore.objects.create(account=account, password=account.password, until=at)
    account.set_password(password)
    account.password_set_at, account.first_password_until = at, None
    account.password_given_by = None
    account.save(update_fields=CHANGED)
    others = SignIn.objects.filter(account=account).exclude(session_key=keep)
    end_sign_ins(others, Happened.ENDED, by=by, at=at)
    record("password.changed", account.person_id, by=by, at=at)
    return account


def _check_not_used_before(account: Account, password: str, policy: Policy) -> None:
    before = PasswordBefore.objects.filter(account=account).order_by("-until")
    kept = before[: policy.admin_passwords_kept - 1].values_list("password", flat=True)
    if any(check_password(password, one) for one in [account.password, *kept]):
        raise PasswordUsedBefore


def is_stale(account: Account, roles: frozenset[Role], *, by: Actor, at: datetime) -> bool:
    """Say whether an administrator's password is too old to go on with."""
    if ADMINS.isdisjoint(roles):
        return False
    days = timedelta(days=policy_on(localdate(at)).admin_password_days)
    return account.password_set_at is None or account.password_set_at <= at - days


@transaction.atomic
def close_idle_accounts(staff: Iterable[UUID], *, by: Actor, at: datetime) -> int:
    """Close the accounts of staff that nobody has signed in to for as long as the policy says.

    Those through which a machine works with a valid token stay open. Returns how many were closed.
    """
    since = at - timedelta(days=policy_on(localdate(at)).idle_account_days)
    machines = AccessToken.objects.filter(account=OuterRef("pk"), expires_at__gt=at)
    idle = (
        Account.objects.select_for_update(of=("self",))
        .filter(~Exists(machines), person__in=list(staff), is_active=True)
        .annotate(used_at=Coalesce("last_login", "password_set_at"))
        .filter(used_at__lte=since)
    )
    closed = list(idle)
    for account in closed:
        _close(account, "idle", by, at)
    return len(closed)


@transaction.atomic
def close_account(account: UUID, *, by: Actor, at: datetime) -> None:
    """Close an account: no sign-in, no token, and every session ends at once."""
    _close(_of_another(account, by), "closed", by, at)


@transaction.atomic
def end_sessions(account: UUID, *, by: Actor, at: datetime) -> int:
    """End every session of another's account and leave it open; return how many there were."""
    found = _of_another(account, by)
    ended = end_sign_ins(SignIn.objects.filter(account=found), Happened.ENDED, by=by, at=at)
    record("account.sessions_ended", found.person_id, by=by, at=at, sessions=ended)
    return ended


@transaction.atomic
def reopen_account(account: UUID, *, by: Actor, at: datetime) -> None:
    """Open a closed account again; it counts as used today."""
    found = _of_another(account, by)
    found.is_active, found.last_login = True, at
    found.save(update_fields=["is_active", "last_login"])
    record("account.reopened", found.person_id, by=by, at=at)


def _of_another(account: UUID, by: Actor) -> Account:
    """Return somebody else's account, to a technical admin or whoever runs the system."""
    if by != SYSTEM and not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted
    found = Account.objects.select_for_update(of=("self",)).filter(pk=account).first()
    if found is None:
        raise NotFound
    if found.person_id == by.person:
        raise NotPermitted
    return found


def _close(account: Account, why: str, by: Actor, at: datetime) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    end_sign_ins(SignIn.objects.filter(account=account), Happened.ENDED, by=by, at=at)
    record("account.closed", account.person_id, by=by, at=at, why=why)


@transaction.atomic
def note_review(accounts: int, *, by: Actor, at: datetime) -> None:
    """Note that the accounts of staff were looked through, and how many there were."""
    if not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted
    record("accounts.reviewed", by.office, by=by, at=at, accounts=accounts)
