"""Answers the State knows already, so that nobody is asked for them again (NĐ 61/2018 art. 4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from motcua.documents.personal.queries import data_of, papers_with_data
from motcua.documents.store_rules import Owner
from motcua.dossiers.content import opened
from motcua.dossiers.models import Answers, Dossier, in_name_of
from motcua.dossiers.places import OUR_PROVINCE
from motcua.dossiers.rules import Status
from motcua.dossiers.sources import Prefilled, Source
from motcua.forms.fields.groups import parts_of
from motcua.forms.queries import definition as definition_of
from motcua.forms.rules import FieldDict, fields_of
from motcua.kernel.text import folded
from motcua.people.mandates import legal_representative_name
from motcua.people.models import Organisation, Person
from motcua.people.queries import contact_of, register_line
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms

LOOKED_BACK = 5  # dossiers of the same person
NOT_TRUSTED = (Status.DRAFT, Status.DECLINED, Status.WITHDRAWN)
SAID_ANEW = frozenset(
    {"declaration", "signature", "file", "calculated", "hidden", "heading", "guidance"}
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dossier that the person filed before, with its form and what it said."""

    dossier: Dossier
    form: Mapping[str, object]
    answers: Mapping[str, object]

    @property
    def code(self) -> str:
        """Return what the dossier is called."""
        return self.dossier.number or self.dossier.submission_code


def prefilled(
    definition: Mapping[str, object],
    person: Person,
    earlier: Earlier | None = None,
    *,
    on: date | None = None,
    organisation: Organisation | None = None,
) -> Prefilled:
    """Return answers taken from what is known of the applicant, and of each the source.

    The register comes first, then the account, then the papers of the person's store that count
    on the day `on`, then what the person said in an earlier dossier: of any procedure where a
    field means the same, and of `earlier` every field of the same id. Without a day nothing is
    taken from the store, which only its owner may look into. For an `organisation` that the person
    represents its own facts are filled in, and nothing of what other representatives said of
    themselves.
    """
    found = Prefilled()
    _from_register(found, definition, person)
    _from_account(found, definition, person)
    if organisation is not None:
        _from_organisation(found, definition, person, organisation)
    elif _unknown(found, definition):
        if on is not None:
            _from_store(found, definition, person, on)
        for one in earlier_dossiers(Owner(person.id)) if _unknown(found, definition) else ():
            _with_the_same_meaning(found, definition, one)
    if earlier is not None:
        _with_the_same_id(found, definition, earlier, of_person=organisation is None)
    for field in _meant(definition, "applicant.address"):
        if field["kind"] == "address" and field["id"] not in found.answers:
            found.answers[str(field["id"])] = {"province": OUR_PROVINCE, "commune": "", "line": ""}
    return found


def prefilled_for_helper(definition: Mapping[str, object], person: Person) -> Prefilled:
    """Return what a helper may be shown of the person they fill in for: what they named them by."""
    found = Prefilled()
    _from_register(found, definition, person)
    return found


def earlier_dossiers(owner: Owner) -> list[Earlier]:
    """Return the last dossiers that were handed in by somebody, the newest first."""
    dossiers = list(
        Dossier.objects.filter(in_name_of(owner))
        .exclude(status__in=NOT_TRUSTED)
        .select_related("procedure")
        .order_by("-opened_at", "-id")[:LOOKED_BACK]
    )
    rows = Answers.objects.in_bulk([dossier.id for dossier in dossiers])
    return [
        Earlier(dossier, definition_of(form), opened(rows[dossier.id]))
        for dossier in dossiers
        if dossier.id in rows and (form := terms(dossier.procedure_id).version.form_id)
    ]


def earlier_of(owner: Owner, version: ProcedureVersion) -> Earlier | None:
    """Return the last dossier of somebody under a procedure, whichever version."""
    for one in earlier_dossiers(owner):
        if one.dossier.procedure.procedure_id == version.procedure_id:
            return one
    return None


