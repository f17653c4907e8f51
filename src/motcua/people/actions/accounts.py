"""Registering people, signing in, and counting what can be guessed."""

from base64 import b64encode
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes, token_urlsafe

from django.contrib.auth.hashers import ScryptPasswordHasher, check_password
from django.db import connection, transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import AgencyId, new_id
from motcua.kernel.text import folded, normal
from motcua.people.actions.sessions import note
from motcua.people.models import (
    AccessToken,
    Account,
    Attempt,
    Person,
)
from motcua.people.queries import account_by_login, contact_fields, contact_of
from motcua.people.rules import (
    Contact,
    FirstPasswordOver,
    NameDoesNotMatch,
    SignInRefused,
    TooManyAttempts,
    check_number_fits,
    check_personal_number,
    normal_phone,
)
from motcua.people.sealing import number_digest, sealer
from motcua.people.sign_in_rules import Happened, Origin, begin_of, network_of

SIGN_IN_TRIES = 10  # at one login from one network
NETWORK_TRIES = 20  # failures of all logins together from one network
SIGN_IN_WINDOW = timedelta(minutes=15)


def _nobodys() -> str:
    """Return what a password is checked against when the login is unknown: a hash of nothing, which
    takes as long to check as any, so that a stranger cannot tell by the time."""
    hasher = ScryptPasswordHasher()
    cost = f"scrypt${hasher.work_factor}${hasher.salt()}${hasher.block_size}${hasher.parallelism}"
    return f"{cost}${b64encode(token_bytes(64)).decode()}"


_NOBODY = _nobodys()

_COUNT = """
INSERT INTO people_attempt (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = people_attempt.count + 1
RETURNING count
"""


@transaction.atomic
def register(
    full_name: str,
    contact: Contact,
    *,
    birth_date: date | None,
    sex: str | None,
    verified: bool,
    by: Actor,
    at: datetime,
) -> Person:
    """Return the person with this number, or register them; the number decides who is who.

    A later registration updates phone, e-mail and address, never name or birth date of a
    person whose identity was verified.
    """
    number = check_personal_number(contact.personal_number)
    check_number_fits(number, birth_date, sex)
    phone = normal_phone(contact.phone) if contact.phone else ""
    told = Contact(number, phone, contact.email.strip(), normal(contact.address))
    digest = number_digest(number)
    person = Person.objects.select_for_update().filter(number_digest=digest).first()
    if person is not None:
        if folded(person.full_name) != folded(normal(full_name)):
            raise NameDoesNotMatch
        return _update(person, told)
    person = Person(
        id=new_id(),
        full_name=normal(full_name),
        birth_date=birth_date,
        sex=sex,
        number_digest=digest,
        verified_at=at if verified else None,
    )
    sealed = sealer().seal(contact_fields(told), person.id.bytes)
    person.wrapped_key, person.sealed = sealed.wrapped_key, sealed.content
    person.save(force_insert=True)
    return person


def _update(person: Person, told: Contact) -> Person:
    known = contact_of(person)
    merged = Contact(
        known.personal_number,
        told.phone or known.phone,
        told.email or known.email,
        told.address or known.address,
    )
    if merged != known:
        sealed = sealer().seal_again(
            contact_fields(merged), bytes(person.wrapped_key), person.id.bytes
        )
        person.sealed = sealed.content
        person.save(update_fields=["sealed"])
    return person


@transaction.atomic
def open_account(person: Person, login: str, password: str, *, by: Actor, at: datetime) -> Account:
    """Give a person something to sign in with."""
    account = Account(login=login, person=person, password_set_at=at)
    account.set_password(password)
    account.save()
    return account


def sign_in(login: str, password: str, *, origin: Origin, by: Actor, at: datetime) -> Account:
    """Return the account for a login and password, or refuse without saying which was wrong.

    Tries are counted by network and login, and by network for all logins together; never by login
    alone, so that no stranger locks somebody out elsewhere. A browser that somebody of this login
    has used before is counted by itself: neighbours in its network do not lock it out either. The
    count outlives a refusal and ends with a success.
    """
    network = network_of(origin.address)
    who = f"{origin.known_as or network}|{login}"
    if not origin.known_as:
        count = "sign-in-network"
        refuse_after(count, network, most=NETWORK_TRIES, window=SIGN_IN_WINDOW, by=by, at=at)
    count_attempt("sign-in", who, most=SIGN_IN_TRIES, window=SIGN_IN_WINDOW, by=by, at=at)
    account = account_by_login(login)
    usable = account is not None and account.has_usable_password()
    matches = check_password(password, account.password if account and usable else _NOBODY)
    if account is None or not usable or not matches or not account.is_active:
        note(Happened.REFUSED, account, origin=origin, login=login, by=by, at=at)
        if not origin.known_as:
            _count("sign-in-network", network, SIGN_IN_WINDOW, at)
        raise SignInRefused
    if account.first_password_until is not None and account.first_password_until <= at:
        note(Happened.REFUSED, account, origin=origin, login=login, by=by, at=at)
        raise FirstPasswordOver
    forget_attempts("sign-in", who, by=by, at=at)
    return account


def count_attempt(
    kind: str, who: str, *, most: int, window: timedelta, by: Actor, at: datetime
) -> None:
    """Count one try of something guessable; refuse when there were too many in this window."""
    # Committed before the refusal: a refused try counts too.
    if _count(kind, who, window, at) > most:
        raise _too_many(window, at)


def refuse_after(
    kind: str, who: str, *, most: int, window: timedelta, by: Actor, at: datetime
) -> None:
    """Refuse when so many failures were counted in this window; count nothing."""
    key = sealer().digest(f"attempt-{kind}", who)
    if Attempt.objects.filter(key=key, window=begin_of(window, at), count__gte=most).exists():
        raise _too_many(window, at)


def _count(kind: str, who: str, window: timedelta, at: datetime) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [sealer().digest(f"attempt-{kind}", who), begin_of(window, at)])
        return int(cursor.fetchone()[0])


def _too_many(window: timedelta, at: datetime) -> TooManyAttempts:
    left = (begin_of(window, at) + window - at).total_seconds()
    return TooManyAttempts(minutes=max(1, round(left / 60)))


@transaction.atomic(savepoint=False)
def forget_attempts(kind: str, who: str, *, by: Actor, at: datetime) -> None:
    """Forget the tries counted for somebody who got it right."""
    Attempt.objects.filter(key=sealer().digest(f"attempt-{kind}", who)).delete()


@transaction.atomic
def note_accounts_taken(lines: int, *, by: Actor, at: datetime) -> None:
    """Note who took the list of all accounts away, for the review (TCVN 14423), and how long it
    was."""
    if not by.has(Role.TECHNICAL_ADMIN) or by.agency is None:
        raise NotPermitted
    record("accounts.exported", by.agency, by=by, at=at, lines=lines)


@transaction.atomic
def issue_token(
    account: Account,
    *,
    agency: AgencyId | None,
    purpose: str,
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> str:
    """Return a new bearer token; it is shown once and only its hash is kept."""
    token = token_urlsafe(32)
    AccessToken.objects.create(
        digest=sha256(token.encode()).digest(),
        account=account,
        agency=agency,
        purpose=purpose,
        created_at=at,
        expires_at=expires_at,
    )
    return token
