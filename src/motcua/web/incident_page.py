"""What the pages of incidents show."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.alarms.queries import span_in_words
from motcua.incidents.models import Duty, Incident
from motcua.incidents.permissions import RUNNING
from motcua.incidents.queries import duties_of, extents_of, minutes_of, notices_of
from motcua.incidents.rules import (
    FIELDS,
    FLOW_NAMES,
    STATE_NAMES,
    DutyState,
    Flow,
    State,
    clock_of,
    is_late,
    layouts,
)
from motcua.kernel.actors import Actor, Role
from motcua.people.queries import names_of

DUTY_WORDS = {DutyState.DONE: "đã làm", DutyState.WAIVED: "không phải làm"}
GRAVITY = {
    "is_severe": "nghiêm trọng",
    "is_at_once": "phải báo ngay",
    "tells_people": "phải báo người có dữ liệu",
}
Shown = dict[str, object]


def rows_of(incidents: list[Incident], moment: datetime) -> list[Shown]:
    """Return the rows of a list of incidents, each with what is due soonest."""
    soonest: dict[UUID, Duty] = {}
    late: set[UUID] = set()
    for duty in duties_of(incidents):
        if is_late(duty.due_at, duty.ended_at, moment):
            late.add(duty.incident_id)
        if duty.state == DutyState.OPEN:
            soonest.setdefault(duty.incident_id, duty)
    return [
        {
            "incident": one,
            "flows": flows_of(one),
            "state": STATE_NAMES[State(one.state)],
            "clock": _left(soonest[one.id], moment) if one.id in soonest else None,
            "late": one.id in late,
        }
        for one in incidents
    ]


def flows_of(incident: Incident) -> str:
    """Return by which laws an incident is one."""
    there = {Flow.NETWORK: incident.is_network, Flow.PERSONAL: incident.is_personal}
    return ", ".join(FLOW_NAMES[flow] for flow, is_so in there.items() if is_so)


def page_of(incident: Incident, by: Actor, moment: datetime) -> Shown:
    """Return what the page of an incident shows to a reader."""
    lines, extents, notices = minutes_of(incident), extents_of(incident), notices_of(incident)
    names = names_of(_people(incident, lines, extents, notices))
    is_open = incident.state != State.CLOSED
    return {
        "incident": incident,
        "flows": flows_of(incident),
        "gravity": "; ".join(words for name, words in GRAVITY.items() if getattr(incident, name)),
        "state": STATE_NAMES[State(incident.state)],
        "names": names,
        "duties": [_duty(incident, one, names, moment) for one in duties_of([incident])],
        "fields": FIELDS,
        "papers": [one for one in layouts().values() if _fits(incident, one.id)],
        "extents": extents,
        "notices": notices,
        "lines": lines,
        "may_run": is_open and by.has(*RUNNING),
        "may_take": by.has(Role.CONTROLLER),
        "may_tell": is_open and by.has(Role.CONTROLLER),
        "me": by.person,
    }


def _people(incident: Incident, *written: Iterable[object]) -> set[UUID | None]:
    found = {incident.opened_by, incident.ended_by, incident.closed_by}
    names = ("by", "drafted_by", "released_by")
    for rows in written:
        found |= {getattr(one, name, None) for one in rows for name in names}
    return found


def _fits(incident: Incident, paper: str) -> bool:
    return incident.is_network if paper.startswith("network") else incident.is_personal


def _duty(incident: Incident, duty: Duty, names: dict[UUID, str], moment: datetime) -> Shown:
    clock = clock_of(duty.code, localdate(incident.found_at))
    late = is_late(duty.due_at, duty.ended_at, moment)
    is_open = duty.state == DutyState.OPEN
    ended = DUTY_WORDS.get(DutyState(duty.state), "")
    tag = _left(duty, moment) if is_open else {"words": ended, "tone": "in_time"}
    if late and not is_open:
        tag = {"words": f"{ended}, trễ hạn", "tone": "overdue"}
    return {
        "duty": duty,
        "clock": clock,
        "flow": FLOW_NAMES[clock.flow],
        "tag": tag,
        "is_open": is_open,
        "by": names.get(duty.ended_by, "") if duty.ended_by else "",
        "has_paper": duty.state == DutyState.DONE,
    }


def _left(duty: Duty, moment: datetime) -> dict[str, str]:
    if moment > duty.due_at:
        return {"words": f"trễ {span_in_words(moment - duty.due_at)}", "tone": "overdue"}
    return {"words": f"còn {span_in_words(duty.due_at - moment)}", "tone": "near"}
