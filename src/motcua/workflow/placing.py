"""How the subject of a run places its steps: at which agency, with whom, until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.limits import Limit
from motcua.workflow.rules import Node

# Counts a limit of the law from a moment, in working time where its unit says so.
Count = Callable[[datetime, Limit], datetime]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a step lies: an agency, the end of its own budget, perhaps already an officer."""

    agency: UUID
    due_at: datetime | None = None
    assignee: UUID | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """What a subject tells the engine: who does a node (for an item of a repeated one), when a
    limit that begins now is due, what conditions read, and when the whole is due."""

    place: Callable[[Node, str], Placed]
    count: Count
    values: Mapping[str, object]
    subject_due_at: datetime | None
