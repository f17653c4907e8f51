"""The BPMN 2.0 file of a described process: its meaning, then its drawing."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from motcua.workflow.bpmn.description import Arrow, Description, Element
from motcua.workflow.bpmn.layout import EVENTS, Box, Layout, Link, Shape, lay_out

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "motcua": "urn:motcua:bpmn:1",
}
FORMAL = ' xsi:type="bpmn:tFormalExpression"'
REFERENCES = {"message": "messageRef", "signal": "signalRef", "error": "errorRef"}


def written(process: Description) -> str:
    """Return the BPMN 2.0 file of a description, with its drawing."""
    return "\n".join([*_semantics(process), *_drawing(process), "</bpmn:definitions>", ""])


def drawing_of(process: Description) -> Layout:
    """Return where the parts of a description go."""
    shapes = [
        Shape(one.id, one.kind, one.name, one.lane, one.inside, one.attached_to)
        for one in process.elements
    ]
    links = [Link(one.id, one.source, one.target, one.name) for one in process.arrows]
    return lay_out([lane.id for lane in process.lanes], shapes, links)


def _semantics(process: Description) -> list[str]:
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    file = {"id": f"definitions_{process.id}", "targetNamespace": "urn:motcua:process"}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<bpmn:definitions {spaces}{_attributes(file)}>")
    for kind in sorted({datum.type for datum in process.data}):
        lines.append(f'  <bpmn:itemDefinition id="item_{kind}" structureRef="{kind}"/>')
    for event, name in _declared(process):
        code = {"errorCode": name} if event == "error" else {}
        lines.append(
            f"  <bpmn:{event}{_attributes({'id': _named(event, name), 'name': name} | code)}/>"
        )
    main = {"id": process.id, "name": process.name, "isExecutable": "true"}
    pool = {"id": f"pool_{process.id}", "name": process.name, "processRef": process.id}
    lines += [
        f'  <bpmn:collaboration id="collaboration_{process.id}">',
        f"    <bpmn:participant{_attributes(pool)}/>",
        "  </bpmn:collaboration>",
        f"  <bpmn:process{_attributes(main)}>",
    ]
    for datum in process.data:
        facts = {
            "id": f"data_{datum.name}",
            "name": datum.name,
            "itemSubjectRef": f"item_{datum.type}",
        }
        label = {"motcua:label": datum.label} if datum.label else {}
        lines.append(f"    <bpmn:property{_attributes(facts | label)}/>")
    return [*lines, *_lanes(process), *_contents(process, "", "    "), "  </bpmn:process>"]


def _declared(process: Description) -> list[tuple[str, str]]:
    """Return the messages, signals and errors that the elements refer to."""
    found = {(_event_of(one), one.waits_for): None for one in process.elements if _event_of(one)}
    return [(event, name) for event, name in found if event in REFERENCES and name]


def _event_of(element: Element) -> str:
    return "message" if element.kind in {"sendTask", "receiveTask"} else element.event


def _named(event: str, name: str) -> str:
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
    return f"{event}_{letters}"


def _lanes(process: Description) -> list[str]:
    if not process.lanes:
        return []
    lines = ['    <bpmn:laneSet id="lanes">']
    for lane in process.lanes:
        facts = {"id": lane.id, "name": lane.name, "motcua:role": lane.role}
        facts |= {"motcua:agency": lane.agency, "motcua:assign": lane.assign}
        lines.append(f"      <bpmn:lane{_attributes(facts)}>")
        lines += [
            f"        <bpmn:flowNodeRef>{escape(one.id)}</bpmn:flowNodeRef>"
            for one in process.elements
            if one.lane == lane.id and not one.inside
        ]
        lines.append("      </bpmn:lane>")
    return [*lines, "    </bpmn:laneSet>"]


def _contents(process: Description, inside: str, indent: str) -> list[str]:
    lines: list[str] = []
    here = [one for one in process.elements if one.inside == inside]
    for element in here:
        lines += _element(process, element, indent)
    names = {one.id for one in here}
    for arrow in process.arrows:
        if arrow.source in names:
            lines += _arrow(arrow, indent)
    return lines


def _element(process: Description, element: Element, indent: str) -> list[str]:
    facts = {"id": element.id, "name": element.name, "attachedToRef": element.attached_to}
    facts["cancelActivity"] = "" if element.interrupting else "false"
    facts["default"] = next(
        (arrow.id for arrow in process.arrows if arrow.source == element.id and arrow.default), ""
    )
    facts["calledElement"] = element.called
    if element.kind in {"sendTask", "receiveTask"}:
        facts["messageRef"] = _named("message", element.waits_for)
    facts |= {f"motcua:{key}": value for key, value in element.ours.items()}
    inner = (
        [f"<bpmn:documentation>{escape(element.note)}</bpmn:documentation>"] if element.note else []
    )
    inner += [
        f"<bpmn:incoming>{escape(a.id)}</bpmn:incoming>"
        for a in process.arrows
        if a.target == element.id
    ]
    inner += [
        f"<bpmn:outgoing>{escape(a.id)}</bpmn:outgoing>"
        for a in process.arrows
        if a.source == element.id
    ]
    inner += _repeated(element) + _event(element)
    body = [f"{indent}  {line}" for line in inner]
    if element.kind == "subProcess":
        body += _contents(process, element.id, f"{indent}  ")
    opening = f"{indent}<bpmn:{element.kind}{_attributes(facts)}"
    return [f"{opening}>", *body, f"{indent}</bpmn:{element.kind}>"] if body else [f"{opening}/>"]


def _repeated(element: Element) -> list[str]:
    if not element.collection:
        return []
    sequential = str(element.sequential).lower()
    item = f"<bpmn:inputDataItem{_attributes({'id': f'{element.id}_item', 'name': element.item})}/>"
    return [
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">',
        f"  <bpmn:loopDataInputRef>data_{escape(element.collection)}</bpmn:loopDataInputRef>",
        *([f"  {item}"] if element.item else []),
        "</bpmn:multiInstanceLoopCharacteristics>",
    ]


def _event(element: Element) -> list[str]:
    if not element.event:
        return []
    tag = f"bpmn:{element.event}EventDefinition"
    if element.event == "timer" and element.waits_for:
        duration = f"<bpmn:timeDuration{FORMAL}>{escape(element.waits_for)}</bpmn:timeDuration>"
        return [f"<{tag}>", f"  {duration}", f"</{tag}>"]
    if element.event in REFERENCES and element.waits_for:
        reference = {REFERENCES[element.event]: _named(element.event, element.waits_for)}
        return [f"<{tag}{_attributes(reference)}/>"]
    return [f"<{tag}/>"]


def _arrow(arrow: Arrow, indent: str) -> list[str]:
    facts = {
        "id": arrow.id,
        "name": arrow.name,
        "sourceRef": arrow.source,
        "targetRef": arrow.target,
    }
    opening = f"{indent}<bpmn:sequenceFlow{_attributes(facts)}"
    if not arrow.condition:
        return [f"{opening}/>"]
    tag = "bpmn:conditionExpression"
    condition = f"<{tag}{FORMAL}>{escape(arrow.condition)}</{tag}>"
    return [f"{opening}>", f"{indent}  {condition}", f"{indent}</bpmn:sequenceFlow>"]


def _drawing(process: Description) -> list[str]:
    layout = drawing_of(process)
    lines = [
        '  <bpmndi:BPMNDiagram id="diagram">',
        f'    <bpmndi:BPMNPlane id="plane" bpmnElement="collaboration_{process.id}">',
        *_shape(f"pool_{process.id}", layout.pool, ' isHorizontal="true"'),
    ]
    for lane, box in layout.lanes.items():
        lines += _shape(lane, box, ' isHorizontal="true"')
    for element in process.elements:
        lines += _shape(element.id, layout.boxes[element.id], *_look(element, layout))
    for arrow in process.arrows:
        lines += _edge(arrow, layout)
    return [*lines, "    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>"]


def _look(element: Element, layout: Layout) -> tuple[str, Box | None]:
    box = layout.boxes[element.id]
    named = element.name and (element.kind in EVENTS or element.kind.endswith("Gateway"))
    label = Box(box.x + box.width // 2 - 55, box.bottom + 4, 110, 27) if named else None
    if element.kind == "exclusiveGateway":
        return ' isMarkerVisible="true"', label
    return (' isExpanded="true"' if element.kind == "subProcess" else ""), label


def _shape(name: str, box: Box, look: str, label: Box | None = None) -> list[str]:
    drawn = quoteattr(name)
    lines = [f"      <bpmndi:BPMNShape id={quoteattr(f'{name}_di')} bpmnElement={drawn}{look}>"]
    lines.append(f"        {_bounds(box)}")
    if label:
        lines.append(f"        <bpmndi:BPMNLabel>{_bounds(label)}</bpmndi:BPMNLabel>")
    return [*lines, "      </bpmndi:BPMNShape>"]


def _edge(arrow: Arrow, layout: Layout) -> list[str]:
    ids = f"id={quoteattr(f'{arrow.id}_di')} bpmnElement={quoteattr(arrow.id)}"
    lines = [f"      <bpmndi:BPMNEdge {ids}>"]
    lines += [f'        <di:waypoint x="{x}" y="{y}"/>' for x, y in layout.routes[arrow.id]]
    if arrow.id in layout.labels:
        lines.append(
            f"        <bpmndi:BPMNLabel>{_bounds(layout.labels[arrow.id])}</bpmndi:BPMNLabel>"
        )
    return [*lines, "      </bpmndi:BPMNEdge>"]


def _bounds(box: Box) -> str:
    return f'<dc:Bounds x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"/>'


def _attributes(facts: Mapping[str, str]) -> str:
    """Return attributes as written; those without a value are left out."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in facts.items() if value)
