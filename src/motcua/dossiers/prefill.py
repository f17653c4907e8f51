"""Answers the State knows already, so that nobody is asked for them again (NĐ 61/2018 art. 4)."""

from collections.abc import Mapping

from motcua.dossiers.places import OUR_PROVINCE
from motcua.forms.rules import fields_of
from motcua.people.models import Person
from motcua.people.queries import contact_of


def prefilled(definition: Mapping[str, object], person: Person) -> dict[str, object]:
    """Return answers taken from what is known of the applicant; the applicant may change them."""
    contact = contact_of(person)
    known = {
        "applicant.full_name": person.full_name,
        "applicant.personal_number": contact.personal_number,
        "applicant.birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "applicant.sex": person.sex or "",
        "applicant.phone": contact.phone,
        "applicant.email": contact.email,
    }
    answers: dict[str, object] = {}
    for field in fields_of(definition):
        if field["kind"] == "address" and field.get("prefill") == "applicant.address":
            answers[str(field["id"])] = {"province": OUR_PROVINCE, "commune": "", "line": ""}
            continue
        value = known.get(str(field.get("prefill", "")), "")
        if value:
            answers[str(field["id"])] = value
    return answers
