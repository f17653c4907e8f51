"""Kinds that are several questions: a person, an organisation, a land parcel, a signature.

Each part is a field of its own, so that it is drawn, read and checked like any other. A field
says with `parts` which are asked and with `optional` which of them may stay empty.
"""

from collections.abc import Mapping, Sequence

from motcua.forms.fields.kinds import Field

_SEX = [
    {"value": "male", "label": {"vi": "Nam", "en": "Male"}},
    {"value": "female", "label": {"vi": "Nữ", "en": "Female"}},
]


def _part(name: str, kind: str, vi: str, en: str, **more: object) -> Field:
    return {"id": name, "kind": kind, "label": {"vi": vi, "en": en}, **more}


_DEGREES = {"decimals": 6, "required": False}
_PHONE = _part("phone", "phone", "Số điện thoại", "Phone number")
_EMAIL = _part("email", "email", "Thư điện tử", "E-mail", required=False)
_ADDRESS = _part("address", "address", "Địa chỉ", "Address")
GROUPS: Mapping[str, Sequence[Field]] = {
    "person": (
        _part("name", "text", "Họ, chữ đệm, tên", "Full name", max_length=100),
        _part("personal_number", "personal_number", "Số định danh cá nhân", "Personal number"),
        _part("birth_date", "date", "Ngày sinh", "Date of birth", max="today"),
        _part("sex", "choice", "Giới tính", "Sex", options=_SEX),
        _PHONE,
        _EMAIL,
        _ADDRESS,
    ),
    "organisation": (
        _part("name", "text", "Tên tổ chức", "Name of the organisation", max_length=200),
        _part("tax_code", "tax_code", "Mã số thuế", "Tax code"),
        _part("representative", "text", "Người đại diện", "Representative", max_length=100),
        _PHONE,
        _EMAIL,
        _ADDRESS,
    ),
    "land_parcel": (
        _part("sheet", "text", "Số tờ bản đồ", "Map sheet", max_length=20),
        _part("parcel", "text", "Số thửa", "Parcel number", max_length=20),
        _part("area", "number", "Diện tích (m²)", "Area (m²)", decimals=1, min=0.1, max=10**9),
        _part("lat", "number", "Vĩ độ", "Latitude", decimals=6, min=6, max=24, required=False),
        _part(
            "lon", "number", "Kinh độ", "Longitude", decimals=6, min=102, max=118, required=False
        ),
    ),
    "signature": (
        _part("name", "text", "Gõ họ tên để ký", "Type your name to sign", max_length=100),
        _part("date", "date", "Ngày ký", "Date of signing", max="today"),
        _part("strokes", "strokes", "Ký bằng tay", "Sign by hand", required=False),
    ),
}
USUAL: Mapping[str, frozenset[str]] = {
    "person": frozenset({"name", "personal_number", "birth_date", "sex"}),
    "organisation": frozenset({"name", "tax_code", "representative"}),
    "land_parcel": frozenset({"sheet", "parcel", "area"}),
    "signature": frozenset({"name", "date"}),
}


def parts_of(field: Field) -> Sequence[Field]:
    """Return the fields that a group or a table consists of; none for a simple kind."""
    if "fields" in field:
        own: Sequence[Field] = field["fields"]  # type: ignore[assignment]
        return own
    kind = str(field["kind"])
    wanted = field.get("parts") or USUAL.get(kind, ())
    optional = field.get("optional") or ()
    parts = [part for part in GROUPS.get(kind, ()) if part["id"] in wanted]  # type: ignore[operator]
    return [_asked(part, parts, optional) for part in parts]


def _asked(part: Field, parts: Sequence[Field], optional: object) -> Field:
    asked = dict(part)
    if part["id"] in optional:  # type: ignore[operator]
        asked["required"] = False
    if part["kind"] == "personal_number":
        names = {str(one["id"]) for one in parts}
        asked["fits"] = {name: name for name in ("birth_date", "sex") if name in names}
    return asked
