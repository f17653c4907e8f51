"""How a process runs when nothing special happens: its steps in order, with their markings."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.workflow.rules import (
    Marking,
    Node,
    Process,
    Token,
    begin,
    complete,
    readable,
    waits_for_people,
)


@dataclass(frozen=True, slots=True)
class Move:
    """One step finished: its token, how it ended, which move opened it, and the marking after."""

    node: Node
    token: Token
    outcome: str
    opened_by: int
    marking_after: Marking


def path(process: Process, known: Mapping[str, object], *, refused: bool) -> list[Move]:
    """Return the moves from start to end; `opened_by` is the move that opened the step, or -1."""
    values = readable(process.properties, known)
    marking = begin(process, values).marking
    waiting = [(token, -1) for token in waits_for_people(process, marking)]
    moves: list[Move] = []
    while waiting:
        token, opener = waiting.pop(0)
        node = process.nodes[token.node]
        outcome = _outcome(node, refused)
        before = {one.number for one in marking}
        marking = complete(process, marking, token.number, {**values, "outcome": outcome}).marking
        fresh = [one for one in waits_for_people(process, marking) if one.number not in before]
        waiting.extend((one, len(moves)) for one in fresh)
        moves.append(Move(node, token, outcome, opener, marking))
    return moves


def _outcome(node: Node, refused: bool) -> str:
    if refused and "refuse" in node.outcomes:
        return "refuse"
    return next(iter(node.outcomes))
