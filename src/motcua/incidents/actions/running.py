"""What is done about an incident: said, judged, told to whom it must be."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.incidents.clocks import gravity_of, start_clocks
from motcua.incidents.minutes import locked, words_in, write
from motcua.incidents.models import Duty, Incident
from motcua.incidents.papers import draw_paper
from motcua.incidents.permissions import require_runner
from motcua.incidents.rules import (
    FIELDS,
    LONGEST_WORDS,
    DoneBefore,
    DutyState,
    Gravity,
    TooLong,
    clock_of,
    is_late,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.text import normal

GRAVITY = {
    "is_network": "là sự cố an ninh mạng",
    "is_personal": "là vi phạm dữ liệu cá nhân",
    "is_severe": "nghiêm trọng",
    "is_at_once": "đụng đến an ninh quốc gia hoặc ngừng trên diện rộng",
    "tells_people": "phải báo người có dữ liệu",
}


@transaction.atomic
def describe(
    incident_id: UUID,
    words: Mapping[str, str],
    happened: tuple[datetime | None, datetime | None],
    *,
    by: Actor,
    at: datetime,
) -> Incident:
    """Write down what is known, of the fields that are named; the minutes keep what was said each
    time."""
    incident = locked(incident_id)
    require_runner(by, incident)
    since, until = happened
    if since is not None and until is not None and since > until:
        raise TooLong
    changed = []
    for name in (one for one in FIELDS if one in words):
        label, said = FIELDS[name], normal(words[name])[:LONGEST_WORDS]
        if said != incident.told.get(name, ""):
            incident.told[name] = said
            write(incident, f"Ghi: {label}", said, by, at)
            changed.append(name)
    if happened != (incident.happened_from, incident.happened_until):
        incident.happened_from, incident.happened_until = happened
        write(incident, "Ghi thời gian xảy ra", "", by, at)
        changed.append("happened")
    if changed:
        incident.save()
        record("incident.described", incident.id, by=by, at=at, fields=changed)
    return incident


@transaction.atomic
def judge(incident_id: UUID, gravity: Gravity, *, by: Actor, at: datetime) -> Incident:
    """Say how grave an incident is. What must be told in addition is due from when it was noticed.

    What was said before is not taken back: a duty that does not apply is waived with a reason.
    """
    incident = locked(incident_id)
    require_runner(by, incident)
    before, added = gravity_of(incident), []
    for name, label in GRAVITY.items():
        if getattr(gravity, name) and not getattr(before, name):
            setattr(incident, name, True)
            added.append(label)
    if added:
        incident.save()
        write(incident, "Đánh giá lại", "; ".join(added), by, at)
        start_clocks(incident, at, by)
        record("incident.judged", incident.id, by=by, at=at)
    return incident


@transaction.atomic
def note(incident_id: UUID, words: str, *, by: Actor, at: datetime) -> None:
    """Write a step into the minutes."""
    incident = locked(incident_id)
    require_runner(by, incident)
    write(incident, "Ghi việc", words_in(words), by, at)
    record("incident.noted", incident.id, by=by, at=at)


@transaction.atomic
def fulfil(duty_id: UUID, how: str, *, by: Actor, at: datetime) -> Duty:
    """Note that something was told, how, and keep the paper as it was then. Late stays late."""
    duty = _locked(duty_id, by)
    told = words_in(how, 1000)
    clock = clock_of(duty.code, localdate(duty.incident.found_at))
    duty.paper = draw_paper(duty.incident, clock.paper, at)
    return _end(duty, DutyState.DONE, told, by, at)


@transaction.atomic
def waive(duty_id: UUID, reason: str, *, by: Actor, at: datetime) -> Duty:
    """Say why something need not be told."""
    return _end(_locked(duty_id, by), DutyState.WAIVED, words_in(reason, 1000), by, at)


def _locked(duty_id: UUID, by: Actor) -> Duty:
    duty = Duty.objects.filter(pk=duty_id).first()
    if duty is None:
        raise NotFound
    incident = locked(duty.incident_id)
    require_runner(by, incident)
    duty = Duty.objects.get(pk=duty_id)
    duty.incident = incident
    if duty.state != DutyState.OPEN:
        raise DoneBefore
    return duty


def _end(duty: Duty, state: DutyState, how: str, by: Actor, at: datetime) -> Duty:
    duty.state, duty.how, duty.ended_at, duty.ended_by = state.value, how, at, by.who
    duty.save()
    late = is_late(duty.due_at, at, at)
    name = clock_of(duty.code, localdate(duty.incident.found_at)).name
    act = "Đã làm" if state is DutyState.DONE else "Không phải làm"
    write(duty.incident, f"{act}: {name}{', trễ hạn' if late else ''}", how, by, at)
    facts = {"code": duty.code, "state": state.value, "late": late}
    record("incident.duty_ended", duty.incident_id, by=by, at=at, **facts)
    return duty
