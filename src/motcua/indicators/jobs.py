"""What the worker does for figures by itself: counting anew, following the catalogue."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.indicators.actions import count_month, follow_catalogue, refresh_figures
from motcua.kernel.actors import SYSTEM

MONTHS_AT_ONCE = 12


@app.periodic(cron="15 19 * * *")  # in UTC: at night here
@app.task(name="indicators.follow_catalogue", queueing_lock="indicators.follow_catalogue")
def follow_catalogue_nightly(timestamp: int) -> None:
    """Derive the facts of procedures anew."""
    follow_catalogue(by=SYSTEM, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="indicators.refresh_figures", queueing_lock="indicators.refresh_figures")
def refresh_every_minute(timestamp: int) -> None:
    """Count anew what changed since the last minute."""
    refresh_figures(by=SYSTEM, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="indicators.count_months", queueing_lock="indicators.count_months")
def count_months_every_minute(timestamp: int) -> None:
    """Count months of the nine indexes that are not counted yet, a year of them at most."""
    for _ in range(MONTHS_AT_ONCE):
        if not count_month(by=SYSTEM, at=now()):
            break
