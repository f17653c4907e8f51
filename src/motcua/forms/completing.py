"""A form with everything in it that its definition only names: options of lists, parts of groups.

Pages, machines and printed forms draw from this; checking needs only the definition.
"""

from collections.abc import Mapping

from motcua.forms.fields import GROUPS, Field, parts_of
from motcua.forms.lists import options_of


def completed(definition: Mapping[str, object]) -> dict[str, object]:
    """Return the definition with the options of its lists and the parts of its groups."""
    pages: list[Field] = definition["pages"]  # type: ignore[assignment]
    whole = [{**page, "fields": [_field(one) for one in page["fields"]]} for page in pages]  # type: ignore[attr-defined]
    return {**definition, "pages": whole}


def _field(field: Field) -> Field:
    if field["kind"] in {"choice", "choices"} and field.get("list"):
        return {**field, "options": options_of(field)}
    if field["kind"] == "table" or field["kind"] in GROUPS:
        return {**field, "fields": [_field(part) for part in parts_of(field)]}
    return field
