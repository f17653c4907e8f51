"""Processes for tests, written short: lanes, nodes and arrows become BPMN 2.0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:motcua="urn:motcua:bpmn:1">'
)
TAIL = "</bpmn:process></bpmn:definitions>"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sequence flow from one node to another, under a condition."""

    source: str
    target: str
    condition: str = ""

    @property
    def id(self) -> str:
        """Name the arrow by what it joins."""
        return f"{self.source}_to_{self.target}"


def node(kind: str, name: str, inside: str = "", **attributes: str) -> str:
    """Return one node; attributes beginning with `motcua_` are ours."""
    written = "".join(
        f" {key.replace('motcua_', 'motcua:')}={quoteattr(value)}"
        for key, value in {"id": name, "name": name, **attributes}.items()
    )
    return f"<bpmn:{kind}{written}>{inside}</bpmn:{kind}>"


def task(name: str, act: str = "", outcomes: str = "", hours: int = 0, **more: str) -> str:
    """Return a step for a person."""
    given = {"motcua_act": act, **({"motcua_limit": f"{hours}h"} if hours else {}), **more}
    if outcomes:
        given["motcua_outcomes"] = outcomes
    return node("userTask", name, **given)


def bpmn(
    nodes: Sequence[str],
    arrows: Sequence[Arrow],
    lanes: Mapping[tuple[str, str], Sequence[str]],
    data: Mapping[str, str] | None = None,
    before: str = "",
) -> str:
    """Return a whole file: lanes name a role and an agency and hold nodes, data have a type.

    What is declared beside the process comes `before` it.
    """
    drawn = "".join(
        f'<bpmn:lane id="lane_{at}" motcua:role="{role}" motcua:agency="{agency}">'
        + "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in names)
        + "</bpmn:lane>"
        for at, ((role, agency), names) in enumerate(lanes.items())
    )
    flows = "".join(
        f'<bpmn:sequenceFlow id="{arrow.id}" sourceRef="{arrow.source}"'
        f' targetRef="{arrow.target}">'
        + (
            f"<bpmn:conditionExpression>{escape(arrow.condition)}</bpmn:conditionExpression>"
            if arrow.condition
            else ""
        )
        + "</bpmn:sequenceFlow>"
        for arrow in arrows
    )
    types = "".join(
        f'<bpmn:itemDefinition id="item_{kind}" structureRef="{kind}"/>'
        for kind in sorted(set((data or {}).values()))
    )
    declared = "".join(
        f'<bpmn:property id="data_{name}" name="{name}" itemSubjectRef="item_{kind}"/>'
        for name, kind in (data or {}).items()
    )
    lanes_drawn = f"<bpmn:laneSet>{drawn}</bpmn:laneSet>"
    whole = f"{declared}{lanes_drawn}{''.join(nodes)}{flows}"
    return f'{HEAD}{types}{before}<bpmn:process id="test">{whole}{TAIL}'


def in_a_row(*names: str) -> list[Arrow]:
    """Return the arrows that join nodes one after another."""
    return [Arrow(before, after) for before, after in pairwise(names)]


START, END = node("startEvent", "begin"), node("endEvent", "finish")
APPRAISE = "propose=Trình kết quả;refuse=Trình văn bản từ chối"
APPROVE = "approve=Đồng ý;return=Trả lại"

# Assigned, examined, approved or sent back, signed, numbered, handed over.
ONE_AGENCY = bpmn(
    [
        START,
        task("assign", "assign", hours=1),
        task("appraise", "appraise", APPRAISE, hours=8),
        task("approve", "approve", APPROVE),
        node("exclusiveGateway", "reviewed", default="reviewed_to_sign"),
        task("sign", "sign"),
        task("issue", "issue"),
        task("deliver", "deliver"),
        END,
    ],
    [
        *in_a_row("begin", "assign", "appraise", "approve", "reviewed", "sign", "issue"),
        *in_a_row("issue", "deliver", "finish"),
        Arrow("reviewed", "appraise", 'outcome == "return"'),
    ],
    {
        ("receptionist", "receiving"): ["deliver"],
        ("section_head", "settling"): ["assign", "approve"],
        ("case_officer", "settling"): ["appraise"],
        ("signatory", "settling"): ["sign"],
        ("records_clerk", "settling"): ["issue"],
    },
)
