"""One move of the engine under way: tokens follow arrows until every one of them waits.

The semantics are those of BPMN 2.0.2, chapter 13. Everything here is in memory and of one move;
what may happen to a run is said in `moves`.
"""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from motcua.kernel.expressions import evaluate, holds
from motcua.workflow.rules.data import decided
from motcua.workflow.rules.marking import Marking, Token, awaiting, below
from motcua.workflow.rules.shape import (
    Flow,
    Kind,
    Node,
    NoWayOut,
    Process,
    ProcessRefused,
    Trigger,
)

MAX_MOVES = 50_000  # a process that loops without a person would otherwise never settle

Values = Mapping[str, object]
NOTHING: Values = MappingProxyType({})
# Which arrows a node's token leaves by. The engine reads conditions; the checker tries them all.
Chooser = Callable[[Process, Node, Values], Sequence[Flow]]
Place = tuple[str, int]  # a node in a scope


class Thrown(NamedTuple):
    """A message or a signal that the process gave off."""

    trigger: Trigger
    name: str


class Move(NamedTuple):
    """What one event did: where the tokens are now, which ends they reached, what was given off
    and which data the process itself has set."""

    marking: Marking
    ends: tuple[str, ...] = ()
    thrown: tuple[Thrown, ...] = ()
    data: Values = NOTHING


def by_conditions(process: Process, node: Node, values: Values) -> Sequence[Flow]:
    """Return the arrows whose conditions hold: one after an exclusive gateway, else all of them."""
    chosen: list[Flow] = []
    default: Flow | None = None
    flows = process.flows_out[node.id]
    for flow in flows:
        if flow.id == node.default:
            default = flow
        elif not flow.condition or holds(flow.condition, values):
            if node.kind is Kind.EXCLUSIVE:
                return (flow,)
            chosen.append(flow)
    if not chosen and default is not None:
        return (default,)
    if not chosen and flows:
        raise NoWayOut(node=node.name or node.key)
    return chosen


