"""The rows of past dossiers, in the tables and with the events that real ones leave."""

import random
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.utils.timezone import localdate

from motcua.deadlines.queries import legal_clock
from motcua.deadlines.rules import due_at
from motcua.demo.history.draws import Drawn
from motcua.demo.history.lives import Life
from motcua.demo.history.paths import Move
from motcua.demo.history.writing import Bulk
from motcua.demo.names import identifier
from motcua.demo.people import Member
from motcua.dossiers import clock
from motcua.dossiers.content import sealed_answers
from motcua.dossiers.models import Answers, Attachment, Dossier, Refusal, Result
from motcua.dossiers.requirements import fee_of
from motcua.dossiers.rules import Status
from motcua.events.models import Event
from motcua.kernel.ids import PLAIN_ALPHABET
from motcua.people.models import Person
from motcua.workflow.models import ProcessInstance, Task, Token
from motcua.workflow.queries import published
from motcua.workflow.rows import token_row
from motcua.workflow.rules import Marking

DECLINE_BASIS = "Điều 17 Nghị định 61/2018/NĐ-CP"
REFUSAL_REASON = "Hồ sơ không đủ điều kiện theo quy định của thủ tục."


class Records:
    """Rows waiting to be written, table by table in the order of their references."""

    def __init__(self) -> None:
        self.people = Bulk(Person)
        self._dossiers = Bulk(Dossier)
        self._answers = Bulk(Answers)
        self._attachments = Bulk(Attachment)
        self._refusals = Bulk(Refusal)
        self._instances = Bulk(ProcessInstance)
        self._tasks = Bulk(Task)
        self._tokens = Bulk(Token)
        self._results = Bulk(Result)
        self._events = Bulk(Event)
        self._tables = (  # in the order of their references
            *(self.people, self._dossiers, self._answers, self._attachments, self._refusals),
            *(self._instances, self._tasks, self._tokens, self._results, self._events),
        )
        self._legal = legal_clock(None, localdate())
        self._calendar = self._legal.calendar
        self._dossier: Dossier | None = None
        self._instance: ProcessInstance | None = None
        self._result: Result | None = None
        self._happened: list[Event] = []
        self._last: Marking = ()

    def write(self) -> None:
        """Write everything kept so far."""
        for bulk in self._tables:
            bulk.write()

    def _event(
        self,
        verb: str,
        subject: UUID,
        by: UUID | None,
        agency: UUID | None,
        at: datetime,
        facts: dict[str, object],
    ) -> None:
        self._happened.append(
            Event(
                verb=verb,
                subject=subject,
                sequence=0,
                by=by,
                agency=agency,
                at=at,
                facts=facts,
                digest=b"",
            )
        )

    def filed(
        self,
        drawn: Drawn,
        life: Life,
        applicant: Member,
        number: str | None,
        receptionist: UUID,
        answers: dict[str, object],
        rng: random.Random,
    ) -> Dossier:
        """Keep a dossier with its answers and papers, as handed in."""
        online = drawn.channel == "online"
        dossier = self._row(drawn, life, applicant, number, receptionist, rng)
        clock.set_answer_due(dossier, self._legal, drawn.filed_at)
        self._answers.add(sealed_answers(dossier, answers))
        self._papers(dossier, drawn, rng)
        by, agency = (applicant.id, None) if online else (receptionist, drawn.receiving.id)
        opened: dict[str, object] = {"procedure": drawn.kept.code}
        handed_in: dict[str, object] = {"channel": drawn.channel}
        self._event("dossier.opened", dossier.id, by, agency, drawn.filed_at, opened)
        self._event("dossier.submitted", dossier.id, by, agency, drawn.filed_at, handed_in)
        if life.accepted_at is None:
            self._settle(dossier)
        return dossier

    def _row(
        self,
        drawn: Drawn,
        life: Life,
        applicant: Member,
        number: str | None,
        receptionist: UUID,
        rng: random.Random,
    ) -> Dossier:
        online = drawn.channel == "online"
        limit = life.limit if life.accepted_at else None
        return Dossier(
            id=identifier(rng, drawn.filed_at),
            submission_code=f"NT-{_spoken(rng, 5)}-{_spoken(rng, 5)}",
            lookup_code=_spoken(rng, 8),
            number=number,
            procedure_id=drawn.kept.version.id,
            case=drawn.case,
            applicant_id=applicant.id,
            applicant_name=applicant.person.full_name,
            filed_by=applicant.id if online else receptionist,
            receiving_agency_id=drawn.receiving.id,
            settling_agency_id=drawn.settling.id,
            channel=drawn.channel,
            result_channel=life.delivery,
            revision=1,
            fee=fee_of(drawn.kept, drawn.case, drawn.channel, drawn.filed_at.date()),
            opened_at=drawn.filed_at,
            submitted_at=drawn.filed_at,
            accepted_at=life.accepted_at,
            limit_value=limit.value if limit else None,
            limit_unit=limit.unit.value if limit else "",
            original_due_at=life.due_at,
            due_at=life.due_at,
            responsible=receptionist if life.accepted_at else None,
            decided_at=life.decided_at,
            delivered_at=life.delivered_at,
            status=_status(life).value,
        )

    def _settle(self, dossier: Dossier) -> None:
        self._dossiers.add(dossier)
        self._events.extend(sorted(self._happened, key=attrgetter("at")))
        self._happened.clear()

    def _papers(self, dossier: Dossier, drawn: Drawn, rng: random.Random) -> None:
        if drawn.channel == "online":
            return
        for paper in drawn.kept.components:
            if paper.source in {"file", "paper"} and paper.required:
                self._attachments.add(
                    Attachment(
                        id=identifier(rng, drawn.filed_at),
                        dossier=dossier,
                        component=paper.code,
                        name=paper.name["vi"][:200],
                        originals=paper.originals,
                        copies=paper.copies,
                        added_at=drawn.filed_at,
                    )
                )

    def declined(self, dossier: Dossier, receptionist: UUID) -> None:
        """Keep the refusal to take a filing in."""
        at, desk = received_at(dossier), dossier.receiving_agency_id
        refusal = Refusal(dossier=dossier, by=receptionist, at=at)
        refusal.reason, refusal.basis = REFUSAL_REASON, DECLINE_BASIS
        self._refusals.add(refusal)
        self._event("dossier.declined", dossier.id, receptionist, desk, at, {})
        self._events.extend(self._happened)
        self._happened.clear()

    def accepted(self, dossier: Dossier, receptionist: UUID) -> None:
        """Keep the acceptance; the dossier is written when its work is known."""
        assert dossier.accepted_at is not None
        self._dossier = dossier
        said: dict[str, object] = {"number": dossier.number, "due_at": dossier.due_at}
        desk = dossier.receiving_agency_id
        self._event("dossier.accepted", dossier.id, receptionist, desk, dossier.accepted_at, said)

    def work_begins(self, dossier: UUID, drawn: Drawn, life: Life) -> None:
        """Start the run of a dossier's process."""
        assert life.accepted_at is not None
        self._instance = ProcessInstance(
            id=dossier,
            process=drawn.kept.version.process,
            subject=dossier,
            started_at=life.accepted_at,
        )
        self._result = None
        self._last = ()
        if life.decided_at is not None:
            self._result = Result(
                dossier=self._dossier,
                granted=not life.refused,
                reason=REFUSAL_REASON if life.refused else "",
                on_paper=True,
                proposed_at=life.accepted_at,
            )

    def step(
        self,
        at_move: int,
        move: Move,
        agency: UUID,
        officer: UUID,
        moments: tuple[datetime, datetime | None, datetime | None],
    ) -> None:
        """Keep one step, done or waiting: when it was opened, taken and ended."""
        assert self._dossier is not None
        opened_at, taken_at, ended_at = moments
        dossier = self._dossier
        task = self._task(move, agency, opened_at)
        task.id = UUID(int=dossier.id.int ^ (at_move + 1))
        if ended_at is not None:
            task.assignee = task.completed_by = officer
            task.acknowledged_at, task.completed_at = taken_at, ended_at
            task.outcome = move.outcome
            self._ended(move, agency, officer, ended_at)
        else:
            dossier.step = "; ".join(part for part in (dossier.step, move.node.name) if part)
        self._tasks.add(task)

    def _task(self, move: Move, agency: UUID, opened_at: datetime) -> Task:
        assert self._dossier is not None
        return Task(
            instance=self._instance,
            subject=self._dossier.id,
            number=move.token.number,
            scope=move.token.scope,
            loop=move.token.loop,
            node=move.node.id,
            name=move.node.name,
            act=move.node.act,
            role=move.node.role,
            agency=agency,
            opened_at=opened_at,
            due_at=due_at(opened_at, move.node.limit, self._calendar) if move.node.limit else None,
            subject_due_at=self._dossier.due_at,
        )

    def _ended(self, move: Move, agency: UUID, officer: UUID, at: datetime) -> None:
        dossier, instance = self._dossier, self._instance
        assert dossier is not None
        assert instance is not None
        self._last = move.marking_after
        dossier.responsible = officer
        if move.node.act == "appraise":
            dossier.case_officer = officer
        self._note_result(move, officer, at)
        done: dict[str, object] = {"node": move.node.id, "outcome": move.outcome}
        self._event("task.completed", dossier.id, officer, agency, at, done)
        if move.node.act == "deliver":
            instance.finished_at = at
            dossier.responsible = None
            handed: dict[str, object] = {"channel": dossier.result_channel}
            self._event("dossier.delivered", dossier.id, officer, agency, at, handed)

    def _note_result(self, move: Move, officer: UUID, at: datetime) -> None:
        result = self._result
        if result is None:
            return
        if move.node.act == "appraise":
            result.proposed_by, result.proposed_at = officer, at
        if move.node.act == "sign":
            result.signer, result.signed_at = officer, at
        if move.node.act == "deliver":
            result.delivered_by = officer
            result.delivery_channel = self._dossier.result_channel if self._dossier else ""
            result.taken_by = self._dossier.applicant_name if self._dossier else ""

    def decided(self, number: str, officer: UUID, at: datetime) -> None:
        """Keep the numbered result."""
        dossier, result = self._dossier, self._result
        assert dossier is not None
        assert result is not None
        result.number, result.issued_by, result.issued_at = number, officer, at
        said: dict[str, object] = {"granted": result.granted, "number": number}
        said["due_at"] = dossier.due_at
        agency = dossier.settling_agency_id
        self._event("dossier.decided", dossier.id, officer, agency, at, said)

    def work_ends(self) -> None:
        """Write the dossier with its run and result among the waiting rows."""
        assert self._dossier is not None
        assert self._instance is not None
        self._instances.add(self._instance)
        self._standing(self._instance)
        if self._result is not None:
            self._results.add(self._result)
        self._settle(self._dossier)

    def _standing(self, instance: ProcessInstance) -> None:
        """Keep the tokens that wait for something else than a person."""
        process = published(instance.process_id)
        for token in self._last:
            if not process.nodes[token.node].for_people:
                self._tokens.add(token_row(instance, token))


def _status(life: Life) -> Status:
    if life.declined:
        return Status.DECLINED
    if life.accepted_at is None:
        return Status.SUBMITTED
    if life.delivered_at is not None:
        return Status.DELIVERED
    if life.decided_at is not None:
        return Status.DECIDED
    return Status.IN_PROGRESS


def received_at(dossier: Dossier) -> datetime:
    """Return when a filing that was declined got its answer: when it counted as received."""
    assert dossier.officially_received_at is not None
    return dossier.officially_received_at


def _spoken(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(PLAIN_ALPHABET) for _ in range(length))
