"""One element of a BPMN file as a node or an arrow, or why it cannot be run."""

import re

from motcua.kernel.limits import Limit, limit_from
from motcua.workflow.bpmn.definitions import Definitions
from motcua.workflow.bpmn.lanes import Performers
from motcua.workflow.bpmn.tree import Element
from motcua.workflow.bpmn.words import (
    ALLOWED,
    BPMN,
    CHOOSING,
    ONLY,
    OURS,
    REFERENCES,
    SILENT_IN_NODES,
    TRIGGERS,
    ours,
)
from motcua.workflow.rules.shape import FOR_PEOPLE, Flow, Kind, Loop, Node, Trigger
from motcua.workflow.rules.timers import TimerRefused, timer_from

DONE = "done=Hoàn thành"
ASSIGNMENTS = frozenset({"hand", "round_robin", "least_loaded"})
NOT_IN_SUBPROCESSES = frozenset({
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "property",
})  # fmt: skip
# How the language of our expressions may be called; any other is refused.
_OUR_LANGUAGE = re.compile(r"(^|[^a-z])cel([^a-z]|$)", re.IGNORECASE)


class Refusal(Exception):
    """An element cannot be run; the rule and the reason say why."""

    def __init__(self, rule: str, reason: str) -> None:
        self.rule = rule
        self.reason = reason
        super().__init__(reason)


def node_from(
    element: Element, file: Definitions, performers: Performers, inside: str, prefix: str
) -> Node:
    """Return the node of an element; raise `Refusal` for what would run otherwise than drawn."""
    kind = Kind(element.name)
    _refuse_attributes(element)
    _refuse_children(element, kind)
    if element.get("default") and kind not in CHOOSING:
        raise Refusal("default", f"“{element.id}” không được có nhánh mặc định")
    trigger, event, timer = _event(element, kind, file)
    performer = performers.of(element)
    if performer.assign not in ASSIGNMENTS:
        raise Refusal("performer", f"cách phân công “{performer.assign}” không có")
    return Node(
        id=prefix + element.id,
        kind=kind,
        name=" ".join(element.get("name").split()),
        line=element.line,
        inside=inside,
        default=prefix + element.get("default") if element.get("default") else "",
        act=element.get(ours("act")),
        role=performer.role,
        agency=performer.agency,
        assign=performer.assign,
        limit=_limit(element),
        outcomes=_outcomes(element.get(ours("outcomes"), DONE)) if kind in FOR_PEOPLE else {},
        form=tuple(one.strip() for one in element.get(ours("form")).split(";") if one.strip()),
        public=element.get(ours("public"), element.get("name")),
        public_en=element.get(ours("public-en")),
        loop=_loop(element, file, kind),
        trigger=trigger,
        event=event,
        timer=timer,
        attached_to=prefix + element.get("attachedToRef") if kind is Kind.BOUNDARY else "",
        interrupting=element.says("cancelActivity", True),
        called=element.get("calledElement").rpartition(":")[2],
        service=element.get(ours("service")),
        decision=element.get(ours("decision")),
        result=element.get(ours("result")),
    )


def flow_from(element: Element, file: Definitions, prefix: str) -> Flow:
    """Return the arrow of an element, its condition in CEL."""
    _refuse_attributes(element)
    condition = element.first("conditionExpression")
    text = _expression(condition, file) if condition is not None else ""
    return Flow(
        prefix + element.id,
        prefix + element.get("sourceRef"),
        prefix + element.get("targetRef"),
        text,
        element.get("name"),
        element.line,
    )


def _refuse_attributes(element: Element) -> None:
    for name in ONLY.keys() & element.attributes.keys():
        written, only = element.get(name), ONLY[name]
        if only in {"true", "false"}:
            written = str(element.says(name, only == "false")).lower()
        if written != only:
            raise Refusal("not-executed", f"chưa hỗ trợ {name}=“{written}” ở “{element.id}”")


def _refuse_children(element: Element, kind: Kind) -> None:
    if kind is Kind.SUBPROCESS:
        for child in element.children:
            if child.name in {*NOT_IN_SUBPROCESSES, *TRIGGERS}:
                raise _not_executed(child, element)
        return
    for child in element.children:
        if child.name == "extensionElements":
            _refuse_extensions(child, element)
        known = child.name in SILENT_IN_NODES or child.name in TRIGGERS
        if child.name == "multiInstanceLoopCharacteristics" and kind is Kind.USER_TASK:
            known = True
        if child.namespace != BPMN or not known:
            raise _not_executed(child, element)


