"""Descriptions of processes as BPMN files: read back as described, and drawn."""

import xml.etree.ElementTree as ET

from motcua.kernel.actors import Role
from motcua.workflow.bpmn.reading import read
from motcua.workflow.bpmn.writing import Element, Sketch
from motcua.workflow.checking import check
from motcua.workflow.diagram import diagram_of
from motcua.workflow.rules import Kind, Trigger

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def a_sketch() -> Sketch:
    """Return a process with a return, a timer on a step, a subprocess and a repeated step."""
    sketch = Sketch("cap_phep", "Cấp phép “A & B”")
    sketch.datum("agencies", "list", "Cơ quan")
    sketch.datum("amount", "int")
    desk = sketch.lane("Bộ phận Một cửa", Role.RECEPTIONIST, "receiving")
    office = sketch.lane("Chuyên viên", Role.CASE_OFFICER, assign="least_loaded")
    sketch.start(desk, "Đã tiếp nhận")
    sketch.task(
        "appraise",
        office,
        "Thẩm định",
        act="appraise",
        limit="2wd",
        public="Đang thẩm định",
        public_en="Under examination",
        form="amount",
        outcomes={"propose": "Trình", "return": "Trả lại"},
    )
    sketch.add(
        Element(
            "late", "boundaryEvent", "Quá hạn", office, {"limit": "3wd"},
            attached_to="appraise", interrupting=False, event="timer",
        )
    )  # fmt: skip
    sketch.either("checked", office, "Đạt?", onward="Đạt")
    opinion = Element(
        "opinion", "userTask", "Lấy ý kiến", office, {"agency": "item"}, collection="agencies"
    )
    sketch.add(opinion)
    sketch.add(Element("pay", "subProcess", "Nộp phí", desk))
    sketch.add(Element("pay_begin", "startEvent", inside="pay"))
    sketch.add(Element("pay_wait", "intermediateCatchEvent", "Chờ nộp", desk, inside="pay",
                       event="message", waits_for="paid"))  # fmt: skip
    sketch.add(Element("pay_end", "endEvent", inside="pay"))
    sketch.end(desk, "Đã trả kết quả")
    sketch.join("checked", "appraise", 'outcome == "return" && amount > 5', "Trả lại")
    for source, target in (("late", "finish"), ("pay_begin", "pay_wait"), ("pay_wait", "pay_end")):
        sketch.join(source, target)
    return sketch


def test_what_is_written_is_read_back_as_described() -> None:
    process = read(a_sketch().xml())

    step, late = process.nodes["appraise"], process.nodes["late"]
    assert (step.role, step.agency, step.assign) == ("case_officer", "settling", "least_loaded")
    assert (step.act, str(step.limit), step.form) == ("appraise", "2 ngày làm việc", ("amount",))
    assert step.outcomes == {"propose": "Trình", "return": "Trả lại"}
    assert (step.public, step.public_en) == ("Đang thẩm định", "Under examination")
    assert (late.attached_to, late.interrupting, late.trigger) == ("appraise", False, Trigger.TIMER)
    assert process.properties == {"agencies": "list", "amount": "int"}
    assert process.labels["agencies"] == "Cơ quan"
    loop = process.nodes["opinion"].loop
    assert loop is not None
    assert loop.collection == "agencies"
    assert process.nodes["pay_wait"].inside == "pay"
    assert process.nodes["pay_wait"].event == "paid"
    assert process.name == "Cấp phép “A & B”"


def test_the_way_straight_on_from_a_choice_is_its_default() -> None:
    process = read(a_sketch().xml())

    ways = {way.target: way for way in process.flows_out["checked"]}
    assert process.nodes["checked"].default == ways["opinion"].id
    assert ways["opinion"].name == "Đạt"
    assert ways["appraise"].condition == 'outcome == "return" && amount > 5'


def test_an_outcome_alone_is_a_condition() -> None:
    sketch = Sketch("x", "X")
    lane = sketch.lane("A", Role.CASE_OFFICER)
    sketch.start(lane, "")
    sketch.task("a", lane, "A", outcomes={"done": "Xong", "return": "Trả lại"})
    sketch.either("choice", lane)
    sketch.end(lane, "")
    sketch.join("choice", "a", "return")

    assert check(sketch.xml()) == []
    assert 'outcome == "return"' in read(sketch.xml()).flows_out["choice"][1].condition


def test_steps_at_once_are_described_by_hand() -> None:
    sketch = Sketch("x", "X")
    lane = sketch.lane("A", Role.CASE_OFFICER)
    sketch.start(lane, "")
    sketch.together("split", lane)
    sketch.task("a", lane, "A")
    sketch.together("join", lane)
    sketch.end(lane, "")
    sketch.after("split")
    sketch.task("b", lane, "B")
    sketch.join("b", "join")

    assert check(sketch.xml()) == []
    assert read(sketch.xml()).nodes["split"].kind is Kind.PARALLEL


def test_everything_is_drawn_once() -> None:
    sketch = a_sketch()

    root = ET.fromstring(sketch.xml())  # noqa: S314 -- written by ourselves

    shapes = [one.get("bpmnElement") for one in root.iter(f"{DI}BPMNShape")]
    edges = [one.get("bpmnElement") for one in root.iter(f"{DI}BPMNEdge")]
    lanes = [lane.id for lane in sketch.lanes]
    drawn = ["pool_cap_phep", *lanes, *(e.id for e in sketch.elements)]
    assert sorted(map(str, shapes)) == sorted(drawn)
    assert edges == [arrow.id for arrow in sketch.arrows]


def test_the_drawing_that_is_written_is_the_one_that_is_shown() -> None:
    xml = a_sketch().xml()
    bare = xml[: xml.index("  <bpmndi:BPMNDiagram")] + "</bpmn:definitions>"

    drawn, anew = diagram_of(xml), diagram_of(bare)

    assert {one.id: one.box for one in drawn.elements} == {o.id: o.box for o in anew.elements}
    assert [one.points for one in drawn.arrows] == [one.points for one in anew.arrows]
