"""To whom a step goes when the process says so: in turn, or to who has least to do.

Chosen is among those who hold the role at the agency that day and are not absent.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from motcua.kernel.actors import Role
from motcua.organisations.queries import available_officers
from motcua.workflow.rules import Node

_LOAD = """
SELECT officer, (SELECT count(*) FROM workflow_task
    WHERE assignee = officer AND completed_at IS NULL) AS open
FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(officer, n) ORDER BY open, n LIMIT 1
"""
# Whoever was given a step of this role at this agency longest ago; the row stays locked.
_TURN = """
INSERT INTO dossiers_turn (agency, role, last) VALUES (%s, %s, %s)
ON CONFLICT (agency, role) DO UPDATE SET last = COALESCE(
    (SELECT officer FROM unnest(%s::uuid[]) AS officer WHERE officer > dossiers_turn.last
     ORDER BY officer LIMIT 1), excluded.last)
RETURNING last
"""


def chosen_officer(node: Node, agency: UUID, at: datetime) -> UUID | None:
    """Return who gets a step, None when a person is to choose or nobody is there."""
    if node.assign == "hand":
        return None
    officers = [one.id for one in available_officers(agency, Role(node.role), localdate(at))]
    if not officers:
        return None
    if node.assign == "least_loaded":
        return _first(_LOAD, [officers])
    return _first(_TURN, [agency, node.role, min(officers), officers])


def _first(statement: str, parameters: list[Any]) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: UUID = cursor.fetchone()[0]
    return found
