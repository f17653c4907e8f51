"""Steps that wait for people, as the API shows them."""

from uuid import UUID

from pydantic import Field

from motcua.api.shapes.dossiers import DossierRow
from motcua.api.shapes.parts import Instant, Shown


class TaskShown(Shown):
    """A step of a dossier's process."""

    id: UUID
    dossier: UUID
    node: str
    name: str
    act: str = Field(
        description="assign, appraise, opinion, approve: end it with completeTask; sign, issue, "
        "deliver: with signResult, issueResult, deliverResult."
    )
    role: str
    agency: UUID
    assignee: UUID | None
    opened_at: Instant
    acknowledged_at: Instant | None
    due_at: Instant | None
    dossier_due_at: Instant | None
    completed_at: Instant | None
    outcome: str
    note: str


class DossierTask(TaskShown):
    """A step with how it may end, and whether the caller may end it."""

    outcomes: dict[str, str] = Field(description="Codes for completeTask, with their words.")
    is_mine_to_do: bool


class TaskList(Shown):
    """The steps of a dossier in the order they were opened."""

    items: list[DossierTask]


class InboxRow(Shown):
    """A step that waits, with the dossier it belongs to."""

    task: TaskShown
    dossier: DossierRow
    is_unacknowledged: bool


class InboxPage(Shown):
    """A page of an inbox in due order."""

    items: list[InboxRow]
    next: str | None = Field(description="Cursor of the next page; null at the end.")


class InboxCounts(Shown):
    """How many steps each view holds, counted no further than one hundred and one."""

    mine: int
    unit: int
    near: int
    overdue: int
    paused: int


class HandOverShown(Shown):
    """A step given to a colleague; the giver answers for it until it is acknowledged."""

    id: UUID
    task: UUID
    to: UUID
    reason: str
    given_at: Instant


class ConsultationShown(Shown):
    """An opinion asked of another agency."""

    id: UUID
    dossier: UUID
    agency: UUID
    question: str
    asked_at: Instant
    due_at: Instant
    answer: str
    agrees: bool | None
    answered_at: Instant | None


class ConsultationList(Shown):
    """Opinions asked."""

    items: list[ConsultationShown]


class OfficerShown(Shown):
    """Somebody in office."""

    id: UUID
    full_name: str


class OfficerList(Shown):
    """Officers by name."""

    items: list[OfficerShown]
