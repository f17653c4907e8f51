"""Who may do what to a dossier."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import ADMINISTRATORS, is_at_its_agency, visible_to
from motcua.dossiers.rules import Act, Channel, NotYourTask, Status
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.organisations.queries import holds_delegation
from motcua.workflow.models import Task
from motcua.workflow.queries import open_tasks


def knows_of(by: Actor, dossier: Dossier) -> bool:
    """Say whether the actor may know that there is this dossier: the system, whose it is and who
    wrote it down, the desk that keeps a draft, and everybody who may read it."""
    if by.is_system or by.person == dossier.filed_by or is_theirs(by, dossier):
        return True
    if dossier.status == Status.DRAFT:
        at_desk = by.has(Role.RECEPTIONIST) and dossier.channel != Channel.ONLINE
        return at_desk and by.agency == dossier.receiving_agency_id
    if not by.is_officer or by.roles <= ADMINISTRATORS:
        return False
    return is_at_its_agency(by, dossier) or visible_to(by).filter(pk=dossier.id).exists()


def require_eraser(by: Actor) -> None:
    """The system when a time is over, and who answers for the protection of personal data."""
    if not (by.is_system or by.has(Role.CONTROLLER)):
        raise NotPermitted


def require_applicant(by: Actor, dossier: Dossier) -> None:
    """Only whose dossier it is; to everybody else it does not exist."""
    if not is_theirs(by, dossier):
        raise NotFound


def is_theirs(by: Actor, dossier: Dossier) -> bool:
    """Say whether a dossier is the actor's: filed in their own name, or in that of the organisation
    they act for now, whoever filed it then. Who filed it for an organisation has no right of
    their own to it."""
    if by.is_officer or by.person is None:
        return False
    if by.organisation is not None or dossier.organisation_id is not None:
        return by.organisation == dossier.organisation_id
    return by.person == dossier.applicant_id


def require_filer(by: Actor, dossier: Dossier) -> None:
    """The applicant, or the receptionist of the desk that keeps the draft or the dossier."""
    if by.is_officer:
        require_receptionist(by, dossier)
    else:
        require_applicant(by, dossier)


def is_helper(by: Actor, dossier: Dossier) -> bool:
    """Say whether the actor fills in this draft for somebody else."""
    return (
        by.person is not None
        and by.person == dossier.filed_by
        and dossier.filed_by != dossier.applicant_id
        and dossier.status == Status.DRAFT
    )


def require_helper(by: Actor, dossier: Dossier) -> None:
    """Only who fills in this draft for somebody else; to others it does not exist."""
    if not is_helper(by, dossier):
        raise NotFound


def require_writer(by: Actor, dossier: Dossier) -> None:
    """The applicant, who fills in for them, or the desk."""
    if not is_helper(by, dossier):
        require_filer(by, dossier)


def require_chooser(by: Actor, dossier: Dossier) -> None:
    """The applicant, or who fills in for them."""
    if not is_helper(by, dossier):
        require_applicant(by, dossier)


def require_counter(by: Actor) -> None:
    """Only who receives at a one-stop shop."""
    if by.agency is None or not by.has(Role.RECEPTIONIST):
        raise NotPermitted


def require_desk(by: Actor, agency: UUID) -> None:
    """Only who receives or gives out at the one-stop shop of an agency."""
    if by.agency != agency or not by.has(Role.RECEPTIONIST, Role.RETURN_CLERK):
        raise NotPermitted


def require_receptionist(by: Actor, dossier: Dossier) -> None:
    """Only the desk that receives this dossier."""
    require_counter(by)
    if by.agency != dossier.receiving_agency_id:
        raise NotPermitted


def require_return_desk(by: Actor, dossier: Dossier) -> None:
    """Only the desk that returns the result of this dossier."""
    if not by.has(Role.RECEPTIONIST, Role.RETURN_CLERK) or (
        by.agency != dossier.receiving_agency_id
    ):
        raise NotPermitted


def require_performer(by: Actor, task: Task, at: datetime) -> None:
    """Only an officer of the step's agency and role, and only the one it was given to or who
    holds their delegation that day."""
    if by.agency != task.agency or not by.has(Role(task.role)):
        raise NotPermitted
    if task.assignee is None or task.assignee == by.person:
        return
    role, day = Role(task.role), localdate(at)
    if not holds_delegation(by.who, task.assignee, task.agency, role, day):
        raise NotYourTask


def may_perform(by: Actor, task: Task) -> bool:
    """Say whether a step is this officer's to do: of their agency and role, nobody else's."""
    return (
        by.agency == task.agency
        and by.has(Role(task.role))
        and (task.assignee is None or task.assignee == by.person)
    )


def require_responsible(by: Actor, dossier: Dossier) -> None:
    """Only an officer who may do one of the dossier's open steps, opinions apart."""
    tasks = [task for task in open_tasks(dossier.id) if task.act != Act.OPINION]
    if not any(may_perform(by, task) for task in tasks):
        raise NotPermitted