class Turn:
    """One move under way: the tokens that wait, and the arrows still to be followed."""

    __slots__ = (
        "at_joins", "choose", "data", "ends", "last", "on_the_way", "process", "thrown", "tokens",
        "values",
    )  # fmt: skip

    def __init__(
        self, process: Process, marking: Marking, values: Values, choose: Chooser | None = None
    ) -> None:
        self.process = process
        self.tokens = {token.number: token for token in marking}
        self.last = marking[-1].number if marking else 0
        self.values = values
        self.choose = choose or by_conditions
        self.on_the_way: deque[tuple[str, int, str]] = deque()
        self.at_joins: Counter[Place] | None = None
        self.ends: list[str] = []
        self.thrown: list[Thrown] = []
        self.data: dict[str, object] = {}

    def put(self, node: str, scope: int, flow: str = "", loop: int = -1, size: int = -1) -> Token:
        """Let a token wait."""
        self.last += 1
        token = self.tokens[self.last] = Token(self.last, node, scope, flow, loop, size)
        return token

    def drop(self, number: int) -> None:
        """Take a token away, with everything inside it."""
        token = self.tokens.pop(number)
        if token.size >= 0 or self.process.nodes[token.node].is_scope:
            self.empty(number)

    def empty(self, number: int) -> None:
        """Take away everything inside a scope, also what is on its way there."""
        gone = below(self.tokens.values(), number)
        for one in gone:
            self.tokens.pop(one)
        gone.add(number)
        self.on_the_way = deque(way for way in self.on_the_way if way[1] not in gone)

    def leave(self, node: Node, scope: int) -> None:
        """Send tokens along the arrows that this node's token leaves by."""
        flows: Sequence[Flow] = self.process.flows_out[node.id]
        if len(flows) != 1 or flows[0].condition:
            flows = self.choose(self.process, node, self.values)
        for flow in flows:
            self.on_the_way.append((flow.target, scope, flow.id))

    def settled(self) -> Move:
        """Follow every arrow until all tokens wait, then return the move."""
        moves = 0
        nodes = self.process.nodes
        while self.on_the_way or self._left_scopes() or self._fired_join():
            while self.on_the_way:
                target, scope, flow = self.on_the_way.popleft()
                self.arrive(nodes[target], scope, flow)
                moves += 1
                if moves > MAX_MOVES:
                    raise ProcessRefused(reason="lặp mãi mà không có bước nào cho người làm")
        return Move(tuple(self.tokens.values()), tuple(self.ends), tuple(self.thrown), self.data)

    def arrive(self, node: Node, scope: int, flow: str) -> None:
        """Let a token reach a node: it waits there, goes in, or goes on."""
        _ARRIVALS[node.kind](self, node, scope, flow)

    def finish(self, token: Token) -> None:
        """End a step, or one instance of a repeated one."""
        node = self.process.nodes[token.node]
        del self.tokens[token.number]
        if token.loop < 0:
            self.leave(node, token.scope)
            return
        assert node.loop is not None
        around = self.tokens[token.scope]
        enough = bool(node.loop.until) and holds(node.loop.until, self.values)
        if node.loop.sequential and token.loop + 1 < around.size and not enough:
            self.put(node.id, around.number, loop=token.loop + 1)
        elif enough or not any(one.scope == around.number for one in self.tokens.values()):
            self.drop(around.number)
            self.leave(node, around.scope)

    def happen(self, token: Token, event: Node) -> None:
        """Let an event happen to a token: it goes on from the event; a border event that does not
        interrupt adds a token instead."""
        if event.kind is Kind.START:
            self.tokens.clear()  # one start begins the run; the others are no longer waited for
        elif event.kind is not Kind.BOUNDARY or event.interrupting:
            self.drop(token.number)
        self.leave(event, token.scope)

    def reach(self, trigger: Trigger, name: str) -> bool:
        """Let a message or signal happen to all that wait for it now; say whether any did."""
        reached = awaiting(self.process, tuple(self.tokens.values()), trigger, name)
        for token, event in reached:
            if token.number in self.tokens:
                self.happen(token, self.process.nodes[event])
        return bool(reached)

    def caught(self, host: Token, error: str) -> bool:
        """Let an error interrupt the nearest activity whose border catches it, this one or one
        around it (BPMN 2.0.2 §10.5.7); say whether any did."""
        while True:
            catcher = self._catcher_on(host, error)
            if catcher is not None:
                self.happen(host, catcher)
                return True
            if not host.scope:
                return False
            host = self.tokens[host.scope]

    def _catcher_on(self, host: Token, error: str) -> Node | None:
        events = [self.process.nodes[name] for name in self.process.boundaries.get(host.node, ())]
        catching = [event for event in events if event.trigger is Trigger.ERROR]
        for event in catching:
            if event.event == error:
                return event
        return next((event for event in catching if not event.event), None)

    def _left_scopes(self) -> bool:
        """Go on from the subprocesses in which no token is left."""
        if not self.process.has_scopes:
            return False
        held = {token.scope for token in self.tokens.values()}
        nodes = self.process.nodes
        left = [
            token
            for token in self.tokens.values()
            if token.number not in held and nodes[token.node].is_scope
        ]
        for token in left:
            del self.tokens[token.number]
            self.leave(nodes[token.node], token.scope)
        return bool(left)

    def _fired_join(self) -> bool:
        """Fire one inclusive join that no other token can still reach (BPMN 2.0.2 §13.4.3)."""
        if not self.process.joins:
            return False
        looked_at: set[Place] = set()
        for token in self.tokens.values():
            place = (token.node, token.scope)
            if token.node not in self.process.reach or place in looked_at:
                continue
            looked_at.add(place)
            if self._is_awaited_by_nobody(token):
                self.take(place)
                self.leave(self.process.nodes[token.node], token.scope)
                return True
        return False

    def take(self, place: Place) -> None:
        """Take one token that waits at a join from each of its arrows, the earliest."""
        first: dict[str, int] = {}
        for token in self.tokens.values():
            if (token.node, token.scope) == place:
                first.setdefault(token.flow, token.number)
        for number in first.values():
            del self.tokens[number]
        self.at_joins = None

    def _is_awaited_by_nobody(self, token: Token) -> bool:
        """Say whether no token beside it may still come to a join by an arrow where none waits.

        A token that may as well come by an arrow where one waits is not waited for.
        """
        reach = self.process.reach[token.node]
        bits = self.process.bits
        beside = [one for one in self.tokens.values() if one.scope == token.scope]
        filled = 0
        for one in beside:
            if one.node == token.node:
                filled |= bits.get(one.flow, 0)
        return not any(
            may_reach & ~filled and not may_reach & filled
            for may_reach in (reach.get(one.node, 0) for one in beside if one.node != token.node)
        )


