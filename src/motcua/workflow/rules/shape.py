"""What a process is made of: nodes, arrows, and what follows from them, worked out once."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit


class Kind(StrEnum):
    """The elements of BPMN 2.0 that are executed; every other is refused on reading."""

    START = "startEvent"
    END = "endEvent"
    USER_TASK = "userTask"
    MANUAL_TASK = "manualTask"
    TASK = "task"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    RULE_TASK = "businessRuleTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    EVENT_BASED = "eventBasedGateway"
    SUBPROCESS = "subProcess"
    CALL = "callActivity"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"


class Trigger(StrEnum):
    """What an event waits for, or gives off."""

    NONE = ""
    MESSAGE = "messageEventDefinition"
    TIMER = "timerEventDefinition"
    SIGNAL = "signalEventDefinition"
    ERROR = "errorEventDefinition"
    TERMINATE = "terminateEventDefinition"


FOR_PEOPLE = frozenset({Kind.USER_TASK, Kind.MANUAL_TASK, Kind.TASK})
SCOPES = frozenset({Kind.SUBPROCESS, Kind.CALL})
ACTIVITIES = FOR_PEOPLE | SCOPES | {
    Kind.SERVICE_TASK,
    Kind.SEND_TASK,
    Kind.RECEIVE_TASK,
    Kind.RULE_TASK,
}  # fmt: skip
# Elements at which no token stands: what happens on a border happens to its host's token.
NEVER_WAIT = frozenset(
    {Kind.END, Kind.EXCLUSIVE, Kind.THROW, Kind.SEND_TASK, Kind.RULE_TASK, Kind.BOUNDARY}
)
TOP = ""  # the scope of the process itself


class ProcessRefused(DomainError):
    """The process file cannot be used; the reason names the element."""

    message = "Quy trình không dùng được: {reason}."


class TaskNotOpen(DomainError):
    """The step is not where the process stands."""

    message = "Bước “{task}” không còn chờ xử lý. Xin tải lại trang."


class NotAwaited(DomainError):
    """No token waits for this event."""

    message = "Quy trình không chờ sự kiện “{event}” lúc này."


class NoWayOut(DomainError):
    """No branch of a gateway fits the data and there is no default."""

    message = "Quy trình không có nhánh nào phù hợp sau bước “{node}”. Xin báo cán bộ quản trị."


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow, with its condition in CEL; an empty condition always holds."""

    id: str
    source: str
    target: str
    condition: str = ""
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Loop:
    """A step repeated for every item of a list (multi-instance), at once or in turn."""

    collection: str
    sequential: bool = False
    item: str = ""
    until: str = ""  # CEL; once true the remaining instances are not needed


@dataclass(frozen=True, slots=True)
class Node:
    """An element that tokens reach.

    `inside` is the subprocess or call it lies in; `attached_to` the activity a boundary event
    watches. The performer is a role at an agency that the lane, or the node itself, names.
    """

    id: str
    kind: Kind
    name: str = ""
    line: int = 0
    inside: str = TOP
    default: str = ""
    # for people
    act: str = ""
    role: str = ""
    agency: str = ""
    assign: str = "hand"
    limit: Limit | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    form: Sequence[str] = ()
    public: str = ""
    public_en: str = ""
    loop: Loop | None = None
    # for events
    trigger: Trigger = Trigger.NONE
    event: str = ""
    timer: str = ""
    attached_to: str = ""
    interrupting: bool = True
    # for what the system does
    called: str = ""
    service: str = ""
    decision: str = ""
    result: str = ""

    @property
    def key(self) -> str:
        """Return the id that the file gives the element; a called process adds its caller's."""
        return self.id.rpartition("/")[2]

    @property
    def for_people(self) -> bool:
        """Say whether a person does it."""
        return self.kind in FOR_PEOPLE

    @property
    def is_scope(self) -> bool:
        """Say whether it holds tokens of its own."""
        return self.kind in SCOPES


