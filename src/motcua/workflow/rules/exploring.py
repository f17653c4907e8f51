"""Every marking that a process can reach, found by trying every branch and every event."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import combinations

from motcua.workflow.rules import moves
from motcua.workflow.rules.marking import Marking, Token, below, events_at, is_work
from motcua.workflow.rules.moves import Values
from motcua.workflow.rules.shape import TOP, Flow, Kind, Node, Process, Trigger

MOST_EFFORT = 200_000  # tokens looked at, and as many for every move: bounds time and memory
ONE_MOVE = 12
MOST_BRANCHES = 4  # of one inclusive gateway of which every combination is tried
RESTING = "?"  # ends the id of a place at which a token rests before it goes on
HAPPENED = "!"  # stands before a border event that has added its token

# Where tokens stand, whatever their numbers: the path of nodes around each, and its arrow.
Places = tuple[tuple[str, ...], ...]
Options = Sequence[Sequence[Flow]]


class Order(Enum):
    """In which order steps open side by side are tried.

    `EVERY` order shows everything. With `GATEWAYS_FIRST` a token leaves a gateway before anything
    else happens, as when the process runs. With `ONE_BY_ONE` only the first token is moved: when
    steps do not influence each other, their order cannot change where the process gets stuck.
    """

    EVERY = 1
    GATEWAYS_FIRST = 2
    ONE_BY_ONE = 3


@dataclass(slots=True)
class Explored:
    """What was found: every marking once, what follows which, and whether that is all."""

    process: Process
    markings: dict[Places, Marking] = field(default_factory=dict)
    before: dict[Places, set[Places]] = field(default_factory=dict)
    effort: int = 0
    whole: bool = True

    def leading_to_an_end(self) -> set[Places]:
        """Return the markings from which the process can finish."""
        found: set[Places] = set()
        waiting: list[Places] = [()]
        while waiting:
            places = waiting.pop()
            if places not in found:
                found.add(places)
                waiting.extend(self.before.get(places, ()))
        return found


def places_of(marking: Marking) -> Places:
    """Return where the tokens of a marking stand, for telling markings apart; a repeated step
    counts once, however often it is still to be done."""
    by_number = {token.number: token for token in marking}
    return tuple(
        sorted(
            _path(token, by_number, "" if token.flow.startswith(HAPPENED) else token.flow)
            for token in marking
            if token.loop < 0
        )
    )


def _remembering(marking: Marking) -> Places:
    """Return the places of a marking, and which border events have happened at each."""
    by_number = {token.number: token for token in marking}
    return tuple(sorted(_path(token, by_number, token.flow) for token in marking))


def _path(token: Token, by_number: Mapping[int, Token], flow: str) -> tuple[str, ...]:
    if not token.scope:
        return (token.node, flow)
    path = [flow, token.node]
    while token.scope:
        token = by_number[token.scope]
        path.append(token.node)
    return tuple(reversed(path))


def explore(process: Process, order: Order = Order.GATEWAYS_FIRST) -> Explored:
    """Return what the process can reach, as far as the bounds allow.

    Repeated steps are done once, since how often never blocks a path. A border event that does
    not interrupt happens at most once to a token: any number of times tells nothing more.
    """
    resting, options = _with_resting_places(process)
    found = Explored(resting)
    waiting: deque[Places] = deque()
    for message in {"", *(resting.nodes[name].event for name in resting.starts.get(TOP, ()))}:
        begun = moves.begin(resting, {}, message=message, choose=_all_arrows)
        _note(found, waiting, None, begun.marking)
    while waiting:
        places = waiting.popleft()
        for marking in _following(found, options, found.markings[places], order):
            _note(found, waiting, places, marking)
            if not found.whole:
                return found
    return found


def _note(found: Explored, waiting: deque[Places], origin: Places | None, marking: Marking) -> None:
    places = _remembering(marking)
    found.effort += len(marking) + ONE_MOVE
    if places not in found.markings:
        if found.effort > MOST_EFFORT:
            found.whole = False
            return
        found.markings[places] = marking
        waiting.append(places)
    if origin is not None:
        found.before.setdefault(places, set()).add(origin)


def _following(
    found: Explored, options: Mapping[str, Options], marking: Marking, order: Order
) -> Iterator[Marking]:
    if order is not Order.EVERY:
        at_gateway = next((token for token in marking if token.node in options), None)
        if at_gateway is not None:
            yield from _acts_of(found.process, options, marking, at_gateway)
            return
    for token in marking:
        moved = False
        for after in _acts_of(found.process, options, marking, token):
            moved = True
            yield after
        if moved and order is Order.ONE_BY_ONE:
            return


def _acts_of(
    process: Process, options: Mapping[str, Options], marking: Marking, token: Token
) -> Iterator[Marking]:
    """Return the markings to which what may happen to one token leads."""
    if is_work(process, token):
        for option in options.get(token.node, ((),)):
            yield moves.complete(
                process, marking, token.number, {}, choose=_choosing(token.node, option)
            ).marking
    for event in events_at(process, token):
        node = process.nodes[event]
        if node.trigger is Trigger.ERROR and not _may_fail(process, marking, token):
            continue
        once_only = node.kind is Kind.BOUNDARY and not node.interrupting
        if not once_only:
            yield moves.fire(process, marking, token.number, event, {}, choose=_all_arrows).marking
        elif HAPPENED + event not in token.flow:
            marked = token._replace(flow=f"{token.flow}{HAPPENED}{event}")
            before = tuple(marked if one is token else one for one in marking)
            yield moves.fire(process, before, token.number, event, {}, choose=_all_arrows).marking


def can_move(process: Process, marking: Marking, token: Token) -> bool:
    """Say whether something may happen that takes a token on from where it stands."""
    if is_work(process, token):
        return True
    for event in events_at(process, token):
        node = process.nodes[event]
        leaves = node.kind is not Kind.BOUNDARY or node.interrupting
        if leaves and (node.trigger is not Trigger.ERROR or _may_fail(process, marking, token)):
            return True
    return False


def _may_fail(process: Process, marking: Marking, token: Token) -> bool:
    """Say whether an activity may end in an error: a step itself, or a step inside it."""
    if not process.nodes[token.node].is_scope:
        return True
    inside = below(marking, token.number)
    return any(one.number in inside and is_work(process, one) for one in marking)


def _all_arrows(process: Process, node: Node, values: Values) -> Sequence[Flow]:
    return process.flows_out[node.id]


def _choosing(name: str, option: Sequence[Flow]) -> moves.Chooser:
    """Leave one node by these arrows, every other by all it has."""

    def choose(process: Process, node: Node, values: Values) -> Sequence[Flow]:
        return option if node.id == name and option else process.flows_out[node.id]

    return choose


def _with_resting_places(process: Process) -> tuple[Process, dict[str, Options]]:
    """Return the process with a place at which a token rests before every choice and after every
    merge, and the ways to leave each: so one move never has more than one choice."""
    nodes: dict[str, Node] = {}
    moved: dict[str, str] = {}
    options: dict[str, Options] = {}
    for name, node in process.nodes.items():
        changes = node.loop is not None or node.default or node.result
        nodes[name] = replace(node, loop=None, default="", result="") if changes else node
        ways = _options(process, node)
        merges = node.kind is Kind.EXCLUSIVE and len(process.arriving[name]) > 1
        if len(ways) > 1 or merges:
            place = moved[name] = name + RESTING
            nodes[place] = Node(place, Kind.TASK, node.name, node.line, node.inside)
            options[place] = ways
    flows = [replace(flow, source=moved.get(flow.source, flow.source)) for flow in process.flows]
    flows.extend(Flow(place, name, place) for name, place in moved.items())
    return Process(process.id, nodes, flows, name=process.name), options


def _options(process: Process, node: Node) -> Options:
    flows = process.flows_out[node.id]
    if node.kind is Kind.EVENT_BASED:
        return [flows]
    if node.kind is Kind.EXCLUSIVE:
        return [(flow,) for flow in flows] or [()]
    default = [flow for flow in flows if flow.id == node.default]
    always = [flow for flow in flows if not flow.condition and flow.id != node.default]
    asked = [flow for flow in flows if flow.condition and flow.id != node.default]
    if not asked:
        return [always or default]
    sizes = range(1, len(asked) + 1) if len(asked) <= MOST_BRANCHES else (1, len(asked))
    chosen = [[*always, *some] for size in sizes for some in combinations(asked, size)]
    return [*chosen, always or default] if always or default else chosen


def interferes(process: Process) -> bool:
    """Say whether tokens side by side can influence each other other than by meeting at a join."""
    return bool(process.joins) or any(
        node.trigger in {Trigger.TERMINATE, Trigger.ERROR, Trigger.SIGNAL}
        or (node.kind is Kind.BOUNDARY and process.nodes[node.attached_to].is_scope)
        for node in process.nodes.values()
    )
