"""Storing invented people: as persons, in the register, and with something to sign in with."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from motcua.demo.names import Invented
from motcua.people.models import Account, Person, PopulationRecord
from motcua.people.queries import contact_fields
from motcua.people.rules import Contact
from motcua.people.sealing import number_digest, sealer

PASSWORD_FILE = "sample.password"  # noqa: S105 -- the name of the file, not a password
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """An invented person with an id, and a login unless it is empty."""

    id: UUID
    person: Invented
    login: str = ""


def password() -> str:
    """Return the one password of all sample accounts, made anew for each state folder."""
    place = Path(settings.KEYS) / PASSWORD_FILE
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_text("-".join(secrets.token_hex(2) for _ in range(4)))
    return place.read_text()


def person_row(member: Member, at: datetime) -> Person:
    """Return a person with sealed particulars, not yet saved."""
    who = member.person
    contact = Contact(who.number, who.phone, who.email, who.address)
    sealed = sealer().seal(contact_fields(contact), member.id.bytes)
    return Person(
        id=member.id,
        full_name=who.full_name,
        birth_date=who.birth_date,
        sex=who.sex,
        number_digest=number_digest(who.number),
        verified_at=at,
        wrapped_key=sealed.wrapped_key,
        sealed=sealed.content,
    )


def keep_people(members: Sequence[Member], at: datetime) -> None:
    """Store people; those with a login get an account with the sample password."""
    Person.objects.bulk_create((person_row(member, at) for member in members), BATCH)
    hashed = make_password(password())
    Account.objects.bulk_create(
        (
            Account(
                id=member.id,
                login=member.login,
                person_id=member.id,
                password=hashed,
                password_set_at=at,
            )
            for member in members
            if member.login
        ),
        BATCH,
    )


def keep_in_register(people: Iterable[Invented]) -> None:
    """Write people into the sample population register."""
    PopulationRecord.objects.bulk_create(
        (
            PopulationRecord(
                number_digest=number_digest(who.number),
                full_name=who.full_name,
                birth_date=who.birth_date,
                sex=who.sex,
            )
            for who in people
        ),
        BATCH,
        ignore_conflicts=True,
    )
