"""What the register of results says already of a paper: nobody types it again."""

from motcua.digitisation.rules import LONGEST_VALUE
from motcua.results.holders import opened
from motcua.results.models import Entry

WRITTEN = "%d/%m/%Y"


def values_of(entry: Entry) -> dict[str, str]:
    """Return the legal data that a line of the register has. The caller may see the line."""
    holder = opened(entry)
    said = {
        "owner_number": holder.number,
        "owner_name": holder.name,
        "birth_year": str(holder.birth_year or ""),
        "name": entry.name,
        "number": entry.number,
        "issued_on": entry.issued_on.strftime(WRITTEN),
        "issuer": entry.agency.name,
        "summary": entry.summary,
        "valid_to": entry.valid_to.strftime(WRITTEN) if entry.valid_to else "",
        "scope": entry.scope,
    }
    return {field: value[:LONGEST_VALUE] for field, value in said.items() if value}
