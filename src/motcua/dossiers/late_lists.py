"""The dossiers behind a figure of lateness: the same as were counted, page by page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.deadlines.rules import Timing
from motcua.dossiers.apologies import cause_names
from motcua.dossiers.lateness_causes import Cause, explained, label_of
from motcua.dossiers.lateness_figures import OF_LATE_ONLY, Dimension
from motcua.dossiers.lateness_within import EVERYWHERE, Within
from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.models import LatenessPeriod, Timeliness
from motcua.dossiers.periods import Period
from motcua.dossiers.timeliness import APOLOGY
from motcua.organisations.queries import agency_names


@dataclass(frozen=True, slots=True)
class Behind:
    """Which figure a list stands behind: its period, standing, dimension and key, and among which
    dossiers it was counted."""

    period: LatenessPeriod
    standing: str
    dimension: Dimension | None = None
    key: str = ""
    within: Within = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Listed:
    """One dossier of such a list, with why it was late."""

    id: UUID
    number: str
    applicant: str
    procedure: str
    agency: str
    ended_at: datetime
    is_finished: bool
    days_late: int
    why: str
    is_told: bool


def listed(behind: Behind, after: After | None = None) -> tuple[list[Listed], After | None]:
    """Return a page of the dossiers that a figure counts, the latest decided first, and where the
    next begins; three statements."""
    found = _later(_counted(behind), after).select_related("dossier__procedure")
    page = list(found.order_by("-ended_at", "-dossier")[: PAGE + 1])
    following = After(page[PAGE - 1].ended_at, page[PAGE - 1].dossier_id) if page[PAGE:] else None
    page = page[:PAGE]
    names = agency_names([*(row.agency for row in page), *(row.cause_agency for row in page)])
    told = cause_names()
    return [_listed(row, names, told) for row in page], following


def _counted(behind: Behind) -> QuerySet[Timeliness]:
    period = Period(behind.period.code, behind.period.first, behind.period.last)
    found = Timeliness.objects.filter(
        standing=behind.standing, ended_at__gte=period.begins, ended_at__lt=period.ends
    )
    chosen = asdict(behind.within)
    found = found.filter(**{name: one for name, one in chosen.items() if one is not None})
    if behind.dimension is not None:
        found = found.filter(**{behind.dimension.value: behind.key})
    if behind.dimension in OF_LATE_ONLY:
        found = found.exclude(cause="")
    return found


def _later(found: QuerySet[Timeliness], after: After | None) -> QuerySet[Timeliness]:
    if after is None or after.due_at is None:
        return found
    # The first condition repeats what the second says, in a way that the index can begin from.
    return found.filter(ended_at__lte=after.due_at).filter(
        Q(ended_at__lt=after.due_at) | Q(ended_at=after.due_at, dossier__lt=after.id)
    )


def _listed(row: Timeliness, names: dict[UUID, str], told: dict[str, str]) -> Listed:
    where = names.get(row.cause_agency, "") if row.cause_agency else ""
    if row.cause_source == APOLOGY:
        why = label_of(row.cause, told)
    elif row.cause:
        why = explained(Cause(row.cause), row.cause_minutes, row.cause_step, where)
    else:
        why = ""
    return Listed(
        id=row.dossier_id,
        number=str(row.dossier),
        applicant=row.dossier.applicant_name,
        procedure=row.dossier.procedure.name,
        agency=names.get(row.agency, ""),
        ended_at=row.ended_at,
        is_finished=row.standing != Timing.OVERDUE,
        days_late=row.days_late,
        why=why,
        is_told=row.cause_source == APOLOGY,
    )


def causes_of(dossiers: Iterable[UUID]) -> dict[UUID, str]:
    """Return why dossiers were late, in words, as last counted or told by an apology; those of
    which nothing is known are left out. Two statements."""
    found = Timeliness.objects.filter(dossier__in=list(dossiers)).exclude(cause="")
    told = cause_names()
    return {row: label_of(cause, told) for row, cause in found.values_list("dossier", "cause")}
