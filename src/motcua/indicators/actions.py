"""Keeping facts: event by event, all anew, and from other systems."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.indicators.catalogue_facts import derive_catalogue
from motcua.indicators.counting_anew import (
    count_anew,
    count_every_month,
    count_next_month,
)
from motcua.indicators.models import DossierFact
from motcua.indicators.own_facts import derive, derive_all, derive_moved, drop_gone, take_time
from motcua.indicators.permissions import require_the_system
from motcua.indicators.rules import OWN
from motcua.indicators.staging import Compared, store
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many facts there are after a rebuild, and how many dossiers' had differed."""

    dossiers: int
    procedures: int
    differed: int


@transaction.atomic
def keep_facts(dossier: UUID, *, by: Actor, at: datetime) -> None:
    """Derive the facts of a dossier anew; doing it twice changes nothing."""
    require_the_system(by)
    derive(dossier)


@transaction.atomic
def keep_moved(recount: UUID, *, by: Actor, at: datetime) -> None:
    """Derive anew the facts of the dossiers whose due moment a recount moved."""
    require_the_system(by)
    derive_moved(recount)


@transaction.atomic
def follow_catalogue(*, by: Actor, at: datetime) -> int:
    """Derive the facts of procedures anew; return how many are in force."""
    require_the_system(by)
    take_time()
    return derive_catalogue()


@transaction.atomic
def rebuild(*, by: Actor, at: datetime) -> Rebuilt:
    """Derive every fact anew from what is recorded; what was imported stays.

    Rows that are right stay untouched, so that pages go on reading meanwhile.
    """
    require_the_system(by)
    take_time()
    differed = drop_gone() + derive_all()
    procedures = derive_catalogue()
    count_anew()
    count_every_month()
    return Rebuilt(DossierFact.objects.filter(source=OWN).count(), procedures, differed)


@transaction.atomic
def refresh_figures(*, by: Actor, at: datetime) -> int:
    """Count anew the figures that are stale; return how many days of agencies and procedures.

    Whatever is stale is right on pages meanwhile: there it is counted from the facts.
    """
    require_the_system(by)
    take_time()
    return count_anew()


@transaction.atomic
def count_month(*, by: Actor, at: datetime) -> bool:
    """Count the nine indexes of the newest month that is not counted yet; False if there is none.

    Broken off it is simply begun anew. Until then pages read the dossiers of that month.
    """
    require_the_system(by)
    take_time()
    return count_next_month()


@transaction.atomic
def take_in(first: int, last: int, *, by: Actor, at: datetime) -> int:
    """Store staged rows of another system; return how many were new or differed.

    Storing the same rows again changes nothing, so whatever was broken off is simply begun anew.
    """
    require_the_system(by)
    take_time()
    return store(first, last)


@transaction.atomic
def note_import(digest: str, compared: Compared, *, by: Actor, at: datetime) -> None:
    """Record that a file of another system was taken in whole."""
    require_the_system(by)
    facts = {"digest": digest, "new": compared.new, "changed": compared.changed}
    record("dossiers.imported", new_id(), by=by, at=at, **facts)
