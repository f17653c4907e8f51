"""Carrying out recounts, part by part, and looking at them before, during and after."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from motcua.deadlines.proposals import Proposal
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, DueChange, Recount
from motcua.dossiers.recounting import Moves, calendars, moment_of, moves
from motcua.dossiers.recounting_steps import step_moves
from motcua.dossiers.rules import Status
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId
from motcua.organisations.queries import agency_names

PART = 25_000  # dossiers a transaction
HANDS = 2  # connections that write beside each other
SHOWN = 20
PAGE = 50
LOCK = 4_177_001  # of the advisory locks of this database, the one of recounts
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class MovePreview:
    """A due moment before and after."""

    dossier: Dossier
    old: datetime
    new: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the calendar would move."""

    counted: int
    moved: int
    unknown: int
    later: int
    by_agency: list[tuple[str, int]]
    some: list[MovePreview]


def preview(proposal: Proposal) -> Preview:
    """Return what a change would move: how many, whose, and some of them from when to when."""
    found = moves(calendars(proposal), proposal.since)
    settling = _agencies_of(found)
    names = agency_names(settling)
    counts = Counter(names.get(agency, "") for agency in settling.elements())
    return Preview(
        counted=found.counted,
        moved=len(found),
        unknown=found.unknown,
        later=int((found.new > found.old).sum()),
        by_agency=counts.most_common(SHOWN),
        some=_some(found),
    )


def _agencies_of(found: Moves) -> "Counter[UUID]":
    ids = [UUID(bytes=bytes(one)) for one in found.ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT settling_agency_id, count(*) FROM dossiers_dossier "
            "WHERE id = ANY(%s) GROUP BY settling_agency_id",
            [ids],
        )
        return Counter(dict(cursor.fetchall()))


def _some(found: Moves) -> list[MovePreview]:
    old = {UUID(bytes=bytes(one)): at for at, one in enumerate(found.ids[:SHOWN])}
    dossiers = Dossier.objects.filter(pk__in=old).select_related("procedure", "settling_agency")
    return [
        MovePreview(one, moment_of(found.old[old[one.id]]), moment_of(found.new[old[one.id]]))
        for one in dossiers.order_by("due_at", "id")
    ]


def carry_out(recount: UUID, clock: Clock, hands: int = 1) -> bool:
    """Move whatever differs, a part a transaction; say whether nobody else was at it.

    A run that was killed is carried out again from the beginning: what it moved does not differ
    any more. `hands` is how many connections write parts beside each other.
    """
    with _alone() as alone:
        if not alone:
            return False
        since = Recount.objects.values_list("since", flat=True).get(pk=recount)
        _each(moves(calendars(), since), lambda part: _move_dues(recount, part, clock), hands)
        _each(step_moves(calendars(), since), lambda part: _move_steps(recount, part, clock), hands)
        for filing in Dossier.objects.filter(status=Status.SUBMITTED.value).values_list("id"):
            actions.recount_answer(DossierId(filing[0]), by=SYSTEM, at=clock())
        actions.finish_recount(recount, by=SYSTEM, at=clock())
    return True


def _move_dues(recount: UUID, part: Moves, clock: Clock) -> None:
    actions.move_dues(recount, part, by=SYSTEM, at=clock())


def _move_steps(recount: UUID, part: Moves, clock: Clock) -> None:
    actions.move_steps(recount, part, by=SYSTEM, at=clock())


def _each(found: Moves, act: Callable[[Moves], None], hands: int) -> None:
    """Do something with every part, one after the other or beside each other."""
    if hands == 1:
        for part in found.parts(PART):
            act(part)
        return

    def apart(part: Moves) -> None:
        try:
            act(part)
        finally:
            connection.close()  # this thread's own

    with ThreadPoolExecutor(hands) as pool:
        for done in pool.map(apart, found.parts(PART)):
            assert done is None  # what failed is raised here


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def unfinished() -> list[UUID]:
    """Return the recounts that were asked for and are not through, the oldest first."""
    waiting = Recount.objects.filter(finished_at=None)
    return list(waiting.order_by("at").values_list("id", flat=True))


def recent_recounts() -> list[Recount]:
    """Return the last recounts that a change of the calendar asked for."""
    asked = Recount.objects.filter(calendar__isnull=False).select_related("calendar")
    return list(asked.order_by("-at", "-id")[:SHOWN])


def recount_asked(by: UUID | None, at: datetime) -> Recount | None:
    """Return the recount that somebody asked for at a moment."""
    return Recount.objects.filter(at=at, by=by, calendar__isnull=False).first()


def recount_by_id(recount: UUID) -> Recount:
    """Return a recount, or say that there is none."""
    found = Recount.objects.select_related("calendar").filter(pk=recount).first()
    if found is None:
        raise NotFound
    return found


def changes_of(recount: Recount, after: UUID | None = None) -> tuple[list[DueChange], UUID | None]:
    """Return a page of the due moments that a recount moved, and where the next page begins."""
    moved = DueChange.objects.filter(recount=recount).select_related("dossier__procedure")
    if after is not None:
        moved = moved.filter(pk__gt=after)
    page = list(moved.order_by("id")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].id if len(page) > PAGE else None


def due_history(dossier: Dossier) -> list[DueChange]:
    """Return every move of a dossier's due moment, oldest first."""
    return list(DueChange.objects.filter(dossier=dossier).order_by("at", "id"))
