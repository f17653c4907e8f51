"""What the worker does by itself: publishing the figures every night."""

from importlib import import_module

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM


@app.periodic(cron="30 20 * * *")  # in UTC: at night here
@app.task(name="opendata.publish", queueing_lock="opendata.publish")
def publish_nightly(timestamp: int) -> None:
    """Count anew and publish.

    Loaded here alone: pages and a worker with other work do without what writes Parquet.
    """
    import_module("motcua.opendata.actions").publish(by=SYSTEM, at=now())
