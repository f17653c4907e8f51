"""The rows of tokens that wait for something other than a person."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from motcua.kernel.ids import new_id
from motcua.workflow import rules
from motcua.workflow.models import Awaited, ProcessInstance, Token
from motcua.workflow.placing import Count
from motcua.workflow.rules import Process, Trigger
from motcua.workflow.rules.timers import due_moment

AWAITED = {Trigger.TIMER: "timer", Trigger.MESSAGE: "message", Trigger.SIGNAL: "signal"}


def token_row(instance: ProcessInstance, token: rules.Token) -> Token:
    """Return the row of a token that is not a step for people."""
    return Token(
        id=new_id(),
        instance=instance,
        number=token.number,
        node=token.node,
        scope=token.scope,
        flow=token.flow,
        size=token.size,
    )


def awaited_rows(
    process: Process,
    instance: ProcessInstance,
    token: rules.Token,
    known: Mapping[str, object],
    count: Count,
    at: datetime,
) -> Iterator[Awaited]:
    """Return what a token waits for besides people, its timers counted from `at`."""
    for event in rules.events_at(process, token):
        node = process.nodes[event]
        kind = AWAITED.get(node.trigger)
        if kind is None:
            continue
        due = None
        if node.trigger is Trigger.TIMER:
            values = rules.readable(process.properties, known)
            due = due_moment(node.timer, at, values, count)
        yield Awaited(
            id=new_id(),
            instance=instance,
            subject=instance.subject,
            number=token.number,
            node=event,
            kind=kind,
            name=node.event,
            due_at=due,
        )
