"""How a process runs when nothing special happens: its steps in order, with their markings."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.workflow.rules import Marking, Node, Process, begin, complete, opened


@dataclass(frozen=True, slots=True)
class Move:
    """One step finished: how it ended, what stood open before it, and the marking after it."""

    node: Node
    outcome: str
    opened_by: int
    marking_before: Marking
    marking_after: Marking


def path(process: Process, values: Mapping[str, object], *, refused: bool) -> list[Move]:
    """Return the moves from start to end; `opened_by` is the move that opened the step, or -1."""
    marking = begin(process, values)
    waiting = [(node, -1) for node in opened(process, (), marking)]
    moves: list[Move] = []
    while waiting:
        node, opener = waiting.pop(0)
        outcome = _outcome(node, refused)
        before = marking
        marking = complete(process, marking, node.id, {**values, "outcome": outcome})
        rest = list(before)
        rest.remove(node.id)
        waiting.extend((fresh, len(moves)) for fresh in opened(process, tuple(rest), marking))
        moves.append(Move(node, outcome, opener, before, marking))
    return moves


def _outcome(node: Node, refused: bool) -> str:
    if refused and "refuse" in node.outcomes:
        return "refuse"
    return next(iter(node.outcomes))
