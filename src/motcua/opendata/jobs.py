"""What the worker does by itself: publishing the figures every night."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.opendata.actions import publish


@app.periodic(cron="30 20 * * *")  # in UTC: at night here
@app.task(name="opendata.publish", queueing_lock="opendata.publish")
def publish_nightly(timestamp: int) -> None:
    """Count anew and publish."""
    publish(by=SYSTEM, at=now())
