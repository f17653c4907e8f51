"""The one thing an officer can do with a dossier now, and what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.next_steps import outcomes_of, steps_after
from motcua.dossiers.overview import Overview
from motcua.dossiers.permissions import keeps_course
from motcua.dossiers.rules import BEING_SETTLED, OWN_ACT, Act, Status
from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Officer
from motcua.organisations.queries import officers_of
from motcua.web.officer.step_form import Asked, asked_of
from motcua.workflow.models import Awaited, Task
from motcua.workflow.queries import awaited_by, standing_of
from motcua.workflow.rules import Node, earlier_steps

# Steps that one of several colleagues takes; the others have one natural performer.
CLAIMED_FIRST = frozenset({Act.APPRAISE, Act.OPINION})


@dataclass(frozen=True, slots=True)
class Way:
    """One way to end a step: its key, its words, and what follows."""

    outcome: str
    label: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Work:
    """An open step as this officer may act on it.

    `stance` is free (nobody has taken it), given (handed over, to be confirmed), mine, or other.
    """

    task: Task
    stance: str
    ways: Sequence[Way]
    colleagues: Sequence[Officer]
    assignable: Sequence[Officer]
    asked: Sequence[Asked] = ()

    @property
    def must_be_taken(self) -> bool:
        """Say whether taking the step comes before doing it."""
        return self.stance == "free" and self.task.act in CLAIMED_FIRST

    @property
    def can_be_done(self) -> bool:
        """Say whether this officer can finish the step now."""
        return self.stance == "mine" or (self.stance == "free" and not self.must_be_taken)


def stance_of(task: Task, reader: Actor) -> str:
    """Say how a reader stands to a step."""
    if task.assignee is None:
        return "free"
    if task.assignee != reader.person:
        return "other"
    return "mine" if task.acknowledged_at is not None else "given"


ORDER = ("mine", "given", "free", "other")


def current_task(seen: Overview, reader: Actor) -> Task | None:
    """Return the open step that concerns a reader most: their own before a free one."""
    theirs = [
        task
        for task in seen.open_tasks
        if task.agency == reader.agency and reader.has(Role(task.role))
    ]
    return min(theirs, key=lambda task: ORDER.index(stance_of(task, reader)), default=None)


def work_on(seen: Overview, task: Task, reader: Actor, today: date) -> Work:
    """Return a step with everything its form offers; read only while the dossier moves."""
    stance = stance_of(task, reader)
    if Status(seen.dossier.status) not in BEING_SETTLED or stance == "other":
        return Work(task, stance, (), _colleagues(task, reader, today), ())
    outcomes = outcomes_of(task)
    standing = standing_of(seen.dossier.id)
    assert standing is not None
    following = {key: steps_after(seen.dossier, standing, task, key) for key in outcomes}
    names_officer = task.act == Act.ASSIGN and task.agency == seen.dossier.settling_agency_id
    return Work(
        task,
        stance,
        [
            Way(key, label, consequence(task, key, following[key]))
            for key, label in outcomes.items()
        ],
        _colleagues(task, reader, today),
        officers_of(task.agency, Role.CASE_OFFICER, today) if names_officer else (),
        asked_of(standing.process, standing.node_of(task), today),
    )


def awaited(dossier: Dossier, reader: Actor) -> list[Awaited]:
    """Return the messages that the process waits for and this reader may say have arrived."""
    concerned = {dossier.receiving_agency_id, dossier.settling_agency_id}
    if reader.agency not in concerned or Status(dossier.status) not in BEING_SETTLED:
        return []
    return [one for one in awaited_by(dossier.id) if one.kind == "message"]


def ways_back(seen: Overview, reader: Actor) -> list[tuple[Task, list[Node]]]:
    """Return the open steps that this reader may put a dossier back from, and where to."""
    if Status(seen.dossier.status) not in BEING_SETTLED or not keeps_course(reader, seen.dossier):
        return []
    standing = standing_of(seen.dossier.id)
    if standing is None:
        return []
    found = [
        (task, earlier_steps(standing.process, standing.marking, task.number))
        for task in standing.tasks.values()
    ]
    return [(task, steps) for task, steps in found if steps]


def _colleagues(task: Task, reader: Actor, today: date) -> list[Officer]:
    if task.assignee != reader.person and not reader.has(Role.SECTION_HEAD):
        return []
    everyone = officers_of(task.agency, Role(task.role), today)
    return [officer for officer in everyone if officer.id != task.assignee]


def consequence(task: Task, outcome: str, following: Sequence[Node]) -> str:
    """Say what ending a step in this way does."""
    names = ", ".join(f"“{node.name}”" for node in following)
    moves = f"chuyển sang bước {names}" if names else "chờ các bước song song khác xong"
    if task.act == Act.SIGN:
        return f"Ký sẽ kết thúc phần việc của ông/bà và {moves}. Nội dung đã ký không sửa được nữa."
    if task.act == Act.ISSUE:
        return "Kết quả có số và dấu, thời hạn ngừng tính, hồ sơ chuyển về nơi trả kết quả."
    if outcome == "return":
        return f"Hồ sơ được trả lại, {moves}. Người nhận đọc được lý do."
    return f"Phần việc của ông/bà kết thúc và hồ sơ {moves}."


def own_act(task: Task) -> bool:
    """Say whether the first way to end a step is an act of its own: sign, issue, deliver."""
    return task.act in OWN_ACT


def to_answer(seen: Overview, reader: Actor) -> list[Consultation]:
    """Return the opinions asked of the reader's agency that nobody has given."""
    may = reader.has(Role.CASE_OFFICER, Role.SECTION_HEAD, Role.SIGNATORY)
    return [
        asked
        for asked in seen.consultations
        if may and asked.agency_id == reader.agency and asked.answered_at is None
    ]


def may_ask_applicant(dossier: Dossier, work: Work | None) -> bool:
    """Say whether the officer examining the dossier may ask its applicant for more."""
    return (
        work is not None
        and work.stance == "mine"
        and work.task.act == Act.APPRAISE
        and Status(dossier.status) in BEING_SETTLED
    )
