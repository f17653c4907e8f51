"""What the worker does for the exchange: sending what is due, and forgetting what is long over.

Sending has a thread of its own beside the queue of jobs, and each peer has lanes of its own: a slow
peer holds up neither the jobs nor the other peers.
"""

import logging
import secrets
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from motcua.exchange.actions import Outgoing, claim, forget_finished, note_answer
from motcua.exchange.models import Line
from motcua.exchange.queries import lines_to_serve
from motcua.exchange.rules import OPENS_AFTER, Answer
from motcua.exchange.sending import send
from motcua.kernel.actors import SYSTEM

LANES = 8  # messages on their way to one peer at once
PAUSE = 0.5  # seconds between two looks when nothing is due
LONGEST_WAIT = 30.0  # seconds between two attempts to reach a database that is away
log = logging.getLogger(__name__)


class Sender:
    """Sends what is due, on a few lanes for each peer; one at a time to a peer that fails."""

    def __init__(self, lanes: int = LANES) -> None:
        self._lanes = lanes
        self._crews: dict[str, ThreadPoolExecutor] = {}
        self._on_the_way: dict[Future[Answer], Outgoing] = {}

    def step(self) -> bool:
        """Send what is due and note what was answered meanwhile; say whether there is more."""
        taken = sum(self._send(line) for line in lines_to_serve(now()))
        done, _ = wait(self._on_the_way, timeout=PAUSE, return_when=FIRST_COMPLETED)
        for future in done:
            self._note(future)
        return bool(taken or done or self._on_the_way)

    def _send(self, line: Line) -> int:
        busy = sum(1 for one in self._on_the_way.values() if one.peer == line.peer)
        free = (1 if line.failures >= OPENS_AFTER else self._lanes) - busy
        if free <= 0:
            return 0
        crew = self._crews.setdefault(
            line.peer, ThreadPoolExecutor(self._lanes, thread_name_prefix="exchange")
        )
        messages = claim(line.peer, free, by=SYSTEM, at=now())
        for message in messages:
            self._on_the_way[crew.submit(send, message, int(now().timestamp()))] = message
        return len(messages)

    def _note(self, future: Future[Answer]) -> None:
        message, answer = self._on_the_way.pop(future), future.result()
        chance = secrets.randbelow(1000) / 1000
        note_answer(message.id, message.attempt, answer, chance=chance, by=SYSTEM, at=now())

    def close(self) -> None:
        """Wait for what is on its way and note it."""
        wait(self._on_the_way)
        for future in list(self._on_the_way):
            self._note(future)
        for crew in self._crews.values():
            crew.shutdown()


def send_until(stop: threading.Event) -> None:
    """Send what is due again and again; wait longer and longer while the database is away.

    What was answered and could not be noted is sent again under its id when its lease is over.
    """
    sender, pause = Sender(), PAUSE
    while not stop.wait(pause):
        try:
            close_old_connections()
            pause = 0.0 if sender.step() else PAUSE
        except (OperationalError, InterfaceError):
            pause = min(max(pause, PAUSE) * 2, LONGEST_WAIT)
            log.warning("the database is away; next attempt in %.1f s", pause)
            connection.close()
    try:
        sender.close()
    except (OperationalError, InterfaceError):
        log.warning("the database is away; what is on its way is sent again")
    connection.close()


@app.periodic(cron="55 20 * * *")
@app.task(name="exchange.forget", queueing_lock="exchange.forget", lock="exchange.forget")
def forget_messages(timestamp: int) -> None:
    """Forget messages that were finished long ago; what a peer must know again is asked of it."""
    at = now()
    forget_finished(at - timedelta(days=settings.EXCHANGE_KEPT_DAYS), by=SYSTEM, at=at)
