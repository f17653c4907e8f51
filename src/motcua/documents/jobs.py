"""What the worker does for files by itself."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.documents.actions import forget_old, seal_open_files
from motcua.documents.personal.reminding import remind_of_expiry
from motcua.documents.personal.retention import erase_due
from motcua.kernel.actors import SYSTEM

MOST_SEALED = 1000  # at once


@app.periodic(cron="20 * * * *")
@app.task(name="documents.forget_uploads", queueing_lock="documents.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Delete what came of files that were never finished."""
    forget_old(by=SYSTEM, at=now())


@app.periodic(cron="5-55/10 * * * *")
@app.task(name="documents.seal_files", queueing_lock="documents.seal_files")
def seal_files(timestamp: int) -> None:
    """Seal some of the files that lie open in the store, from before files were sealed."""
    for _ in seal_open_files(MOST_SEALED, by=SYSTEM, at=now()):
        pass


@app.periodic(cron="15 20 * * *")  # in UTC: at night here
@app.task(name="documents.erase_due", queueing_lock="documents.erase_due")
def erase_stored_papers(timestamp: int) -> None:
    """Erase from personal stores what has been kept as long as the law of the day says."""
    erase_due(by=SYSTEM, at=now())


@app.periodic(cron="30 0 * * *")  # in UTC: in the morning here
@app.task(name="documents.remind_of_expiry", queueing_lock="documents.remind_of_expiry")
def remind_owners(timestamp: int) -> None:
    """Remind people of papers that end in thirty days, where they have consented to it."""
    remind_of_expiry(by=SYSTEM, at=now())
