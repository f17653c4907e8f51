"""Which agency performs a step of a dossier's process, until when, and what conditions may read."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import due_at
from motcua.dossiers.assignment import chosen_officer
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.step_clock import step_clock
from motcua.forms.queries import definition
from motcua.forms.rules import known_values
from motcua.kernel.limits import Limit
from motcua.organisations.queries import agency_by_code, commune_by_gso_code, in_force_today
from motcua.procedures.queries import agency_of_sector, terms
from motcua.workflow.placing import Placed, Placing
from motcua.workflow.queries import published
from motcua.workflow.rules import Node

KNOWN_WITHOUT_ANSWERS = frozenset({"case"})


def placing_of(dossier: Dossier, process: UUID, at: datetime) -> Placing:
    """Return what places the steps of this dossier: agency by the lane, time by the budget."""
    calendar = working_calendar(dossier.settling_agency_id)
    steps = step_clock(dossier, process, calendar)

    def count(moment: datetime, limit: Limit) -> datetime:
        due = due_at(moment, limit, calendar)
        assert due is not None  # only an open pause has no due moment, and a step has no pauses
        return due

    def place(node: Node, item: str) -> Placed:
        agency = agency_of(dossier, node, item, at)
        due = steps.due(node.id, node.limit, at)
        return Placed(agency, due, chosen_officer(node, agency, at))

    return Placing(place, count, values_of(dossier, process), dossier.due_at)


def agency_of(dossier: Dossier, node: Node, item: str, at: datetime) -> UUID:
    """Return the agency of a step: the settling or the receiving one, one named by its code or by
    the item of a repeated step, the one that answers for the field of the procedure, or the
    commune that an address of the application names; who settles, when these name none. Of an
    agency that ended, whoever took over from it."""
    assert dossier.receiving_agency_id is not None
    assert dossier.settling_agency_id is not None
    if node.agency == "receiving":
        return dossier.receiving_agency_id
    rule, _, detail = node.agency.partition(":")
    day = localdate(at)
    if rule in {"code", "item"}:
        code = item if rule == "item" else detail
        return in_force_today(agency_by_code(code), day).id
    if rule == "sector":
        code = agency_of_sector(terms(dossier.procedure_id).version.sector_id)
        return in_force_today(agency_by_code(code), day).id if code else dossier.settling_agency_id
    if rule == "territory":
        return _commune(dossier, detail, at) or dossier.settling_agency_id
    return dossier.settling_agency_id


def _commune(dossier: Dossier, field: str, at: datetime) -> UUID | None:
    """Return the commune of an address of the application: that of a field, else the first."""
    answers = answers_of(dossier)
    told = [answers.get(field)] if field else list(answers.values())
    for answer in told:
        if isinstance(answer, Mapping) and answer.get("commune"):
            return commune_by_gso_code(str(answer["commune"]), localdate(at))
    return None


@lru_cache(maxsize=2000)
def _needed(process: UUID) -> frozenset[str]:
    """Return the data of a process that no step of it sets: those of the dossier."""
    running = published(process)
    asked = {name for node in running.nodes.values() for name in node.form}
    decided = {node.result for node in running.nodes.values()}
    return frozenset(running.properties) - asked - decided


def values_of(dossier: Dossier, process: UUID) -> Mapping[str, object]:
    """Return what the process knows of a dossier; answers are opened only when it reads them."""
    needed = _needed(process)
    values: dict[str, object] = {"case": dossier.case} if "case" in needed else {}
    form = terms(dossier.procedure_id).version.form_id
    if needed - KNOWN_WITHOUT_ANSWERS and form is not None:
        known = known_values(definition(form), answers_of(dossier), dossier.case)
        values.update({name: value for name, value in known.items() if name in needed})
    return values
