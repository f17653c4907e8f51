"""A public event log (XES) as a history of dossiers: each trace with a start, a deadline, an end.

What a step is called is known here only when it ends, so a dossier stands “after” its last event.
Working time is office hours from Monday to Friday by the log's own clock; its holidays are unknown.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID
from xml.etree.ElementTree import Element

import numpy as np
from defusedxml.ElementTree import iterparse

from motcua.deadlines.rules import ZONE, WorkingCalendar
from motcua.forecasts.as_of import AsOf, Floats
from motcua.forecasts.history import History, codes, floats, whole
from motcua.forecasts.lives import Lives, Steps
from motcua.forecasts.working_axis import WorkingAxis

HOURS = ((time(7, 30), time(11, 30)), (time(13), time(17)))
MOMENT = "time:timestamp"


@dataclass(frozen=True, slots=True)
class Trace:
    """One case: what is known of it at the beginning, its events, and when it ended."""

    facts: dict[str, str]
    events: list[tuple[str, datetime]]

    def moment(self, name: str) -> datetime | None:
        """Return a moment of the case by its name."""
        return _moment(self.facts[name]) if name in self.facts else None


def history_of(path: Path) -> History:
    """Read the traces that have a start and a deadline, as they stood when the log ends."""
    found = [t for t in _traces(path) if t.moment("startdate") and t.moment("deadline")]
    traces = sorted(found, key=lambda trace: str(trace.moment("startdate")))
    until = max(at for trace in traces for _, at in trace.events)
    days = [_day(trace, "startdate") for trace in traces]
    last = max(_day(trace, "deadline") for trace in traces)
    calendar = WorkingCalendar(
        dict.fromkeys(range(5), HOURS), frozenset(), frozenset(), date(last.year + 3, 12, 31)
    )
    axis = WorkingAxis(calendar, min(days), calendar.known_until)
    return History(_lives(traces, axis, until), axis, axis.minute(until))


def _traces(path: Path) -> Iterator[Trace]:
    for _, element in iterparse(path, events=("end",)):
        if element.tag.rsplit("}", 1)[-1] == "trace":
            yield _trace(element)
            element.clear()


def _trace(element: Element) -> Trace:
    facts: dict[str, str] = {}
    events: list[tuple[str, datetime]] = []
    for child in element:
        if child.tag.rsplit("}", 1)[-1] == "event":
            told = {one.get("key", ""): one.get("value", "") for one in child}
            events.append((told["concept:name"], _moment(told[MOMENT])))
        else:
            facts[child.get("key", "")] = child.get("value", "")
    return Trace(facts, sorted(events, key=lambda event: event[1]))


def _moment(text: str) -> datetime:
    """Take the time of day as it was there."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _day(trace: Trace, name: str) -> date:
    moment = trace.moment(name)
    assert moment is not None
    return moment.date()


def _lives(traces: list[Trace], axis: WorkingAxis, until: datetime) -> Lives:
    many, none = len(traces), np.zeros(0)
    accepted, due, ended = (
        _seconds(traces, name, until) for name in ("startdate", "deadline", "enddate")
    )
    late = np.where(
        np.isnan(ended), np.where(due < until.timestamp(), 1.0, np.nan), (ended > due) * 1.0
    )
    everyone, same = np.arange(many), np.zeros(many, dtype=np.int64)
    return Lives(
        ids=[UUID(int=place + 1) for place in range(many)],
        agencies=[UUID(int=1)] * many,
        procedure=same,
        agency=codes([trace.facts.get("responsible", "") for trace in traces]),
        sector=same,
        channel=codes([trace.facts.get("channel", "") for trace in traces]),
        accepted=axis.minutes(accepted),
        due=axis.minutes(due),
        decided=axis.minutes(ended),
        late=late,
        limited=np.ones(many, dtype=bool),
        steps=_steps(traces, axis),
        dues=AsOf(everyone, axis.minutes(accepted), axis.minutes(due)),
        pauses=AsOf(none.astype(np.int64), none),
    )


def _seconds(traces: list[Trace], name: str, until: datetime) -> Floats:
    """Return a moment of every case; an end that the log does not reach has not come."""
    found = (trace.moment(name) for trace in traces)
    if name == "enddate":
        found = (one if one and one <= until else None for one in found)
    return floats([one.timestamp() if one else None for one in found])


def _steps(traces: list[Trace], axis: WorkingAxis) -> Steps:
    dossier: list[int] = []
    names: list[Hashable] = []
    opened: list[float] = []
    closed: list[float | None] = []
    for place, trace in enumerate(traces):
        start = trace.moment("startdate")
        assert start is not None
        stands = [("", start), *trace.events]
        nexts = [at.timestamp() for _, at in trace.events]
        for (name, at), ending in zip(stands, [*nexts, None], strict=True):
            dossier.append(place)
            names.append(name)
            opened.append(at.timestamp())
            closed.append(ending)
    numbers = codes(names)
    return Steps(
        whole(dossier), numbers, numbers, axis.minutes(floats(opened)), axis.minutes(floats(closed))
    )