class Process:
    """A process ready to run: its nodes, and the look-ups that every move needs."""

    __slots__ = (
        "arriving", "bits", "boundaries", "flows_out", "has_scopes", "id", "joins", "labels",
        "name", "nodes", "only_people_wait", "properties", "reach", "starts",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        nodes: Mapping[str, Node],
        flows: Sequence[Flow],
        *,
        name: str = "",
        properties: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.nodes = nodes
        self.properties = properties or {}
        self.labels = labels or {}
        self.flows_out: dict[str, tuple[Flow, ...]] = dict.fromkeys(nodes, ())
        self.arriving: dict[str, tuple[str, ...]] = dict.fromkeys(nodes, ())
        _gather(flows, self.flows_out, self.arriving)
        self.has_scopes = any(node.is_scope for node in nodes.values())
        self.starts = _by(nodes, Kind.START, "inside")
        self.boundaries = _by(nodes, Kind.BOUNDARY, "attached_to")
        self.joins = tuple(
            node.id
            for node in nodes.values()
            if node.kind is Kind.INCLUSIVE and len(self.arriving[node.id]) > 1
        )
        # The arrows into inclusive joins as bits; for every node those a token there may come by.
        self.bits = {
            flow: 1 << place
            for join in self.joins
            for place, flow in enumerate(self.arriving[join])
        }
        sources = _backwards(self) if self.joins else {}
        self.reach = {join: _reaching(self, join, sources) for join in self.joins}
        self.only_people_wait = all(self._waits_for_people_or_nobody(one) for one in nodes.values())

    def _waits_for_people_or_nobody(self, node: Node) -> bool:
        if node.kind is Kind.PARALLEL:
            return len(self.arriving[node.id]) < 2
        if node.kind is Kind.START:
            return node.trigger is Trigger.NONE
        return node.loop is None and (node.for_people or node.kind in NEVER_WAIT)

    @property
    def flows(self) -> list[Flow]:
        """Return every arrow, in the order of the file for each source."""
        return [flow for flows in self.flows_out.values() for flow in flows]

    def tasks(self) -> list[Node]:
        """Return the steps for people in the order in which they are first reached."""
        return [self.nodes[name] for name in self.in_order() if self.nodes[name].for_people]

    def in_order(self) -> list[str]:
        """Return the nodes in the order in which they are first reached from the start."""
        seen: dict[str, None] = {}
        waiting = deque(self.starts.get(TOP, ()))
        while waiting:
            name = waiting.popleft()
            if name in seen:
                continue
            seen[name] = None
            waiting.extend(self.after(name))
        return list(seen)

    def after(self, name: str) -> list[str]:
        """Return where one can get from a node in one move: in, on, or out by its boundary."""
        inner = self.starts.get(name, ()) if self.nodes[name].is_scope else ()
        onward = [flow.target for flow in self.flows_out[name]]
        return [*inner, *onward, *self.boundaries.get(name, ())]


def _gather(
    flows: Sequence[Flow],
    leaving: dict[str, tuple[Flow, ...]],
    arriving: dict[str, tuple[str, ...]],
) -> None:
    out: dict[str, list[Flow]] = {}
    into: dict[str, list[str]] = {}
    for flow in flows:
        out.setdefault(flow.source, []).append(flow)
        into.setdefault(flow.target, []).append(flow.id)
    leaving.update({name: tuple(found) for name, found in out.items()})
    arriving.update({name: tuple(found) for name, found in into.items()})


def _by(nodes: Mapping[str, Node], kind: Kind, attribute: str) -> dict[str, tuple[str, ...]]:
    """Return the ids of the nodes of a kind, in the order of the file, by an attribute."""
    found: dict[str, list[str]] = {}
    for node in nodes.values():
        if node.kind is kind:
            found.setdefault(getattr(node, attribute), []).append(node.id)
    return {value: tuple(names) for value, names in found.items()}


def _reaching(process: Process, join: str, sources: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return, for every node, the arrows into a join that a token there may still come by.

    Paths that pass through the join itself do not count (BPMN 2.0.2 §13.4.3).
    """
    found: dict[str, int] = {}
    waiting: list[str] = []
    arrows = dict.fromkeys(process.arriving[join])
    for source in dict.fromkeys(sources[join]):
        own = sum(process.bits[one.id] for one in process.flows_out[source] if one.id in arrows)
        found[source] = own
        waiting.append(source)
    while waiting:
        name = waiting.pop()
        if name == join:
            continue
        for source in sources.get(name, ()):
            known = found.get(source, 0)
            if found[name] | known != known:
                found[source] = known | found[name]
                waiting.append(source)
    return found


def _backwards(process: Process) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = {}
    for flow in process.flows:
        sources.setdefault(flow.target, []).append(flow.source)
    for host, events in process.boundaries.items():
        for event in events:
            sources.setdefault(event, []).append(host)
    return sources
