"""Results that wait at a desk and nobody has come for (NĐ 61/2018/NĐ-CP art. 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.events.models import Event
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError

REMINDED = "dossier.collection_reminded"
WAITS = (3, 10, 30)  # days that a page may ask for
BETWEEN = timedelta(days=3)  # reminders of one result


class RemindedLately(DomainError):
    """The applicant was reminded a short while ago."""

    message = "Người nộp vừa được nhắc lúc {at}. Xin chờ {days} ngày rồi nhắc lại."


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A result nobody has come for: since when, and when its applicant was last reminded."""

    dossier: Dossier
    days: int
    reminded_at: datetime | None


def uncollected(
    reader: Actor, days: int, at: datetime, after: After | None = None
) -> tuple[list[Uncollected], After | None]:
    """Return a page of the results that have waited so many days at one's desk, the longest
    waiting first, and where the next begins; two statements."""
    found = Dossier.objects.filter(
        receiving_agency=reader.office,
        status=Status.DECIDED.value,
        decided_at__lte=at - timedelta(days=days),
    )
    if after is not None and after.due_at is not None:
        found = found.filter(decided_at__gte=after.due_at).filter(
            Q(decided_at__gt=after.due_at) | Q(decided_at=after.due_at, id__gt=after.id)
        )
    page = list(found.select_related("procedure").order_by("decided_at", "id")[: PAGE + 1])
    following = After(page[PAGE - 1].decided_at, page[PAGE - 1].id) if len(page) > PAGE else None
    reminded = reminders([one.id for one in page[:PAGE]])
    return [_shown(one, reminded.get(one.id), at) for one in page[:PAGE]], following


def reminders(dossiers: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when the applicants of dossiers were last reminded."""
    told = Event.objects.filter(subject__in=dossiers, verb=REMINDED)
    return dict(told.values("subject").annotate(last=Max("at")).values_list("subject", "last"))


def _shown(dossier: Dossier, reminded_at: datetime | None, at: datetime) -> Uncollected:
    assert dossier.decided_at is not None
    return Uncollected(dossier, (at - dossier.decided_at).days, reminded_at)
