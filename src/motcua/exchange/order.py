"""The order of messages: one of a dossier at a time to each peer, the next when it is finished."""

from datetime import datetime

from django.db import connection

from motcua.exchange.models import Message
from motcua.exchange.rules import State

_NEXT = """
UPDATE exchange_message SET due_at = %(at)s WHERE state = 'waiting' AND id = (
    SELECT id FROM exchange_message WHERE peer = %(peer)s AND dossier = %(dossier)s
    AND state IN ('waiting', 'dead') ORDER BY sequence LIMIT 1
)
"""


def finish(message: Message, state: State, at: datetime) -> None:
    """Have a locked message finished, and the next one of its dossier be due."""
    message.state, message.finished_at, message.due_at = state.value, at, None
    message.save(update_fields=["answer", "state", "finished_at", "due_at"])
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"peer": message.peer, "dossier": message.dossier, "at": at})
