"""What officers type into the small forms of their pages."""

from datetime import date, datetime, time
from uuid import UUID

from django.http import QueryDict

from motcua.deadlines.rules import ZONE
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import (
    BasisMissing,
    NothingToSupplement,
    PostalCodeMissing,
    ProofMissing,
    ReasonMissing,
    RecipientMissing,
    RecipientNumberMissing,
    SupplementItem,
)
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.people.rules import CodeUsed, CodeWrong, SecondFactorNeeded, TooManyAttempts
from motcua.procedures.queries import terms

WHY = "why."
END_OF_DAY = time(17)
# The input that each refusal is about, so that its sentence leads there.
ABOUT: dict[type[DomainError], str] = {
    BasisMissing: "basis",
    NothingToSupplement: "marks",
    PostalCodeMissing: "postal_code",
    ProofMissing: "proof",
    RecipientMissing: "taken_by",
    CodeUsed: "code",
    CodeWrong: "code",
    SecondFactorNeeded: "code",
    TooManyAttempts: "code",
    RecipientNumberMissing: "taken_by_number",
}


def revision_of(posted: QueryDict) -> int | None:
    """Return the revision a page was drawn from; a page without one did not look."""
    text = posted.get("revision", "")
    return int(text) if text.isdecimal() else None


def errors_of(refusal: DomainError, reason: str = "reason") -> dict[str, str]:
    """Return a refusal as a page shows it: by the input it is about, else about the whole.

    `reason` names the input in which this form asks for the reason.
    """
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    if isinstance(refusal, ReasonMissing):
        return {reason: str(refusal)}
    return {ABOUT.get(type(refusal), ""): str(refusal)}


def marked_items(posted: QueryDict, dossier: Dossier) -> list[SupplementItem]:
    """Return what was marked as wrong or missing: every `why.<target>` that says why."""
    components = {component.code for component in terms(dossier.procedure_id).components}
    reasons = {
        name.removeprefix(WHY): posted.get(name, "").strip()
        for name in posted
        if name.startswith(WHY)
    }
    return [
        SupplementItem(target, "component" if target in components else "field", why)
        for target, why in reasons.items()
        if why
    ]


def day_from(posted: QueryDict, name: str, words: str, *, required: bool = True) -> date | None:
    """Read a day typed in three parts; `words` say what to do when it cannot be read."""
    parts = [posted.get(f"{name}.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts) and not required:
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput({name: words}) from None


def end_of(day: date) -> datetime:
    """Return when offices close on a day."""
    return datetime.combine(day, END_OF_DAY, ZONE)


def chosen_id(posted: QueryDict, name: str, words: str) -> UUID:
    """Read a choice from a list; `words` say what to do when none was made."""
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        raise InvalidInput({name: words}) from None
