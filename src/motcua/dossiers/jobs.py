"""What the worker does for dossiers by itself: timers that are due, services, signals."""

import logging
from itertools import chain, islice
from uuid import UUID

from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from motcua.deadlines.queries import working_calendar
from motcua.dossiers.actions import begin_check, fire_timer, note_stage, send_digest
from motcua.dossiers.actions.bulk import SIGN_BULK
from motcua.dossiers.actions.calendars import RECOUNT
from motcua.dossiers.bulk_signing import carry_out as carry_out_bulk
from motcua.dossiers.bulk_signing import unfinished as unfinished_bulk
from motcua.dossiers.clock import NEAR
from motcua.dossiers.filling_times import count_filling_times
from motcua.dossiers.lateness_figures import count_lateness
from motcua.dossiers.recounts import HANDS, carry_out, unfinished
from motcua.dossiers.usual_times import count_usual_times
from motcua.dossiers.watching import digests, stages_due, unanswered
from motcua.dossiers.where_time_goes import count_where_time_goes
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.workflow.queries import timers_due

log = logging.getLogger(__name__)
BATCH = 200
MOST_NOTED = 2_000  # stages of limits in one run: other work waits meanwhile; the next goes on


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.fire_timers", queueing_lock="dossiers.fire_timers")
def fire_timers(timestamp: int) -> None:
    """Fire the timers that are due; one that cannot is left, and said."""
    for timer in timers_due(now(), BATCH):
        try:
            fire_timer(DossierId(timer.subject), timer.id, by=SYSTEM, at=now())
        except DomainError as refusal:
            log.warning("timer %s of %s did not fire: %s", timer.node, timer.subject, refusal)


@app.task(name=RECOUNT)
def recount_dues(recount: str) -> None:
    """Carry out a recount that was asked for."""
    carry_out(UUID(recount), now, HANDS)


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.finish_recounts", queueing_lock="dossiers.finish_recounts")
def finish_recounts(timestamp: int) -> None:
    """Carry out the recounts that still wait because their worker was killed."""
    for recount in unfinished():
        carry_out(recount, now, HANDS)


@app.task(name=SIGN_BULK)
def sign_bulk(bulk: str) -> None:
    """Sign the dossiers of one bulk signing."""
    carry_out_bulk(UUID(bulk), now)


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.finish_bulk", queueing_lock="dossiers.finish_bulk")
def finish_bulk(timestamp: int) -> None:
    """Sign what still waits of bulk signings: their worker was killed, or another was at it."""
    for bulk in unfinished_bulk():
        carry_out_bulk(bulk, now)


@app.periodic(cron="0 18 * * *")  # in UTC: at night here
@app.task(name="dossiers.check_dues", queueing_lock="dossiers.check_dues")
def check_dues_nightly(timestamp: int) -> None:
    """Compare every stored due moment with what its facts say, and put right what differs."""
    check = begin_check(by=SYSTEM, at=now())
    carry_out(check.id, now, HANDS)
    check.refresh_from_db()
    if check.moved:
        log.error("%s stored due moments differed from their facts", check.moved)


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.watch_due_dates", queueing_lock="dossiers.watch_due_dates")
def watch_due_dates(timestamp: int) -> None:
    """Note what has come due in running limits: warnings, apologies owed, lateness."""
    moment = now()
    for one in islice(chain(unanswered(moment), stages_due(moment)), MOST_NOTED):
        note_stage(
            DossierId(one.dossier),
            one.stage,
            due_at=one.due_at,
            told=one.told,
            by=SYSTEM,
            at=moment,
        )


@app.periodic(cron="0 0 * * *")  # in UTC: at seven in the morning here
@app.task(name="dossiers.tell_mornings", queueing_lock="dossiers.tell_mornings")
def tell_mornings(timestamp: int) -> None:
    """Tell officers on the morning of a working day what is near and what is late."""
    moment = now()
    if not working_calendar().is_working(localdate(moment)):
        return
    for one in digests(moment, moment + NEAR):
        send_digest(
            one.officer,
            near=one.near,
            overdue=one.overdue,
            whole_unit=one.whole_unit,
            by=SYSTEM,
            at=moment,
        )


@app.periodic(cron="30 19 * * *")  # in UTC: at night here
@app.task(name="dossiers.count_usual_times", queueing_lock="dossiers.count_usual_times")
def count_usual_times_nightly(timestamp: int) -> None:
    """Count anew how long each step of each procedure usually takes, and filling in its form."""
    count_usual_times(at=now())
    count_filling_times(at=now())


@app.periodic(cron="45 19 * * *")
@app.task(name="dossiers.count_figures", queueing_lock="dossiers.count_figures")
def count_figures_nightly(timestamp: int) -> None:
    """Count anew how many dossiers were late and why, and where the time goes."""
    count_lateness(at=now())
    count_where_time_goes(at=now())
