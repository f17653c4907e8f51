"""Reading process files: what is executed is read, the rest is refused by name and line."""

import pytest

from motcua.kernel.limits import Limit, Unit
from motcua.workflow.bpmn.reading import read, read_all, read_with
from motcua.workflow.bpmn.tree import decoded
from motcua.workflow.rules import ProcessRefused
from tests.processes import ONE_AGENCY
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
    start,
    task,
    tasks,
)

ROW = start(), end(), arrows("s a e")


def with_inside(inside: str, kind: str = "userTask") -> str:
    return drawn(*ROW, element(kind, "a", inside))


def test_a_step_tells_who_does_it_for_how_long_and_how_it_may_end() -> None:
    step = read(ONE_AGENCY).nodes["appraise"]

    assert (step.act, step.role, step.agency, step.limit) == (
        "appraise",
        "case_officer",
        "settling",
        Limit(8, Unit.HOUR),
    )
    assert step.outcomes == {"propose": "Trình kết quả", "refuse": "Trình văn bản từ chối"}


def test_a_step_may_name_another_performer_than_its_lane() -> None:
    lanes = element(
        "laneSet",
        "ls",
        element("lane", "l", "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", motcua_role="signatory"),
    )
    step = element("userTask", "a", motcua_agency="receiving")

    found = read(drawn(*ROW, lanes, step)).nodes["a"]

    assert (found.role, found.agency, found.assign) == ("signatory", "receiving", "hand")


def test_steps_come_in_the_order_in_which_they_are_first_reached() -> None:
    names = [step.id for step in read(ONE_AGENCY).tasks()]

    assert names == ["assign", "appraise", "approve", "sign", "issue", "deliver"]


@pytest.mark.parametrize(
    "kind",
    [
        "scriptTask",
        "complexGateway",
        "transaction",
        "adHocSubProcess",
        "dataObject",
        "dataObjectReference",
        "ioSpecification",
        "choreographyTask",
        "implicitThrowEvent",
    ],
)
def test_an_element_that_is_not_executed_is_refused_by_name_and_line(kind: str) -> None:
    xml = drawn(*ROW, tasks("a"), element(kind, "odd"))
    line = next(at for at, text in enumerate(xml.split("\n"), 1) if kind in text)

    with pytest.raises(ProcessRefused, match=rf"[Dd]òng {line}: .*{kind}"):
        read(xml)


@pytest.mark.parametrize(
    "definition",
    [
        "conditionalEventDefinition",
        "linkEventDefinition",
        "escalationEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
    ],
)
@pytest.mark.parametrize(
    "kind", ["intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent"]
)
def test_an_event_that_is_not_executed_is_refused_by_name(kind: str, definition: str) -> None:
    odd = element(kind, "odd", f"<bpmn:{definition}/>", attachedToRef="a")

    with pytest.raises(ProcessRefused, match=f"{definition} trong “odd”"):
        read(drawn(*ROW, tasks("a"), odd))


