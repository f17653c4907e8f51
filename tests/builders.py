"""Builders: one per concept, with plain defaults and keyword overrides. All people are invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from motcua.deadlines.models import Calendar
from motcua.demo.calendars import load_calendar, load_number_formats
from motcua.documents.actions import take_in
from motcua.documents.models import Document
from motcua.dossiers import actions
from motcua.dossiers.actions import Filing, Proposal, Sheet
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Act, Channel, ResultChannel
from motcua.forms.models import FormVersion
from motcua.kernel.actors import SYSTEM, Actor, Role, Scope
from motcua.kernel.ids import AgencyId, DossierId, TaskId
from motcua.kernel.limits import Limit, Unit
from motcua.organisations.models import Agency, Officer, Position
from motcua.people.actions import register
from motcua.people.models import Person
from motcua.people.rules import Contact
from motcua.procedures.models import (
    Case,
    Component,
    Fee,
    Procedure,
    ProcedureVersion,
    Sector,
    TimeLimit,
)
from motcua.signing.authority import SampleAuthority
from motcua.signing.models import Certificate
from motcua.workflow.models import ProcessVersion, Task
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.processes import ONE_AGENCY
from tests.sample_form import ANSWERS as ANSWERS
from tests.sample_form import FORM as FORM
from tests.sample_form import RESULT_PAPER
from tests.statutory_forms import enter_forms

_serial = count(1)
FIRST_DAY = date(2025, 7, 1)
PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
A_NAME = "Nguyễn Thị Mẫu"
FIVE_DAYS = Limit(5, Unit.WORKING_DAY)


@dataclass(frozen=True, slots=True)
class Province:
    """The agencies of a small province."""

    committee: Agency
    centre: Agency
    construction: Agency
    justice: Agency
    commune: Agency


def an_agency(code: str, name: str, kind: str, **given: Any) -> Agency:
    """Return the agency with this code, made when there is none."""
    tier = "commune" if kind == "commune" else "province"
    facts = {"name": name, "kind": kind, "tier": tier, "valid_from": FIRST_DAY, **given}
    return Agency.objects.get_or_create(code=code, defaults=facts)[0]


def a_province() -> Province:
    """Return the province: committee, service centre, two departments, a commune, a calendar."""
    if not Calendar.objects.exists():
        load_calendar()
        load_number_formats()
        enter_forms()
    committee = an_agency("H42", "Ủy ban nhân dân tỉnh Ninh Bình", "province")
    below = {"parent": committee}
    return Province(
        committee,
        an_agency("H42.100", "Trung tâm Phục vụ hành chính công", "service_centre", **below),
        an_agency("H42.34", "Sở Xây dựng", "department", **below),
        an_agency("H42.03", "Sở Tư pháp", "department", **below),
        an_agency("H42.200", "Ủy ban nhân dân xã Mẫu", "commune", gso_code="37000", **below),
    )


def a_personal_number(serial: int | None = None) -> str:
    """Return a number of the right form that nobody has: a woman born in 1990."""
    return f"037190{serial or next(_serial):06d}"


def a_person(full_name: str = A_NAME, **given: Any) -> Person:
    """Return a registered person; what is given of the contact is sealed."""
    contact = Contact(
        personal_number=given.get("number", a_personal_number()),
        phone=given.get("phone", "0912345678"),
        email=given.get("email", "mau@example.vn"),
        address=given.get("address", "Thôn Một, xã Mẫu"),
    )
    return register(
        full_name,
        contact,
        birth_date=given.get("birth_date", date(1990, 1, 1)),
        sex=given.get("sex", "female"),
        verified=True,
        by=SYSTEM,
        at=PUBLISHED_AT,
    )


def a_citizen(full_name: str = A_NAME, **given: Any) -> Actor:
    """Return somebody acting in their own name."""
    return Actor(a_person(full_name, **given).id, None, frozenset({Role.CITIZEN}))


def an_officer(agency: Agency | UUID, *roles: Role, full_name: str = "Trần Văn Mẫu") -> Actor:
    """Return an officer holding these roles at an agency."""
    agency_id = agency.id if isinstance(agency, Agency) else agency
    person = a_person(full_name)
    Officer.objects.create(id=person.id, full_name=full_name)
    Position.objects.bulk_create(
        Position(
            officer_id=person.id,
            agency_id=agency_id,
            role=role.value,
            title="CHỦ TỊCH" if role is Role.SIGNATORY else "Chuyên viên",
            valid_from=FIRST_DAY,
        )
        for role in roles
    )
    return Actor(person.id, agency_id, frozenset(roles))


def a_receptionist(dossier: Dossier) -> Actor:
    """Return a receptionist of the desk that receives a dossier."""
    assert dossier.receiving_agency_id is not None
    return an_officer(dossier.receiving_agency_id, Role.RECEPTIONIST)


def _settling(dossier: Dossier, role: Role, full_name: str) -> Actor:
    assert dossier.settling_agency_id is not None
    return an_officer(dossier.settling_agency_id, role, full_name=full_name)


def a_case_officer(dossier: Dossier) -> Actor:
    """Return a case officer of the agency that settles a dossier."""
    return _settling(dossier, Role.CASE_OFFICER, "Lê Thị Mẫu")


def a_section_head(dossier: Dossier) -> Actor:
    """Return a head of section of the agency that settles a dossier."""
    return _settling(dossier, Role.SECTION_HEAD, "Phạm Văn Mẫu")


def a_signatory(dossier: Dossier) -> Actor:
    """Return who may sign for the agency that settles a dossier, with a certificate."""
    signatory = _settling(dossier, Role.SIGNATORY, "Đỗ Văn Mẫu Quốc")
    assert signatory.person is not None
    a_certificate(signatory.person, "person", "Đỗ Văn Mẫu Quốc")
    return signatory


def a_records_clerk(dossier: Dossier) -> Actor:
    """Return a records clerk of the settling agency, which has a seal."""
    agency = dossier.settling_agency
    assert agency is not None
    if not Certificate.objects.filter(owner=agency.id, kind="seal").exists():
        a_certificate(agency.id, "seal", agency.name)
    return _settling(dossier, Role.RECORDS_CLERK, "Bùi Thị Mẫu")


def a_performer(dossier: Dossier, task: Task) -> Actor:
    """Return an officer who may take a step."""
    if task.act == Act.SIGN:
        return a_signatory(dossier)
    if task.act == Act.ISSUE:
        return a_records_clerk(dossier)
    return an_officer(task.agency, Role(task.role))


def a_certificate(owner: UUID, kind: str, name: str) -> Certificate:
    """Return a certificate of the sample authority, whose key lies in the key folder."""
    certificate = SampleAuthority(PUBLISHED_AT).issue(owner, kind, name)
    certificate.save(force_insert=True)
    return certificate


def a_component(code: str = "GT", source: str = "file", **given: Any) -> dict[str, Any]:
    """Return the facts of a component."""
    return {"code": code, "name": {"vi": f"Giấy tờ {code}"}, "source": source, **given}


def a_process(bpmn: str) -> ProcessVersion:
    """Return a published process."""
    code = f"quy-trinh-{next(_serial)}"
    return ProcessVersion.objects.create(code=code, bpmn=bpmn, published_at=PUBLISHED_AT)


def a_form(definition: Mapping[str, Any]) -> FormVersion:
    """Return a published form."""
    code = f"bieu-mau-{next(_serial)}"
    return FormVersion.objects.create(code=code, definition=definition, published_at=PUBLISHED_AT)


def a_procedure(
    *,
    limit: Limit | None = FIVE_DAYS,
    fee: int | Mapping[str, int] = 0,
    law: str = "",
    form: Mapping[str, Any] | None = FORM,
    process: str = ONE_AGENCY,
    components: Sequence[Mapping[str, Any]] = (a_component(),),
    cases: Sequence[str] = (),
    **given: Any,
) -> ProcedureVersion:
    """Return a published version with its form, process, components, limit and fees, these two by
    some law."""
    serial = next(_serial)
    sector = Sector.objects.get_or_create(name="Lĩnh vực mẫu", slug="linh-vuc-mau")[0]
    facts = {
        "procedure": Procedure.objects.create(code=f"9.{serial:06d}"),
        "name": "Thủ tục mẫu",
        "sector": sector,
        "settled_here": True,
        "tier": "commune",
        "service_level": "full",
        "valid_from": FIRST_DAY,
        "result_template": RESULT_PAPER,
        "pause_basis": "Điều mẫu",
        "process": a_process(process),
        "form": a_form(form) if form else None,
    }
    version = ProcedureVersion.objects.create(**{**facts, **given})
    Case.objects.bulk_create(Case(version=version, code=c, label={"vi": c}) for c in cases)
    Component.objects.bulk_create(Component(version=version, **facts) for facts in components)
    if limit is not None:
        unit = limit.unit.value
        TimeLimit.objects.create(version=version, value=limit.value, unit=unit, basis=law)
    for name, amount in (fee if isinstance(fee, Mapping) else {"Phí": fee} if fee else {}).items():
        Fee.objects.create(version=version, amount=amount, kind="fee", name={"vi": name}, basis=law)
    version.published_at = PUBLISHED_AT
    version.save(update_fields=["published_at"])
    return version


def a_document(by: Actor, name: str = "giay-to.pdf", content: bytes | None = None) -> Document:
    """Return a paper that somebody has uploaded."""
    return take_in(name, content or a_pdf(), subject=None, by=by, at=MONDAY_MORNING)


def the_applicant(dossier: Dossier) -> Actor:
    """Return the applicant of a dossier, acting in the name in which it is."""
    if dossier.organisation_id is not None:
        roles = frozenset({Role.REPRESENTATIVE})
        return Actor(dossier.applicant_id, None, roles, dossier.organisation_id, Scope.FULL)
    return Actor(dossier.applicant_id, None, frozenset({Role.CITIZEN}))


def a_draft(
    procedure: ProcedureVersion | None = None,
    *,
    by: Actor | None = None,
    answers: Mapping[str, object] = ANSWERS,
    result_channel: ResultChannel = ResultChannel.ONLINE,
    papers: Sequence[str] = ("GT",),
    case: str = "",
) -> Dossier:
    """Return a draft that is ready to be handed in."""
    commune = AgencyId(a_province().commune.id)
    who = by or a_citizen()
    version = procedure or a_procedure()
    draft = actions.open_draft(version, case=case, answers=answers, by=who, at=MONDAY_MORNING)
    chosen = actions.choose(
        DossierId(draft.id),
        case=case,
        commune=commune,
        result_channel=result_channel,
        result_address="Thôn Một" if result_channel is ResultChannel.POST else "",
        by=who,
        at=MONDAY_MORNING,
    )
    for component in papers:
        document = a_document(who)
        actions.attach(
            DossierId(draft.id), component=component, document=document, by=who, at=MONDAY_MORNING
        )
    return chosen


def a_submitted_dossier(procedure: ProcedureVersion | None = None, **given: Any) -> Dossier:
    """Return a dossier that waits to be accepted."""
    at = given.pop("at", MONDAY_MORNING)
    draft = a_draft(procedure, **given)
    return actions.submit(DossierId(draft.id), key=uuid4(), by=the_applicant(draft), at=at)


def an_accepted_dossier(procedure: ProcedureVersion | None = None, **given: Any) -> Dossier:
    """Return a dossier whose first step waits."""
    at = given.get("at", MONDAY_MORNING)
    dossier = a_submitted_dossier(procedure, **given)
    return actions.accept(DossierId(dossier.id), by=a_receptionist(dossier), at=at)


def the_task(dossier: Dossier) -> Task:
    """Return the one step of a dossier that waits."""
    return Task.objects.get(subject=dossier.id, completed_at=None)


def task_id(dossier: Dossier) -> TaskId:
    """Return the id of the step that waits."""
    return TaskId(the_task(dossier).id)


def step_on(dossier: Dossier, *, by: Actor | None = None, at: datetime = MONDAY_MORNING) -> Dossier:
    """Finish the step that waits, the usual way."""
    task = the_task(dossier)
    who = by or a_performer(dossier, task)
    if task.act == Act.DELIVER:
        given = HandedTo(ResultChannel.COUNTER, dossier.applicant_name, a_personal_number(1))
        return actions.deliver(
            DossierId(dossier.id), TaskId(task.id), handed_to=given, by=who, at=at
        )
    if task.act == Act.SIGN:
        return a_signing(dossier, by=who, at=at)
    if task.act == Act.ISSUE:
        return actions.issue_result(DossierId(dossier.id), TaskId(task.id), by=who, at=at)
    outcome = {Act.APPRAISE: "propose", Act.APPROVE: "approve"}.get(Act(task.act), "done")
    return actions.complete_task(
        DossierId(dossier.id),
        TaskId(task.id),
        outcome=outcome,
        proposal=Proposal(content="Đủ điều kiện."),
        by=who,
        at=at,
    )


def a_signing(dossier: Dossier, *, by: Actor, at: datetime = MONDAY_MORNING) -> Dossier:
    """Return a dossier whose signatory has read the draft and signed it."""
    task = task_id(dossier)
    actions.show_draft(DossierId(dossier.id), task, by=by, at=at)
    return actions.sign_result(DossierId(dossier.id), task, by=by, at=at)


def a_dossier_at(
    node: str, procedure: ProcedureVersion | None = None, *, by: Actor | None = None, **given: Any
) -> Dossier:
    """Return a dossier whose process waits at a step."""
    dossier = an_accepted_dossier(procedure, by=by, **given)
    while the_task(dossier).node != node:
        dossier = step_on(dossier)
    return Dossier.objects.get(pk=dossier.id)


def a_signed_result(**given: Any) -> Dossier:
    """Return a dossier whose result is signed and waits for its number and seal."""
    return a_dossier_at("issue", **given)


def a_decided_dossier(**given: Any) -> Dossier:
    """Return a dossier whose result waits to be handed over."""
    return a_dossier_at("deliver", **given)


def a_filing(procedure: ProcedureVersion, **given: Any) -> Filing:
    """Return a whole application to a commune, as another system sends it."""
    whole = Filing(
        procedure=procedure.id, case="", answers=ANSWERS, commune=a_province().commune.id
    )
    return replace(whole, **given)


def a_counter_filing(procedure: ProcedureVersion, **given: Any) -> Filing:
    """Return a whole application on paper, as a receptionist enters it."""
    paper = Sheet("GT", name="Bản chính", originals=1)
    usual = {"channel": Channel.COUNTER, "sheets": (paper,), "applicant": a_person().id}
    return a_filing(procedure, **{**usual, **given})
