"""The engine: a compiled process, a marking and an event in; a marking and effects out.

Pure functions after the execution semantics of BPMN 2.0.2, chapter 13. A move runs until every
token waits: for a person, a service, an event, or the other tokens of a join.
"""

from motcua.workflow.rules.marking import Marking, Token, events_at, is_work, key_of
from motcua.workflow.rules.shape import TOP, NotAwaited, Process, TaskNotOpen, Trigger
from motcua.workflow.rules.turn import NOTHING, Chooser, Move, Thrown, Turn, Values

__all__ = [
    "Chooser", "Move", "Thrown", "Values", "begin", "complete", "complete_by_key", "displace",
    "fail", "fire", "occur",
]  # fmt: skip


def begin(
    process: Process, values: Values, *, message: str = "", choose: Chooser | None = None
) -> Move:
    """Start a run: at the plain start, or at the one that a message of this name opens.

    A process that only messages start waits for one.
    """
    turn = Turn(process, (), values, choose)
    starts = [process.nodes[name] for name in process.starts.get(TOP, ())]
    for start in starts:
        if start.event == message:
            turn.leave(start, 0)
            return turn.settled()
    if message:
        raise NotAwaited(event=message)
    for start in starts:
        turn.put(start.id, 0)
    return turn.settled()


def complete(
    process: Process,
    marking: Marking,
    number: int,
    values: Values,
    *,
    choose: Chooser | None = None,
) -> Move:
    """Finish the step at which this token waits; `values` is what conditions may read."""
    token = _token(marking, number)
    if token is None or not is_work(process, token):
        raise TaskNotOpen(task=number)
    turn = Turn(process, marking, values, choose)
    turn.finish(token)
    return turn.settled()


def complete_by_key(process: Process, marking: Marking, key: str, values: Values) -> Move:
    """Finish the open step that scripts call by this key; of several, the earliest opened."""
    for token in marking:
        if is_work(process, token) and key_of(process, token) == key:
            return complete(process, marking, token.number, values)
    raise TaskNotOpen(task=key)


def occur(
    process: Process,
    marking: Marking,
    trigger: Trigger,
    name: str,
    values: Values,
    *,
    choose: Chooser | None = None,
) -> Move:
    """Let a message or a signal of this name reach every token that waits for it now."""
    turn = Turn(process, marking, values, choose)
    if not turn.reach(trigger, name):
        raise NotAwaited(event=name)
    return turn.settled()


def fire(
    process: Process,
    marking: Marking,
    number: int,
    event: str,
    values: Values,
    *,
    choose: Chooser | None = None,
) -> Move:
    """Let one event happen to one token that waits for it: a timer that is due."""
    token = _token(marking, number)
    if token is None or event not in events_at(process, token):
        raise NotAwaited(event=event)
    turn = Turn(process, marking, values, choose)
    turn.happen(token, process.nodes[event])
    return turn.settled()


def fail(process: Process, marking: Marking, number: int, error: str, values: Values) -> Move:
    """Let a step or a service end in an error, which the nearest border catches.

    Refused when no activity around it has a border event for this error.
    """
    token = _token(marking, number)
    if token is None or not is_work(process, token):
        raise TaskNotOpen(task=number)
    turn = Turn(process, marking, values)
    if not turn.caught(turn.tokens[token.scope] if token.loop >= 0 else token, error):
        raise NotAwaited(event=error)
    return turn.settled()


def displace(
    process: Process, marking: Marking, number: int, node: str, values: Values = NOTHING
) -> Marking:
    """Put one token on another step of the same scope, whatever the arrows say (a correction).

    Of a repeated step every instance is left.
    """
    token = _token(marking, number)
    if token is None:
        raise TaskNotOpen(task=number)
    turn = Turn(process, marking, values)
    if token.loop >= 0:
        token = turn.tokens[token.scope]
    turn.drop(token.number)
    turn.arrive(process.nodes[node], token.scope, "")
    return turn.settled().marking


def _token(marking: Marking, number: int) -> Token | None:
    for token in marking:
        if token.number == number:
            return token
    return None
