"""What the worker does by itself: looking every minute, and telling those who keep the system."""

import socket
import time
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils.timezone import localtime, now
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.alarms.actions import TELL, note_told, watch
from motcua.alarms.measuring import look
from motcua.alarms.models import Alarm
from motcua.alarms.queries import in_words
from motcua.alarms.rules import LEVEL_NAMES, Level
from motcua.alarms.thresholds import measures
from motcua.kernel.actors import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="alarms.watch", queueing_lock="alarms.watch", lock="alarms.watch")
def watch_every_minute(timestamp: int) -> None:
    """Look at every measure, and queue the message about what changed."""
    moment = now()
    changed = watch(look(moment, time.time), by=SYSTEM, at=moment)
    if changed and settings.ALARM_MAIL:
        app.configure_task(TELL).defer(alarms=[str(one) for one in changed])


@app.task(name=TELL, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def tell(alarms: list[str]) -> None:
    """Send one message about several alarms to those who keep the system."""
    found = list(Alarm.objects.filter(pk__in=[UUID(one) for one in alarms]).order_by("began_at"))
    lines = [_line(one) for one in found]
    ongoing = sum(one.ended_at is None for one in found)
    subject = f"Motcua {socket.gethostname()}: {ongoing} cảnh báo" if ongoing else "Motcua: đã ổn"
    body = "\n".join([*lines, "", f"Xem và ghi cách xử lý: {settings.PUBLIC_URL}/canh-bao"])
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, settings.ALARM_MAIL)
    note_told([one.id for one in found], by=SYSTEM, at=now())


def _line(alarm: Alarm) -> str:
    measure = measures()[alarm.measure]
    name = f"{measure.name} ({alarm.subject})" if alarm.subject else measure.name
    since = f"từ {localtime(alarm.began_at):%H:%M %d/%m}"
    if alarm.ended_at is not None:
        return f"ĐÃ ỔN: {name}, {since} đến {localtime(alarm.ended_at):%H:%M %d/%m}."
    level = LEVEL_NAMES[Level(alarm.level)].upper()
    return f"{level}: {name}: {in_words(measure, alarm.value)}, {since}."
