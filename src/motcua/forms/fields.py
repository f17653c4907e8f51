"""The kinds of fields: what an unanswered one is, and what an answer must be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from motcua.kernel.text import normal
from motcua.people.rules import WrongPersonalNumber, WrongPhone, check_personal_number, normal_phone

EMPTY: Mapping[str, object] = {
    "text": "",
    "long_text": "",
    "number": 0,
    "money": 0,
    "date": "",
    "time": "",
    "yes_no": False,
    "choice": "",
    "choices": [],
    "personal_number": "",
    "tax_code": "",
    "phone": "",
    "email": "",
    "address": {},
    "agency": "",
    "table": [],
    "declaration": False,
}
SILENT = frozenset({"heading", "guidance"})
TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 5000
MOST = 10**15
FIRST_YEAR = 1900


class FieldError(Exception):
    """An answer that does not fit, with the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Places:
    """The provinces and communes that an address may name, by code."""

    provinces: Mapping[str, str]
    communes: Mapping[str, str]
    province_of_communes: str


Field = Mapping[str, object]
FieldCheck = Callable[[object, Field, date, Places], object]


def _text(answer: object, field: Field, today: date, places: Places) -> object:
    if not isinstance(answer, str):
        raise FieldError("Mục này phải là chữ.")
    text = normal(answer)
    standard = LONG_TEXT_LENGTH if field["kind"] == "long_text" else TEXT_LENGTH
    most = int(str(field.get("max_length", standard)))
    if len(text) > most:
        raise FieldError(f"Nội dung dài quá {most} ký tự. Xin viết ngắn lại.")
    return text


def _whole(answer: object, field: Field, today: date, places: Places) -> object:
    if isinstance(answer, bool) or not isinstance(answer, int) or abs(answer) > MOST:
        raise FieldError("Xin nhập một số nguyên, chỉ gồm chữ số.")
    least, most = field.get("min"), field.get("max")
    if field["kind"] == "money" and least is None:
        least = 0
    if isinstance(least, int) and answer < least:
        raise FieldError(f"Số này phải từ {least} trở lên.")
    if isinstance(most, int) and answer > most:
        raise FieldError(f"Số này không được quá {most}.")
    return answer


def _date(answer: object, field: Field, today: date, places: Places) -> object:
    try:
        day = date.fromisoformat(answer if isinstance(answer, str) else "")
    except ValueError:
        raise FieldError("Ngày này không có thật. Xin nhập lại ngày, tháng, năm.") from None
    if day.year < FIRST_YEAR:
        raise FieldError("Năm phải gồm bốn chữ số, từ 1900 trở đi.")
    if field.get("max") and day > _day(field["max"], today):
        raise FieldError(f"Ngày này không được sau {_day(field['max'], today):%d/%m/%Y}.")
    if field.get("min") and day < _day(field["min"], today):
        raise FieldError(f"Ngày này không được trước {_day(field['min'], today):%d/%m/%Y}.")
    return day.isoformat()


def _day(bound: object, today: date) -> date:
    return today if bound == "today" else date.fromisoformat(str(bound))


def _time(answer: object, field: Field, today: date, places: Places) -> object:
    try:
        return time.fromisoformat(answer if isinstance(answer, str) else "").strftime("%H:%M")
    except ValueError:
        raise FieldError("Giờ này không đúng. Xin nhập giờ và phút, ví dụ 14:30.") from None


def _yes_no(answer: object, field: Field, today: date, places: Places) -> object:
    if not isinstance(answer, bool):
        raise FieldError("Xin chọn có hoặc không.")
    return answer


def _declaration(answer: object, field: Field, today: date, places: Places) -> object:
    if answer is not True:
        raise FieldError("Xin đánh dấu để cam đoan nội dung đã khai là đúng.")
    return True


def _options(field: Field) -> set[str]:
    return {str(option["value"]) for option in field["options"]}  # type: ignore[attr-defined]


def _choice(answer: object, field: Field, today: date, places: Places) -> object:
    if not isinstance(answer, str) or answer not in _options(field):
        raise FieldError("Xin chọn một trong các mục đã cho.")
    return answer


def _choices(answer: object, field: Field, today: date, places: Places) -> object:
    options = _options(field)
    if not isinstance(answer, list) or any(
        not isinstance(one, str) or one not in options for one in answer
    ):
        raise FieldError("Xin chọn trong các mục đã cho.")
    return list(dict.fromkeys(answer))


def _personal_number(answer: object, field: Field, today: date, places: Places) -> object:
    try:
        return check_personal_number(answer if isinstance(answer, str) else "")
    except WrongPersonalNumber as refusal:
        raise FieldError(str(refusal)) from None


def _tax_code(answer: object, field: Field, today: date, places: Places) -> object:
    digits = re.sub(r"\s", "", answer) if isinstance(answer, str) else ""
    if not re.fullmatch(r"[0-9]{10}(-?[0-9]{3})?|[0-9]{12}", digits):
        raise FieldError("Mã số thuế gồm 10, 12 hoặc 13 chữ số. Xin kiểm tra lại.")
    return digits


def _phone(answer: object, field: Field, today: date, places: Places) -> object:
    try:
        return normal_phone(answer if isinstance(answer, str) else "")
    except WrongPhone as refusal:
        raise FieldError(str(refusal)) from None


def _email(answer: object, field: Field, today: date, places: Places) -> object:
    text = answer.strip() if isinstance(answer, str) else ""
    if len(text) > 254 or not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise FieldError("Địa chỉ thư điện tử có dạng ten@vidu.vn. Xin kiểm tra lại.")
    return text


def _address(answer: object, field: Field, today: date, places: Places) -> object:
    if not isinstance(answer, dict) or not answer.keys() <= {"province", "commune", "line"}:
        raise FieldError("Xin chọn tỉnh, xã và ghi địa chỉ cụ thể.")
    province, commune = str(answer.get("province", "")), str(answer.get("commune", ""))
    line = normal(str(answer.get("line", "")))
    if province not in places.provinces:
        raise FieldError("Xin chọn tỉnh, thành phố.")
    if province == places.province_of_communes and commune not in places.communes:
        raise FieldError("Xin chọn xã, phường.")
    if commune and province != places.province_of_communes:
        raise FieldError("Xã, phường này không thuộc tỉnh đã chọn.")
    if not line or len(line) > 300:
        raise FieldError("Xin ghi địa chỉ cụ thể: số nhà, đường hoặc thôn, xóm.")
    return {"province": province, "commune": commune, "line": line}


CHECKS: Mapping[str, FieldCheck] = {
    "text": _text,
    "long_text": _text,
    "agency": _text,
    "number": _whole,
    "money": _whole,
    "date": _date,
    "time": _time,
    "yes_no": _yes_no,
    "declaration": _declaration,
    "choice": _choice,
    "choices": _choices,
    "personal_number": _personal_number,
    "tax_code": _tax_code,
    "phone": _phone,
    "email": _email,
    "address": _address,
}
