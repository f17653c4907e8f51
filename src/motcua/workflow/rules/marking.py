"""Where the tokens of a run stand, and what is read from it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from motcua.workflow.rules.shape import FOR_PEOPLE, Kind, Process, Trigger

NOT_REPEATED = -1


class Token(NamedTuple):
    """One token. A number is never used for two tokens of one marking, nor for the next one.

    `scope` is the number of the token around it, 0 for the process; `flow` the arrow by which it
    reached a join. Of a repeated step, the token around has a `size`, those inside a `loop`.
    """

    number: int
    node: str
    scope: int = 0
    flow: str = ""
    loop: int = NOT_REPEATED
    size: int = NOT_REPEATED


Marking = tuple[Token, ...]


def key_of(process: Process, token: Token) -> str:
    """Return what a script calls a step: its id, and its place among repeated ones."""
    key = process.nodes[token.node].key
    return key if token.loop < 0 else f"{key}[{token.loop}]"


def is_finished(marking: Marking) -> bool:
    """Say whether no token is left."""
    return not marking


def is_work(process: Process, token: Token) -> bool:
    """Say whether a token waits for somebody to do something: a person, or a service."""
    kind = process.nodes[token.node].kind
    return (kind in FOR_PEOPLE or kind is Kind.SERVICE_TASK) and token.size < 0


def waits_for_people(process: Process, marking: Marking) -> list[Token]:
    """Return the tokens at steps for people, in order of their numbers."""
    nodes = process.nodes
    return [token for token in marking if token.size < 0 and nodes[token.node].for_people]


def events_at(process: Process, token: Token) -> Iterator[str]:
    """Return the events that a token waits for: its own, those behind its gateway, and those on
    the border of its activity."""
    node = process.nodes[token.node]
    if node.kind is Kind.EVENT_BASED:
        yield from (flow.target for flow in process.flows_out[node.id])
    elif node.kind in {Kind.CATCH, Kind.RECEIVE_TASK, Kind.START}:
        yield node.id
    if token.loop < 0:
        yield from process.boundaries.get(node.id, ())


def waiting(process: Process, marking: Marking) -> list[str]:
    """Return the sorted keys of open steps and of the events waited for between steps; what waits
    on a border, and the message that starts the run, are not among them."""
    found: list[str] = []
    for token in marking:
        if is_work(process, token):
            found.append(key_of(process, token))
        found.extend(
            process.nodes[event].key
            for event in events_at(process, token)
            if process.nodes[event].kind not in {Kind.BOUNDARY, Kind.START}
        )
    return sorted(found)


def awaiting(
    process: Process, marking: Marking, trigger: Trigger, name: str
) -> list[tuple[Token, str]]:
    """Return which tokens wait for an event, by its name, and at which node."""
    return [
        (token, event)
        for token in marking
        for event in events_at(process, token)
        if process.nodes[event].trigger is trigger and process.nodes[event].event == name
    ]


def below(tokens: Iterable[Token], number: int) -> set[int]:
    """Return the numbers of the tokens inside the token of this number, at every depth."""
    found: set[int] = set()
    scopes = {number}
    while scopes:
        inside = {token.number for token in tokens if token.scope in scopes}
        scopes = inside - found
        found |= inside
    return found
