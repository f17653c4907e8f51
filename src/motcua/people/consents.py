"""Reading what people have consented to."""

from uuid import UUID

from motcua.people.consent_rules import ConsentTo
from motcua.people.models import Consent


def consents_of(person: UUID) -> list[Consent]:
    """Return all that somebody consented to, those withdrawn too, the oldest first."""
    return list(Consent.objects.filter(person=person).order_by("given_at"))


def who_consents(purpose: ConsentTo) -> list[UUID]:
    """Return who consents to a purpose now."""
    found = Consent.objects.filter(purpose=purpose.value, withdrawn_at=None)
    return list(found.values_list("person_id", flat=True))