def _from_register(found: Prefilled, definition: Mapping[str, object], person: Person) -> None:
    number = contact_of(person).personal_number
    line = register_line(number) if number else None
    if line is None or folded(line.full_name) != folded(person.full_name):
        return
    known = {
        "applicant.full_name": line.full_name,
        "applicant.personal_number": number,
        "applicant.birth_date": line.birth_date.isoformat(),
        "applicant.sex": line.sex,
    }
    for meaning, value in known.items():
        for field in _meant(definition, meaning):
            found.put(str(field["id"]), value, Source.REGISTER)


def _from_account(found: Prefilled, definition: Mapping[str, object], person: Person) -> None:
    contact = contact_of(person)
    known = {
        "applicant.full_name": person.full_name,
        "applicant.personal_number": contact.personal_number,
        "applicant.birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "applicant.sex": person.sex or "",
        "applicant.phone": contact.phone,
        "applicant.email": contact.email,
    }
    for meaning, value in known.items():
        for field in _meant(definition, meaning):
            found.put(str(field["id"]), value, Source.ACCOUNT)


def _from_organisation(
    found: Prefilled, definition: Mapping[str, object], person: Person, organisation: Organisation
) -> None:
    known = {
        "name": organisation.name,
        "tax_code": organisation.tax_code,
        "representative": legal_representative_name(organisation.id) or person.full_name,
        "address": {"province": OUR_PROVINCE, "commune": "", "line": organisation.address},
    }
    for field in _meant(definition, "organisation"):
        parts = {str(part["id"]) for part in parts_of(field)}
        value = {name: said for name, said in known.items() if name in parts}
        found.put(str(field["id"]), value, Source.ORGANISATION)
    for field in _meant(definition, "organisation.applies"):
        found.put(str(field["id"]), True, Source.ORGANISATION)


def _from_store(
    found: Prefilled, definition: Mapping[str, object], person: Person, day: date
) -> None:
    for paper in papers_with_data(Owner(person.id), day):
        for meaning, value in data_of(paper).items():
            for field in _meant(definition, meaning):
                found.put(str(field["id"]), value, Source.STORE, paper.number or paper.kind_name)


def meanings_of(
    definition: Mapping[str, object], answers: Mapping[str, object]
) -> dict[str, object]:
    """Return answers by what they mean, as the store keeps what a paper says."""
    return {
        str(field["prefill"]): answers[str(field["id"])]
        for field in fields_of(definition)
        if field.get("prefill") and answers.get(str(field["id"]))
    }


def _meant(definition: Mapping[str, object], meaning: str) -> Iterator[FieldDict]:
    return (field for field in fields_of(definition) if field.get("prefill") == meaning)


def _unknown(found: Prefilled, definition: Mapping[str, object]) -> bool:
    return any(
        field.get("prefill") and field["id"] not in found.answers
        for field in fields_of(definition)
        if not str(field.get("prefill", "")).startswith("organisation")  # of no person
    )


def _with_the_same_meaning(
    found: Prefilled, definition: Mapping[str, object], earlier: Earlier
) -> None:
    said = {
        (field["prefill"], field["kind"]): earlier.answers.get(str(field["id"]))
        for field in fields_of(earlier.form)
        if field.get("prefill")
    }
    for field in fields_of(definition):
        value = said.get((field.get("prefill"), field["kind"]))
        found.put(str(field["id"]), value, Source.EARLIER, earlier.code)


def _with_the_same_id(
    found: Prefilled, definition: Mapping[str, object], earlier: Earlier, *, of_person: bool
) -> None:
    kinds = {str(field["id"]): field["kind"] for field in fields_of(earlier.form)}
    for field in fields_of(definition):
        name = str(field["id"])
        is_personal = str(field.get("prefill", "")).startswith("applicant.")
        if is_personal and not of_person:
            continue
        if kinds.get(name) == field["kind"] and field["kind"] not in SAID_ANEW:
            found.put(name, earlier.answers.get(name), Source.EARLIER, earlier.code)
