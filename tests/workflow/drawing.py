"""Small process files for tests, written short: every function returns a piece of BPMN 2.0."""

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:motcua="urn:motcua:bpmn:1">'
)
TAIL = "</bpmn:definitions>"


def element(kind: str, id: str, *inside: str, **attributes: object) -> str:
    """Return one element on a line of its own; attributes beginning with `motcua_` are ours."""
    written = "".join(
        f" {key.replace('motcua_', 'motcua:')}={quoteattr(str(value))}"
        for key, value in {"id": id, **attributes}.items()
        if value not in {"", None}
    )
    return f"\n<bpmn:{kind}{written}>{''.join(inside)}</bpmn:{kind}>"


def event(message: str = "", timer: str = "", signal: str = "", error: str | None = None) -> str:
    """Return what an event waits for or gives off; messages and the rest are named by their id."""
    if message:
        return f'<bpmn:messageEventDefinition messageRef="{message}"/>'
    if signal:
        return f'<bpmn:signalEventDefinition signalRef="{signal}"/>'
    if error is not None:
        reference = f' errorRef="{error}"' if error else ""
        return f"<bpmn:errorEventDefinition{reference}/>"
    if timer:
        written = f"<bpmn:timeDuration>{escape(timer)}</bpmn:timeDuration>"
        return f"<bpmn:timerEventDefinition>{written}</bpmn:timerEventDefinition>"
    return ""


def start(id: str = "s", message: str = "") -> str:
    return element("startEvent", id, event(message=message))


def end(id: str = "e", *, terminates: bool = False, error: str | None = None) -> str:
    given = "<bpmn:terminateEventDefinition/>" if terminates else event(error=error)
    return element("endEvent", id, given)


def task(id: str, *inside: str, kind: str = "userTask", **attributes: object) -> str:
    attributes.setdefault("motcua_role", "case_officer")
    return element(kind, id, *inside, **attributes)


def tasks(ids: str) -> str:
    return "".join(task(id) for id in ids.split())


def gateway(kind: str, ids: str, default: str = "") -> str:
    return "".join(element(f"{kind}Gateway", id, default=default) for id in ids.split())


def catch(id: str, message: str = "", timer: str = "", signal: str = "") -> str:
    return element("intermediateCatchEvent", id, event(message, timer, signal))


def throw(id: str, message: str = "", signal: str = "") -> str:
    return element("intermediateThrowEvent", id, event(message, "", signal))


def border(
    id: str,
    on: str,
    message: str = "",
    timer: str = "",
    error: str | None = None,
    *,
    interrupts: bool = True,
) -> str:
    given = event(message, timer, "", error)
    stays = {} if interrupts else {"cancelActivity": "false"}
    return element("boundaryEvent", id, given, attachedToRef=on, **stays)


def repeated(collection: str, *, in_turn: bool = False, until: str = "") -> str:
    """Return what makes a step repeat for every item of a list."""
    condition = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(in_turn).lower()}">'
        f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>"
        f"{condition if until else ''}</bpmn:multiInstanceLoopCharacteristics>"
    )


def arrow(source: str, target: str, condition: str = "") -> str:
    """Return one arrow; its id is `source_target`."""
    written = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
    inside = written if condition else ""
    ends = {"sourceRef": source, "targetRef": target}
    return element("sequenceFlow", f"{source}_{target}", inside, **ends)


def arrows(*chains: str) -> str:
    """Return the arrows of chains such as `s a b e`."""
    return "".join(arrow(*ends) for chain in chains for ends in pairwise(chain.split()))


def process(*inside: str, id: str = "p", data: str = "") -> str:
    """Return one process; `data` declares its properties as `amount:int ready:bool`."""
    declared = (one.split(":") for one in data.split())
    properties = "".join(
        f'\n<bpmn:property id="{id}_{name}" name="{name}" itemSubjectRef="item_{kind}"/>'
        for name, kind in declared
    )
    return element("process", id, properties, *inside, isExecutable="true")


def file(*inside: str, names: str = "m n sig err other_err") -> str:
    """Return a file: processes, the types of data, and a message, signal and error of each name."""
    types = "".join(
        f'<bpmn:itemDefinition id="item_{kind}" structureRef="{kind}"/>'
        for kind in ("string", "int", "double", "bool", "date", "list")
    )
    declared = "".join(map(_declared, names.split()))
    return HEAD + types + declared + "".join(inside) + TAIL


def _declared(name: str) -> str:
    if "err" in name:
        return f'<bpmn:error id="{name}" name="{name}" errorCode="{name}"/>'
    return f'<bpmn:{"signal" if "sig" in name else "message"} id="{name}" name="{name}"/>'


def drawn(*inside: str, data: str = "") -> str:
    """Return a file with one process."""
    return file(process(*inside, data=data))
