"""Carrying a signature request out: asking who keeps the key, and for the time, between two acts.

Run as often as one likes: what is known is not asked again, and the keeper is asked under the
same id each time.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from motcua.kernel.actors import SYSTEM
from motcua.signing import actions, providers
from motcua.signing.laid_out import prepared_of
from motcua.signing.levels import strengthened
from motcua.signing.rules import KeeperRefused, KeeperUnavailable

log = logging.getLogger(__name__)
MOST_TRIES = 120  # a try a minute: two hours
NOT_REACHED = "Nơi giữ khóa hoặc dịch vụ dấu thời gian không trả lời."
Clock = Callable[[], datetime]


def carry_out(request: UUID, clock: Clock) -> bool:
    """Have a request signed; say whether it has come to its end."""
    waiting = actions.begin_try(request, by=SYSTEM, at=clock())
    if waiting is None:
        return True
    prepared = prepared_of(waiting)
    try:
        answer = bytes(waiting.answer) if waiting.answer is not None else b""
        if not answer:
            made = providers.signature(
                waiting.certificate, prepared.attributes, request, again=waiting.tries > 0
            )
            answer = actions.take_answer(request, made, by=SYSTEM, at=clock())
        signed, level = strengthened(prepared, waiting.certificate, answer)
    except KeeperRefused as refusal:
        actions.give_up(request, str(refusal), by=SYSTEM, at=clock())
        return True
    except KeeperUnavailable as trouble:
        log.warning("signature request %s waits: %s", request, trouble)
        return _later(request, waiting.tries + 1, clock)
    actions.finish(request, signed, level, by=SYSTEM, at=clock())
    return True


def _later(request: UUID, tries: int, clock: Clock) -> bool:
    if tries >= MOST_TRIES:
        actions.give_up(request, NOT_REACHED, by=SYSTEM, at=clock())
        return True
    actions.put_off(request, NOT_REACHED, by=SYSTEM, at=clock())
    return False
