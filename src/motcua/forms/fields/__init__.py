"""The kinds of fields: what an unanswered one is, and what an answer must be."""

from collections.abc import Mapping

from motcua.forms.fields.addresses import check_address
from motcua.forms.fields.choosing import (
    check_choice,
    check_choices,
    check_declaration,
    check_yes_no,
)
from motcua.forms.fields.dates import check_date, check_time
from motcua.forms.fields.drawing import check_strokes
from motcua.forms.fields.files import check_file
from motcua.forms.fields.groups import GROUPS, parts_of
from motcua.forms.fields.issued import (
    check_agency,
    check_email,
    check_personal_number,
    check_phone,
    check_tax_code,
)
from motcua.forms.fields.kinds import (
    COMPUTED,
    EMPTY,
    SILENT,
    Field,
    FieldCheck,
    FieldError,
    Places,
)
from motcua.forms.fields.matching import mismatch
from motcua.forms.fields.reading import is_blank, known, nothing
from motcua.forms.fields.writing import check_number, check_text

CHECKS: Mapping[str, FieldCheck] = {
    "text": check_text,
    "long_text": check_text,
    "agency": check_agency,
    "number": check_number,
    "money": check_number,
    "date": check_date,
    "time": check_time,
    "yes_no": check_yes_no,
    "declaration": check_declaration,
    "choice": check_choice,
    "choices": check_choices,
    "personal_number": check_personal_number,
    "tax_code": check_tax_code,
    "phone": check_phone,
    "email": check_email,
    "address": check_address,
    "strokes": check_strokes,
    "file": check_file,
}
PARTS_ONLY = frozenset({"strokes"})  # kinds that only parts of groups have
KINDS = frozenset(CHECKS) - PARTS_ONLY | frozenset(GROUPS) | SILENT | COMPUTED | {"table"}

__all__ = [
    "CHECKS",
    "COMPUTED",
    "EMPTY",
    "GROUPS",
    "KINDS",
    "SILENT",
    "Field",
    "FieldCheck",
    "FieldError",
    "Places",
    "is_blank",
    "known",
    "mismatch",
    "nothing",
    "parts_of",
]
