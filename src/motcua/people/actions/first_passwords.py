"""First passwords: made by the program, handed over in person, good for a few days, then changed.

OWASP ASVS 5.0 V6.4.1.
"""

from datetime import datetime, timedelta
from secrets import choice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.events.queries import history
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.kernel.text import normal
from motcua.people.actions.accounts import register
from motcua.people.actions.passwords import CHANGED
from motcua.people.actions.sessions import end_sign_ins
from motcua.people.models import Account, PasswordBefore, Person, SignIn
from motcua.people.password_rules import READABLE, first_password_fits
from motcua.people.policy_rules import Policy
from motcua.people.queries import contact_fields, has_second_factor, policy_on
from motcua.people.rules import Contact, LoginTaken, TwoHandsNeeded, check_login
from motcua.people.sealing import sealer
from motcua.people.sign_in_rules import Happened, Proof

FROM_A_LIST = "list"
PART = 5  # characters between hyphens, so that it can be read out and typed


def _require_keeper(by: Actor, person: UUID) -> None:
    """Accounts are kept by technical admins, not for themselves, or by whoever runs the system."""
    if by != SYSTEM and (not by.has(Role.TECHNICAL_ADMIN) or by.person == person):
        raise NotPermitted


@transaction.atomic
def register_officer(full_name: str, number: str, *, by: Actor, at: datetime) -> Person:
    """Return the person with this personal number, or register them; without one somebody new.

    Who is known by the number under another name is refused. Nobody's identity counts as verified
    by this.
    """
    if by != SYSTEM and not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted
    if number:
        told = Contact(number)
        return register(full_name, told, birth_date=None, sex=None, verified=False, by=by, at=at)
    person = Person(id=new_id(), full_name=normal(full_name))
    sealed = sealer().seal(contact_fields(Contact()), person.id.bytes)
    person.wrapped_key, person.sealed = sealed.wrapped_key, sealed.content
    person.save(force_insert=True)
    return person


@transaction.atomic
def open_with_first_password(
    person: Person, login: str, proof: Proof | None, *, by: Actor, at: datetime
) -> tuple[Account, str]:
    """Open an account for somebody; return it with the password to hand over, kept nowhere.

    `proof` is by what they were known, None where a list named them. Who has an account keeps it,
    with its login and password; the password is then empty.
    """
    _require_keeper(by, person.id)
    known = Account.objects.filter(person=person).first()
    if known is not None:
        return known, ""
    account = Account(login=check_login(login), person=person)
    password = _made(account, by, at)
    if Account.objects.filter(login=account.login).exists():
        raise LoginTaken(login=account.login)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as meanwhile:  # by somebody else, a moment ago
        raise LoginTaken(login=account.login) from meanwhile
    said = proof.value if proof else FROM_A_LIST
    record("account.opened", person.id, by=by, at=at, proof=said)
    return account, password


@transaction.atomic
def give_password(person: UUID, proof: Proof, *, by: Actor, at: datetime) -> str:
    """Return a new first password for somebody who has forgotten theirs; their sessions end.

    `proof` is by what they were known. Refused to who has taken away their second factor and no new
    one was added since: password and device of somebody are not in one hand.
    """
    _require_keeper(by, person)
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        raise NotFound
    if by.person is not None and _took_the_device(person, by.person):
        raise TwoHandsNeeded
    PasswordBefore.objects.create(account=account, password=account.password, until=at)
    password = _made(account, by, at)
    account.save(update_fields=CHANGED)
    end_sign_ins(SignIn.objects.filter(account=account), Happened.ENDED, by=by, at=at)
    record("password.given", person, by=by, at=at, proof=proof.value)
    return password


def _took_the_device(person: UUID, by: UUID) -> bool:
    if has_second_factor(person):
        return False
    last = history(person).filter(verb="second_factor.reset").order_by("-sequence").first()
    return last is not None and last.by == by


def _made(account: Account, by: Actor, at: datetime) -> str:
    """Set a password that nobody chose; return it."""
    policy = policy_on(localdate(at))
    password = _drawn(policy)
    while not first_password_fits(password, policy):
        password = _drawn(policy)
    account.set_password(password)
    account.password_set_at = at
    account.first_password_until = at + timedelta(days=policy.first_password_days)
    account.password_given_by = by.person
    return password


def _drawn(policy: Policy) -> str:
    letters = "".join(choice(READABLE) for _ in range(policy.length_alone))
    return "-".join(letters[at : at + PART] for at in range(0, len(letters), PART))
