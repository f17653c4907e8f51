"""Consenting to a purpose, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.people.consent_rules import text_asked
from motcua.people.models import Consent, Person


@transaction.atomic
def consent(purpose: str, version: int, *, by: Actor, at: datetime) -> Consent:
    """Keep that somebody agreed to a purpose, in the text of that version, for themselves.

    Refused when another text is asked by now. Doing it twice changes nothing.
    """
    _require_oneself(by)
    Person.objects.select_for_update().get(pk=by.who)
    text = text_asked(purpose, version, localdate(at))
    given = Consent.objects.filter(person=by.who, purpose=purpose, withdrawn_at=None).first()
    if given is not None:
        return given
    given = Consent.objects.create(
        id=new_id(), person_id=by.who, purpose=purpose, version=text.version, given_at=at
    )
    record("consent.given", by.who, by=by, at=at, purpose=purpose, version=text.version)
    return given


@transaction.atomic
def withdraw_consent(purpose: str, *, by: Actor, at: datetime) -> None:
    """Take a consent back, at once and without a reason; what was not given stays so."""
    _require_oneself(by)
    open_ = Consent.objects.filter(person=by.who, purpose=purpose, withdrawn_at=None)
    if open_.update(withdrawn_at=at):
        record("consent.withdrawn", by.who, by=by, at=at, purpose=purpose)


def _require_oneself(by: Actor) -> None:
    if by.is_officer or by.organisation is not None:
        raise NotPermitted
