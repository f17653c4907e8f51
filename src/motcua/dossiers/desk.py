"""What a reception desk reads beside the dossiers themselves: counts, slips, who stands there."""

from datetime import date, datetime
from uuid import UUID

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import due_at
from motcua.dossiers.models import Dossier, Slip
from motcua.dossiers.paper_forms import NAMES
from motcua.dossiers.slips import content, newest, open_control_sheet
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.limits import Limit
from motcua.kernel.text import folded, normal
from motcua.people.models import Person
from motcua.people.queries import confirmed_in_register
from motcua.people.rules import Contact, NotInRegister, check_personal_number
from motcua.people.sealing import number_digest


class AnotherName(DomainError):
    """The number belongs to somebody who is registered under another name."""

    message = "Số định danh này đã có trong hệ thống với họ tên khác. Xin đối chiếu lại với thẻ."


def due_if_accepted(limit: Limit | None, settling: UUID | None, at: datetime) -> datetime | None:
    """Return the due moment that the slip would carry if the desk accepted now."""
    return due_at(at, limit, working_calendar(settling)) if limit else None


def in_register(contact: Contact, full_name: str, birth_date: date | None, sex: str | None) -> bool:
    """Say whether the population register knows a person by number, name and birth date."""
    try:
        confirmed_in_register(
            contact.personal_number,
            full_name,
            birth_date,
            sex,
        )
    except NotInRegister:
        return False
    return True


def check_name_of_number(number: str, full_name: str) -> None:
    """Refuse a number that is registered here under another name, before anything is changed."""
    digest = number_digest(check_personal_number(number))
    known = Person.objects.filter(number_digest=digest).first()
    if known is not None and folded(known.full_name) != folded(normal(full_name)):
        raise AnotherName


def slip_of(dossier: Dossier, form: str, at: datetime) -> bytes:
    """Return the newest slip of a form as it was issued; a control sheet also before its end."""
    slip = newest(dossier, form) if form in NAMES else None
    if slip is not None:
        return content(slip)
    if form == "control":
        return open_control_sheet(dossier, at)
    raise NotFound


def issued_slip(dossier: Dossier, slip: UUID) -> bytes:
    """Return one slip of a dossier as it was issued."""
    kept = Slip.objects.filter(pk=slip, dossier=dossier).first()
    if kept is None:
        raise NotFound
    return content(kept)


def person_at_desk(person: UUID) -> Person:
    """Return a registered person, or say that there is none."""
    known = Person.objects.filter(pk=person).first()
    if known is None:
        raise NotFound
    return known
