"""Random processes that are sound by how they are built: blocks within blocks, each with one way
in and one way out. The same seed always gives the same process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from tests.workflow.drawing import (
    arrow,
    border,
    catch,
    element,
    end,
    file,
    gateway,
    process,
    repeated,
    start,
    task,
)

WHOM = ["a", "b", "c"]
DEEPEST = 3
LARGEST = 14  # blocks; more than that tells nothing new and takes long


@dataclass(slots=True)
class Grown:
    """A process: its pieces of XML, which data each step gives, and what events there are."""

    xml: str = ""
    decides: dict[str, list[str]] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)  # node -> message by which it happens
    names: list[str] = field(default_factory=list)
    timers: set[str] = field(default_factory=set)


Ends = tuple[str, str]  # the first and the last node of a block


def chance(seed: int) -> Random:
    """Return what decides at random, the same for the same seed."""
    return Random(seed)  # noqa: S311 -- a test, and it must be repeatable


class _Gardener:
    """Grows one process; pieces of the scope under work are gathered in `pieces`."""

    def __init__(self, seed: int, kinds: tuple[str, ...], straight: bool) -> None:
        self.random = chance(seed)
        self.kinds = kinds
        self.all_kinds = kinds
        self.straight = straight
        self.grown = Grown()
        self.pieces: list[str] = []
        self.errors: list[str] = []
        self.called: list[str] = []
        self.number = 0
        self.blocks = 0
        self.in_loop = False

    def new(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def add(self, *pieces: str) -> None:
        self.pieces.extend(pieces)

    def step(self, *data: str) -> str:
        name = self.new("t")
        kind = self.random.choice(["userTask", "manualTask"])
        self.add(task(name, kind=kind))
        self.grown.decides[name] = list(data)
        return name

    def datum(self) -> str:
        name = self.new("v")
        self.grown.names.append(name)
        return name

    def gateway(self, kind: str, default: str = "") -> str:
        name = self.new("g")
        self.add(gateway(kind, name, default=f"{name}_{default}" if default else ""))
        return name

    def event(self, kind: str) -> tuple[str, str, str]:
        """Return a new event and the message or the timer that it waits for; in SpiffWorkflow a
        timer fires when its message comes."""
        name = self.new(kind)
        self.grown.events[name] = f"m_{name}"
        if self.random.random() < 0.5:
            self.grown.timers.add(name)
            return name, "", "PT1H"
        return name, f"m_{name}", ""

    def block(self, depth: int) -> Ends:
        """Grow blocks one after another."""
        ends = [self.one(depth) for _ in range(self.random.randint(1, 3 if depth < 2 else 2))]
        for (_, last), (first, _) in pairwise(ends):
            self.add(arrow(last, first))
        return ends[0][0], ends[-1][1]

    def one(self, depth: int) -> Ends:
        self.blocks += 1
        if depth >= DEEPEST or self.blocks > LARGEST or self.random.random() < 0.25:
            name = self.step()
            return name, name
        kind: str = self.random.choice(self.kinds)
        grow = getattr(self, kind)
        found: Ends = grow(depth + 1)
        return found

    @contextmanager
    def only(self, kinds: tuple[str, ...]) -> Iterator[None]:
        """Grow only these kinds meanwhile, when the process is to be straight."""
        before = self.kinds
        if self.straight:
            self.kinds = tuple(kind for kind in before if kind in kinds)
        yield
        self.kinds = before

    def branches(self, depth: int, least: int = 2) -> list[Ends]:
        return [self.block(depth) for _ in range(self.random.randint(least, 3))]

    def exclusive(self, depth: int) -> Ends:
        first, second = self.datum(), self.datum()
        decides = self.step(first, second)
        branches = self.branches(depth)
        opens = self.gateway("exclusive", default=branches[0][0])
        closes = self.gateway("exclusive")
        self.add(arrow(decides, opens), arrow(opens, branches[0][0]))
        for number, (inward, _) in enumerate(branches[1:], 1):
            self.add(arrow(opens, inward, f"{first} == {number} && {second} < 2"))
        for _, outward in branches:
            self.add(arrow(outward, closes))
        if self.random.random() < 0.3:
            self.add(arrow(opens, closes, f"{first} == 3"))
        return decides, closes

    def parallel(self, depth: int) -> Ends:
        branches = self.branches(depth)
        opens, closes = self.gateway("parallel"), self.gateway("parallel")
        for inward, outward in branches:
            self.add(arrow(opens, inward), arrow(outward, closes))
        return opens, closes

    def inclusive(self, depth: int) -> Ends:
        with self.only(STRAIGHT):
            branches = self.branches(depth)
        data = [self.datum() for _ in branches[1:]]
        decides = self.step(*data)
        opens = self.gateway("inclusive", default=branches[0][0])
        closes = self.gateway("inclusive")
        self.add(arrow(decides, opens), arrow(opens, branches[0][0]))
        for name, (inward, _) in zip(data, branches[1:], strict=True):
            self.add(arrow(opens, inward, f"{name} > 1"))
        for _, outward in branches:
            self.add(arrow(outward, closes))
        return decides, closes

    def loop(self, depth: int) -> Ends:
        again = self.datum()
        around, self.in_loop = self.in_loop, True
        with self.only(WITHOUT_JOINS):
            inward, outward = self.block(depth)
        self.in_loop = around
        decides = self.step(again)
        after = self.step()
        back = self.gateway("exclusive")
        leaves = self.gateway("exclusive", default=after)
        self.add(arrow(back, inward), arrow(outward, decides), arrow(decides, leaves))
        self.add(arrow(leaves, back, f"{again} == 1"), arrow(leaves, after))
        return back, after

    def race(self, depth: int) -> Ends:
        gate = self.new("g")
        self.add(element("eventBasedGateway", gate))
        closes = self.gateway("exclusive")
        for _ in range(self.random.randint(2, 3)):
            name, message, timer = self.event("c")
            self.add(catch(name, message, timer))
            inward, outward = self.block(depth)
            self.add(arrow(gate, name), arrow(name, inward), arrow(outward, closes))
        return gate, closes

    def event_between(self, depth: int) -> Ends:
        name, message, timer = self.event("c")
        self.add(catch(name, message, timer))
        return name, name

    def inside(self, kind: str, depth: int, error: str = "") -> str:
        """Grow a scope of its own; with an error, a second end that gives it off."""
        around, self.pieces = self.pieces, []
        kinds, self.kinds = self.kinds, self.all_kinds
        looping, self.in_loop = self.in_loop, False
        name = self.new("s")
        begins, ends = f"{name}b", f"{name}e"
        inward, outward = self.block(depth)
        self.add(start(begins), end(ends), arrow(begins, inward))
        if error:
            fails = self.datum()
            decides = self.step(fails)
            x = self.gateway("exclusive", default=ends)
            bad = f"{name}bad"
            self.add(end(bad, error=error), arrow(outward, decides), arrow(decides, x))
            self.add(arrow(x, ends), arrow(x, bad, f"{fails} == 1"))
        else:
            self.add(arrow(outward, ends))
        inside, self.pieces, self.kinds = self.pieces, around, kinds
        self.in_loop = looping
        self.add(element(kind, name, *inside))
        return name

    def subprocess(self, depth: int) -> Ends:
        name = self.inside("subProcess", depth)
        return name, name

    def stopping(self, depth: int) -> Ends:
        """Grow a subprocess of two branches, of which one ends everything in it."""
        around, self.pieces = self.pieces, []
        kinds, self.kinds = self.kinds, self.all_kinds
        looping, self.in_loop = self.in_loop, False
        name, fork = self.new("s"), self.gateway("parallel")
        inward, outward = self.block(depth)
        stops = self.step()
        ends, last = f"{name}e", f"{name}stop"
        self.add(start(f"{name}b"), end(ends), end(last, terminates=True))
        self.add(arrow(f"{name}b", fork), arrow(fork, inward), arrow(outward, ends))
        self.add(arrow(fork, stops), arrow(stops, last))
        inside, self.pieces, self.kinds = self.pieces, around, kinds
        self.in_loop = looping
        self.add(element("subProcess", name, *inside))
        return name, name

    def call(self, depth: int) -> Ends:
        """Grow a process of its own and call it."""
        around, self.pieces = self.pieces, []
        self.inside("process", depth)
        [inner], self.pieces = self.pieces, around
        self.called.append(inner.replace("<bpmn:process ", '<bpmn:process isExecutable="true" ', 1))
        name, called = self.new("s"), inner.partition('id="')[2].partition('"')[0]
        self.add(element("callActivity", name, calledElement=called))
        return name, name

    def failing(self, depth: int) -> Ends:
        error = self.new("err")
        self.errors.append(error)
        host = self.inside("subProcess", depth, error)
        name = self.new("b")
        return self.caught(host, name, border(name, host, error=error), depth)

    def caught(self, host: str, name: str, event: str, depth: int) -> Ends:
        """Lead a border event that interrupts back to where its activity leads."""
        closes = self.gateway("exclusive")
        inward, outward = self.block(depth)
        self.add(event, arrow(host, closes), arrow(name, inward), arrow(outward, closes))
        return host, closes

    def bordered(self, depth: int) -> Ends:
        host = self.step() if self.random.random() < 0.5 else self.inside("subProcess", depth)
        name, message, timer = self.event("b")
        # In a loop, one that does not interrupt comes again while its first path goes on.
        if self.random.random() < 0.5 or self.in_loop:
            return self.caught(host, name, border(name, host, message, timer), depth)
        inward, outward = self.block(depth)
        ends = self.new("e")
        self.add(
            border(name, host, message, timer, interrupts=False),
            arrow(name, inward),
            end(ends),
            arrow(outward, ends),
        )
        return host, host

    def repeated(self, depth: int) -> Ends:
        name = self.new("t")
        in_turn = self.random.random() < 0.5
        stops = self.datum()
        until = f"{stops} == 1" if self.random.random() < 0.5 else ""
        self.add(task(name, repeated("whom", in_turn=in_turn, until=until)))
        self.grown.decides[name] = [stops] if until else []
        return name, name


KINDS = (
    "exclusive", "parallel", "inclusive", "loop", "race", "event_between", "subprocess", "failing",
    "bordered", "repeated", "stopping", "call",
)  # fmt: skip
STRAIGHT = ("event_between", "subprocess", "repeated", "stopping", "call")
WITHOUT_JOINS = tuple(kind for kind in KINDS if kind not in {"parallel", "inclusive"})


def grown(seed: int, kinds: tuple[str, ...] = KINDS, *, straight: bool = False) -> Grown:
    """Return the random process of a seed, made of blocks of these kinds.

    With `straight`, nothing forks or merges in the branches of an inclusive gateway, and
    nothing joins in a loop.
    """
    gardener = _Gardener(seed, kinds, straight)
    inward, outward = gardener.block(0)
    gardener.add(start(), end(), arrow("s", inward), arrow(outward, "e"))
    found = gardener.grown
    data = " ".join(["whom:list", *(f"{name}:int" for name in found.names)])
    messages = sorted(found.events.values())
    found.xml = file(
        process(*gardener.pieces, data=data),
        *gardener.called,
        names=" ".join([*messages, *gardener.errors]),
    )
    return found
