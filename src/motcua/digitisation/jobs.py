"""What the worker does for papers: reads signed scans, and takes up those a killed worker left."""

from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.digitisation.actions.scanning import READ
from motcua.digitisation.reading import read_copy, unread


@app.task(name=READ)
def read(copy: str) -> None:
    """Read one signed scan."""
    read_copy(UUID(copy), now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="digitisation.read_left", queueing_lock="digitisation.read_left")
def read_left(timestamp: int) -> None:
    """Read the scans that still wait because their worker was killed."""
    for copy in unread(now()):
        read_copy(copy, now)
