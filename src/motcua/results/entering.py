"""Writing a line of the register: rows from what a paper says."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.text import normal
from motcua.results.holders import digest_of, seal
from motcua.results.models import Entry
from motcua.results.rules import Line, Origin


def row(
    line: Line, origin: Origin, *, by: Actor, at: datetime, dossier: UUID | None = None
) -> Entry:
    """Return a line as the register stores it, not yet saved."""
    entry = Entry(
        id=new_id(),
        type_code=line.type_code,
        name=normal(line.name)[:500],
        number=normal(line.number),
        procedure_code=line.procedure_code,
        agency_id=line.agency,
        sector=line.sector,
        holder_id=line.holder.person,
        holder_name=normal(line.holder.name),
        number_digest=digest_of(line.holder.number),
        issued_on=line.issued_on,
        valid_from=line.begins_on,
        valid_to=line.valid_to,
        scope=normal(line.scope),
        summary=normal(line.summary)[:1000],
        dossier=dossier,
        origin=origin.value,
        entered_by=by.person,
        entered_at=at,
    )
    sealed = seal(line.holder, entry.id)
    entry.wrapped_key, entry.sealed = sealed.wrapped_key, sealed.content
    return entry


Key = tuple[UUID, str, date, str]


def key_of(line: Line) -> Key:
    """Return what tells one line from another: agency, number, day, kind."""
    return line.agency, normal(line.number), line.issued_on, line.type_code


def keys_among(lines: Iterable[Line]) -> set[Key]:
    """Return which of these lines the register has already, whoever entered them."""
    keys = {key_of(line) for line in lines}
    found = Entry.objects.filter(number__in={key[1] for key in keys})
    return keys & set(found.values_list("agency_id", "number", "issued_on", "type_code"))
