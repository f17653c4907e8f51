"""The names of BPMN 2.0 and of our own attributes, and what of them is executed."""

from motcua.workflow.rules.shape import ACTIVITIES, Kind, Trigger

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
OURS = "urn:motcua:bpmn:1"

KINDS = {kind.value: kind for kind in Kind}
TRIGGERS = {trigger.value: trigger for trigger in Trigger if trigger is not Trigger.NONE}
TYPES = frozenset({"string", "int", "double", "bool", "date", "list"})

# What says something to people and nothing to the engine.
SILENT = frozenset({"documentation", "textAnnotation", "association", "group", "extensionElements"})
SILENT_AT_TOP = SILENT | {"category", "collaboration", "message", "signal", "error"}
SILENT_IN_NODES = frozenset({"incoming", "outgoing", "documentation", "extensionElements"})

# Which triggers an event of a kind may have.
ALLOWED = {
    Kind.START: {Trigger.NONE, Trigger.MESSAGE},
    Kind.END: {Trigger.NONE, Trigger.TERMINATE, Trigger.ERROR},
    Kind.CATCH: {Trigger.MESSAGE, Trigger.TIMER, Trigger.SIGNAL},
    Kind.THROW: {Trigger.NONE, Trigger.MESSAGE, Trigger.SIGNAL},
    Kind.BOUNDARY: {Trigger.MESSAGE, Trigger.TIMER, Trigger.ERROR},
}
REFERENCES = {
    Trigger.MESSAGE: "messageRef",
    Trigger.SIGNAL: "signalRef",
    Trigger.ERROR: "errorRef",
}
# Attributes that would change how an element runs, and the one value that we run.
ONLY = {
    "behavior": "All",
    "triggeredByEvent": "false",
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "instantiate": "false",
    "parallelMultiple": "false",
    "eventGatewayType": "Exclusive",
    "isImmediate": "true",
}

# What may have a default arrow, and what arrows with conditions may leave.
CHOOSING = ACTIVITIES | {Kind.EXCLUSIVE, Kind.INCLUSIVE}


def ours(name: str) -> str:
    """Return the full name of an attribute of our own namespace."""
    return f"{{{OURS}}}{name}"
