"""What the worker does for signing by itself: carrying requests out, and those that wait on."""

from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.signing.actions import CARRY_OUT
from motcua.signing.anchoring import anchor
from motcua.signing.carrying_out import carry_out
from motcua.signing.queries import waiting_requests

BATCH = 200


@app.task(name=CARRY_OUT)
def carry_out_request(request: str) -> None:
    """Have one paper signed by who keeps the key."""
    carry_out(UUID(request), now)


@app.periodic(cron="* * * * *")
@app.task(name="signing.carry_on", queueing_lock="signing.carry_on")
def carry_on(timestamp: int) -> None:
    """Carry on with what still waits: a keeper did not answer, or a worker was killed."""
    for request in waiting_requests(BATCH):
        carry_out(request, now)


@app.periodic(cron="*/20 * * * *")
@app.task(name="signing.anchor", queueing_lock="signing.anchor", lock="signing.anchor")
def anchor_log(timestamp: int) -> None:
    """Anchor the event log outside of the database, well before the hour is over."""
    anchor(now())
