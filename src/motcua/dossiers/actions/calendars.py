"""Announcing working days, and bringing every open dossier up to them."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from motcua.deadlines import actions as deadlines
from motcua.deadlines.permissions import require_keeper
from motcua.deadlines.proposals import Proposal
from motcua.dossiers.models import Recount
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.recounting import Moves
from motcua.events.actions import record
from motcua.events.arrays import Columns, keep_for_now
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.workflow import actions as workflow

RECOUNT = "dossiers.recount"  # the job that carries one out
MOVED = "moved"  # a table that each part has for as long as its transaction
_MOVED: Columns = {"id": "uuid", "old_due_at": "moment", "new_due_at": "moment"}
# An act that came in between has counted by the new calendar already; it keeps what it says.
_MOVE = """
WITH changed AS (
    UPDATE dossiers_dossier AS dossier SET due_at = moved.new_due_at FROM moved
    WHERE dossier.id = moved.id AND dossier.due_at = moved.old_due_at
    RETURNING dossier.id, moved.old_due_at, moved.new_due_at
), told AS (
    INSERT INTO dossiers_duechange
        (id, dossier_id, old_due_at, new_due_at, cause, recount_id, by, at)
    SELECT gen_random_uuid(), id, old_due_at, new_due_at, %s, %s, %s, %s FROM changed
)
SELECT count(*) FROM changed
"""


@transaction.atomic
def change_calendar(
    proposal: Proposal, *, source: str, expected: int, by: Actor, at: datetime
) -> Recount:
    """Announce days or hours of work and have all open dossiers counted anew (regulations D-3).

    `expected` is how many due moments the preview saw move; it is kept beside how many did.
    """
    require_keeper(by)
    calendar = deadlines.announce(proposal, source=source, by=by, at=at)
    recount = Recount.objects.create(
        calendar=calendar,
        cause=Cause.CALENDAR.value,
        source=source.strip()[:300],
        since=proposal.since,
        by=by.person,
        at=at,
        expected=expected,
    )
    record("recount.asked", recount.id, by=by, at=at, calendar=calendar.id, expected=expected)
    app.configure_task(RECOUNT).defer(recount=str(recount.id))
    return recount


@transaction.atomic
def begin_check(*, by: Actor, at: datetime) -> Recount:
    """Begin the nightly check: every stored due moment is compared with what its facts say."""
    _require_system(by)
    recount = Recount.objects.create(
        cause=Cause.CHECKED.value, source="Kiểm tra hằng đêm", by=by.person, at=at
    )
    record("recount.asked", recount.id, by=by, at=at)
    return recount


@transaction.atomic
def move_dues(recount: UUID, part: Moves, *, by: Actor, at: datetime) -> int:
    """Move due moments of dossiers and note each; return how many were still as they were seen."""
    _require_system(by)
    asked = _found(recount)
    keep_for_now(MOVED, _MOVED, [part.ids, part.old, part.new])
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [asked.cause, asked.id, asked.by, at])
        many = int(cursor.fetchone()[0])
    workflow.move_subject_dues(MOVED, by=by, at=at)
    # Parts go on beside each other, so the row they share is held only now.
    Recount.objects.filter(pk=recount).update(moved=F("moved") + many)
    return many


@transaction.atomic
def move_steps(recount: UUID, part: Moves, *, by: Actor, at: datetime) -> None:
    """Move due moments of open steps."""
    _require_system(by)
    _found(recount)
    keep_for_now(MOVED, _MOVED, [part.ids, part.old, part.new])
    workflow.move_step_dues(MOVED, by=by, at=at)


@transaction.atomic
def finish_recount(recount: UUID, *, by: Actor, at: datetime) -> Recount:
    """Note that a recount is through; those affected are told once."""
    _require_system(by)
    asked = _found(recount, held=True)
    if asked.finished_at is None:
        asked.finished_at = at
        asked.save(update_fields=["finished_at"])
        record("recount.finished", asked.id, by=by, at=at, moved=asked.moved, cause=asked.cause)
    return asked


def _found(recount: UUID, *, held: bool = False) -> Recount:
    known = Recount.objects.select_for_update() if held else Recount.objects
    found = known.filter(pk=recount).first()
    if found is None:
        raise NotFound
    return found


def _require_system(by: Actor) -> None:
    if by != SYSTEM:
        raise NotPermitted
