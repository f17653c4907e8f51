"""Filing one dossier in the name of the sample's citizen, and taking it from step to step."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import ZONE
from motcua.demo.accounts import OFFICERS, acting, sample_commune
from motcua.demo.history.answers import own_particulars, plausible
from motcua.demo.names import Invented, invent
from motcua.documents.actions import take_in
from motcua.documents.paper import draw
from motcua.dossiers import actions
from motcua.dossiers.actions import Filing, Proposal, Sheet
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Dossier
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.rules import Act, ResultChannel
from motcua.forms.queries import definition
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import DossierId, TaskId
from motcua.organisations.models import Position
from motcua.people.models import Account
from motcua.people.queries import contact_of
from motcua.procedures.queries import Terms, by_code, terms
from motcua.workflow.models import Task
from motcua.workflow.queries import open_tasks

CITIZEN, DESK = "cong-dan", "tiep-nhan"
SEED = 77
NINE = time(9)
GRANTED = "Hồ sơ đủ điều kiện, trang bị và giấy tờ kèm theo đầy đủ."
GROUNDS = "Nghị định 168/2025/NĐ-CP"
USUAL = {Act.APPRAISE: "propose", Act.APPROVE: "approve"}
PAPER = """#let d = json(bytes(sys.inputs.data))
#set document(title: d.name)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#align(center, text(size: 16pt, weight: "bold", upper(d.name)))
#v(1cm)
Giấy tờ mẫu, kèm theo hồ sơ mẫu.
"""


class Walk:
    """One dossier of the sample's citizen, from its filing to wherever its story leads."""

    def __init__(self, code: str, case: str, days_ago: int, at: datetime, **said: object) -> None:
        """File at nine o'clock of the last working day that is at least so many days ago."""
        self.now, self.at = at, _morning(at - timedelta(days=days_ago))
        self._seed = random.Random(f"{SEED} {code} {days_ago}")  # noqa: S311 -- a repeatable sample
        version = by_code(code, localdate(self.at))
        assert version is not None
        filing = self._filing(terms(version.id), case)
        citizen = acting(CITIZEN)
        self.id = DossierId(actions.file(replace(filing, **said), by=citizen, at=self.at).id)  # type: ignore[arg-type]

    @property
    def dossier(self) -> Dossier:
        """Return the dossier as it is now."""
        return Dossier.objects.get(pk=self.id)

    @property
    def task(self) -> Task:
        """Return the first step that waits."""
        return open_tasks(self.id)[0]

    def later(self, hours: int) -> datetime:
        """Let working time pass, never beyond now; return the moment."""
        moment = self.at + timedelta(hours=hours)
        self.at = min(moment, self.now)
        return self.at

    def accept(self) -> None:
        """Have the desk that received it accept it."""
        desk = self.dossier.receiving_agency_id
        assert desk is not None
        by = holder(desk, Role.RECEPTIONIST)
        actions.accept(self.id, by=by, at=self.later(1))

    def up_to(self, act: Act) -> None:
        """Have everybody do their step until one of a kind waits."""
        while self.task.act != act:
            self.step()

    def step(self) -> None:
        """Have whoever may do the step that waits, the usual way."""
        task = self.task
        who, at, known = performer(task), self.later(2), TaskId(task.id)
        if task.act == Act.SIGN:
            actions.show_draft(self.id, known, by=who, at=at)
            actions.sign_result(self.id, known, by=who, at=at)
        elif task.act == Act.ISSUE:
            actions.issue_result(self.id, known, by=who, at=at)
        elif task.act == Act.DELIVER:
            actions.deliver(self.id, known, handed_to=_citizen_at_desk(), by=who, at=at)
        else:
            said = Proposal(basis=GROUNDS, content=GRANTED)
            outcome = USUAL.get(Act(task.act), "done")
            actions.complete_task(self.id, known, outcome=outcome, proposal=said, by=who, at=at)

    def finish(self, outcome: str, note: str) -> None:
        """Have whoever may finish the step that waits with a note."""
        task = self.task
        actions.complete_task(
            self.id, TaskId(task.id), outcome=outcome, note=note, by=performer(task),
            at=self.later(2),
        )  # fmt: skip

    def _filing(self, kept: Terms, case: str) -> Filing:
        commune, who = sample_commune(), _invented(self._seed)
        form = definition(kept.version.form_id) if kept.version.form_id else None
        answers: dict[str, object] = {}
        if form is not None:
            day = localdate(self.at)
            answers = plausible(form, case, who, commune.gso_code, day, self._seed)
            answers |= own_particulars(form, who, answers)
        return Filing(
            procedure=kept.version.id,
            case=case,
            answers=answers,
            sheets=[self._sheet(one.code, one.name) for one in demands_of(kept, answers, case)
                    if one.required and one.source == "file"],
            commune=commune.id,
            result_channel=ResultChannel.COUNTER,
        )  # fmt: skip

    def _sheet(self, component: str, name: str) -> Sheet:
        content = draw(PAPER, {"name": name[:100]})
        by, file = acting(CITIZEN), "giay-to-kem-theo.pdf"
        return Sheet(
            component, take_in(file, content, subject=None, by=by, at=self.at).id, name[:200]
        )


def performer(task: Task) -> Actor:
    """Return who does a step."""
    return holder(task.agency, Role(task.role))


def holder(agency: UUID, role: Role) -> Actor:
    """Return who has a role at an agency: the printed account, else whoever came there first."""
    if agency == sample_commune().id:
        login = next((one for one, held, code, _ in OFFICERS if held is role and not code), "")
        if login:
            return acting(login)
    first = Position.objects.filter(agency=agency, role=role.value).order_by("officer")[0]
    return Actor(first.officer_id, first.agency_id, frozenset({role}))


def _invented(rng: random.Random) -> Invented:
    """Return the citizen as they would write about themselves."""
    account = Account.objects.select_related("person").get(login=CITIZEN)
    person = account.person
    assert person is not None
    drawn, contact = invent(rng, 1, sample_commune().place), contact_of(person)
    return replace(
        drawn,
        full_name=person.full_name,
        number=contact.personal_number,
        birth_date=person.birth_date or drawn.birth_date,
        sex=person.sex or drawn.sex,
    )


def _citizen_at_desk() -> HandedTo:
    person = Account.objects.get(login=CITIZEN).person
    assert person is not None
    number = contact_of(person).personal_number
    return HandedTo(ResultChannel.COUNTER, person.full_name, number)


def _morning(at: datetime) -> datetime:
    """Return the last nine o'clock of a working day before a moment."""
    calendar, day = working_calendar(), localdate(at)
    while not calendar.is_working(day) or datetime.combine(day, NINE, tzinfo=ZONE) > at:
        day -= timedelta(days=1)
    return datetime.combine(day, NINE, tzinfo=ZONE)
