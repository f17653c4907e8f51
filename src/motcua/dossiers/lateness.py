"""Who is late and with what: for those who watch, never touching anything."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.apologies import ApologyShown, apologies_of
from motcua.dossiers.clock import NEAR
from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import OPEN
from motcua.events.replica import reading
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
    with reading().cursor() as cursor:
        cursor.execute(_BY_AGENCY, given)
        return [Late(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class LateDossier:
    """A dossier that runs out of time: who answers for it, and what was promised."""

    dossier: Dossier
    responsible: str
    apology: ApologyShown | None


RUNNING_OUT = ("overdue", "near", "to_sign")
# Late without a signed apology, and late again after the day that one promised.
WATCHED = ("overdue", "silent", "broken", "near")


def late_dossiers(
    agency: UUID | None, now: datetime, after: After | None = None, view: str = "overdue"
) -> tuple[list[LateDossier], After | None]:
    """Return a page of the dossiers of an agency, or of all, that are late, near their due moment
    or have an apology to be signed, the most urgent first; three statements."""
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


def watched_counts(agency: UUID | None, now: datetime) -> dict[str, int]:
    """Return how many dossiers each view of those who watch holds, of an agency or of all; one
    statement over the open dossiers."""
    opened = Dossier.objects.filter(status__in=_OPEN, due_at__lt=now + NEAR)
    if agency is not None:
        opened = opened.filter(settling_agency=agency)
    return opened.aggregate(
        **{view: Count("pk", filter=_which(view, now)) for view in WATCHED},
    )


def _which(view: str, now: datetime) -> Q:
    late = Q(due_at__lt=now)
    if view == "near":
        return Q(due_at__gte=now, due_at__lt=now + NEAR)
    if view == "silent":
        return late & Q(apology__signed_at=None)
    if view == "broken":
        return late & Q(apology__signed_at__isnull=False, apology__new_due_at__lt=now)
    return late


def _view(agency: UUID | None, now: datetime, view: str) -> QuerySet[Dossier]:
    settled = Dossier.objects.filter(status__in=_OPEN)
    if agency is not None:
        settled = settled.filter(settling_agency=agency)
    if view == "to_sign":
        return settled.filter(apology__signed_at=None, apology__written_at__isnull=False)
    return settled.filter(_which(view, now))


def running_out_counts(agency: UUID, now: datetime, most: int = 100) -> dict[str, int]:
    """Return how many dossiers each view holds, counting no further than `most`."""
    return {
        view: len(_view(agency, now, view).values_list("id")[: most + 1]) for view in RUNNING_OUT
    }
