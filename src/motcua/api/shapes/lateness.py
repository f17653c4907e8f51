"""The legal clock of a dossier as the API shows it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from motcua.api.shapes.parts import Instant, Shown


class DayShown(Shown):
    """A day of a limit: counted or not, and why."""

    day: date
    counted: bool
    why: str


class DueMoved(Shown):
    """A due moment that moved."""

    at: Instant
    cause: str = Field(description="supplement, obligation, opinion, resumed, calendar or checked.")
    old: Instant | None = Field(description="Null while the clock stood still.")
    new: Instant | None


class ReckoningShown(Shown):
    """Why a dossier is due when it is."""

    original_due_at: Instant | None
    due_at: Instant | None = Field(description="Null while the clock stands still.")
    promised_at: Instant | None = Field(description="The new day of a signed apology.")
    moves: list[DueMoved]
    days: list[DayShown]


class ApologyWritten(Shown):
    """An apology; `signed_at` is null while it waits for the signature."""

    cause: str
    explanation: str
    responsible: UUID
    old_due_at: Instant
    new_due_at: Instant
    written_at: Instant
    signed_at: Instant | None


class ObligationShown(Shown):
    """A financial obligation of the applicant."""

    id: UUID
    notice: str
    demanded_at: Instant
    proof: str
    met_at: Instant | None
