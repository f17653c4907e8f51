"""Whose name stands on the papers of a dossier: the person's, or that of the organisation."""

from dataclasses import dataclass

from motcua.dossiers.models import Dossier
from motcua.events.rows import read
from motcua.people.mandates import organisation_of
from motcua.people.models import Organisation, Person
from motcua.people.queries import contact_of
from motcua.results.rules import Holder


@dataclass(frozen=True, slots=True)
class Named:
    """Who a dossier is for as papers print it: a person, or an organisation with its tax code."""

    name: str
    number: str
    birth_date: str
    address: str


def named_on(dossier: Dossier) -> Named:
    """Return who a dossier is for. One statement, none when the applicant was read with it.

    The caller has checked that the reader may see it.
    """
    organisation = organisation_named(dossier)
    if organisation is not None:
        return Named(organisation.name, organisation.tax_code, "", organisation.address)
    person = _applicant(dossier)
    contact = contact_of(person)
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    return Named(person.full_name, contact.personal_number, born, contact.address)


def _applicant(dossier: Dossier) -> Person:
    if not Dossier.applicant.is_cached(dossier):
        dossier.applicant = read(Person, "WHERE id = %s", [dossier.applicant_id])[0]
    return dossier.applicant


def organisation_named(dossier: Dossier) -> Organisation | None:
    """Return the organisation in whose name a dossier is; nothing is asked without one."""
    return organisation_of(dossier.organisation_id) if dossier.organisation_id else None


def holder_of(dossier: Dossier) -> Holder:
    """Return whom the register of results names: a person known here, or an organisation by its
    tax code."""
    if dossier.organisation_id is not None:
        named = named_on(dossier)
        return Holder(name=named.name, number=named.number)
    person = _applicant(dossier)
    return Holder(
        name=person.full_name,
        number=contact_of(person).personal_number,
        birth_year=person.birth_date.year if person.birth_date else None,
        person=person.id,
    )