def _wait(turn: Turn, node: Node, scope: int, flow: str) -> None:
    turn.put(node.id, scope)


def _pass(turn: Turn, node: Node, scope: int, flow: str) -> None:
    turn.leave(node, scope)


def _wait_for_people(turn: Turn, node: Node, scope: int, flow: str) -> None:
    if node.loop is None:
        turn.put(node.id, scope)
        return
    items = turn.values.get(node.loop.collection)
    if not isinstance(items, list | tuple):
        raise ProcessRefused(reason=f"“{node.loop.collection}” của bước “{node.key}” chưa có")
    if not items:
        turn.leave(node, scope)
        return
    around = turn.put(node.id, scope, size=len(items))
    for index in range(1 if node.loop.sequential else len(items)):
        turn.put(node.id, around.number, loop=index)


def _enter(turn: Turn, node: Node, scope: int, flow: str) -> None:
    around = turn.put(node.id, scope)
    for start in turn.process.starts.get(node.id, ()):
        if turn.process.nodes[start].trigger is Trigger.NONE:
            turn.leave(turn.process.nodes[start], around.number)


def _join_all(turn: Turn, node: Node, scope: int, flow: str) -> None:
    arrows = len(turn.process.arriving[node.id])
    if arrows < 2 or not flow:
        turn.leave(node, scope)
        return
    if turn.at_joins is None:
        turn.at_joins = Counter((one.node, one.scope) for one in turn.tokens.values() if one.flow)
    place = (node.id, scope)
    turn.put(node.id, scope, flow)
    turn.at_joins[place] += 1
    if turn.at_joins[place] < arrows:
        return
    waiting = {one.flow for one in turn.tokens.values() if (one.node, one.scope) == place}
    if len(waiting) == arrows:
        turn.take(place)
        turn.leave(node, scope)


def _join_those_that_come(turn: Turn, node: Node, scope: int, flow: str) -> None:
    if node.id in turn.process.reach and flow:
        turn.put(node.id, scope, flow)
    else:
        turn.leave(node, scope)


def _give_off(turn: Turn, node: Node, scope: int, flow: str) -> None:
    if node.trigger is not Trigger.NONE:
        turn.thrown.append(Thrown(node.trigger, node.event))
    if node.trigger is Trigger.SIGNAL:
        turn.reach(Trigger.SIGNAL, node.event)
    turn.leave(node, scope)


def _decide(turn: Turn, node: Node, scope: int, flow: str) -> None:
    if node.result:
        stored, read = decided(
            turn.process.properties, node.result, evaluate(node.decision, turn.values)
        )
        turn.data[node.result] = stored
        turn.values = {**turn.values, node.result: read}
    turn.leave(node, scope)


def _end(turn: Turn, node: Node, scope: int, flow: str) -> None:
    turn.ends.append(node.key)
    if node.trigger is Trigger.TERMINATE:
        turn.empty(scope)
    elif node.trigger is Trigger.ERROR and not (
        scope and turn.caught(turn.tokens[scope], node.event)
    ):
        turn.empty(0)  # an error that nothing catches ends the whole run


_ARRIVALS: Mapping[Kind, Callable[[Turn, Node, int, str], None]] = {
    Kind.START: _pass,
    Kind.END: _end,
    Kind.USER_TASK: _wait_for_people,
    Kind.MANUAL_TASK: _wait_for_people,
    Kind.TASK: _wait_for_people,
    Kind.SERVICE_TASK: _wait,
    Kind.SEND_TASK: _give_off,
    Kind.RECEIVE_TASK: _wait,
    Kind.RULE_TASK: _decide,
    Kind.EXCLUSIVE: _pass,
    Kind.PARALLEL: _join_all,
    Kind.INCLUSIVE: _join_those_that_come,
    Kind.EVENT_BASED: _wait,
    Kind.SUBPROCESS: _enter,
    Kind.CALL: _enter,
    Kind.CATCH: _wait,
    Kind.THROW: _give_off,
    Kind.BOUNDARY: _pass,
}