def require_identity_reader(by: Actor, dossier: Dossier) -> None:
    """Only who compares the card with the application: the desk that receives the dossier until it
    is decided, and the officer of one of its open steps. Seeing the dossier is not enough."""
    at_desk = by.has(Role.RECEPTIONIST) and by.agency == dossier.receiving_agency_id
    if not (at_desk and dossier.decided_at is None):
        require_responsible(by, dossier)


def require_giver(by: Actor, task: Task) -> None:
    """Only who is responsible for the step now, or the head of the section it lies in."""
    if by.agency != task.agency:
        raise NotPermitted
    if task.assignee != by.person and not by.has(Role.SECTION_HEAD):
        raise NotYourTask


def require_course_keeper(by: Actor, dossier: Dossier) -> None:
    """Only who answers for how the settling agency works: a head of section or a signatory."""
    if not keeps_course(by, dossier):
        raise NotPermitted


def keeps_course(by: Actor, dossier: Dossier) -> bool:
    """Say whether the actor leads where the dossier is settled."""
    return by.agency == dossier.settling_agency_id and by.has(Role.SECTION_HEAD, Role.SIGNATORY)


def require_concerned(by: Actor, dossier: Dossier) -> None:
    """The system itself, or an officer where the dossier was received or is settled."""
    if by.is_system:
        return
    if by.agency is None or by.agency not in {
        dossier.receiving_agency_id,
        dossier.settling_agency_id,
    }:
        raise NotPermitted


def may_apologise(by: Actor, dossier: Dossier) -> bool:
    """Say whether the actor may write the apology: who answers for the dossier where it is
    settled, or who leads there."""
    if by.agency != dossier.settling_agency_id:
        return False
    holds = by.person is not None and by.person in {dossier.responsible, dossier.case_officer}
    return holds or by.has(Role.SECTION_HEAD, Role.SIGNATORY)


def require_apology_writer(by: Actor, dossier: Dossier) -> None:
    """Only who may write the apology."""
    if not may_apologise(by, dossier):
        raise NotPermitted


def require_apology_signer(by: Actor, dossier: Dossier) -> None:
    """Only who signs for the settling agency."""
    if by.agency != dossier.settling_agency_id or not by.has(Role.SIGNATORY):
        raise NotPermitted


def require_settler(by: Actor, dossier: Dossier, *roles: Role) -> None:
    """Only who holds one of the roles where the dossier is settled."""
    if by.agency != dossier.settling_agency_id or not by.has(*roles):
        raise NotPermitted


def keeps_papers(by: Actor, dossier: Dossier) -> bool:
    """Say whether the actor is the records clerk where the dossier was settled."""
    return by.agency == dossier.settling_agency_id and by.has(Role.RECORDS_CLERK)


def require_archivist(by: Actor, dossier: Dossier) -> None:
    """Only the records clerk where the dossier was settled, or the installation itself."""
    if not by.is_system and not keeps_papers(by, dossier):
        raise NotPermitted
