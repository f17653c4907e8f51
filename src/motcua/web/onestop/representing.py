"""What a desk types of an organisation and of who speaks for it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import QueryDict

from motcua.forms.fields import Places
from motcua.forms.rules import Answers, FieldDict, check, fields_of
from motcua.kernel.actors import Scope
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.people.organisation_rules import (
    Capacity,
    EvidenceMissing,
    Kind,
    MandateDatesWrong,
    MandateForOneself,
    MandateTerms,
    OrganisationFacts,
    WrongTaxCode,
)
from motcua.people.queries import person_by_number
from motcua.web.form_input import answers_from

NOWHERE = Places({}, {}, "")
UNKNOWN_PERSON = (
    "Hệ thống chưa có người này. Hãy nhập người này ở “Nhận hồ sơ tại quầy” trước, rồi quay lại."
)
# The input that each refusal is about.
ABOUT: Mapping[type[DomainError], str] = {
    WrongTaxCode: "tax_code",
    EvidenceMissing: "evidence",
    MandateDatesWrong: "until_on",
    MandateForOneself: "personal_number",
}


def _asked(name: str, kind: str, label: str, **more: object) -> dict[str, object]:
    return {"id": name, "kind": kind, "label": {"vi": label}, **more}


def _options(of: type[Kind] | type[Capacity] | type[Scope]) -> list[dict[str, object]]:
    return [{"value": one.value, "label": {"vi": one.label.capitalize()}} for one in of]


def _form(title: str, fields: list[dict[str, object]]) -> Mapping[str, object]:
    return {"pages": [{"id": "page", "title": {"vi": title}, "fields": fields}]}


_EVIDENCE = _asked(
    "evidence",
    "text",
    "Giấy tờ đã xem",
    hint={"vi": "Tên, số và ngày của giấy, ví dụ: giấy ủy quyền số 05, ngày 02/03/2026."},
    max_length=300,
)
ORGANISATION_FORM = _form(
    "Tổ chức",
    [
        _asked("tax_code", "text", "Mã số thuế", max_length=20),
        _asked("name", "text", "Tên tổ chức", max_length=200),
        _asked("kind", "choice", "Loại hình", options=_options(Kind)),
        _asked("address", "text", "Địa chỉ trụ sở", max_length=300),
        _EVIDENCE,
    ],
)
MANDATE_FORM = _form(
    "Người đại diện",
    [
        _asked("personal_number", "personal_number", "Số định danh của người đại diện"),
        _asked("capacity", "choice", "Tư cách", options=_options(Capacity)),
        _asked("scope", "choice", "Được làm gì", options=_options(Scope)),
        _asked("from_on", "date", "Từ ngày"),
        _asked(
            "until_on",
            "date",
            "Đến hết ngày",
            required=False,
            hint={"vi": "Để trống: ủy quyền được tính một năm; đại diện theo pháp luật không hạn."},
        ),
        _EVIDENCE,
    ],
)


def typed_organisation(posted: QueryDict) -> Answers:
    """Return an organisation as typed."""
    return answers_from(_fields(ORGANISATION_FORM), posted)


def typed_mandate(posted: QueryDict) -> Answers:
    """Return a mandate as typed."""
    return answers_from(_fields(MANDATE_FORM), posted)


def _fields(form: Mapping[str, object]) -> list[FieldDict]:
    return list(fields_of(form))


def facts_from(typed: Answers, today: date) -> tuple[OrganisationFacts, str]:
    """Return what was typed of an organisation, and the paper seen; refuse what is not whole."""
    told = _told(ORGANISATION_FORM, typed, today)
    facts = OrganisationFacts(told["tax_code"], told["name"], Kind(told["kind"]), told["address"])
    return facts, told["evidence"]


def terms_from(typed: Answers, today: date) -> tuple[UUID, MandateTerms]:
    """Return who speaks for an organisation and on which terms; refuse somebody unknown here."""
    told = _told(MANDATE_FORM, typed, today)
    person = person_by_number(told["personal_number"])
    if person is None:
        raise InvalidInput({"personal_number": UNKNOWN_PERSON})
    until = told.get("until_on")
    terms = MandateTerms(
        Capacity(told["capacity"]),
        Scope(told["scope"]),
        date.fromisoformat(told["from_on"]),
        date.fromisoformat(until) if until else None,
        told["evidence"],
    )
    return person.id, terms


def _told(form: Mapping[str, object], typed: Answers, today: date) -> dict[str, str]:
    checked = check(form, typed, case="", today=today, places=NOWHERE)
    if checked.errors:
        raise InvalidInput(checked.errors)
    return {name: str(value) for name, value in checked.answers.items()}


def errors_in(refusal: DomainError, otherwise: str) -> dict[str, str]:
    """Return a refusal by the input it is about."""
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    return {ABOUT.get(type(refusal), otherwise): str(refusal)}
