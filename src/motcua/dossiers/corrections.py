"""The correction of an issued result: what it says, and the result as it would be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from motcua.dossiers.models import Correction, Dossier, Result
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer
from motcua.procedures.queries import terms


@dataclass(frozen=True, slots=True)
class Said:
    """What a correction words anew: the content of the decision, and answers by field."""

    content: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)


def sealed(said: Said, correction: UUID) -> Sealed:
    """Seal what a correction says; it opens only with the correction's own id."""
    kept = {"content": said.content, "fixes": dict(said.fixes)}
    return sealer().seal(kept, correction.bytes)


def said_by(correction: Correction) -> Said:
    """Open what a correction says. The caller has checked that the reader may see it."""
    content = Sealed(bytes(correction.wrapped_key), bytes(correction.sealed))
    kept = dict(sealer().unseal(content, correction.id.bytes))  # type: ignore[call-overload]
    return Said(kept["content"], kept["fixes"])


def open_correction(dossier: Dossier) -> Correction | None:
    """Return the correction that is on its way."""
    return Correction.objects.filter(dossier=dossier, issued_at=None).first()


def corrections_of(dossier: Dossier) -> list[Correction]:
    """Return the corrections that were issued, the latest first."""
    found = Correction.objects.filter(dossier=dossier, issued_at__isnull=False)
    return list(found.order_by("-issued_at"))


def corrected(result: Result, correction: Correction, said: Said) -> Result:
    """Return the result as the correction makes it, not saved."""
    return Result(
        dossier=result.dossier,
        granted=result.granted,
        reason=result.reason,
        basis=result.basis,
        content=said.content or result.content,
        proposed_by=result.proposed_by,
        proposed_at=result.proposed_at,
        verify_code=correction.verify_code,
        number=result.number,
    )


def kinds_of_fields(dossier: Dossier) -> dict[str, str]:
    """Return the kind of every field of a dossier's form by its id."""
    form = terms(dossier.procedure_id).version.form_id
    if form is None:
        return {}
    return {str(one["id"]): str(one["kind"]) for one in fields_of(definition(form))}
