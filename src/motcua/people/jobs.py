"""What the worker does for those who sign in by itself."""

import logging

from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.people.actions import forget_ended_sign_ins
from motcua.people.queries import every_provider
from motcua.people.vouching import refresh

log = logging.getLogger(__name__)


@app.periodic(cron="20 * * * *")
@app.task(name="people.delete_ended_sessions", queueing_lock="people.delete_ended_sessions")
def delete_ended_sessions(timestamp: int) -> None:
    """Delete sessions that have ended, and with them what was typed into pages and waited there."""
    SessionStore.clear_expired()
    forget_ended_sign_ins(by=SYSTEM, at=now())


@app.periodic(cron="50 * * * *")
@app.task(name="people.ask_providers", queueing_lock="people.ask_providers")
def ask_providers(timestamp: int) -> None:
    """Read anew what the identity providers publish; one that is away keeps what was known."""
    for known in every_provider():
        try:
            refresh(known, at=now())
        except DomainError as refusal:
            log.warning("identity provider %s: %s", known.code, refusal)
