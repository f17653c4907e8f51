"""A small province in which something of everything exists, and everybody who might come near it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Attachment
from motcua.dossiers.slips import issue
from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId, TaskId
from motcua.organisations.models import Agency, Position
from motcua.people.models import Mandate
from motcua.web.identity import ORGANISATION
from tests.builders import (
    a_citizen,
    a_component,
    a_decided_dossier,
    a_dossier_at,
    a_draft,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_officer,
    task_id,
)
from tests.calendars import MONDAY_MORNING
from tests.registers import an_entry
from tests.representing import a_representative, an_organisation
from tests.stores import a_stored_paper
from tests.web.portals import browser_of

STRANGER = "stranger"
HERE = {
    "desk": Role.RECEPTIONIST,
    "return_desk": Role.RETURN_CLERK,
    "colleague": Role.CASE_OFFICER,
    "head": Role.SECTION_HEAD,
    "signatory": Role.SIGNATORY,
    "records_clerk": Role.RECORDS_CLERK,
}
PROVINCE_WIDE = {
    "monitor": Role.MONITOR,
    "inspector": Role.INSPECTOR,
    "controller": Role.CONTROLLER,
    "business_admin": Role.BUSINESS_ADMIN,
    "technical_admin": Role.TECHNICAL_ADMIN,
}
# Everybody of the table, in the order of its columns.
COLUMNS = (
    STRANGER, "owner", "other_citizen", "other_firm", "case_officer", *HERE,
    "desk_elsewhere", "officer_elsewhere", "head_elsewhere", *PROVINCE_WIDE, "former_officer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Who may come, by the name of their column, and what stands in addresses.

    `things` are by the name of the part of an address; `waiting` are those of other dossiers, by
    what the row of the table says it is about.
    """

    actors: Mapping[str, Actor]
    things: Mapping[str, object]
    waiting: Mapping[str, Mapping[str, object]]

    def browser(self, name: str) -> Client:
        """Return a browser of somebody, who acts in the name that the column says."""
        client = Client() if name == STRANGER else browser_of(self.actors[name])
        client.raise_request_exception = False
        organisation = self.actors[name].organisation
        if organisation is not None:
            session = client.session
            session[ORGANISATION] = str(organisation)
            session.save()
        return client


def a_world() -> World:
    """Return the province: dossiers of one owner at each stage, and all who are near or far."""
    province = a_province()
    owner, commune = a_citizen("Chủ Hồ Sơ"), province.commune
    procedure = a_procedure(components=[a_component(required=False), a_component("PH", required=False)])
    draft = a_draft(procedure, by=owner)
    submitted = a_submitted_dossier(procedure, by=owner)
    decided = a_decided_dossier(procedure=procedure, by=owner)
    moving = a_dossier_at("appraise", procedure, by=owner)
    worker = an_officer(commune, Role.CASE_OFFICER, full_name="Người Thụ Lý")
    actions.claim(DossierId(moving.id), task_id(moving), by=worker, at=MONDAY_MORNING)
    accepted = Event.objects.get(subject=moving.id, verb="dossier.accepted")
    slip = issue(accepted, "receipt")
    assert slip is not None
    things = {
        "dossier_id": moving.id,
        "task_id": task_id(moving),
        "attachment": _paper(moving),
        "attachment_id": _paper(moving),
        "document_id": Attachment.objects.get(pk=_paper(moving)).document,
        "slip_id": slip.id,
        "other_id": decided.id,
        "entry_id": an_entry(commune).id,
        "paper_id": a_stored_paper(owner.who).id,
        "organisation_id": an_organisation().id,
        "person_id": owner.who,
        "agency_id": commune.id,
        "version_id": procedure.id,
        "form": "receipt",
        "code": procedure.procedure.code,
        "slug": "linh-vuc-mau",
        "slug:code": "mau",
        "page_id": "1",
        "version": 1,
    }
    waiting = {
        "draft": {"dossier_id": draft.id, "attachment": _paper(draft)},
        "submitted": {"dossier_id": submitted.id, "attachment": _paper(submitted)},
        "decided": {"dossier_id": decided.id, "task_id": task_id(decided)},
    }
    return World(_everybody(owner, worker, commune, province.construction, province.committee), things, waiting)


def _paper(dossier: object) -> object:
    return Attachment.objects.filter(dossier=dossier).order_by("id")[0].id


def _everybody(owner: Actor, worker: Actor, here: Agency, elsewhere: Agency, top: Agency) -> dict[str, Actor]:
    former = an_officer(here, Role.CASE_OFFICER, Role.RECEPTIONIST, full_name="Người Đã Nghỉ")
    Position.objects.filter(officer_id=former.who).update(valid_to=MONDAY_MORNING.date() - timedelta(days=30))
    return {
        STRANGER: Actor(None),
        "owner": owner,
        "other_citizen": a_citizen("Người Khác"),
        "other_firm": a_representative(an_organisation()),
        "case_officer": worker,
        **{name: an_officer(here, role) for name, role in HERE.items()},
        "desk_elsewhere": an_officer(elsewhere, Role.RECEPTIONIST),
        "officer_elsewhere": an_officer(elsewhere, Role.CASE_OFFICER),
        "head_elsewhere": an_officer(elsewhere, Role.SECTION_HEAD),
        **{name: an_officer(top, role) for name, role in PROVINCE_WIDE.items()},
        "former_officer": former,
    }
