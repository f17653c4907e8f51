"""Reading organisations, who speaks for them on a day, and what the business register says."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.expressions import RawSQL

from motcua.kernel.actors import Scope
from motcua.kernel.text import folded, normal
from motcua.people.models import Mandate, MandateClaim, Organisation, OrganisationRecord, Person
from motcua.people.organisation_rules import (
    Capacity,
    NotRepresented,
    OrganisationClosed,
    OrganisationNameDiffers,
    StoreNotInMandate,
    WrongTaxCode,
    check_tax_code,
)

MOST_FOUND = 20
_MATCH = "SELECT id FROM people_organisation WHERE search @@ motcua_search_query(%s)"


@dataclass(frozen=True, slots=True)
class Represented:
    """An organisation that a person may act for today, and how far."""

    organisation: UUID
    name: str
    tax_code: str
    scope: Scope
    capacity: Capacity
    until_on: date | None
    mandate: UUID


def represented_by(person: UUID, day: date) -> list[Represented]:
    """Return the organisations a person may act for on a day, by name."""
    held = Mandate.objects.in_force(day).filter(person=person).select_related("organisation")
    return [_represented(one) for one in held.order_by("organisation__name", "id")]


def mandate_for(person: UUID, organisation: UUID, day: date) -> Represented | None:
    """Return how far a person may act for an organisation on a day; None when not at all."""
    held = Mandate.objects.in_force(day).filter(person=person, organisation=organisation)
    found = held.select_related("organisation").first()
    return _represented(found) if found else None


def _represented(mandate: Mandate) -> Represented:
    organisation = mandate.organisation
    return Represented(
        organisation.id,
        organisation.name,
        organisation.tax_code,
        Scope(mandate.scope),
        Capacity(mandate.capacity),
        mandate.until_on,
        mandate.id,
    )


def require_represented(
    person: UUID, organisation: UUID, day: date, *, store: bool = False
) -> Represented:
    """Return the mandate under which a person acts, or refuse: none that day, or, where papers of
    its store are used, one that does not reach that far."""
    found = mandate_for(person, organisation, day)
    if found is None:
        raise NotRepresented
    if store and found.scope is not Scope.FULL:
        raise StoreNotInMandate
    return found


def is_legal_representative(person: UUID, organisation: UUID, day: date) -> bool:
    """Say whether a person is the legal representative of an organisation on a day."""
    held = Mandate.objects.in_force(day).filter(person=person, organisation=organisation)
    return held.filter(capacity=Capacity.LEGAL.value).exists()


def legal_representative_name(organisation: UUID) -> str:
    """Return the name of who was noted last as the legal representative and was not ended since;
    empty when nobody was."""
    held = Mandate.objects.filter(
        organisation=organisation, capacity=Capacity.LEGAL.value, revoked_at=None
    )
    names = held.order_by("-recorded_at", "-id").values_list("person__full_name", flat=True)
    return names.first() or ""


def representatives_of(organisation: UUID, day: date) -> list[UUID]:
    """Return who may speak for an organisation on a day."""
    held = Mandate.objects.in_force(day).filter(organisation=organisation)
    return list(held.order_by("recorded_at", "id").values_list("person", flat=True))


def has_spoken_for_others(person: UUID) -> bool:
    """Say whether somebody has or had a mandate: it is kept with what was done under it."""
    return Mandate.objects.filter(person=person).exists()


def mandates_of(organisation: UUID) -> list[Mandate]:
    """Return every mandate of an organisation, those that are over too, the latest first."""
    found = Mandate.objects.filter(organisation=organisation).select_related("person")
    return list(found.order_by("-recorded_at", "-id")[:100])


def organisation_of(organisation: UUID) -> Organisation | None:
    """Return an organisation by its id."""
    return Organisation.objects.filter(pk=organisation).first()


def organisation_by_tax_code(tax_code: str) -> Organisation | None:
    """Return who has a tax code here; None for an unknown or impossible one."""
    try:
        return Organisation.objects.filter(tax_code=check_tax_code(tax_code)).first()
    except WrongTaxCode:
        return None


def found_organisations(words: str) -> list[Organisation]:
    """Return organisations by tax code, else by words of the name, with or without accents."""
    known = organisation_by_tax_code(words)
    if known is not None or not words.strip():
        return [known] if known else []
    matching = RawSQL(_MATCH, [words])  # noqa: S611 -- a constant statement
    return list(Organisation.objects.filter(pk__in=matching).order_by("name", "id")[:MOST_FOUND])


def claims_of(person: UUID) -> list[MandateClaim]:
    """Return what a person says of representing, the latest first."""
    return list(MandateClaim.objects.filter(person=person).order_by("-claimed_at", "-id")[:20])


def claims_about(tax_code: str) -> list[MandateClaim]:
    """Return the claims about a tax code that wait to be checked."""
    found = MandateClaim.objects.filter(tax_code=tax_code, settled_at=None)
    return list(found.select_related("person").order_by("claimed_at", "id")[:50])


def register_line_of(tax_code: str) -> OrganisationRecord | None:
    """Return what the business register says of a tax code, None when it does not know it.

    The register of this installation is read; a connection to the national one takes the place of
    this look-up.
    """
    return OrganisationRecord.objects.filter(pk=tax_code).first()


def check_in_register(tax_code: str, name: str) -> OrganisationRecord | None:
    """Return the register's line, or refuse an organisation that has ended or is called otherwise;
    what the register does not know is left to the paper."""
    line = register_line_of(tax_code)
    if line is not None and not line.is_active:
        raise OrganisationClosed
    if line is not None and folded(line.name) != folded(normal(name)):
        raise OrganisationNameDiffers
    return line


def confirms(line: OrganisationRecord | None, person: Person) -> bool:
    """Say whether the register names a person, whose identity is verified, as the legal
    representative of an organisation that goes on."""
    return (
        line is not None
        and line.is_active
        and person.verified_at is not None
        and person.number_digest is not None
        and bytes(line.representative_digest) == bytes(person.number_digest)
    )
