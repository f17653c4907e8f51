"""What is wrong with a form before it is published. Pure; any JSON may be looked at."""

from collections.abc import Collection

from motcua.forms.checking.advice import advice, time_to_fill
from motcua.forms.checking.expressions import of_expressions
from motcua.forms.checking.findings import Finding
from motcua.forms.checking.kinds import of_field
from motcua.forms.checking.references import of_references
from motcua.forms.checking.shape import MOST_FIELDS, MOST_PAGES, is_too_large, read_shape

__all__ = ["Finding", "advice", "problems", "time_to_fill"]


def problems(definition: object, cases: Collection[str] = ()) -> list[Finding]:
    """Return everything that keeps a form from being published, in the order of the form.

    `cases` are those of its procedure, when they are known; conditions may compare `case` with
    these only.
    """
    if is_too_large(definition):
        message = f"Biểu mẫu có quá {MOST_PAGES} trang hoặc quá {MOST_FIELDS} mục."
        return [Finding("", "too-large", message)]
    placed, found = read_shape(definition)
    for one in placed:
        found += of_field(one)
    pages = definition["pages"] if placed else []  # type: ignore[index]
    found += of_references(placed)
    found += of_expressions(placed, pages, cases)
    return list(dict.fromkeys(found))