TIMER = "<bpmn:timerEventDefinition><bpmn:{0}>{1}</bpmn:{0}></bpmn:timerEventDefinition>"
REFERENCE = "<bpmn:eventDefinitionRef>x</bpmn:eventDefinitionRef>"
ERROR = "<bpmn:errorEventDefinition/>"
FOREIGN = '<bpmn:extensionElements><x:y xmlns:x="urn:x"/></bpmn:extensionElements>'
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        (element("startEvent", "odd", TIMER.format("timeDate", "2026-01-01")), "timerEvent"),
        (element("startEvent", "odd", '<bpmn:signalEventDefinition signalRef="sig"/>'), "signal"),
        (element("endEvent", "odd", MESSAGE), "messageEventDefinition"),
        (element("intermediateCatchEvent", "odd"), "sự kiện trống"),
        (element("intermediateThrowEvent", "odd", TIMER.format("timeDate", "2026")), "timerEvent"),
        (element("intermediateCatchEvent", "odd", TIMER.format("timeCycle", "R/P1D")), "timeCycle"),
        (element("intermediateCatchEvent", "odd", MESSAGE, MESSAGE), "nhiều loại sự kiện"),
        (element("boundaryEvent", "odd", MESSAGE, parallelMultiple="true"), "parallelMultiple"),
        (
            element("intermediateCatchEvent", "odd", REFERENCE),
            "eventDefinitionRef",
        ),
        (element("subProcess", "odd", triggeredByEvent="true"), "triggeredByEvent"),
        (element("subProcess", "odd", triggeredByEvent="1"), "triggeredByEvent"),
        (element("userTask", "odd", isForCompensation="true"), "isForCompensation"),
        (element("userTask", "odd", startQuantity="2"), "startQuantity"),
        (element("receiveTask", "odd", messageRef="m", instantiate="true"), "instantiate"),
        (element("eventBasedGateway", "odd", eventGatewayType="Parallel"), "eventGatewayType"),
        (element("userTask", "odd", "<bpmn:standardLoopCharacteristics/>"), "standardLoop"),
        (element("manualTask", "odd", "<bpmn:multiInstanceLoopCharacteristics/>"), "multiInstance"),
        (element("subProcess", "odd", "<bpmn:multiInstanceLoopCharacteristics/>"), "multiInstance"),
        (
            element(
                "userTask",
                "odd",
                "<bpmn:multiInstanceLoopCharacteristics>"
                "<bpmn:loopCardinality>3</bpmn:loopCardinality>"
                "</bpmn:multiInstanceLoopCharacteristics>",
            ),
            "loopCardinality",
        ),
        (element("userTask", "odd", "<bpmn:dataInputAssociation/>"), "dataInputAssociation"),
        (
            element("userTask", "odd", FOREIGN),
            "phần tử y",
        ),
        ('<x:y xmlns:x="urn:x" id="odd"/>', "phần tử y"),
        (element("boundaryEvent", "odd", ERROR, cancelActivity="0"), "lỗi"),
        (element("parallelGateway", "odd", default="s_a"), "nhánh mặc định"),
        (catch("odd", message="unheard"), "messageRef"),
        (element("sendTask", "odd"), "messageRef"),
        (catch("odd", timer="3 ngày"), "không đọc được"),
        (element("intermediateCatchEvent", "odd", "<bpmn:timerEventDefinition/>"), "bao giờ"),
        (element("userTask", "odd", motcua_limit="hai ngày"), "Thời hạn"),
        (element("userTask", "odd", motcua_assign="lottery"), "phân công"),
        (element("subProcess", "odd", start("si", message="m")), "bắt đầu bằng sự kiện trống"),
    ],
)  # fmt: skip
def test_what_would_run_otherwise_than_drawn_is_refused(piece: str, named: str) -> None:
    with pytest.raises(ProcessRefused, match=named):
        read(drawn(*ROW, tasks("a"), piece))


def test_an_error_start_of_an_event_subprocess_is_refused() -> None:
    inside = element("startEvent", "si", "<bpmn:errorEventDefinition/>")

    with pytest.raises(ProcessRefused, match="triggeredByEvent"):
        read(drawn(*ROW, tasks("a"), element("subProcess", "b", inside, triggeredByEvent="true")))


@pytest.mark.parametrize("where", ["condition", "file"])
def test_an_expression_in_another_language_is_refused(where: str) -> None:
    language = 'language="http://www.w3.org/1999/XPath"'
    condition = f"<bpmn:conditionExpression {language}>a</bpmn:conditionExpression>"
    plain = condition.replace(language, "")
    flow = element(
        "sequenceFlow", "f", condition if where == "condition" else plain,
        sourceRef="a", targetRef="e",
    )  # fmt: skip
    xml = drawn(*ROW, tasks("a"), flow)
    if where == "file":
        xml = xml.replace("xmlns:xsi", 'expressionLanguage="https://x.org/feel" xmlns:xsi', 1)

    with pytest.raises(ProcessRefused, match="chỉ dùng CEL"):
        read(xml)


def test_what_only_people_read_is_passed_over() -> None:
    inside = "<bpmn:documentation>Xem kỹ</bpmn:documentation>"
    note = element("textAnnotation", "note", "<bpmn:text>Ghi chú</bpmn:text>")

    assert read(drawn(*ROW, element("userTask", "a", inside), note)).nodes["a"].kind == "userTask"


