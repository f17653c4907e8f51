"""The drawing that a new process begins with: two lanes, a start, a step, an end."""

from xml.sax.saxutils import quoteattr

_BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:motcua="urn:motcua:bpmn:1" id="definitions_1" targetNamespace="urn:motcua:process">
  <bpmn:collaboration id="drawing_1">
    <bpmn:participant id="pool_1" name={name} processRef={id} />
  </bpmn:collaboration>
  <bpmn:process id={id} name={name} isExecutable="true">
    <bpmn:laneSet id="lanes_1">
      <bpmn:lane id="lane_desk" name="Bộ phận Một cửa"
       motcua:role="receptionist" motcua:agency="receiving">
        <bpmn:flowNodeRef>begin</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>finish</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="lane_officer" name="Chuyên viên thụ lý"
       motcua:role="case_officer" motcua:agency="settling">
        <bpmn:flowNodeRef>appraise</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="begin" name="Đã tiếp nhận hồ sơ">
      <bpmn:outgoing>begin_to_appraise</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="appraise" name="Thẩm định hồ sơ"
     motcua:act="appraise" motcua:limit="1wd"
     motcua:outcomes="propose=Trình kết quả;refuse=Trình văn bản từ chối">
      <bpmn:incoming>begin_to_appraise</bpmn:incoming>
      <bpmn:outgoing>appraise_to_finish</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="finish" name="Xong">
      <bpmn:incoming>appraise_to_finish</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="begin_to_appraise" sourceRef="begin" targetRef="appraise" />
    <bpmn:sequenceFlow id="appraise_to_finish" sourceRef="appraise" targetRef="finish" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_1">
    <bpmndi:BPMNPlane id="plane_1" bpmnElement="drawing_1">
{shapes}
{edges}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
# element, x, y, width, height
_SHAPES = (
    ("pool_1", 120, 80, 760, 280),
    ("lane_desk", 150, 80, 730, 140),
    ("lane_officer", 150, 220, 730, 140),
    ("begin", 212, 132, 36, 36),
    ("appraise", 400, 250, 100, 80),
    ("finish", 652, 132, 36, 36),
)
_EDGES = (
    ("begin_to_appraise", (248, 150), (324, 150), (324, 290), (400, 290)),
    ("appraise_to_finish", (500, 290), (576, 290), (576, 150), (652, 150)),
)


def blank(code: str, name: str) -> str:
    """Return the file of a new process under a code and a name."""
    # An id in XML begins with a letter and holds no further signs than these of a code.
    identity = code if code[:1].isalpha() else f"quy-trinh-{code}"
    return _BLANK.format(
        id=quoteattr(identity),
        name=quoteattr(name),
        shapes="\n".join(_shape(*shape) for shape in _SHAPES),
        edges="\n".join(_edge(flow, *points) for flow, *points in _EDGES),
    )


def _shape(element: str, x: int, y: int, width: int, height: int) -> str:
    wide = ' isHorizontal="true"' if element.startswith(("pool", "lane")) else ""
    return (
        f'      <bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}"{wide}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" /></bpmndi:BPMNShape>'
    )


def _edge(flow: str, *points: tuple[int, int]) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in points)
    return f'      <bpmndi:BPMNEdge id="{flow}_di" bpmnElement="{flow}">{way}</bpmndi:BPMNEdge>'
