"""Which agency performs a step of a dossier's process, and what its conditions may read."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.deadlines.rules import WorkingCalendar
from motcua.dossiers.clock import step_due
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.forms.queries import definition
from motcua.forms.rules import known_values
from motcua.kernel.expressions import names_in
from motcua.organisations.queries import agency_by_code, in_force_today
from motcua.procedures.queries import terms
from motcua.workflow.actions import Placement
from motcua.workflow.queries import published
from motcua.workflow.rules import Node

KNOWN_WITHOUT_ANSWERS = frozenset({"outcome", "case"})


def placement(dossier: Dossier, calendar: WorkingCalendar, at: datetime) -> Placement:
    """Return what places the steps of this dossier: agency by the lane, time by the budget."""

    def place(node: Node) -> tuple[UUID, datetime | None]:
        return _agency(dossier, node, at), step_due(node.hours, calendar, at)

    return place


def _agency(dossier: Dossier, node: Node, at: datetime) -> UUID:
    assert dossier.receiving_agency_id is not None
    assert dossier.settling_agency_id is not None
    if node.agency == "receiving":
        return dossier.receiving_agency_id
    if node.agency.startswith("code:"):
        named = agency_by_code(node.agency.removeprefix("code:"))
        return in_force_today(named, localdate(at)).id
    return dossier.settling_agency_id


def starting_values(dossier: Dossier, process: UUID) -> Mapping[str, object]:
    """Return what the conditions of a process may read; answers are opened only when they do."""
    names = {
        name
        for flows in published(process).flows_out.values()
        for flow in flows
        if flow.condition
        for name in names_in(flow.condition)
    }
    values: dict[str, object] = {"case": dossier.case, "outcome": ""}
    form = terms(dossier.procedure_id).version.form_id
    if names - KNOWN_WITHOUT_ANSWERS and form is not None:
        known = known_values(definition(form), answers_of(dossier), dossier.case)
        values = {**known, **values}
    return values
