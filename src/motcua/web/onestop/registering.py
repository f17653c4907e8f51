"""Who stands at the desk: read from their card, checked against the register, registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils.timezone import localdate

from motcua.dossiers.desk import check_name_of_number, in_register
from motcua.forms.fields import Places
from motcua.forms.rules import Answers, FieldDict, check, fields_of
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.people.actions import register
from motcua.people.models import Person
from motcua.people.rules import Contact, NumberDoesNotMatch
from motcua.web.form_input import answers_from

NOWHERE = Places({}, {}, "")
NOT_IN_REGISTER = (
    "Dữ liệu dân cư chưa có người này. Xin xem lại số và họ tên trên thẻ; nếu đúng như thẻ, "
    "hãy đánh dấu ô bên dưới rồi tiếp tục."
)


def _asked(name: str, kind: str, label: str, **more: object) -> dict[str, object]:
    return {"id": name, "kind": kind, "label": {"vi": label}, **more}


PERSON_FIELDS: list[dict[str, object]] = [
    _asked("personal_number", "personal_number", "Số định danh cá nhân"),
    _asked("full_name", "text", "Họ, chữ đệm và tên", max_length=120),
    _asked("birth_date", "date", "Ngày sinh", max="today"),
    _asked(
        "sex",
        "choice",
        "Giới tính",
        options=[
            {"value": "male", "label": {"vi": "Nam"}},
            {"value": "female", "label": {"vi": "Nữ"}},
        ],
    ),
    _asked("phone", "phone", "Số điện thoại", required=False),
    _asked("email", "email", "Thư điện tử", required=False),
    _asked("address", "text", "Nơi ở hiện tại", required=False, max_length=300),
]
PERSON_FORM: Mapping[str, object] = {
    "pages": [{"id": "person", "title": {"vi": "Người nộp"}, "fields": PERSON_FIELDS}]
}


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """What the clerk typed, and whether they compared it with the card itself."""

    answers: Answers
    seen_card: bool


def typed_person(posted: QueryDict) -> TypedPerson:
    """Return the person as typed."""
    fields: list[FieldDict] = list(fields_of(PERSON_FORM))
    return TypedPerson(answers_from(fields, posted), posted.get("seen_card") == "yes")


def registered(typed: TypedPerson, *, by: Actor, at: datetime) -> Person:
    """Return the registered person, or refuse with what has to be looked at again.

    The register confirms who it knows. Somebody it does not know is registered, unconfirmed,
    once the clerk says that the card was compared.
    """
    checked = check(PERSON_FORM, typed.answers, case="", today=localdate(at), places=NOWHERE)
    if checked.errors:
        raise InvalidInput(checked.errors)
    told = {name: str(value) for name, value in checked.answers.items()}
    contact = Contact(
        told["personal_number"],
        told.get("phone", ""),
        told.get("email", ""),
        told.get("address", ""),
    )
    born = date.fromisoformat(told["birth_date"])
    verified = _verified(contact, told, born, typed.seen_card)
    return register(
        told["full_name"],
        contact,
        birth_date=born,
        sex=told["sex"],
        verified=verified,
        by=by,
        at=at,
    )


def _verified(contact: Contact, told: Mapping[str, str], born: date, seen_card: bool) -> bool:
    try:
        check_name_of_number(contact.personal_number, told["full_name"])
        confirmed = in_register(contact, told["full_name"], born, told["sex"])
    except NumberDoesNotMatch as refusal:
        raise InvalidInput({"personal_number": str(refusal)}) from None
    except DomainError as refusal:
        raise InvalidInput({"full_name": str(refusal)}) from None
    if not confirmed and not seen_card:
        raise InvalidInput({"seen_card": NOT_IN_REGISTER})
    return confirmed
