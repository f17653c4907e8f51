"""What the worker does for dossiers by itself: timers that are due, services, signals."""

import logging

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.dossiers.actions.course import fire_timer
from motcua.dossiers.lateness_figures import count_lateness
from motcua.dossiers.usual_times import count_usual_times
from motcua.dossiers.where_time_goes import count_where_time_goes
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.workflow.queries import timers_due

log = logging.getLogger(__name__)
BATCH = 200


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.fire_timers", queueing_lock="dossiers.fire_timers")
def fire_timers(timestamp: int) -> None:
    """Fire the timers that are due; one that cannot is left, and said."""
    for timer in timers_due(now(), BATCH):
        try:
            fire_timer(DossierId(timer.subject), timer.id, by=SYSTEM, at=now())
        except DomainError as refusal:
            log.warning("timer %s of %s did not fire: %s", timer.node, timer.subject, refusal)


@app.periodic(cron="30 19 * * *")  # in UTC: at night here
@app.task(name="dossiers.count_usual_times", queueing_lock="dossiers.count_usual_times")
def count_usual_times_nightly(timestamp: int) -> None:
    """Count anew how long each step of each procedure usually takes."""
    count_usual_times(at=now())


@app.periodic(cron="45 19 * * *")
@app.task(name="dossiers.count_figures", queueing_lock="dossiers.count_figures")
def count_figures_nightly(timestamp: int) -> None:
    """Count anew how many dossiers were late and why, and where the time goes."""
    count_lateness(at=now())
    count_where_time_goes(at=now())
