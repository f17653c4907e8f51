"""What the worker does for accounts, where posts and people are both needed."""

from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.organisations.queries import everybody_in_office
from motcua.people.actions import close_idle_accounts


@app.periodic(cron="10 1 * * *")
@app.task(name="web.close_idle_accounts", queueing_lock="web.close_idle_accounts")
def close_idle(timestamp: int) -> None:
    """Close accounts of staff that nobody has used for as long as the policy says."""
    close_idle_accounts(everybody_in_office(localdate()), by=SYSTEM, at=now())
