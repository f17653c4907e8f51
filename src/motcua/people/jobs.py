"""What the worker does for those who sign in by itself."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app


@app.periodic(cron="20 * * * *")
@app.task(name="people.delete_ended_sessions", queueing_lock="people.delete_ended_sessions")
def delete_ended_sessions(timestamp: int) -> None:
    """Delete sessions that have ended, and with them what was typed into pages and waited there."""
    SessionStore.clear_expired()
