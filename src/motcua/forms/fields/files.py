"""An answer that is a file: the paper it was kept as, and what it is called.

What may be in it was checked when it came in; whose it is, when the dossier is handed in.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from motcua.documents.rules import ACCEPTED
from motcua.forms.fields.kinds import Field, FieldError, Places
from motcua.forms.fields.writing import written

NAME_LENGTH = 200
PARTS = frozenset({"document", "name"})
NO_FILE = "Xin tải tệp lên."


def check_file(answer: object, field: Field, today: date, places: Places) -> object:
    """Return which paper was uploaded and its name, as text."""
    if not isinstance(answer, dict) or answer.keys() != PARTS:
        raise FieldError(NO_FILE)
    try:
        document = UUID(str(answer["document"]))
    except ValueError:
        raise FieldError(NO_FILE) from None
    name = written(answer["name"], NAME_LENGTH)
    if not name:
        raise FieldError(NO_FILE)
    return {"document": str(document), "name": name}


def types_of(field: Field) -> Collection[str]:
    """Return the types of files that a field takes; all that may come in when it names none."""
    wanted = field.get("types")
    known = [one for one in ACCEPTED if isinstance(wanted, list) and one in wanted]
    return tuple(known) or ACCEPTED
