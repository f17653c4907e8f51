"""What the register of results is told of a result that a dossier has brought."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.dossiers.holders import holder_of
from motcua.dossiers.models import Dossier, Result
from motcua.procedures.queries import terms
from motcua.results.rules import Line, valid_until

LONGEST_SUMMARY = 300


def line_of(dossier: Dossier, result: Result, agency: UUID, at: datetime) -> Line:
    """Return the line of a result that an agency issued: its kind from the catalogue, its end
    from the validity that the procedure gives it."""
    kept = terms(dossier.procedure_id)
    kind = kept.results[0] if kept.results else None
    day = localdate(at)
    assert result.number is not None
    return Line(
        name=kind.name if kind else kept.version.name,
        number=result.number,
        agency=agency,
        holder=holder_of(dossier),
        issued_on=day,
        type_code=kind.code if kind else "",
        procedure_code=kept.code,
        sector=kept.version.sector.slug,
        valid_to=valid_until(day, kept.version.result_validity_months),
        summary=kept.version.name[:LONGEST_SUMMARY],
    )
