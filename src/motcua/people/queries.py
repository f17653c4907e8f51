"""Reading people, their sealed particulars, and the register."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from motcua.events.queries import history
from motcua.kernel.sealing import Sealed
from motcua.kernel.text import folded, normal
from motcua.people.models import (
    Account,
    Attempt,
    Identity,
    IdentityProvider,
    Passkey,
    Person,
    PopulationRecord,
    RecoveryCode,
    SecondFactor,
    SignIn,
    SignInPolicy,
)
from motcua.people.policy_rules import Policy, policy_from
from motcua.people.rules import (
    Contact,
    NameDoesNotMatch,
    NotInRegister,
    check_number_fits,
    check_personal_number,
)
from motcua.people.sealing import number_digest, sealer
from motcua.people.sign_in_rules import A_DAY, ALL_TOGETHER, REFUSED_CONTENT, begin_of

VERIFIED_LEVEL = 2
MOST_SHOWN = 50
_CONFIRMED = """
SELECT 1 FROM people_secondfactor AS factor
JOIN people_account AS account ON account.id = factor.account_id
WHERE account.person_id = %s AND factor.confirmed_at IS NOT NULL LIMIT 1
"""


def refused_content(at: datetime) -> int:
    """Return how often browsers told on a day that a page broke its content policy."""
    key = sealer().digest(f"attempt-{REFUSED_CONTENT}", ALL_TOGETHER)
    found = Attempt.objects.filter(key=key, window=begin_of(A_DAY, at)).first()
    return found.count if found else 0


def contact_of(person: Person) -> Contact:
    """Open what is sealed about a person. The caller has checked that the reader may see it."""
    return opened_contact(person.id, person.wrapped_key, person.sealed)


def opened_contact(
    person: UUID, wrapped_key: bytes | memoryview, sealed: bytes | memoryview
) -> Contact:
    """Open what is sealed about a person whose row was read in part; nothing once the key was
    destroyed."""
    if not wrapped_key:
        return Contact()
    told = sealer().unseal(Sealed(bytes(wrapped_key), bytes(sealed)), person.bytes)
    return Contact(**{str(k): str(v) for k, v in dict(told).items()})  # type: ignore[call-overload]


def contact_fields(contact: Contact) -> dict[str, str]:
    """Return a contact as it is sealed."""
    return asdict(contact)


def name_of(person: UUID) -> str:
    """Return a person's full name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name FROM people_person WHERE id = %s", [person])
        return str(cursor.fetchone()[0])


def names_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return full names by id, in one statement."""
    wanted = {person for person in people if person is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("id", "full_name"))


def confirmed_in_register(
    number: str, full_name: str, birth_date: date | None, sex: str | None = None
) -> PopulationRecord:
    """Return the register's line for a person, or refuse: unknown number, other name or birth date.

    Unknown and mismatching are the same refusal, so that nobody can try out numbers.
    """
    digits = check_personal_number(number)
    check_number_fits(digits, birth_date, sex)
    line = PopulationRecord.objects.filter(pk=number_digest(digits)).first()
    same_name = line is not None and folded(normal(full_name)) == folded(line.full_name)
    if line is None or not same_name or (birth_date and line.birth_date != birth_date):
        raise NotInRegister
    return line


def register_line(number: str) -> PopulationRecord | None:
    """Return what the population register says of a number, None when it does not know it.

    The register of this installation is read; a connection to the national one takes the place
    of this look-up and of the one above.
    """
    return PopulationRecord.objects.filter(pk=number_digest(number)).first()


def person_by_number(number: str) -> Person | None:
    """Return who has a personal identification number, None when nobody known here has."""
    return Person.objects.filter(number_digest=number_digest(number)).first()


def person_named(person: UUID, full_name: str) -> Person:
    """Return a person, or refuse a name that is not theirs."""
    found = Person.objects.get(pk=person)
    if folded(found.full_name) != folded(normal(full_name)):
        raise NameDoesNotMatch
    return found


def account_by_login(login: str) -> Account | None:
    """Return an account by its login name."""
    return Account.objects.select_related("person").filter(login=login).first()


def secret_of(factor: SecondFactor) -> bytes:
    """Open the secret of a second factor."""
    sealed = Sealed(bytes(factor.wrapped_key), bytes(factor.sealed))
    opened = dict(sealer().unseal(sealed, factor.account_id.bytes))  # type: ignore[call-overload]
    return bytes.fromhex(str(opened["secret"]))


def second_factor_of(person: UUID) -> SecondFactor | None:
    """Return a person's second factor, confirmed or just begun."""
    return SecondFactor.objects.select_related("account").filter(account__person=person).first()


def has_second_factor(person: UUID) -> bool:
    """Say whether a person has an app that makes codes: for signing in and for important acts."""
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRMED, [person])
        return bool(cursor.fetchone())


def identity_providers() -> list[IdentityProvider]:
    """Return who may vouch for those who sign in, by name."""
    ready = IdentityProvider.objects.filter(is_enabled=True, metadata__isnull=False)
    return list(ready.order_by("name"))


def identity_provider(code: str) -> IdentityProvider | None:
    """Return a provider that may be used, None for any other."""
    return IdentityProvider.objects.filter(pk=code, is_enabled=True).first()


def provider_at(issuer: str) -> IdentityProvider | None:
    """Return the provider that is configured with an issuer, in use or not."""
    return IdentityProvider.objects.filter(issuer=issuer).first()


def level_of(person: Person) -> int:
    """Return the level of assurance of an account of ours: two once the identity was verified."""
    return VERIFIED_LEVEL if person.verified_at is not None else 1


def every_provider() -> list[IdentityProvider]:
    """Return the providers in use, also those that have never answered."""
    return list(IdentityProvider.objects.filter(is_enabled=True).order_by("code"))


def policy_on(day: date) -> Policy:
    """Return what is demanded of those who sign in on a day; by default what the standard says."""
    found = SignInPolicy.objects.filter(from_on__lte=day).order_by("-from_on").first()
    return policy_from(found.values) if found is not None else Policy()


def account_by_id(account: str) -> Account | None:
    """Return an account that may be used, with its person."""
    return Account.objects.select_related("person").filter(pk=account, is_active=True).first()


def passkeys_of(account: Account) -> list[Passkey]:
    """Return the passkeys of an account, in the order they were added."""
    return list(Passkey.objects.filter(account=account).order_by("added_at"))


def recovery_codes_left(account: Account) -> int:
    """Return how many codes on paper have not been used."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def identity_of(identity: str) -> Identity:
    """Return an identity that was found a moment ago."""
    return Identity.objects.get(pk=identity)


def sign_ins_of(person: UUID) -> list[SignIn]:
    """Return a person's open sessions, the newest first."""
    found = SignIn.objects.filter(account__person=person)
    return list(found.order_by("-begun_at")[:MOST_SHOWN])


def accounts_after(people: Iterable[UUID], login: str, many: int | None) -> list[Account]:
    """Return the accounts of some people in order of login, after one; all of them with None."""
    found = Account.objects.select_related("person", "second_factor")
    found = found.filter(person__in=list(people), login__gt=login).order_by("login")
    return list(found if many is None else found[:many])


def last_review(office: UUID) -> datetime | None:
    """Return when an office last looked through the accounts of staff."""
    reviews = history(office).filter(verb="accounts.reviewed").order_by("-at")
    return reviews.values_list("at", flat=True).first()
