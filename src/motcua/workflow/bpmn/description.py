"""What a process is made of, as it is described before it becomes a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lane:
    """Who performs what lies in it: a role at an agency; without one it is still to be chosen."""

    id: str
    name: str
    role: str = ""
    agency: str = "settling"
    assign: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A step, gateway or event.

    `ours` holds the attributes of our namespace without their prefix. `event` is message, timer,
    signal, error or terminate; `waits_for` its name, or for a timer the ISO 8601 duration.
    `collection` repeats a step for every item of that declared datum.
    """

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    ours: Mapping[str, str] = field(default_factory=dict)
    inside: str = ""
    attached_to: str = ""
    interrupting: bool = True
    event: str = ""
    waits_for: str = ""
    called: str = ""
    collection: str = ""
    sequential: bool = False
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sequence flow; a default one is taken when no other condition holds."""

    id: str
    source: str
    target: str
    condition: str = ""
    name: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Datum:
    """A declared property: string, int, double, bool, date or list."""

    name: str
    type: str
    label: str = ""


@dataclass(slots=True)
class Description:
    """A process: its lanes from top to bottom, what lies in them, and how that is joined."""

    id: str
    name: str
    lanes: list[Lane] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    data: list[Datum] = field(default_factory=list)
