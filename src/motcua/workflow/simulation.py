"""Running a process file by a script, without a database: for those who draw and test processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.kernel.errors import DomainError
from motcua.workflow.bpmn.reading import Library, no_library, read_with
from motcua.workflow.rules import (
    Move,
    NotAwaited,
    Process,
    Trigger,
    begin,
    complete_by_key,
    events_at,
    fire,
    fitting,
    occur,
    readable,
    waiting,
)
from motcua.workflow.rules.marking import Marking

ACTS = ("complete", "timer", "message", "signal")


class ImpossibleStep(DomainError):
    """An entry of the script cannot happen where the process stands."""

    message = "Mục {number} không thực hiện được ({entry}): {reason}"


@dataclass(frozen=True, slots=True)
class Simulation:
    """Where the process stood at the start and after each entry, and the ends it reached."""

    markings: list[list[str]]
    finished: bool
    ends: list[str]


class _Run:
    """One run: its marking, its data and the ends reached so far."""

    def __init__(self, process: Process, data: Mapping[str, object]) -> None:
        self.process = process
        self.data = fitting(process.properties, data)
        self.marking: Marking = ()
        self.ends: set[str] = set()
        self.fired: set[tuple[int, str]] = set()  # timers that did not take their token away

    def take(self, move: Move) -> list[str]:
        self.marking = move.marking
        numbers = {token.number for token in move.marking}
        self.fired = {one for one in self.fired if one[0] in numbers}
        self.ends.update(move.ends)
        self.data.update(move.data)
        return waiting(self.process, self.marking)

    def read(self) -> dict[str, object]:
        return readable(self.process.properties, self.data)

    def step(self, entry: Mapping[str, Any]) -> Move:
        if not isinstance(entry, Mapping):
            raise NotAwaited(event=str(entry)[:60])
        act = next((name for name in ACTS if name in entry), None)
        if act is None or set(entry) - {act, "data"} or not isinstance(entry[act], str):
            raise NotAwaited(event=str(entry)[:60])
        data = entry.get("data", {})
        if not isinstance(data, Mapping):
            raise NotAwaited(event=str(data)[:60])
        self.data.update(fitting(self.process.properties, data))
        if act == "complete" and "outcome" not in data:
            self.data["outcome"] = ""
        name, values = entry[act], self.read()
        if act == "complete":
            return complete_by_key(self.process, self.marking, name, values)
        if act == "timer":
            return self._timer(name, values)
        if act == "message":
            return occur(self.process, self.marking, Trigger.MESSAGE, name, values)
        return self._signal(name, values)

    def _timer(self, name: str, values: Mapping[str, object]) -> Move:
        for token in self.marking:
            for event in events_at(self.process, token):
                node = self.process.nodes[event]
                once = token.number, event
                if node.key == name and node.trigger is Trigger.TIMER and once not in self.fired:
                    self.fired.add(once)
                    return fire(self.process, self.marking, token.number, event, values)
        raise NotAwaited(event=name)

    def _signal(self, name: str, values: Mapping[str, object]) -> Move:
        """A signal is broadcast, so it may find nobody (BPMN 2.0.2 §10.5.1); but it must exist."""
        nodes = self.process.nodes.values()
        if not any(node.trigger is Trigger.SIGNAL and node.event == name for node in nodes):
            raise NotAwaited(event=name)
        try:
            return occur(self.process, self.marking, Trigger.SIGNAL, name, values)
        except NotAwaited:
            return Move(self.marking)


def simulate(
    text: str,
    script: Sequence[Mapping[str, Any]],
    data: Mapping[str, object],
    library: Library = no_library,
) -> Simulation:
    """Run a file's process from its start through the entries of a script.

    `library` gives the published processes that it may call.

    Raises `ProcessRefused` for a file that cannot run, `DataDoNotFit` for wrong starting data, and
    `ImpossibleStep` for an entry that cannot happen, naming it.
    """
    run = _Run(read_with(text, library), data)
    markings = [run.take(begin(run.process, run.read()))]
    for number, entry in enumerate(script, 1):
        try:
            markings.append(run.take(run.step(entry)))
        except DomainError as refusal:
            raise ImpossibleStep(number=number, entry=entry, reason=refusal) from refusal
    return Simulation(markings, not run.marking, sorted(run.ends))
