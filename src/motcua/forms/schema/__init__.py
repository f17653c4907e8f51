"""The shape of the answers to a form as JSON Schema 2020-12, published and checked.

It describes answers as they are stored: `rules.check` keeps unchanged what the schema accepts, and
what `rules.check` keeps the schema accepts, except for what a schema cannot say. That is:

- fields that contradict each other: a number and its birth date or sex, a signature and its name;
- arithmetic: the last digit of a tax code, how many decimals a number has;
- days compared with the day of the check or with each other, a birth year that has not come yet;
- conditions beyond a yes or no and a choice compared with one value (they stand in `$comment`);
- look-alike letters, piled-up accents, text that is not in Unicode NFC or not assigned.
"""

from collections.abc import Iterable, Mapping
from itertools import islice

import jsonschema_rs

from motcua.forms.asking import fields_of, pages_of
from motcua.forms.fields import COMPUTED, SILENT, Field, Places
from motcua.forms.schema.conditions import said
from motcua.forms.schema.kinds import Schema, answer_schema

__all__ = ["Schema", "answers_schema", "refusals", "validator"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_REFUSALS = 100
MOST_EXPLAINED = 2_000  # values; beyond them explaining every one takes longer than is fair
SENTENCES: Mapping[str, str] = {
    "required": "Thiếu mục này.",
    "additionalProperties": "Biểu mẫu không có mục này.",
    "falseSchema": "Mục này không được hỏi với các nội dung đã khai.",
    "type": "Mục này sai kiểu dữ liệu.",
    "enum": "Giá trị này không có trong các mục đã cho.",
    "const": "Giá trị này không có trong các mục đã cho.",
    "maxLength": "Nội dung dài quá mức cho phép.",
}
OTHER = "Mục này không đúng khuôn dạng đã công bố."


def answers_schema(definition: Mapping[str, object], places: Places, case: str = "") -> Schema:
    """Return the shape of the answers to a form in a case of its procedure."""
    whole = _Whole(places, case, {str(one["id"]): one for one in fields_of(definition)})
    for page in pages_of(definition):
        for field in page["fields"]:  # type: ignore[attr-defined]
            if field["kind"] not in SILENT - COMPUTED:
                whole.add(
                    field, [one for one in (page.get("show_if"), field.get("show_if")) if one]
                )
    title = definition.get("title")
    titled: Schema = {"title": title["vi"]} if isinstance(title, Mapping) else {}
    return {
        "$schema": DIALECT,
        **titled,
        "type": "object",
        "properties": whole.properties,
        "required": whole.required,
        "additionalProperties": False,
        **({"allOf": whole.rules} if whole.rules else {}),
    }


class _Whole:
    """The schema of a form as it grows, field by field."""

    def __init__(self, places: Places, case: str, fields: Mapping[str, Field]) -> None:
        self.places = places
        self.case = case
        self.kinds = {name: str(field["kind"]) for name, field in fields.items()}
        self.properties: Schema = {}
        self.required: list[str] = []
        self.rules: list[Schema] = []

    def add(self, field: Field, conditions: list[object]) -> None:
        """Add a field that is asked when all the conditions hold."""
        name = str(field["id"])
        known = [said(str(one), self.kinds, self.case) for one in conditions]
        if False in known:  # never asked in this case
            self.properties[name] = False
            return
        shape = answer_schema(field, self.places)
        if None in known:
            shape["$comment"] = f"Asked if {' and '.join(map(str, conditions))}."
        self.properties[name] = shape
        sayable = [one for one in known if one is not None and one is not True]
        for one in sayable:
            self.rules.append({"if": {"not": one}, "then": {"properties": {name: False}}})
        if None not in known:
            self._require(field, name, sayable)

    def _require(self, field: Field, name: str, conditions: list[object]) -> None:
        if field["kind"] in COMPUTED:
            return
        if field.get("required_if"):
            needed = said(str(field["required_if"]), self.kinds, self.case)
            if needed is None:
                return
            conditions = [*conditions, needed]
        elif not field.get("required", True):
            return
        if conditions:
            self.rules.append({"if": {"allOf": conditions}, "then": {"required": [name]}})
        else:
            self.required.append(name)


def validator(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Compile a schema; formats are checked too. Keep it: compiling costs more than checking."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def refusals(compiled: jsonschema_rs.Draft202012Validator, answers: object) -> dict[str, str]:
    """Return what is wrong with answers by path; nothing when they have the published shape."""
    try:
        if compiled.is_valid(answers):
            return {}
        if _values_in(answers) > MOST_EXPLAINED:
            return {"": "Nội dung gửi lên quá lớn và không đúng khuôn dạng đã công bố."}
        return _explained(compiled.iter_errors(answers))
    except ValueError:  # lone surrogates, which JSON does not have
        return {"": "Nội dung có ký tự không hợp lệ."}


def _values_in(answers: object) -> int:
    """Count the values in answers, as far as it matters."""
    waiting, seen = [answers], 0
    while waiting and seen <= MOST_EXPLAINED:
        one = waiting.pop()
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting.extend(islice(inside, MOST_EXPLAINED + 1))
        seen += 1 + len(inside)
    return seen


def _explained(errors: Iterable[jsonschema_rs.ValidationError]) -> dict[str, str]:
    explained: dict[str, str] = {}
    for error in errors:
        for path in _paths(error):
            explained.setdefault(path, SENTENCES.get(error.kind.name, OTHER))
        if len(explained) >= MOST_REFUSALS:
            break
    return explained


def _paths(error: jsonschema_rs.ValidationError) -> list[str]:
    path = [str(step)[:100] for step in error.instance_path]
    facts = error.kind.as_dict()
    if error.kind.name == "required":
        return [".".join([*path, str(facts["property"])])]
    if error.kind.name == "additionalProperties":
        unexpected = [str(name)[:100] for name in facts["unexpected"][:MOST_REFUSALS]]
        return [".".join([*path, name]) for name in unexpected]
    return [".".join(path)]
