"""Answers that somebody issued: identity numbers, tax codes, phone numbers, addresses of mail."""

import re
from datetime import date

from motcua.forms.fields.kinds import Field, FieldError, Places
from motcua.people import rules as people
from motcua.people.organisation_rules import WrongTaxCode
from motcua.people.organisation_rules import check_tax_code as check_organisation

# The first three digits: the province of birth registration before July 2025, or the country,
# from 100 (Thông tư 59/2021/TT-BCA, appendices I and II).
_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 "
    "035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 "
    "070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)
PROVINCES_OF_BIRTH = frozenset(_CODES.split())
AGENCY_CODE = re.compile(r"[0-9A-Z]{1,10}(\.[0-9A-Z]{1,10}){0,5}")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
EMAIL_LENGTH = 254
WRONG_TAX_CODE = (
    "Mã số thuế gồm 10, 12 hoặc 13 chữ số. Mã này không có thật: có thể gõ nhầm một số."
)


def check_personal_number(answer: object, field: Field, today: date, places: Places) -> object:
    """Return the twelve digits of a number that can have been given out by today."""
    try:
        number = people.check_personal_number(answer if isinstance(answer, str) else "")
    except people.WrongPersonalNumber as refusal:
        raise FieldError(str(refusal)) from None
    if number[0] == "0" and number[:3] not in PROVINCES_OF_BIRTH:
        raise FieldError("Ba số đầu của số định danh không phải mã tỉnh nào. Xin kiểm tra lại.")
    if people.CENTURIES[number[3]][1] + int(number[4:6]) > today.year:
        raise FieldError("Năm sinh trong số định danh chưa đến. Xin kiểm tra lại.")
    return number


def check_tax_code(answer: object, field: Field, today: date, places: Places) -> object:
    """Return the tax code of an organisation, or a person's own number.

    Persons and households use their twelve-digit number since July 2025 (Thông tư 86/2024/TT-BTC
    art. 5).
    """
    digits = re.sub(r"[\s.]", "", answer) if isinstance(answer, str) else ""
    if re.fullmatch(r"[0-9]{12}", digits):
        return check_personal_number(digits, field, today, places)
    try:
        return check_organisation(digits)
    except WrongTaxCode:
        raise FieldError(WRONG_TAX_CODE) from None


def check_phone(answer: object, field: Field, today: date, places: Places) -> object:
    """Return a phone number as ten or eleven digits from 0."""
    try:
        return people.normal_phone(answer if isinstance(answer, str) else "")
    except people.WrongPhone as refusal:
        raise FieldError(str(refusal)) from None


def check_email(answer: object, field: Field, today: date, places: Places) -> object:
    """Return an e-mail address."""
    text = answer.strip() if isinstance(answer, str) else ""
    if len(text) > EMAIL_LENGTH or not EMAIL.fullmatch(text):
        raise FieldError("Địa chỉ thư điện tử có dạng ten@vidu.vn. Xin kiểm tra lại.")
    return text


def check_agency(answer: object, field: Field, today: date, places: Places) -> object:
    """Return the code of an agency, such as H42.33."""
    code = answer.strip() if isinstance(answer, str) else ""
    if not AGENCY_CODE.fullmatch(code) or (places.agencies and code not in places.agencies):
        raise FieldError("Xin chọn một cơ quan trong danh sách.")
    return code
