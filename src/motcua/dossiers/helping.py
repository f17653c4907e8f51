"""Who fills in for whom, and the code by which the applicant confirms it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.dossiers.helping_rules import Confirmation, code_from
from motcua.dossiers.models import Assistance, Dossier
from motcua.dossiers.rules import Status
from motcua.kernel.text import folded
from motcua.organisations.queries import agency_names
from motcua.people.models import Person
from motcua.people.queries import confirmed_in_register, names_of
from motcua.people.rules import check_personal_number
from motcua.people.sealing import number_digest, sealer


@dataclass(frozen=True, slots=True)
class Helped:
    """The person filled in for, as the helper names them."""

    full_name: str
    personal_number: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Helper:
    """Who filled in, from where, and how the applicant confirmed it."""

    name: str
    agency: str
    how: str
    confirmed_at: datetime | None


def sex_of(helped: Helped) -> str | None:
    """Return the sex of a person who is registered here or known to the register, or refuse.

    Whoever does not name number, name and birth date rightly learns nothing.
    """
    digest = number_digest(check_personal_number(helped.personal_number))
    known = Person.objects.filter(number_digest=digest).first()
    if known is not None and _is(known, helped):
        return known.sex
    return confirmed_in_register(helped.personal_number, helped.full_name, helped.birth_date).sex


def _is(person: Person, helped: Helped) -> bool:
    same_name = folded(person.full_name) == folded(helped.full_name)
    return same_name and person.birth_date == helped.birth_date


def assistance_of(dossier: Dossier) -> Assistance | None:
    """Return how somebody else fills in a dossier; None when the applicant does."""
    if dossier.filed_by == dossier.applicant_id:
        return None
    return Assistance.objects.filter(dossier=dossier).first()


def reopen_question(dossier: Dossier) -> None:
    """Take back the question to the applicant when what they would confirm changes."""
    if dossier.status == Status.DRAFT and dossier.filed_by != dossier.applicant_id:
        Assistance.objects.filter(dossier=dossier, confirmed_at=None).update(asked_at=None)


def note_confirmed(dossier: Dossier, how: Confirmation, at: datetime) -> None:
    """Note that the applicant confirmed what a helper filled in."""
    if dossier.filed_by != dossier.applicant_id:
        Assistance.objects.filter(dossier=dossier, confirmed_at=None).update(
            confirmed_at=at, confirmed_by=how.value
        )


def confirmation_code(dossier: Dossier) -> str:
    """Return the code of the question that the applicant was asked last, nothing without one.

    It is nowhere stored: it follows from the question under a key of this installation.
    """
    assistance = assistance_of(dossier)
    if assistance is None or assistance.asked_at is None or dossier.status != Status.DRAFT:
        return ""
    question = f"{dossier.id}|{assistance.asked_at.isoformat()}|{dossier.revision}"
    return code_from(sealer().digest("confirm-filing", question))


def helper_of(dossier: Dossier) -> Helper | None:
    """Return who filled in a dossier for its applicant, as officers and the applicant read it."""
    assistance = assistance_of(dossier)
    if assistance is None:
        return None
    agencies: dict[UUID, str] = agency_names([assistance.agency])
    how = Confirmation(assistance.confirmed_by).label if assistance.confirmed_by else ""
    return Helper(
        names_of([assistance.helper]).get(assistance.helper, ""),
        agencies.get(assistance.agency, "") if assistance.agency else "",
        how,
        assistance.confirmed_at,
    )
