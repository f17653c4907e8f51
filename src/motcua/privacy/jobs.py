"""What the worker does about the reading of personal data by itself."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.privacy.actions import forget_looks


@app.periodic(cron="30 20 * * *")  # in UTC: at night here
@app.task(name="privacy.forget_looks", queueing_lock="privacy.forget_looks")
def forget_old_looks(timestamp: int) -> None:
    """Forget who looked when it has been kept as long as it is."""
    forget_looks(by=SYSTEM, at=now())
