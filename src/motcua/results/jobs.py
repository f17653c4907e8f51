"""What the worker does for the register of results."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.results.actions import count_standings


@app.periodic(cron="*/10 * * * *")
@app.task(name="results.count_standings", queueing_lock="results.count_standings")
def count_standings_once_a_day(timestamp: int) -> None:
    """Count what is in force: after midnight, after an upgrade, and after loading in bulk."""
    count_standings(by=SYSTEM, at=now())
