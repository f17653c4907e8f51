"""Reading papers that are being digitised, and how far the programme has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.digitisation.models import Batch, DigitalCopy, ScannedPage
from motcua.digitisation.rules import State
from motcua.events.replica import reading
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound
from motcua.results.models import Entry

PAGE = 50
OVERSEERS = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)
_THROUGHPUT = """
SELECT copy.stored_by, count(*), coalesce(sum(copy.paper_pages), 0),
       count(*) FILTER (WHERE sample.is_right), count(*) FILTER (WHERE sample.is_right = false)
FROM digitisation_digitalcopy AS copy
LEFT JOIN digitisation_samplecheck AS sample ON sample.copy_id = copy.id
WHERE copy.agency_id = %s AND copy.stored_at >= %s AND copy.stored_at < %s
GROUP BY copy.stored_by ORDER BY count(*) DESC, copy.stored_by
"""


def locked(copy_id: UUID) -> DigitalCopy:
    """Return a paper for changing it; others wait."""
    found = DigitalCopy.objects.select_for_update().filter(pk=copy_id).first()
    if found is None:
        raise NotFound
    return found


def visible_to(reader: Actor) -> QuerySet[DigitalCopy]:
    """Return the papers an officer may know of: of one's own agency, or to be confirmed there."""
    if not reader.is_officer:
        return DigitalCopy.objects.none()
    return DigitalCopy.objects.filter(
        Q(agency=reader.agency)
        | Q(settling_agency=reader.office, state__in=[State.STORED, State.CONFIRMED])
    )


def copy_for(reader: Actor, copy_id: UUID) -> DigitalCopy:
    """Return a paper; to others than its readers it does not exist."""
    found = visible_to(reader).select_related("batch", "agency").filter(pk=copy_id).first()
    if found is None:
        raise NotFound
    return found


def pages_of(copy: DigitalCopy) -> list[ScannedPage]:
    """Return the pictures of a paper in their order."""
    return list(ScannedPage.objects.filter(copy=copy).order_by("order"))


def page_of(copy: DigitalCopy, page_id: UUID) -> ScannedPage:
    """Return one picture of a paper."""
    found = ScannedPage.objects.filter(copy=copy, pk=page_id).first()
    if found is None:
        raise NotFound
    return found


def copies_in(reader: Actor, states: Iterable[State], after: UUID | None) -> list[DigitalCopy]:
    """Return a page of the papers of one's agency in some states, the oldest first."""
    found = DigitalCopy.objects.filter(agency=reader.agency, state__in=list(states))
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.select_related("batch").order_by("id")[: PAGE + 1])


def to_confirm(reader: Actor, after: UUID | None) -> list[DigitalCopy]:
    """Return a page of the papers that one's agency is to compare and seal, the oldest first."""
    found = DigitalCopy.objects.filter(settling_agency=reader.office, state=State.STORED)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.select_related("agency").order_by("id")[: PAGE + 1])


def counts_of(reader: Actor) -> dict[str, int]:
    """Count the papers of one's agency by state, and under `to_confirm` those to be sealed."""
    by_state = (
        DigitalCopy.objects.filter(
            agency=reader.agency,
            state__in=[State.SCANNING, State.SIGNED, State.READ, State.RETURNED],
        )
        .values_list("state")
        .annotate(many=Count("id"))
    )
    waiting = DigitalCopy.objects.filter(settling_agency=reader.office, state=State.STORED)
    return {**dict(by_state), "to_confirm": waiting.count()}


def copies_of_dossier(dossier: UUID) -> dict[str, DigitalCopy]:
    """Return the newest paper of each component of a dossier that was not discarded."""
    found = DigitalCopy.objects.filter(dossier=dossier).exclude(state=State.DISCARDED)
    return {copy.component: copy for copy in found.order_by("id")}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come: entries in all, done, and how its samples turned out."""

    batch: Batch
    entries: int
    done: int
    to_check: int
    right: int
    wrong: int

    @property
    def share(self) -> float:
        """Return the part that is done, 0 to 1."""
        return self.done / self.entries if self.entries else 0.0


def batches_of(agency: UUID) -> list[Progress]:
    """Return an agency's batches with their progress, the open and the newest first."""
    sample = "copies__sample_check"
    found = (
        Batch.objects.filter(agency=agency)
        .annotate(
            many=Count("entries", distinct=True),
            done=Count("entries", filter=Q(entries__done_at__isnull=False), distinct=True),
            to_check=Count(sample, filter=Q(copies__sample_check__checked_at=None), distinct=True),
            right=Count(sample, filter=Q(copies__sample_check__is_right=True), distinct=True),
            wrong=Count(sample, filter=Q(copies__sample_check__is_right=False), distinct=True),
        )
        .order_by("closed_at", "-opened_at")
    )
    return [
        Progress(one, one.many, one.done, one.to_check, one.right, one.wrong)
        for one in found[:PAGE]
    ]


def batch_for(reader: Actor, batch_id: UUID) -> Batch:
    """Return a batch of one's agency; others do not exist."""
    found = Batch.objects.filter(pk=batch_id, agency=reader.agency).first()
    if found is None:
        raise NotFound
    return found


def waiting_in(batch: Batch, after: UUID | None = None) -> list[Entry]:
    """Return a page of the results of a batch that are still on paper only, in their order."""
    rows = batch.entries.filter(done_at=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    entries = list(rows.order_by("id").values_list("entry", flat=True)[: PAGE + 1])
    known = Entry.objects.in_bulk(entries)
    return [known[one] for one in entries if one in known]


def samples_of(batch: Batch) -> list[DigitalCopy]:
    """Return the stored papers of a batch that wait for a second pair of eyes."""
    found = DigitalCopy.objects.filter(
        batch=batch, sample_check__isnull=False, sample_check__checked_at=None
    )
    return list(found.order_by("id")[:PAGE])


@dataclass(frozen=True, slots=True)
class Throughput:
    """What one clerk digitised in a time: papers, their pages, and how samples turned out."""

    clerk: UUID
    papers: int
    pages: int
    right: int
    wrong: int


def throughput(agency: UUID, since: datetime, until: datetime) -> list[Throughput]:
    """Return what each clerk of an agency stored in a time, the most first."""
    with reading().cursor() as cursor:
        cursor.execute(_THROUGHPUT, [agency, since, until])
        return [Throughput(*row) for row in cursor.fetchall()]
