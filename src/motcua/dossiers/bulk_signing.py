"""Dossiers that wait for a signature, and carrying a bulk signing out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from motcua.dossiers import actions
from motcua.dossiers.models import BulkItem, BulkSigning, Dossier, ShownDraft
from motcua.dossiers.models.signing import OPEN_STATES
from motcua.dossiers.rules import Act
from motcua.dossiers.signing_rules import MOST_AT_ONCE
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.workflow.models import Task

LOCK = 4_177_002  # of the advisory locks of this database, the one of bulk signing
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ToSign:
    """A dossier that waits for the signature; `draft` is what the reader has read of it today.

    None when nothing was read, or something has changed since.
    """

    task: Task
    dossier: Dossier
    draft: ShownDraft | None
    is_being_signed: bool


def to_sign(reader: Actor, at: datetime) -> list[ToSign]:
    """Return what waits for a signatory's signature, the nearest due first; four statements."""
    if not reader.has(Role.SIGNATORY):
        return []
    waiting = Task.objects.filter(
        completed_at=None, agency=reader.office, role=Role.SIGNATORY.value, act=Act.SIGN.value
    ).filter(Q(assignee=reader.who) | Q(assignee=None))
    tasks = list(waiting.order_by("subject_due_at", "id")[:MOST_AT_ONCE])
    dossiers = Dossier.objects.select_related("procedure").in_bulk([t.subject for t in tasks])
    drafts = _drafts_read(tasks, dossiers, reader, at)
    items = BulkItem.objects.filter(task__in=[t.id for t in tasks], state__in=OPEN_STATES)
    busy = set(items.values_list("task", flat=True))
    return [
        ToSign(task, dossiers[task.subject], drafts.get(task.id), task.id in busy)
        for task in tasks
        if task.subject in dossiers
    ]


def _drafts_read(
    tasks: Sequence[Task], dossiers: dict[UUID, Dossier], reader: Actor, at: datetime
) -> dict[UUID, ShownDraft]:
    """Return by step the drafts that were opened today at the dossier's present revision.

    Signing compares every fact again; a list that did so would ask for each row.
    """
    opened = ShownDraft.objects.filter(task__in=[t.id for t in tasks], signer=reader.who)
    return {
        one.task: one
        for one in opened.order_by("shown_at")
        if localdate(one.shown_at) == localdate(at)
        and one.revision == dossiers[one.dossier_id].revision
    }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk signing has come."""

    bulk: BulkSigning
    items: Sequence[BulkItem]

    def count(self, *states: str) -> int:
        """Return how many dossiers are in one of these states."""
        return sum(1 for item in self.items if item.state in states)

    @property
    def is_over(self) -> bool:
        """Say whether nothing waits any more."""
        return self.count(*OPEN_STATES) == 0


def progress_of(bulk: UUID, reader: Actor) -> Progress:
    """Return how far a bulk signing of one's own has come; two statements."""
    found = BulkSigning.objects.filter(pk=bulk, signer=reader.who).first()
    if found is None:
        raise NotFound
    items = BulkItem.objects.filter(bulk=found).select_related("dossier", "dossier__procedure")
    return Progress(found, list(items.order_by("dossier__due_at", "dossier__number", "id")))


def unfinished() -> list[UUID]:
    """Return the bulk signings that have not ended, the oldest first."""
    waiting = BulkSigning.objects.filter(ended_at=None).order_by("asked_at")
    return list(waiting.values_list("id", flat=True))


def carry_out(bulk: UUID, clock: Clock) -> bool:
    """Sign what waits of a bulk signing, each by itself; say whether nobody else was at it.

    A run that was killed is carried out again: what it signed is not waiting any more.
    """
    with _alone() as alone:
        if not alone:
            return False
        waiting = BulkItem.objects.filter(bulk=bulk, state="waiting").order_by("id")
        for item in list(waiting.values_list("id", flat=True)):
            try:
                actions.sign_item(item, by=SYSTEM, at=clock())
            except DomainError as refusal:
                actions.fail_item(item, refusal, by=SYSTEM, at=clock())
        actions.end_bulk(bulk, by=SYSTEM, at=clock())
    return True


@contextmanager
def _alone() -> Iterator[bool]:
    """Say whether this connection alone signs in bulk; the lock ends with the connection too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
