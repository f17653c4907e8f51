"""Reading apologies: what was promised, what waits for a signature, which causes there are."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from motcua.dossiers.models import Apology, Dossier, DueNotice, LateCause

MOST = 100


def causes_on(day: date) -> list[LateCause]:
    """Return the causes in the list on a day, “other” last."""
    known = LateCause.objects.filter(valid_from__lte=day)
    found = known.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return sorted(found, key=lambda one: (one.code == "other", one.name))


def all_causes() -> list[LateCause]:
    """Return every cause, those in use first."""
    found = LateCause.objects.all()
    return sorted(found, key=lambda one: (one.valid_to is not None, one.code == "other", one.name))


def cause_names() -> dict[str, str]:
    """Return what every cause that an apology ever named is called, by its code."""
    return dict(LateCause.objects.values_list("code", "name"))


def causes_told(dossiers: list[UUID]) -> dict[UUID, str]:
    """Return the causes that signed apologies tell of these dossiers; one statement."""
    signed = Apology.objects.filter(dossier__in=dossiers, signed_at__isnull=False)
    return dict(signed.values_list("dossier_id", "cause_id"))


@dataclass(frozen=True, slots=True)
class ApologyShown:
    """An apology in words; `signed_at` is None while it waits for the signature."""

    cause: str
    cause_code: str
    explanation: str
    responsible: UUID
    responsible_name: str
    old_due_at: datetime
    new_due_at: datetime
    written_by: UUID
    written_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None


def apology_of(dossier: UUID) -> ApologyShown | None:
    """Return the apology of a dossier; one statement."""
    found = Apology.objects.select_related("cause", "responsible").filter(pk=dossier).first()
    return _shown(found) if found else None


def promised(dossier: UUID) -> ApologyShown | None:
    """Return the apology of a dossier once it is signed: what its applicant was told."""
    found = apology_of(dossier)
    return found if found is not None and found.signed_at is not None else None


def _shown(found: Apology) -> ApologyShown:
    return ApologyShown(
        cause=found.cause.name,
        cause_code=found.cause_id,
        explanation=found.explanation,
        responsible=found.responsible_id,
        responsible_name=found.responsible.name,
        old_due_at=found.old_due_at,
        new_due_at=found.new_due_at,
        written_by=found.written_by,
        written_at=found.written_at,
        signed_by=found.signed_by,
        signed_at=found.signed_at,
    )


def apologies_of(dossiers: list[UUID]) -> dict[UUID, ApologyShown]:
    """Return the apologies of several dossiers; one statement."""
    found = Apology.objects.select_related("cause", "responsible").filter(pk__in=dossiers)
    return {one.dossier_id: _shown(one) for one in found}


def to_sign(agency: UUID) -> list[Dossier]:
    """Return the dossiers of an agency whose apology waits for the signature, oldest first."""
    waiting = Apology.objects.filter(signed_at=None, dossier__settling_agency=agency)
    found = waiting.select_related("dossier__procedure").order_by("written_at")[:MOST]
    return [one.dossier for one in found]


def stages_of(dossier: Dossier) -> list[DueNotice]:
    """Return what was told as the limit of a dossier ran out, oldest first; one statement."""
    return list(DueNotice.objects.filter(dossier=dossier).order_by("at", "id"))
