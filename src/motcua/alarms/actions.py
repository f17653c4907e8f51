"""Alarms begin, rise and end as the measures say; somebody notes what is being done."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.alarms.measuring import judged
from motcua.alarms.models import Alarm
from motcua.alarms.permissions import require_keeper
from motcua.alarms.rules import REMINDER, Change, Level, Open, Reading, changes
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound

TELL = "alarms.tell"  # the job that sends a message


@transaction.atomic
def watch(readings: list[Reading], *, by: Actor, at: datetime) -> list[UUID]:
    """Begin, raise and end alarms as the readings say. Return those that people must be told of:
    what began, rose or ended, and what has gone on for a day since they were told."""
    known = {(one.measure, one.subject): one for one in Alarm.objects.locked_open()}
    still = {key: Open(*key, Level(one.level), one.well_since) for key, one in known.items()}
    to_tell = []
    for change in changes(judged(readings), still, at):
        key = (change.reading.measure, change.reading.subject)
        alarm = known.get(key) or Alarm(measure=key[0], subject=key[1], began_at=at)
        if _apply(alarm, change, by, at):
            to_tell.append(alarm.id)
    return to_tell


def _apply(alarm: Alarm, change: Change, by: Actor, at: datetime) -> bool:
    """Write what has changed; return whether somebody must be told."""
    if change.level is Level.WELL:
        alarm.well_since = alarm.well_since or at
        alarm.ended_at = at if change.ends else None
    else:
        alarm.well_since = None
        alarm.value, alarm.detail = change.reading.value, change.reading.detail
        if change.begins or change.rises:
            alarm.level = change.level
    alarm.save()
    if change.begins or change.rises:
        record("alarm.rang", alarm.id, by=by, at=at, measure=alarm.measure, level=alarm.level)
    if change.ends:
        record("alarm.ended", alarm.id, by=by, at=at, measure=alarm.measure)
    is_old = alarm.told_at is not None and at - alarm.told_at >= REMINDER
    return change.begins or change.rises or change.ends or is_old


@transaction.atomic
def note_told(alarms: list[UUID], *, by: Actor, at: datetime) -> None:
    """Note that people were told of alarms."""
    for alarm in Alarm.objects.filter(pk__in=alarms).order_by("pk").select_for_update():
        alarm.told_at = at
        alarm.save(update_fields=["told_at"])
        record("alarm.told", alarm.id, by=by, at=at)


@transaction.atomic
def take_note(alarm_id: UUID, note: str, *, by: Actor, at: datetime) -> Alarm:
    """Say that an alarm was seen, and what is being done about it.

    Raises:
        NotPermitted: by somebody who does not keep the machines.
        NotFound: there is no such alarm, or it is over.
        InvalidInput: nothing is said.
    """
    alarm = Alarm.objects.filter(pk=alarm_id, ended_at=None).select_for_update().first()
    require_keeper(by)
    if alarm is None:
        raise NotFound
    note = note.strip()
    if not 1 <= len(note) <= 500:
        raise InvalidInput({"note": "Ghi đang xử lý thế nào, tối đa 500 ký tự."})
    alarm.noted_by, alarm.noted_at, alarm.note = by.person, at, note
    alarm.save(update_fields=["noted_by", "noted_at", "note"])
    record("alarm.noted", alarm.id, by=by, at=at)
    return alarm
