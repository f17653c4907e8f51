"""The field (lĩnh vực) that a procedure belongs to."""

from collections.abc import Iterable

from motcua.procedures.queries import procedures_of_sector, sectors_of

OTHER = "Ngoài danh mục"


def fields_of(procedures: Iterable[str]) -> dict[str, str]:
    """Return the fields of procedures that the catalogue knows, by their codes."""
    return sectors_of(procedures)


def procedures_of(field: str) -> list[str]:
    """Return the codes of the procedures of a field that the catalogue knows."""
    return procedures_of_sector(field)
