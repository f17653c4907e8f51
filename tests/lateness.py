"""Dossiers that run out of time, for tests: accepted on a Monday, due five working days later."""

from datetime import datetime
from typing import Any

from motcua.dossiers import actions
from motcua.dossiers.actions import ApologyText
from motcua.dossiers.models import Apology, Dossier
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from tests.builders import a_section_head, a_signatory
from tests.calendars import hanoi

DUE = hanoi("2026-06-08 17:00")  # five working days from Monday 1 June
DAY_BEFORE = hanoi("2026-06-05 17:00")
NEW_DAY = hanoi("2026-06-12 17:00")
AFTER_DUE = hanoi("2026-06-09 08:00")


def words(dossier: Dossier, **given: Any) -> ApologyText:
    """Return what an apology says, as a helpful head would."""
    assert dossier.settling_agency_id is not None
    usual = {
        "cause": "verification",
        "new_due_at": NEW_DAY,
        "responsible": dossier.settling_agency_id,
    }
    return ApologyText(**{**usual, **given})


def a_written_apology(
    dossier: Dossier, *, by: Actor | None = None, at: datetime = DAY_BEFORE, **given: Any
) -> Apology:
    """Return an apology that waits for its signature."""
    text = words(dossier, **given)
    who = by or a_section_head(dossier)
    return actions.write_apology(DossierId(dossier.id), text, by=who, at=at)


def a_signed_apology(dossier: Dossier, *, at: datetime = DAY_BEFORE, **given: Any) -> Apology:
    """Return an apology that the signatory has signed."""
    written = a_written_apology(dossier, at=at, **given)
    signatory = a_signatory(dossier)
    return actions.sign_apology(
        DossierId(dossier.id), written_at=written.written_at, by=signatory, at=at
    )