SUB = element("subProcess", "sub", start("si"), tasks("b"), end("ei"), arrows("si b ei"))


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ((arrow("a", "gone"),), "không nối hai bước"),
        ((SUB, arrow("a", "b")), "ranh giới"),
        ((SUB, arrow("b", "a")), "ranh giới"),
        ((arrow("a", "s"),), "sai chiều"),
        ((arrow("e", "a"),), "sai chiều"),
        (
            (gateway("parallel", "par"), arrow("a", "par"), arrow("par", "e", "true")),
            "có điều kiện",
        ),
        ((catch("c", timer="PT1H"), arrow("a", "c"), arrow("c", "e", "true")), "có điều kiện"),
        ((border("b", "gone", timer="PT1H"),), "không gắn vào"),
        ((border("b", "s", timer="PT1H"),), "không gắn vào"),
        ((SUB, border("x", "b", timer="PT1H")), "không gắn vào"),
        ((tasks("a"),), "hai phần tử cùng mang mã “a”"),
        ((tasks("s_a"),), "hai phần tử cùng mang mã “s_a”"),
        ((tasks("m"),), "hai phần tử cùng mang mã “m”"),
        ((element("userTask", ""),), "chưa có mã"),
        ((element("sequenceFlow", "", sourceRef="a", targetRef="e"),), "chưa có mã"),
        ((tasks("a/b"),), "ký tự lạ"),
        ((tasks("x" * 101),), "dài quá"),
        ((element("property", "q", name="n", itemSubjectRef="item_gone"),), "chưa có kiểu"),
        ((element("callActivity", "c", calledElement="gone"),), "quy trình “gone” không có"),
    ],
)
def test_a_drawing_that_does_not_fit_together_is_refused(
    pieces: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(ProcessRefused, match=f"(?i){reason}"):
        read(drawn(*ROW, tasks("a"), *pieces))


def calling(id: str, called: str) -> str:
    call = element("callActivity", f"c_{id}", calledElement=called)
    inside = start(f"s_{id}"), call, end(f"e_{id}"), arrows(f"s_{id} c_{id} e_{id}")
    return process(*inside, id=id)


@pytest.mark.parametrize(
    "processes",
    [(calling("p", "p"),), (calling("p", "q"), calling("q", "r"), calling("r", "q"))],
    ids=["itself", "each other"],
)
def test_processes_that_call_each_other_in_a_circle_are_refused(processes: tuple[str, ...]) -> None:
    with pytest.raises(ProcessRefused, match="gọi vòng nhau"):
        read(file(*processes))


def test_a_published_process_may_be_called_and_circles_through_it_are_found() -> None:
    library = {
        "plain": drawn(start("ls"), tasks("inner"), end("le"), arrows("ls inner le")),
        "circle": file(calling("again", "circle")),
    }

    found = read_with(file(calling("p", "plain")), library.get)

    assert "c_p/inner" in found.nodes
    with pytest.raises(ProcessRefused, match="gọi vòng nhau"):
        read_with(file(calling("p", "circle")), library.get)


def test_a_called_file_with_a_fault_is_refused() -> None:
    library = {"bad": drawn(*ROW, tasks("a"), element("scriptTask", "odd"))}

    with pytest.raises(ProcessRefused, match="scriptTask"):
        read_with(file(calling("p", "bad")), library.get)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<x/>", "không phải BPMN"),
        (HEAD + TAIL, "không có quy trình"),
        (file(process(id="p"), process(id="q")), "nhiều quy trình"),
        (file(process(id="p"), process(id="p")), "cùng mang mã"),
        (file(element("globalUserTask", "g"), process(id="p")), "globalUserTask"),
    ],
)
def test_a_file_holds_one_process_that_is_not_called(xml: str, reason: str) -> None:
    with pytest.raises(ProcessRefused, match=f"(?i){reason}"):
        read(xml)


@pytest.mark.parametrize(
    ("written", "interrupts"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_yes_or_no_is_read_as_xml_writes_it(written: str, interrupts: bool) -> None:
    late = element(
        "boundaryEvent", "late", TIMER.format("timeDuration", "PT1H"),
        attachedToRef="a", cancelActivity=written,
    )  # fmt: skip

    assert read(drawn(*ROW, tasks("a"), late)).nodes["late"].interrupting is interrupts


def test_every_fault_of_a_file_is_told_at_once() -> None:
    _, findings = read_all(
        drawn(*ROW, tasks("a"), element("scriptTask", "o1"), element("complexGateway", "o2"))
    )

    assert [(one.element, one.rule) for one in findings] == [
        ("o1", "not-executed"),
        ("o2", "not-executed"),
    ]


@pytest.mark.parametrize(
    "content",
    ["Bước".encode("utf-16"), "Bước".encode("latin-1", "replace") + b"\xff", b"\x80"],
)
def test_a_file_must_be_utf_8(content: bytes) -> None:
    with pytest.raises(ProcessRefused, match="UTF-8"):
        decoded(content)


def test_a_byte_order_mark_does_no_harm() -> None:
    xml = drawn(*ROW, task("a", name="Bước"))

    assert read(decoded(b"\xef\xbb\xbf" + xml.encode())).nodes["a"].name == "Bước"
