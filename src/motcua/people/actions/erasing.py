"""Erasing somebody's account, and a person whom nothing here keeps any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.people.actions.sessions import end_sign_ins
from motcua.people.models import Account, Confirmation, MandateClaim, Person, SignIn
from motcua.people.rules import ERASED
from motcua.people.sign_in_rules import Happened


@transaction.atomic
def erase_account(person: UUID, *, by: Actor, at: datetime) -> None:
    """Delete what somebody signs in with, and end their sessions.

    The log of signing in stays, without the account. The caller has checked the right.
    """
    account = Account.objects.select_for_update().get(person=person)
    end_sign_ins(SignIn.objects.filter(account=account), Happened.ENDED, by=by, at=at)
    account.delete()


@transaction.atomic
def erase_person(person: UUID, *, by: Actor, at: datetime) -> None:
    """Destroy the key of what is sealed about somebody, and forget name, birth date, sex and the
    hash by which their number is found. The caller has checked that nothing keeps them.

    The row stays without them: the log names its id.
    """
    known = Person.objects.select_for_update().get(pk=person)
    known.full_name = ERASED
    known.birth_date = known.sex = known.number_digest = known.verified_at = None
    known.wrapped_key = known.sealed = b""
    known.save()
    Confirmation.objects.filter(person=known).delete()
    MandateClaim.objects.filter(person=known).delete()
    record("person.erased", known.id, by=by, at=at)
