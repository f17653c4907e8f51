"""Putting a run on another of its steps: sending back, or mending a wrong turn.

A correction may only lead to where the process could have come by itself, so that what follows
runs as drawn: no token is lost to a join, none comes twice.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from motcua.kernel.errors import DomainError
from motcua.workflow.rules.exploring import Places, explore, places_of
from motcua.workflow.rules.marking import Marking, Token, below
from motcua.workflow.rules.moves import displace
from motcua.workflow.rules.shape import Node, Process, TaskNotOpen


class CannotStandThere(DomainError):
    """The process could not continue from there."""

    message = "Không chuyển về bước “{node}” được: từ bước đang làm, quy trình không cho phép."


def corrected(process: Process, marking: Marking, number: int, node: str) -> Marking:
    """Return the marking after a step is left for another one.

    Other open steps stay if the process could have them open beside it, else they are taken away
    with it. Going back to one of several steps side by side leaves the others done. Raises
    `CannotStandThere`.
    """
    token = next((one for one in marking if one.number == number), None)
    target = process.nodes.get(node)
    if token is None:
        raise TaskNotOpen(task=node)
    if target is None or not target.for_people or target.id == token.node:
        raise CannotStandThere(node=target.name if target else node)
    left = _outermost(marking, token)
    known = _reachable(process)
    for candidate in _candidates(process, marking, left, target):
        if places_of(candidate) in known:
            return candidate
    both = _best(process, marking, marking, target, joins=False)
    after = [one for one in marking if one.number != left.number]
    found = both or _best(process, marking, after, target, joins=True)
    if found is None:
        raise CannotStandThere(node=target.name or target.key)
    return found


def _outermost(marking: Marking, token: Token) -> Token:
    """Return the token of the whole step: of a repeated one, the token around its instances."""
    if token.loop < 0:
        return token
    return next(one for one in marking if one.number == token.scope)


def _candidates(process: Process, marking: Marking, token: Token, target: Node) -> list[Marking]:
    """Return what the correction could mean, the one that takes least away first."""
    candidates = []
    if process.nodes[token.node].inside == target.inside:
        candidates.append(displace(process, marking, token.number, target.id))
    scope, last = token.scope, token.number
    by_number = {one.number: one for one in marking}
    while scope and process.nodes[by_number[scope].node].id != target.inside:
        last, scope = scope, by_number[scope].scope
    at_top_or_found = not scope and not target.inside
    if at_top_or_found or (scope and by_number[scope].node == target.inside):
        gone = below(marking, scope) - {last}
        inner = below(marking, last)
        rest = tuple(one for one in marking if one.number not in gone or one.number in inner)
        candidates.append(displace(process, rest, last, target.id))
    return candidates


def _best(
    process: Process, marking: Marking, kept: Sequence[Token], target: Node, *, joins: bool
) -> Marking | None:
    """Return the marking with a step of the process itself open again that keeps most of what is
    open beside it; with `joins`, the other branches count as done and wait for it there."""
    now: dict[tuple[str, ...], Token] = {
        (one.node, one.flow): one for one in kept if one.scope == 0
    }
    best: tuple[int, int, Places] | None = None
    for places in _reachable(process):
        rest = [place for place in places if place != (target.id, "")]
        fresh = [place for place in rest if place not in now]
        if len(rest) + 1 != len(places) or (fresh and not joins):
            continue
        if all(_waits_at_join(process, one) for one in fresh):
            best = max(best or (-1, 0, ()), (len(rest) - len(fresh), -len(fresh), places))
    return _made(marking, now, best[2], target) if best is not None else None


def _made(
    marking: Marking, now: Mapping[tuple[str, ...], Token], places: Places, target: Node
) -> Marking:
    stay = {now[place].number for place in places if place in now}
    stay |= {inner for number in stay for inner in below(marking, number)}
    kept = [one for one in marking if one.number in stay]
    fresh = [place for place in places if place not in now or place == (target.id, "")]
    last = marking[-1].number
    return (*kept, *(Token(last + n, node, 0, flow) for n, (node, flow) in enumerate(fresh, 1)))


def _waits_at_join(process: Process, place: tuple[str, ...]) -> bool:
    return len(place) == 2 and bool(place[1]) and place[0] in process.nodes


@lru_cache(maxsize=200)
def _reachable(process: Process) -> frozenset[Places]:
    return frozenset(map(places_of, explore(process).markings.values()))


def earlier_steps(process: Process, marking: Marking, number: int) -> list[Node]:
    """Return the steps to which a correction may lead, in the order of the process."""
    found = []
    for node in process.tasks():
        try:
            corrected(process, marking, number, node.id)
        except CannotStandThere:
            continue
        found.append(node)
    return found
