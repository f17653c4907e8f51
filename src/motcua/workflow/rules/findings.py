"""What a check of a process found."""

from dataclasses import dataclass

from motcua.workflow.rules.shape import Node


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do about it."""

    element: str
    rule: str
    message: str
    line: int | None = None


def about(node: Node, rule: str, message: str) -> Finding:
    """Return a finding about a node, whose name the message may call for as `{name}`."""
    name = node.name or node.key
    return Finding(node.key, rule, message.replace("{name}", name), node.line or None)
