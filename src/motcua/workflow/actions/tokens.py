"""Writing what a move changed: the rows of tokens that came and of those that went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from psycopg.types.json import Jsonb

from motcua.events.rows import insert, write
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.workflow import rules
from motcua.workflow.models import CalledPart, Task
from motcua.workflow.placing import Placed, Placing
from motcua.workflow.queries import Standing
from motcua.workflow.rows import awaited_rows, token_row
from motcua.workflow.rules import Kind, Node

# Of two who act at the same moment, the one who read the clock first may be the later one to act.
_TAKE_AWAY = """
UPDATE workflow_task SET completed_at = greatest(%s, opened_at), completed_by = %s, outcome = %s
WHERE instance_id = %s AND number = ANY(%s) AND completed_at IS NULL
"""
_DROP = "DELETE FROM workflow_token WHERE instance_id = %s AND number = ANY(%s)"
_FORGET = "DELETE FROM workflow_awaited WHERE instance_id = %s AND number = ANY(%s)"
_RETURN = """
UPDATE workflow_calledpart SET finished_at = %s, outcome = %s
WHERE instance_id = %s AND number = ANY(%s) AND finished_at IS NULL
"""
_REMEMBER = """
INSERT INTO workflow_value (id, instance_id, name, value) VALUES (%s, %s, %s, %s)
ON CONFLICT (instance_id, name) DO UPDATE SET value = excluded.value
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A move of a run, the data it was given, and how what it takes away is said to have ended."""

    standing: Standing
    move: rules.Move
    given: Mapping[str, object]
    ending: str

    def known(self, placing: Placing) -> dict[str, object]:
        """Return all data as they are after the move."""
        return {**self.standing.data, **placing.values, **self.given, **self.move.data}


def apply(
    change: Change, placing: Placing, *, by: Actor, at: datetime
) -> tuple[list[Task], list[Task], list[Node]]:
    """Write a move; return the steps it opened, those it took away, and the services it calls.

    The standing then says where the run stands now.
    """
    standing, after = change.standing, change.move.marking
    before = {token.number for token in standing.marking}
    now = {token.number for token in after}
    gone = [token for token in standing.marking if token.number not in now]
    fresh = [token for token in after if token.number not in before]
    taken_away = _take_away(change, gone, by, at)
    opened, services = _put(standing, fresh, placing, change.known(placing), at)
    _remember(change)
    standing.marking = after
    standing.tasks.update({task.number: task for task in opened})
    return opened, taken_away, services


def _take_away(change: Change, gone: Sequence[rules.Token], by: Actor, at: datetime) -> list[Task]:
    standing = change.standing
    instance, nodes = standing.instance.id, standing.process.nodes
    away = [task for token in gone if (task := standing.tasks.pop(token.number, None))]
    if away:
        numbers = [task.number for task in away]
        write((_TAKE_AWAY, [at, by.person, change.ending, instance, numbers]))
    others = [token.number for token in gone if token.size >= 0 or not nodes[token.node].for_people]
    if others:
        write((_DROP, [instance, others]))
    called = [token.number for token in gone if nodes[token.node].kind is Kind.CALL]
    if called:
        outcome = str(change.given.get("outcome", "")) or change.ending
        write((_RETURN, [at, outcome, instance, called]))
    watched = [token.number for token in gone if any(rules.events_at(standing.process, token))]
    if watched:
        write((_FORGET, [instance, watched]))
    return away


def _put(
    standing: Standing,
    fresh: Sequence[rules.Token],
    placing: Placing,
    known: Mapping[str, object],
    at: datetime,
) -> tuple[list[Task], list[Node]]:
    opened: list[Task] = []
    others: list[Model] = []
    called: list[Model] = []
    awaited: list[Model] = []
    services: list[Node] = []
    for token in fresh:
        node = standing.process.nodes[token.node]
        if node.for_people and token.size < 0:
            opened.append(_task(standing, token, node, placing, known, at))
        else:
            others.append(token_row(standing.instance, token))
        if node.kind is Kind.CALL:
            called.append(_called_part(standing, token, node, placing.place(node, ""), at))
        if node.kind is Kind.SERVICE_TASK:
            services.append(node)
        awaited.extend(
            awaited_rows(standing.process, standing.instance, token, known, placing.count, at)
        )
    for rows in (opened, others, called, awaited):
        insert(*rows)
    return opened, services


def _task(
    standing: Standing,
    token: rules.Token,
    node: Node,
    placing: Placing,
    known: Mapping[str, object],
    at: datetime,
) -> Task:
    item = _item(node, token, known)
    placed = placing.place(node, item)
    return Task(
        id=new_id(),
        instance=standing.instance,
        subject=standing.instance.subject,
        number=token.number,
        scope=token.scope,
        loop=token.loop,
        item=item,
        node=node.id,
        name=node.name,
        act=node.act,
        role=node.role,
        agency=placed.agency,
        assignee=placed.assignee,
        opened_at=at,
        due_at=placed.due_at,
        subject_due_at=placing.subject_due_at,
    )


def _item(node: Node, token: rules.Token, known: Mapping[str, object]) -> str:
    if node.loop is None or token.loop < 0:
        return ""
    items = known.get(node.loop.collection)
    if not isinstance(items, list | tuple) or token.loop >= len(items):
        return ""
    return str(items[token.loop])[:200]


def _called_part(
    standing: Standing, token: rules.Token, node: Node, placed: Placed, at: datetime
) -> CalledPart:
    return CalledPart(
        id=new_id(),
        instance=standing.instance,
        subject=standing.instance.subject,
        number=token.number,
        node=node.id,
        name=node.name,
        agency=placed.agency,
        opened_at=at,
        due_at=placed.due_at,
    )


def _remember(change: Change) -> None:
    """Keep the data that this move has set, where they are declared and changed."""
    standing = change.standing
    declared = standing.process.properties
    for name, value in {**change.given, **change.move.data}.items():
        if name in declared and standing.data.get(name) != value:
            standing.data[name] = value
            kept = [new_id(), standing.instance.id, name, Jsonb(value)]
            write((_REMEMBER, kept), of=[("workflow_value", (standing.instance.id, name))])
