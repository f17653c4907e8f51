"""Files from strangers: refused or handled within two seconds and 64 MB, reading no other file and
reaching no network."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from motcua.kernel.expressions import ExpressionRefused, compiled
from motcua.workflow.bpmn.reading import read_with
from motcua.workflow.rules import ProcessRefused
from tests.workflow.drawing import (
    HEAD,
    TAIL,
    arrow,
    arrows,
    border,
    catch,
    drawn,
    element,
    end,
    file,
    gateway,
    process,
    repeated,
    start,
    task,
    tasks,
)

ROOT = Path(__file__).resolve().parents[2]
SURROUNDINGS = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
SECONDS, MEGABYTES = 2.0, 64.0
PLAIN = drawn(start(), tasks("a"), end(), arrows("s a e"))


@dataclass(frozen=True, slots=True)
class Cost:
    """What the handling of a file found and took."""

    rules: list[str]
    began: str
    seconds: float
    megabytes: float


Handle = Callable[[str | bytes], Cost]


@pytest.fixture(scope="module")
def program() -> Iterator["subprocess.Popen[bytes]"]:
    """Run the program that handles files."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.workflow.handling"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=SURROUNDINGS,
    ) as running:
        yield running


@pytest.fixture
def cheap(program: "subprocess.Popen[bytes]") -> Handle:
    """Return what handles a file and tells what it cost, which must be little."""

    def handle(content: str | bytes) -> Cost:
        written = content.encode() if isinstance(content, str) else content
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(b"%d\n" % len(written) + written)
        program.stdin.flush()
        cost = Cost(**json.loads(program.stdout.readline()))
        assert cost.seconds < SECONDS, cost
        assert cost.megabytes < MEGABYTES, cost
        return cost

    return handle


