"""What the tests of dossiers look at after an act."""

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Status
from motcua.events.models import Event
from motcua.kernel.ids import DossierId


def verbs(dossier: Dossier) -> list[str]:
    """Return what was recorded about a dossier, in order."""
    return list(
        Event.objects.filter(subject=dossier.id).order_by("sequence").values_list("verb", flat=True)
    )


def last_event(dossier: Dossier, verb: str) -> Event:
    """Return the last record of one kind about a dossier."""
    return Event.objects.filter(subject=dossier.id, verb=verb).order_by("-sequence")[0]


def stored(dossier: Dossier) -> Dossier:
    """Return a dossier as the database has it."""
    return Dossier.objects.get(pk=dossier.id)


def ident(dossier: Dossier) -> DossierId:
    """Return the id of a dossier."""
    return DossierId(dossier.id)


def put_into(dossier: Dossier, status: Status) -> Dossier:
    """Set a state that no act leads to from here."""
    Dossier.objects.filter(pk=dossier.id).update(status=status.value)
    return stored(dossier)
