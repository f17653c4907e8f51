"""Random scripts for random processes: what people and the world may do next, one at a time."""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from motcua.workflow.bpmn.reading import read
from motcua.workflow.rules import (
    Marking,
    Process,
    Trigger,
    begin,
    complete_by_key,
    events_at,
    fire,
    is_finished,
    is_work,
    key_of,
    occur,
    readable,
    waiting,
)
from tests.workflow.growing import WHOM, Grown


class Entry(NamedTuple):
    """A step that is completed, or an event that happens."""

    step: str = ""
    event: str = ""
    data: Mapping[str, int] = {}

    @property
    def key(self) -> str:
        """Return the id that the file gives the event; a called process adds its caller's."""
        return self.event.rpartition("/")[2]


class Run:
    """A run of a grown process in our engine."""

    def __init__(self, grown: Grown) -> None:
        self.grown = grown
        self.process: Process = read(grown.xml)
        self.happened: set[tuple[int, str]] = set()
        self.data: dict[str, object] = {"whom": WHOM, **dict.fromkeys(grown.names, 0)}
        self.marking: Marking = begin(self.process, self.values()).marking

    def values(self) -> dict[str, object]:
        return readable(self.process.properties, self.data)

    @property
    def finished(self) -> bool:
        return is_finished(self.marking)

    def waiting(self) -> list[str]:
        return waiting(self.process, self.marking)

    def possible(self) -> tuple[list[str], list[str]]:
        """Return the steps that may be completed and the events that may happen, each event on
        the border of a step once."""
        steps = [key_of(self.process, one) for one in self.marking if is_work(self.process, one)]
        events = [
            event
            for token in self.marking
            for event in events_at(self.process, token)
            if self.process.nodes[event].trigger is not Trigger.ERROR
            and (token.number, event) not in self.happened
        ]
        return sorted(set(steps)), sorted(set(events))

    def do(self, entry: Entry) -> None:
        self.data.update(entry.data)
        there = [one for one in self.marking if entry.event in events_at(self.process, one)]
        if entry.step:
            move = complete_by_key(self.process, self.marking, entry.step, self.values())
        elif entry.key in self.grown.timers:
            token = next(one for one in self.marking if entry.event in events_at(self.process, one))
            move = fire(self.process, self.marking, token.number, entry.event, self.values())
        else:
            message = self.grown.events[entry.key]
            move = occur(self.process, self.marking, Trigger.MESSAGE, message, self.values())
        self.marking = move.marking
        self.happened |= {(one.number, entry.event) for one in there}
        self.happened &= {(one.number, event) for one in self.marking for _, event in self.happened}


def next_entry(run: Run, random: Random, *, with_events: bool = True) -> Entry:
    """Choose what happens next, and the data that a step gives."""
    steps, events = run.possible()
    if events and with_events and (not steps or random.random() < 0.3):
        return Entry(event=random.choice(events))
    if not steps:
        return Entry(event=random.choice(events))
    step = random.choice(steps)
    names = run.grown.decides.get(step.partition("[")[0], [])
    return Entry(step=step, data={name: random.randint(0, 3) for name in names})
