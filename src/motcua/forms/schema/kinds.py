"""The JSON Schema of one answer, by kind of field: of answers as they are stored."""

from collections.abc import Callable, Mapping

from motcua.forms.fields import GROUPS, Field, Places, parts_of
from motcua.forms.fields.addresses import NAME_LENGTH
from motcua.forms.fields.drawing import LONGEST, STROKES
from motcua.forms.fields.files import NAME_LENGTH as FILE_NAME_LENGTH
from motcua.forms.fields.issued import EMAIL_LENGTH, PROVINCES_OF_BIRTH
from motcua.forms.fields.kinds import LINE_LENGTH, MOST, decimals_of, length_of, rows_of
from motcua.forms.lists import options_of
from motcua.kernel.text import HIDDEN_RANGES, SPACE_RANGES

Schema = dict[str, object]

# Also the planes of tags and of private use; written as themselves, since \U is not everywhere.
_FAR = "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
_WORD = f"[^{SPACE_RANGES}{HIDDEN_RANGES}{_FAR}\\t\\n\\r]+"
_LINE = f"{_WORD}( {_WORD})*"
LINE = f"^{_LINE}$"
LINES = f"^{_LINE}(\\n+{_LINE})*$"
_PERSONAL = f"(?:{'|'.join(sorted(PROVINCES_OF_BIRTH))}|[1-9][0-9]{{2}})[0-3][0-9]{{8}}"
PERSONAL_NUMBER = f"^{_PERSONAL}$"
TAX_CODE = f"^(?:[0-9]{{10}}(?:-[0-9]{{3}})?|{_PERSONAL})$"
PHONE = "^(?:0[1-9][0-9]{8}|02[0-9]{9})$"
EMAIL = "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+$"
AGENCY = "^[0-9A-Z]{1,10}(?:\\.[0-9A-Z]{1,10}){0,5}$"
UUID_TEXT = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
DAY = "^(?:19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"
TIME = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"


def answer_schema(field: Field, places: Places) -> Schema:
    """Return the shape of one answer to a field, with its label as the title."""
    kind = str(field["kind"])
    shape = {"readOnly": True} if kind not in _SHAPES else _SHAPES[kind](field, places)
    label: Mapping[str, str] = field["label"]  # type: ignore[assignment]
    return {"title": label["vi"], **shape}


def _matching(pattern: str, longest: int | None = None) -> Schema:
    """Text of a pattern. Python lets `$` stand before a last line end, others do not: none may."""
    shape: Schema = {"type": "string", "pattern": pattern, "not": {"pattern": "\\n$"}}
    return shape if longest is None else {**shape, "maxLength": longest}


def _text(field: Field, places: Places) -> Schema:
    return _matching(LINES if field["kind"] == "long_text" else LINE, length_of(field))


def _number(field: Field, places: Places) -> Schema:
    usual = 0 if field["kind"] == "money" else -MOST
    least, most = field.get("min"), field.get("max")
    return {
        "type": "number" if decimals_of(field) else "integer",
        "minimum": usual if least is None else least,
        "maximum": MOST if most is None else min(most, MOST),  # type: ignore[call-overload]
    }


def _date(field: Field, places: Places) -> Schema:
    bounds = {name: field[name] for name in ("min", "max") if field.get(name)}
    comment = {"$comment": f"Within {bounds}."} if bounds else {}
    return {"type": "string", "format": "date", "pattern": DAY, **comment}


def _choice(field: Field, places: Places) -> Schema:
    return {"enum": [option["value"] for option in options_of(field)]}


def _choices(field: Field, places: Places) -> Schema:
    return {"type": "array", "items": _choice(field, places), "minItems": 1, "uniqueItems": True}


def _agency(field: Field, places: Places) -> Schema:
    return {"enum": sorted(places.agencies)} if places.agencies else _matching(AGENCY)


def _file(field: Field, places: Places) -> Schema:
    """The paper by its id, as uploading returned it, and its name."""
    document = {"type": "string", "format": "uuid", "pattern": UUID_TEXT}
    return _whole(
        {"document": document, "name": _matching(LINE, FILE_NAME_LENGTH)}, ["document", "name"]
    )


def _address(field: Field, places: Places) -> Schema:
    """Here the commune is one of ours; elsewhere it is not asked; before July 2025 it is text."""
    line, name = _matching(LINE, LINE_LENGTH), _matching(LINE, NAME_LENGTH)
    here: Schema = {"const": places.province_of_communes}
    elsewhere = [code for code in places.provinces if code != places.province_of_communes]
    kinds: list[Mapping[str, Schema]] = [
        {"province": here, "commune": {"enum": list(places.communes)}, "line": line},
        {"province": {"enum": elsewhere}, "commune": {"const": ""}, "line": line},
    ]
    if field.get("old"):
        kinds.append({"province": name, "district": name, "commune": name, "line": line})
    return {"anyOf": [_whole(parts, list(parts)) for parts in kinds]}


def _whole(properties: Mapping[str, object], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _group(field: Field, places: Places) -> Schema:
    shape = _row(field, places)
    if field["kind"] == "land_parcel":
        shape["dependentRequired"] = {"lat": ["lon"], "lon": ["lat"]}
    return {**shape, "minProperties": 1}


def _row(field: Field, places: Places) -> Schema:
    parts = parts_of(field)
    required = [
        str(part["id"])
        for part in parts
        if part.get("required", True) and not part.get("required_if")
    ]
    return _whole({str(part["id"]): answer_schema(part, places) for part in parts}, required)


def _table(field: Field, places: Places) -> Schema:
    least, most = rows_of(field)
    rows = {"minItems": max(least, 1), "maxItems": most}
    return {"type": "array", "items": _row(field, places), **rows}


_SHAPES: Mapping[str, Callable[[Field, Places], Schema]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "time": lambda field, places: _matching(TIME),
    "yes_no": lambda field, places: {"type": "boolean"},
    "declaration": lambda field, places: {"const": True},
    "choice": _choice,
    "choices": _choices,
    "personal_number": lambda field, places: _matching(PERSONAL_NUMBER),
    "tax_code": lambda field, places: _matching(TAX_CODE),
    "phone": lambda field, places: _matching(PHONE),
    "email": lambda field, places: _matching(EMAIL, EMAIL_LENGTH),
    "agency": _agency,
    "address": _address,
    "file": _file,
    "strokes": lambda field, places: _matching(STROKES, LONGEST),
    "table": _table,
    **dict.fromkeys(GROUPS, _group),
}
