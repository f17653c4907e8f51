"""Reading process files: what we run is named, the rest is refused by name."""

import time

import pytest

from motcua.kernel.expressions import ExpressionRefused
from motcua.workflow.bpmn import MAX_BYTES, read
from motcua.workflow.rules import ProcessRefused
from tests.processes import END, HEAD, ONE_AGENCY, START, TAIL, Arrow, bpmn, in_a_row, node, task

WHO = {("case_officer", "settling"): ["a"]}
ROW = in_a_row("begin", "a", "finish")
TIMER = "<bpmn:timerEventDefinition/>"


def test_a_step_tells_who_does_it_for_how_long_and_how_it_may_end() -> None:
    step = read(ONE_AGENCY).nodes["appraise"]

    assert (step.act, step.role, step.agency, step.hours) == (
        "appraise",
        "case_officer",
        "settling",
        8,
    )
    assert step.outcomes == {"propose": "Trình kết quả", "refuse": "Trình văn bản từ chối"}


@pytest.mark.parametrize(
    "kind",
    [
        "scriptTask",
        "serviceTask",
        "sendTask",
        "callActivity",
        "subProcess",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
        "boundaryEvent",
        "intermediateCatchEvent",
        "dataObject",
    ],
)
def test_an_element_that_we_do_not_run_is_refused_by_name(kind: str) -> None:
    with pytest.raises(ProcessRefused, match=f"{kind} “odd”"):
        read(bpmn([START, END, task("a"), node(kind, "odd")], ROW, WHO))


@pytest.mark.parametrize(
    ("begin", "step", "end"),
    [
        (node("startEvent", "begin", TIMER), task("a"), END),
        (START, node("userTask", "a", "<bpmn:multiInstanceLoopCharacteristics/>"), END),
        (START, task("a"), node("endEvent", "finish", "<bpmn:terminateEventDefinition/>")),
    ],
)
def test_what_changes_how_a_node_runs_is_refused_too(begin: str, step: str, end: str) -> None:
    with pytest.raises(ProcessRefused, match="chưa hỗ trợ phần tử"):
        read(bpmn([begin, step, end], ROW, WHO))


UNSOUND = [
    ([START, END, START, task("a")], ROW, "cùng mang mã “begin”"),
    ([END, task("a")], in_a_row("a", "finish"), "đúng một sự kiện bắt đầu"),
    ([START, node("startEvent", "s"), END, task("a")], ROW, "đúng một sự kiện bắt đầu"),
    ([START, END, task("a")], [*ROW, Arrow("a", "gone")], "không nối hai bước"),
    ([START, END, task("a")], in_a_row("begin", "finish"), "không có đường nào đến bước “a”"),
    ([START, END, task("a")], [*in_a_row("begin", "a")], "không có"),
    ([START, END, task("a", hours=0).replace('"0"', '"-1"')], ROW, "không phải số giờ"),
    ([START, END, task("a").replace('"0"', '"hai"')], ROW, "không phải số giờ"),
    ([START, END, task("a", outcomes=";")], ROW, "chưa có cách kết thúc"),
    (
        [START, END, task("a")],
        [Arrow("begin", "a"), Arrow("a", "finish", 'case == "x"')],
        "cổng rẽ nhánh",
    ),
    (
        [START, END, node("exclusiveGateway", "x", default="gone"), task("a")],
        in_a_row("begin", "x", "a", "finish"),
        "nhánh mặc định",
    ),
]


@pytest.mark.parametrize(("nodes", "arrows", "reason"), UNSOUND)
def test_an_unsound_process_is_refused_with_the_reason(
    nodes: list[str], arrows: list[Arrow], reason: str
) -> None:
    with pytest.raises(ProcessRefused, match=reason):
        read(bpmn(nodes, arrows, WHO))


@pytest.mark.parametrize("role", ["", "king"])
def test_a_step_needs_a_role_that_exists(role: str) -> None:
    with pytest.raises(ProcessRefused, match="chưa có người thực hiện"):
        read(bpmn([START, END, task("a")], ROW, {(role, "settling"): ["a"]}))


def test_a_condition_that_cannot_be_read_is_refused() -> None:
    broken = [
        *in_a_row("begin", "x", "a", "finish"),
        Arrow("x", "finish", "outcome =="),
    ]

    with pytest.raises(ExpressionRefused):
        read(bpmn([START, END, node("exclusiveGateway", "x"), task("a")], broken, WHO))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE x [{LAUGHS}]><x>&l9;</x>",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        '<!DOCTYPE x SYSTEM "http://example.vn/x.dtd"><x/>',
        "<!DOCTYPE x><x/>",
        "không phải XML",
        "",
        "<a><b></a>",
    ],
    ids=["billion laughs", "file", "network", "doctype", "text", "nothing", "broken"],
)
def test_a_dangerous_or_broken_file_is_refused_at_once(xml: str) -> None:
    began = time.perf_counter()

    with pytest.raises(ProcessRefused, match="XML"):
        read(xml)

    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("xml", [HEAD.split("<bpmn:process")[0] + "</bpmn:definitions>", "<x/>"])
def test_a_file_holds_one_process(xml: str) -> None:
    with pytest.raises(ProcessRefused, match="đúng một quy trình"):
        read(xml)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ProcessRefused, match="quá lớn"):
        read(HEAD + " " * MAX_BYTES + TAIL)
