"""Reading peers, how they are doing, and the messages that wait or could not be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.events.versions import Versions
from motcua.exchange.models import Line, Message, PeerVersion
from motcua.exchange.rules import OPENS_AFTER, State

PEERS = Versions(PeerVersion, "peer", ("wrapped_key", "sealed"))
PAGE = 50
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What has not reached its peer: how many wait and since when, how many could not be sent, and
    how many peers do not answer; numbers stop at `MOST_COUNTED`."""

    waiting: int
    since: datetime | None
    dead: int
    silent: int


def in_force() -> list[PeerVersion]:
    """Return the peers as they are in force, by code."""
    found = PeerVersion.objects.filter(published_at__isnull=False, retired_at=None)
    return list(found.order_by("code"))


def lines_to_serve(at: datetime) -> list[Line]:
    """Return the ways to peers that are not paused and not left alone at a moment."""
    rested = Q(rests_until=None) | Q(rests_until__lte=at)
    return list(Line.objects.filter(rested, paused_at=None).order_by("peer"))


def line_of(peer: str) -> Line | None:
    """Return how the way to a peer is doing; None before it was in force."""
    return Line.objects.filter(peer=peer).first()


def lines() -> dict[str, Line]:
    """Return how the ways to all peers are doing, by the code of the peer."""
    return {one.peer: one for one in Line.objects.all()}


def dead(peer: str = "", verb: str = "") -> QuerySet[Message]:
    """Return what could not be sent: all of it, or to one peer, or of one kind of news."""
    found = Message.objects.filter(state=State.DEAD.value)
    if peer:
        found = found.filter(peer=peer)
    return found.filter(verb=verb) if verb else found


def how_many_dead(peer: str = "", verb: str = "") -> int:
    """Return how many could not be sent; no further than `MOST_COUNTED`."""
    return len(dead(peer, verb).values_list("id")[:MOST_COUNTED])


def dead_letters(
    peer: str = "", verb: str = "", after: UUID | None = None
) -> tuple[list[Message], UUID | None]:
    """Return a page of what could not be sent, the oldest first, and where the next one begins."""
    found = dead(peer, verb)
    if after is not None:
        found = found.filter(id__gt=after)
    rows = list(found.order_by("id")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def held_behind(messages: Sequence[Message]) -> dict[UUID, int]:
    """Return how many later messages of the same dossier wait behind each."""
    places = {(one.peer, one.dossier): one.id for one in messages}
    waiting = Message.objects.filter(
        state=State.WAITING.value,
        due_at=None,
        peer__in={peer for peer, _ in places},
        dossier__in={dossier for _, dossier in places},
    )
    counts: dict[UUID, int] = {}
    for place in waiting.values_list("peer", "dossier")[: PAGE * MOST_COUNTED]:
        if place in places:
            counts[places[place]] = counts.get(places[place], 0) + 1
    return counts


def backlog() -> Backlog:
    """Return what has not reached its peer; counts no further than it must."""
    waiting = Message.objects.filter(state=State.WAITING.value).order_by("id")
    oldest = waiting.values_list("created_at", flat=True).first()
    return Backlog(
        len(waiting.values_list("id")[:MOST_COUNTED]),
        oldest,
        how_many_dead(),
        len(Line.objects.filter(failures__gte=OPENS_AFTER, paused_at=None).values_list("peer")),
    )
