"""Locking an incident and writing its minutes, for every act of it."""

from datetime import datetime
from uuid import UUID

from motcua.events.rows import insert
from motcua.incidents.models import Incident, Minute
from motcua.incidents.rules import LONGEST_WORDS, ClosedBefore, State, WordsMissing
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.text import normal


def locked(incident_id: UUID) -> Incident:
    """Lock an incident that may still be changed."""
    found = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if found is None:
        raise NotFound
    if found.state == State.CLOSED:
        raise ClosedBefore
    return found


def write(incident: Incident, what: str, words: str, by: Actor, at: datetime) -> None:
    """Write a line of the minutes."""
    insert(Minute(incident=incident, at=at, by=by.person, what=what, words=words))


def words_in(text: str, longest: int = LONGEST_WORDS) -> str:
    """Return what somebody typed, without what nobody types on purpose; something must be said."""
    told = normal(text)[:longest]
    if not told:
        raise WordsMissing
    return told
