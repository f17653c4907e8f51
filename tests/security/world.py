"""A small province with something of everything in it, and everybody who might come near."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

from motcua.alarms.models import Alarm
from motcua.dossiers import actions
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.slips import issue
from motcua.events.models import Event
from motcua.incidents.actions import fulfil
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId
from motcua.organisations.models import Position
from motcua.procedures.models import ProcedureVersion
from motcua.web.identity import ORGANISATION
from tests.api.callers import a_token
from tests.breaches import FOUND, an_extent, an_incident
from tests.builders import (
    Province,
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
from tests.reading import a_data_request, a_finding
from tests.registers import an_entry
from tests.representing import a_representative, an_organisation
from tests.security.asking import Row
from tests.settings import a_proposed_policy
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
ELSEWHERE = {
    "desk_elsewhere": Role.RECEPTIONIST,
    "officer_elsewhere": Role.CASE_OFFICER,
    "head_elsewhere": Role.SECTION_HEAD,
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
    STRANGER, "owner", "other_citizen", "other_firm", "case_officer", *HERE, *ELSEWHERE,
    *PROVINCE_WIDE, "former_officer",
)  # fmt: skip
# Values of one person that stand nowhere else, by the field of the table they are planted in.
NUMBER = "001161605043"
BORN = date(1961, 3, 17)
ANSWERS = {
    "full_name": "Đặng Thị Chim Sáo",
    "wish": "Nguyện vọng riêng 7391",
    "for_other": True,
    "other_name": "Lý Thị Sơn Ca",
    "copies": 2,
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("Đặng Thị Chim Sáo",),
    "personal_number": (NUMBER, "0011 6160 5043", "001 161 605 043"),
    "birth_date": ("17/03/1961", "17/3/1961", "1961-03-17"),
    "phone": ("0987605043", "0987 605 043"),
    "email": ("chim.sao@rieng.example",),
    "address": ("Ngõ Chim Sáo 7391",),
    "answer": ("Nguyện vọng riêng 7391",),
    "person_in_answers": ("Lý Thị Sơn Ca",),
    "proposal": ("Đủ điều kiện.",),
}
Things = dict[str, object]


@dataclass(frozen=True, slots=True)
class World:
    """Who may come, by the name of their column, and what stands in addresses.

    `things` are by the name of the part of an address; `waiting` are those of dossiers at other
    stages, by what the row of the table says it is about.
    """

    actors: Mapping[str, Actor]
    things: Things
    waiting: Mapping[str, Things]

    def about(self, row: Row) -> Things:
        """Return what stands in the address of a row."""
        return {**self.things, **self.waiting.get(row.about, {})}

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

    def caller(self, name: str) -> Client:
        """Return a program that calls the API with the token of somebody."""
        token = "" if name == STRANGER else f"Bearer {a_token(self.actors[name])}"
        return Client(raise_request_exception=False, headers={"Authorization": token})


def a_world() -> World:
    """Return the province: dossiers of one owner at each stage, and all who are near or far."""
    province = a_province()
    owner = a_citizen(
        FIELDS["name"][0],
        number=NUMBER,
        birth_date=BORN,
        phone=FIELDS["phone"][0],
        email=FIELDS["email"][0],
        address=FIELDS["address"][0],
    )
    components = [a_component(required=False), a_component("PH", required=False)]
    procedure = a_procedure(components=components)
    moving = a_dossier_at("appraise", procedure, by=owner, answers=ANSWERS)
    worker = an_officer(province.commune, Role.CASE_OFFICER, full_name="Người Thụ Lý")
    actions.claim(DossierId(moving.id), task_id(moving), by=worker, at=MONDAY_MORNING)
    waiting, actors = _waiting(procedure, owner), _everybody(owner, worker, province)
    things = {
        **_of_dossier(moving),
        "other_id": waiting["decided"]["dossier_id"],
        "entry_id": an_entry(province.commune).id,
        "paper_id": a_stored_paper(owner.who).id,
        "organisation_id": an_organisation().id,
        "person_id": owner.who,
        "colleague_id": actors["colleague"].who,
        "officer_id": actors["colleague"].who,
        "agency_id": province.commune.id,
        "version_id": procedure.id,
        "form": "receipt",
        "code": procedure.procedure.code,
        "slug": "linh-vuc-mau",
        "slug:code": "mau",
        "str:page_id": "1",
        "request_id": a_data_request(owner).id,
        "finding_id": a_finding(worker).id,
        **_of_incident(actors["controller"]),
        "version": 1,
        "setting_id": a_proposed_policy(actors["technical_admin"]).id,
    }
    return World(actors, things, waiting)


def _of_dossier(moving: Dossier) -> Things:
    paper = _paper(moving)
    slip = issue(Event.objects.get(subject=moving.id, verb="dossier.accepted"), "receipt")
    assert slip is not None
    return {
        "dossier_id": moving.id,
        "task_id": task_id(moving),
        **_paper_of(moving),
        "document_id": paper.document,
        "slip_id": slip.id,
    }


def _of_incident(by: Actor) -> Things:
    incident = an_incident(by=by)
    duty = incident.duties.get(code="authority")
    alarm = Alarm.objects.create(measure="disk_free", level="alarm", value=0, began_at=FOUND)
    return {
        "incident_id": incident.id,
        "duty_id": fulfil(duty.id, "Công văn 1.", by=by, at=FOUND).id,
        "extent_id": an_extent(incident, by=by).id,
        "alarm_id": alarm.id,
        "paper": "breach_notice",
    }


def _waiting(procedure: ProcedureVersion, owner: Actor) -> dict[str, Things]:
    draft = a_draft(procedure, by=owner, answers=ANSWERS)
    submitted = a_submitted_dossier(procedure, by=owner, answers=ANSWERS)
    decided = a_decided_dossier(procedure=procedure, by=owner, answers=ANSWERS)
    return {
        "draft": {"dossier_id": draft.id, **_paper_of(draft)},
        "submitted": {"dossier_id": submitted.id, **_paper_of(submitted)},
        "decided": {"dossier_id": decided.id, "task_id": task_id(decided)},
    }


def _paper_of(dossier: Dossier) -> Things:
    paper = _paper(dossier).id
    return {"attachment": paper, "attachment_id": paper}


def _paper(dossier: Dossier) -> Attachment:
    return Attachment.objects.filter(dossier=dossier).order_by("id")[0]


def _everybody(owner: Actor, worker: Actor, province: Province) -> dict[str, Actor]:
    roles = (Role.CASE_OFFICER, Role.RECEPTIONIST)
    former = an_officer(province.commune, *roles, full_name="Người Đã Nghỉ")
    ended = MONDAY_MORNING.date() - timedelta(days=30)
    Position.objects.filter(officer_id=former.who).update(valid_to=ended)
    return {
        STRANGER: Actor(None),
        "owner": owner,
        "other_citizen": a_citizen("Người Khác"),
        "other_firm": a_representative(an_organisation()),
        "case_officer": worker,
        **{name: an_officer(province.commune, role) for name, role in HERE.items()},
        **{name: an_officer(province.construction, role) for name, role in ELSEWHERE.items()},
        **{name: an_officer(province.committee, role) for name, role in PROVINCE_WIDE.items()},
        "former_officer": former,
    }
