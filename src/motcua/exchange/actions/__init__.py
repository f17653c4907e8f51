"""Acts on peers, and on the messages on their way to them."""

from motcua.exchange.actions.dead_letters import AT_ONCE, give_up, retry, retry_all
from motcua.exchange.actions.peers import (
    SetUp,
    discard,
    draft,
    pause,
    propose,
    publish,
    resume,
    save_draft,
    send_back,
)
from motcua.exchange.actions.sending import Outgoing, claim, forget_finished, note_answer

__all__ = [
    "AT_ONCE",
    "Outgoing",
    "SetUp",
    "claim",
    "discard",
    "draft",
    "forget_finished",
    "give_up",
    "note_answer",
    "pause",
    "propose",
    "publish",
    "resume",
    "retry",
    "retry_all",
    "save_draft",
    "send_back",
]