def with_type(declared: str, inside: str = "") -> str:
    return f"<!DOCTYPE d [{declared}]>" + PLAIN.replace(
        "</bpmn:process>", f"{inside}</bpmn:process>"
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
DOCUMENTATION = "<bpmn:documentation>{}</bpmn:documentation>"
REFUSED: dict[str, Callable[[], str | bytes]] = {
    "billion laughs": lambda: with_type(LAUGHS, DOCUMENTATION.format("&l9;")),
    "quadratic": lambda: with_type(
        f'<!ENTITY q "{"q" * 50_000}">', DOCUMENTATION.format("&q;" * 50_000)
    ),
    "external file": lambda: with_type(
        '<!ENTITY f SYSTEM "file:///etc/passwd">', DOCUMENTATION.format("&f;")
    ),
    "external address": lambda: with_type(
        '<!ENTITY f SYSTEM "http://127.0.0.1:9/x">', DOCUMENTATION.format("&f;")
    ),
    "parameter entity": lambda: with_type('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'),
    "external type": lambda: '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + PLAIN,
    "any type at all": lambda: "<!DOCTYPE d>" + PLAIN,
    "inclusion": lambda: PLAIN.replace(
        "</bpmn:process>",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        "</bpmn:process>",
    ),
    "style sheet and import": lambda: (
        HEAD + '<bpmn:import importType="x" location="http://127.0.0.1:9/x" namespace="x"/>' + TAIL
    ),
    "UTF-16": lambda: PLAIN.encode("utf-16"),
    "UTF-16 said to be": lambda: '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16-le"),
    "UTF-7": lambda: '<?xml version="1.0" encoding="UTF-7"?>' + PLAIN.replace("<", "+ADw-"),
    "UTF-32": lambda: PLAIN.encode("utf-32"),
    "null bytes": lambda: PLAIN.replace("<bpmn:process", "\0<bpmn:process"),
    "only null bytes": lambda: "\0" * 1_000_000,
    "nothing": lambda: "",
    "half a file": lambda: PLAIN[: len(PLAIN) // 2],
    "depth 200 000": lambda: HEAD + "<a>" * 200_000 + "</a>" * 200_000 + TAIL,
    "depth of subprocesses": lambda: drawn(
        "".join(f'<bpmn:subProcess id="x{n}">' for n in range(20_000)),
        "</bpmn:subProcess>" * 20_000,
    ),
    "50 MB": lambda: PLAIN.replace("</bpmn:process>", DOCUMENTATION.format("x" * 50_000_000)),
    "50 MB of elements": lambda: HEAD + "<a/>" * 12_500_000 + TAIL,
    "8 MB of elements": lambda: HEAD + "<a/>" * 1_900_000 + TAIL,
    "8 MB of attributes": lambda: (
        HEAD + "<a " + " ".join(f'b{n}="1"' for n in range(600_000)) + "/>" + TAIL
    ),
    "8 MB of name": lambda: drawn(task("a" * 7_000_000)),
    "8 MB of drawing": lambda: (
        HEAD
        + '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI">'
        + "<d:x/>" * 1_200_000
        + "</d:BPMNDiagram>"
        + TAIL
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_dangerous_file_is_refused_at_once(name: str, cheap: Handle) -> None:
    cost = cheap(REFUSED[name]())

    assert cost.rules in (["refused"], ["file"], ["no-process"], ["not-executed"]) or set(
        cost.rules
    ) <= {"no-process", "not-executed"}
    assert cost.began == "ProcessRefused"


def in_a_row(many: int) -> str:
    names = [f"t{n}" for n in range(many)]
    return drawn(start(), *map(task, names), end(), arrows(" ".join(["s", *names, "e"])))


def side_by_side(kind: str, many: int) -> str:
    names = [f"t{n}" for n in range(many)]
    condition = "" if kind == "parallel" else "true"
    return drawn(
        start(),
        end(),
        gateway(kind, "fork", default="" if kind == "parallel" else "fork_t0"),
        gateway(kind, "join"),
        *(task(name) + arrow("fork", name, condition) + arrow(name, "join") for name in names),
        arrows("s fork", "join e"),
    )


def nothing_between(many: int) -> str:
    """Return a wide fork of which every branch goes straight to the join."""
    arrows_ = (
        element("sequenceFlow", f"f{n}", sourceRef="fork", targetRef="join") for n in range(many)
    )
    return drawn(
        start(), end(), gateway("parallel", "fork join"), *arrows_, arrows("s fork", "join e")
    )


def choices_in_a_row(many: int) -> str:
    """Return choices one after another with nothing between: 2 to the power of many ways."""
    pieces = [
        gateway("exclusive", f"x{n}", default=f"d{n}")
        + element("sequenceFlow", f"d{n}", sourceRef=f"x{n}", targetRef=f"x{n + 1}")
        + element(
            "sequenceFlow", f"c{n}", "<bpmn:conditionExpression>true</bpmn:conditionExpression>",
            sourceRef=f"x{n}", targetRef=f"x{n + 1}",
        )
        for n in range(many)
    ]  # fmt: skip
    last = gateway("exclusive", f"x{many}")
    return drawn(start(), end(), *pieces, last, arrows("s x0", f"x{many} e"))


def inclusive_joins_in_a_row(many: int) -> str:
    names = [name for n in range(many) for name in (f"i{n}", f"t{n}")]
    back = "".join(arrow(f"t{n}", f"i{n}", "outcome == 'r'") for n in range(many))
    gateways = "".join(gateway("inclusive", f"i{n}") for n in range(many))
    steps = "".join(
        task(f"t{n}", default=f"t{n}_{f'i{n + 1}' if n + 1 < many else 'e'}") for n in range(many)
    )
    return drawn(start(), end(), gateways, steps, back, arrows(" ".join(["s", *names, "e"])))


def with_drawing(xml: str) -> str:
    """Add a drawing of ten thousand shapes and as many arrows."""
    shape = (
        '<di:BPMNShape id="d{0}" bpmnElement="t{0}">'
        '<dc:Bounds x="1" y="2" width="3" height="4"/></di:BPMNShape>'
    )
    edge = (
        '<di:BPMNEdge id="e{0}" bpmnElement="f{0}">'
        '<w:waypoint x="1" y="2"/><w:waypoint x="3" y="4"/></di:BPMNEdge>'
    )
    inside = "".join(shape.format(n) + edge.format(n) for n in range(10_000))
    spaces = (
        'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:w="http://www.omg.org/spec/DD/20100524/DI"'
    )
    plane = f'<di:BPMNPlane id="p1" bpmnElement="p">{inside}</di:BPMNPlane>'
    drawing = f'<di:BPMNDiagram id="d" {spaces}>{plane}</di:BPMNDiagram>'
    return xml.replace(TAIL, drawing + TAIL)


def calling(many_times: int, deep: int) -> str:
    """Return processes of which each calls the next several times."""
    pieces = []
    for level in range(deep):
        calls = "".join(
            element("callActivity", f"c{level}_{n}", calledElement=f"p{level + 1}")
            + arrow(f"s{level}", f"c{level}_{n}")
            + arrow(f"c{level}_{n}", f"e{level}")
            for n in range(many_times)
        )
        pieces.append(process(start(f"s{level}"), end(f"e{level}"), calls, id=f"p{level}"))
    last = process(start("sx"), tasks("tx"), end("ex"), arrows("sx tx ex"), id=f"p{deep}")
    return file(*pieces, last)


def racing(many: int) -> str:
    events = (
        catch(f"c{n}", message="m") + arrow("race", f"c{n}") + arrow(f"c{n}", "e")
        for n in range(many)
    )
    return drawn(start(), end(), element("eventBasedGateway", "race"), *events, arrows("s race"))


def in_subprocesses(many: int) -> str:
    inside = (
        element("subProcess", f"u{n}", start(f"us{n}"), end(f"ue{n}"), arrows(f"us{n} ue{n}"))
        + arrow("fork", f"u{n}")
        + arrow(f"u{n}", "join")
        for n in range(many)
    )
    return drawn(
        start(), end(), gateway("parallel", "fork join"), *inside, arrows("s fork", "join e")
    )


def asked(condition: str, many: int = 1) -> str:
    flows = "".join(
        end(f"e{n}") + arrow("x", f"e{n}", condition.replace("N", str(n))) for n in range(many)
    )
    return drawn(
        start(), gateway("exclusive", "x", default="x_e"), end(), flows, arrows("s x e"),
        data="n:int",
    )  # fmt: skip


LARGE: dict[str, Callable[[], str]] = {
    "10 000 elements in a row": lambda: in_a_row(5_000),
    "10 000 steps in a row": lambda: in_a_row(10_000),
    "10 000 elements side by side": lambda: side_by_side("parallel", 3_333),
    "10 000 elements of choice": lambda: side_by_side("exclusive", 3_333),
    "10 000 elements of inclusive choice": lambda: side_by_side("inclusive", 3_333),
    "10 000 empty branches": lambda: nothing_between(10_000),
    "10 000 elements drawn": lambda: with_drawing(in_a_row(5_000)),
    "1 000 inclusive joins": lambda: inclusive_joins_in_a_row(1_000),
    "3 000 inclusive joins": lambda: inclusive_joins_in_a_row(3_000),
    "12 steps side by side": lambda: side_by_side("parallel", 12),
    "40 steps side by side": lambda: side_by_side("parallel", 40),
    "8 inclusive branches": lambda: side_by_side("inclusive", 8),
    "60 choices in a row": lambda: choices_in_a_row(60),
    "3 000 choices in a row": lambda: choices_in_a_row(3_000),
    "2 500 subprocesses": lambda: in_subprocesses(2_500),
    "doubling calls": lambda: calling(2, 30),
    "calls 100 deep": lambda: calling(1, 100),
    "calls of a hundred": lambda: calling(100, 3),
    "10 000 parentheses": lambda: asked("(" * 10_000 + "true" + ")" * 10_000),
    "10 000 negations": lambda: asked("!" * 10_000 + "true"),
    "900 negations": lambda: asked("!" * 900 + "true"),
    "a long sum": lambda: asked("+".join(["1"] * 500) + " > 1"),
    "10 000 conditions": lambda: asked("n == N", 10_000),
    "3 000 long conditions": lambda: asked(" || ".join(f"n == N{m}" for m in range(60)), 3_000),
    "border events by the thousand": lambda: drawn(
        start(), tasks("a"), end(), arrows("s a e"),
        *(
            border(f"b{n}", "a", message="m", interrupts=False) + arrow(f"b{n}", "e")
            for n in range(5_000)
        ),
    ),
    "events that race by the thousand": lambda: racing(5_000),
    "a step repeated for a list": lambda: drawn(
        start(), task("a", repeated("whom")), end(), arrows("s a e"), data="whom:list"
    ),
    "tokens that multiply": lambda: drawn(
        start(), gateway("exclusive", "back"), gateway("parallel", "fork"), tasks("a"), end(),
        arrows("s back fork a back", "fork e"),
    ),
    "gateways that multiply": lambda: drawn(
        start(), gateway("parallel", "fork"), gateway("exclusive", "b1 b2"), end(),
        arrows("s b1 fork b1", "fork b2 e"), arrow("b2", "b1", "true"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_refused_or_handled(name: str, cheap: Handle) -> None:
    cost = cheap(LARGE[name]())

    assert cost.began
    assert cost.rules or cost.began != "ProcessRefused"


def test_steps_in_a_row_are_handled_and_found_sound(cheap: Handle) -> None:
    cost = cheap(in_a_row(5_000))

    assert (cost.rules, cost.began) == ([], "waits")


def test_the_hook_of_these_tests_sees_a_file_being_opened() -> None:
    program = "import sys; from tests.workflow.handling import forbid\n"
    program += "sys.addaudithook(forbid); open('/etc/hostname')"

    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=SURROUNDINGS,
    )

    assert b"attempted open" in done.stderr


def test_a_library_whose_processes_double_is_refused() -> None:
    """Each published process calls the next one twice."""

    def library(code: str) -> str:
        level = int(code.removeprefix("p"))
        calls = "".join(
            element("callActivity", f"c{n}", calledElement=f"p{level + 1}")
            + arrow("s", f"c{n}")
            + arrow(f"c{n}", "e")
            for n in range(2)
        )
        return drawn(start(), end(), calls)

    with pytest.raises(ProcessRefused, match="tầng"):
        read_with(library("p0"), library)


def test_a_condition_nested_too_deep_is_refused_before_it_is_compiled() -> None:
    with pytest.raises(ExpressionRefused):
        compiled("(" * 400 + "true" + ")" * 400)
