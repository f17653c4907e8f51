"""The field (lĩnh vực) that a procedure belongs to."""

from collections.abc import Iterable

from motcua.procedures.queries import sectors_of

OTHER = "Ngoài danh mục"


def fields_of(procedures: Iterable[str]) -> dict[str, str]:
    """Return the fields of procedures that the catalogue knows, by their codes."""
    return sectors_of(procedures)
