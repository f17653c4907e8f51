"""What the worker does for files by itself."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.documents.actions import forget_old
from motcua.kernel.actors import SYSTEM


@app.periodic(cron="20 * * * *")
@app.task(name="documents.forget_uploads", queueing_lock="documents.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Delete what came of files that were never finished."""
    forget_old(by=SYSTEM, at=now())
