"""What the worker does about the reading of personal data by itself."""

from datetime import timedelta

from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.privacy.actions import erase_expired, find_unusual, forget_looks

A_DAY = timedelta(days=1)


@app.periodic(cron="30 20 * * *")  # in UTC: at night here
@app.task(name="privacy.forget_looks", queueing_lock="privacy.forget_looks")
def forget_old_looks(timestamp: int) -> None:
    """Forget who looked when it has been kept as long as it is."""
    forget_looks(by=SYSTEM, at=now())


@app.periodic(cron="10 18 * * *")  # in UTC: shortly after the day has ended here
@app.task(name="privacy.find_unusual", queueing_lock="privacy.find_unusual")
def find_unusual_reading(timestamp: int) -> None:
    """Look for unusual reading on the day that has just ended."""
    find_unusual(localdate() - A_DAY, by=SYSTEM, at=now())


@app.periodic(cron="45 18 * * *")
@app.task(name="privacy.erase_expired", queueing_lock="privacy.erase_expired")
def erase_what_expired(timestamp: int) -> None:
    """Erase drafts, dossiers never accepted and uploads never used, kept as long as they are."""
    erase_expired(by=SYSTEM, at=now())
