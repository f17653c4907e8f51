"""Organisations and who speaks for them, with plain defaults. All firms and people are invented."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from motcua.documents.store_rules import Owner
from motcua.kernel.actors import SYSTEM, Actor, Role, Scope
from motcua.people.actions import record_mandate, register_organisation, revoke_mandate
from motcua.people.models import Mandate, Organisation, OrganisationRecord, Person
from motcua.people.organisation_rules import Capacity, Kind, MandateTerms, OrganisationFacts
from tests.builders import PUBLISHED_AT, a_citizen
from tests.calendars import MONDAY_MORNING

BEGINS = date(2026, 1, 1)
COMPANY_NAME = "Công ty TNHH Mẫu Một"
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_serial = count(1)


def a_tax_code() -> str:
    """Return a tax code of the right form that no authority gives out."""
    while True:
        digits = f"9999{next(_serial):05d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def facts_of(**given: Any) -> OrganisationFacts:
    """Return what the paper of an invented company says."""
    usual = OrganisationFacts(
        a_tax_code(), COMPANY_NAME, Kind.ENTERPRISE, "Số 1, phố Mẫu, tỉnh Ninh Bình"
    )
    return replace(usual, **given)


def an_organisation(**given: Any) -> Organisation:
    """Return a company that a desk has registered."""
    return register_organisation(
        facts_of(**given), evidence="Giấy chứng nhận mẫu", by=SYSTEM, at=PUBLISHED_AT
    )


def mandate_terms(**given: Any) -> MandateTerms:
    """Return the terms of an authorisation that reaches to the store, for a year."""
    usual = MandateTerms(Capacity.AUTHORISED, Scope.FULL, BEGINS, None, "Giấy ủy quyền mẫu số 1")
    return replace(usual, **given)


def a_mandate(organisation: Organisation, person: UUID, **given: Any) -> Mandate:
    """Return that a person may speak for an organisation."""
    return record_mandate(
        organisation.id, person, mandate_terms(**given), by=SYSTEM, at=PUBLISHED_AT
    )


def a_representative(
    organisation: Organisation, full_name: str = "Phạm Thị Mẫu", **given: Any
) -> Actor:
    """Return somebody acting for an organisation under a mandate."""
    person = a_citizen(full_name).who
    return acting_for(a_mandate(organisation, person, **given))


def acting_for(mandate: Mandate) -> Actor:
    """Return whoever holds a mandate, acting under it."""
    roles = frozenset({Role.REPRESENTATIVE})
    scope = Scope(mandate.scope)
    return Actor(mandate.person_id, None, roles, mandate.organisation_id, scope)


def a_record(person: UUID, **given: Any) -> OrganisationRecord:
    """Return a line of the business register that names a person as legal representative."""
    digest = Person.objects.get(pk=person).number_digest
    usual = {
        "tax_code": a_tax_code(),
        "name": COMPANY_NAME,
        "kind": Kind.ENTERPRISE.value,
        "address": "Số 1, phố Mẫu, tỉnh Ninh Bình",
        "representative_digest": digest,
    }
    return OrganisationRecord.objects.create(**{**usual, **given})


def whose(organisation: Organisation) -> Owner:
    """Return whose the store of an organisation is."""
    return Owner(organisation=organisation.id)


def end(organisation: Organisation, person: UUID) -> None:
    """Have a person give up what they hold."""
    mandate = Mandate.objects.get(organisation=organisation, person=person, revoked_at=None)
    revoke_mandate(mandate.id, reason="Chấm dứt", by=Actor(person), at=MONDAY_MORNING)


def strangers_to(organisation: Organisation, filer: UUID) -> dict[str, Actor]:
    """Return everybody who must not see what is an organisation's."""
    return {
        "nobody": Actor(None),
        "somebody else": a_citizen(),
        "the filer in their own name": Actor(filer),
        "another organisation": a_representative(an_organisation()),
    }