def _refuse_extensions(extensions: Element, element: Element) -> None:
    for child in extensions.children:
        if child.namespace != OURS:
            raise _not_executed(child, element)


def _not_executed(child: Element, element: Element) -> Refusal:
    where = f"dòng {child.line}: " if child.line != element.line else ""
    reason = f"{where}chưa hỗ trợ phần tử {child.name} trong “{element.id}”"
    return Refusal("not-executed", reason)


def _event(element: Element, kind: Kind, file: Definitions) -> tuple[Trigger, str, str]:
    definitions = [child for child in element.children if child.name in TRIGGERS]
    if kind in {Kind.SEND_TASK, Kind.RECEIVE_TASK}:
        return Trigger.MESSAGE, _reference(element, "messageRef", file), ""
    if len(definitions) > 1:
        raise Refusal("not-executed", f"“{element.id}” có nhiều loại sự kiện cùng lúc")
    trigger = TRIGGERS[definitions[0].name] if definitions else Trigger.NONE
    if trigger not in ALLOWED.get(kind, {Trigger.NONE}):
        name = definitions[0].name if definitions else "sự kiện trống"
        raise Refusal("not-executed", f"chưa hỗ trợ {name} ở {kind.value} “{element.id}”")
    if trigger is Trigger.TIMER:
        return trigger, "", _timer(element, definitions[0], file)
    if trigger is Trigger.ERROR and not element.says("cancelActivity", True):
        raise Refusal("not-executed", f"sự kiện lỗi “{element.id}” luôn phải ngắt bước")
    if trigger in REFERENCES:
        optional = trigger is Trigger.ERROR
        return trigger, _reference(definitions[0], REFERENCES[trigger], file, optional), ""
    return trigger, "", ""


def _reference(element: Element, attribute: str, file: Definitions, optional: bool = False) -> str:
    reference = element.get(attribute).rpartition(":")[2]
    if not reference and optional:
        return ""
    if reference not in file.names:
        raise Refusal("event", f"“{element.id or element.name}” chưa nói rõ {attribute}")
    return file.names[reference]


def _timer(element: Element, definition: Element, file: Definitions) -> str:
    written = element.get(ours("limit")) or definition.get(ours("limit"))
    times = [child for child in definition.children if child.name.startswith("time")]
    if any(child.name == "timeCycle" for child in times):
        raise Refusal("not-executed", f"chưa hỗ trợ timeCycle ở “{element.id}”")
    try:
        if written:
            return timer_from("limit", written)
        if len(times) == 1:
            return timer_from(times[0].name, _expression(times[0], file))
    except TimerRefused as refusal:
        raise Refusal("timer", f"“{element.id}”: {refusal}") from refusal
    raise Refusal("timer", f"“{element.id}” chưa nói chờ đến bao giờ")


def _expression(element: Element, file: Definitions) -> str:
    language = element.get("language") or file.language
    if language and not _OUR_LANGUAGE.search(language):
        raise Refusal("language", f"ngôn ngữ “{language}” không được dùng; chỉ dùng CEL")
    return element.text.strip()


def _limit(element: Element) -> Limit | None:
    written = element.get(ours("limit"))
    if not written:
        return None
    try:
        return limit_from(written)
    except ValueError as error:
        raise Refusal("limit", f"thời hạn “{written}” không đọc được") from error


def _outcomes(text: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.split(";") if "=" in pair)
    return {key.strip(): label.strip() for key, label in pairs}


def _loop(element: Element, file: Definitions, kind: Kind) -> Loop | None:
    found = element.first("multiInstanceLoopCharacteristics")
    if found is None:
        return None
    _refuse_attributes(found)
    for child in found.children:
        if child.name not in {"loopDataInputRef", "inputDataItem", "completionCondition"}:
            raise _not_executed(child, element)
    collection = found.first("loopDataInputRef")
    if collection is None or not collection.text.strip():
        raise Refusal("loop", f"“{element.id}” chưa nói lặp lại cho danh sách nào")
    item = found.first("inputDataItem")
    until = found.first("completionCondition")
    return Loop(
        collection=file.property_names.get(collection.text.strip(), collection.text.strip()),
        sequential=found.says("isSequential", False),
        item=item.get("name") or item.id if item is not None else "",
        until=_expression(until, file) if until is not None else "",
    )
