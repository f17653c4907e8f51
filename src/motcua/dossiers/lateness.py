"""Who is late and with what: for those who watch, never touching anything."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.dossiers.apologies import ApologyShown, apologies_of
from motcua.dossiers.clock import NEAR
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import PAGE, After
from motcua.dossiers.rules import OPEN
from motcua.organisations.queries import officer_names

MOST = 1000
TOP = 50
_OPEN = sorted(status.value for status in OPEN)

# One short walk of the index of open dossiers per agency, each ended at `most`.
_BY_AGENCY = """
SELECT agency.id, agency.name, late.many, near.many, late.silent, late.broken
FROM organisations_agency agency
CROSS JOIN LATERAL (
    SELECT count(*) AS many, count(*) FILTER (WHERE apology.signed_at IS NULL) AS silent,
        count(*) FILTER (WHERE apology.signed_at IS NOT NULL AND apology.new_due_at < %(now)s)
            AS broken
    FROM (
        SELECT id FROM dossiers_dossier
        WHERE settling_agency_id = agency.id AND due_at < %(now)s
          AND status IN ('accepted', 'awaiting_payment', 'in_progress', 'supplementing')
        LIMIT %(most)s
    ) few LEFT JOIN dossiers_apology AS apology ON apology.dossier_id = few.id
) late
CROSS JOIN LATERAL (
    SELECT count(*) AS many FROM (
        SELECT 1 FROM dossiers_dossier
        WHERE settling_agency_id = agency.id AND due_at >= %(now)s AND due_at < %(soon)s
          AND status IN ('accepted', 'awaiting_payment', 'in_progress', 'supplementing')
        LIMIT %(most)s
    ) few
) near
WHERE late.many > 0 OR near.many > 0
ORDER BY late.many DESC, near.many DESC, agency.name
LIMIT %(top)s
"""


@dataclass(frozen=True, slots=True)
class Late:
    """How many open dossiers of an agency are late, and how many will be within a day.

    Of the late ones `silent` have no signed apology, and `broken` have passed the new day too.
    """

    agency: UUID
    name: str
    overdue: int
    near: int
    silent: int
    broken: int


def late_by_agency(now: datetime) -> list[Late]:
    """Return the agencies with most late dossiers, counting no further than `MOST` for each."""
    given: dict[str, str | int | datetime | UUID | None] = {
        "now": now,
        "soon": now + NEAR,
        "most": MOST,
        "top": TOP,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_AGENCY, given)
        return [Late(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class LateDossier:
    """A dossier that runs out of time: who answers for it, and what was promised."""

    dossier: Dossier
    responsible: str
    apology: ApologyShown | None


RUNNING_OUT = ("overdue", "near", "to_sign")


def late_dossiers(
    agency: UUID, now: datetime, after: After | None = None, view: str = "overdue"
) -> tuple[list[LateDossier], After | None]:
    """Return a page of an agency's dossiers that are late, near their due moment or have an
    apology to be signed, the most urgent first; three statements."""
    late = _view(agency, now, view).select_related("procedure")
    if after is not None and after.due_at is not None:
        late = late.filter(Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, id__gt=after.id))
    page = list(late.order_by("due_at", "id")[: PAGE + 1])
    following = After(page[PAGE - 1].due_at, page[PAGE - 1].id) if len(page) > PAGE else None
    names = officer_names(dossier.responsible for dossier in page)
    apologies = apologies_of([dossier.id for dossier in page])
    rows = [
        LateDossier(
            dossier,
            names.get(dossier.responsible, "") if dossier.responsible else "",
            apologies.get(dossier.id),
        )
        for dossier in page[:PAGE]
    ]
    return rows, following


def _view(agency: UUID, now: datetime, view: str) -> QuerySet[Dossier]:
    settled = Dossier.objects.filter(settling_agency=agency, status__in=_OPEN)
    if view == "near":
        return settled.filter(due_at__gte=now, due_at__lt=now + NEAR)
    if view == "to_sign":
        return settled.filter(apology__signed_at=None, apology__written_at__isnull=False)
    return settled.filter(due_at__lt=now)


def running_out_counts(agency: UUID, now: datetime, most: int = 100) -> dict[str, int]:
    """Return how many dossiers each view holds, counting no further than `most`."""
    return {
        view: len(_view(agency, now, view).values_list("id")[: most + 1]) for view in RUNNING_OUT
    }
