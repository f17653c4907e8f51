"""The acts, measured one after the other, and then whole dossiers."""

import json
import os
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from bench import inboxes, machine
from bench.clients import Line, Request, Tally, all_at_work, as_json, timed
from bench.floor import Floor, floor
from bench.papers import upload_request, uploaded
from bench.province import COMPONENTS, SEED, Cast, Citizen, cast, filing_request
from bench.serving import served
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Role
from motcua.runtime.state import state_path
from motcua.workflow.models import Task

Item = TypeVar("Item")
CLIENTS = 8
FASTEST = 600  # filings a second for which papers are prepared
ROUNDS = 5  # of which the median and the spread are told
WARM_UP = 24
UPLOADS = 240
STEPS = (
    ("assign", Role.SECTION_HEAD, {"outcome": "done"}),
    ("appraise", Role.CASE_OFFICER, {"outcome": "propose", "content": "Đủ điều kiện đăng ký."}),
    ("approve", Role.SECTION_HEAD, {"outcome": "approve"}),
)
PERFORMERS = {act: role for act, role, _ in STEPS} | {
    "sign": Role.SIGNATORY,
    "issue": Role.RECORDS_CLERK,
    "deliver": Role.RECEPTIONIST,
}
BODIES = {act: body for act, _, body in STEPS}
TAKEN = {"channel": "counter", "name": "Nguyễn Thị Mẫu", "number": "037190000001"}


@dataclass
class Filing:
    """One application on its way."""

    citizen: Citizen
    commune: UUID
    papers: Sequence[UUID]
    id: str = ""
    task: str = ""


@dataclass
class Act:
    """What was seen of one kind of act when nothing else went on."""

    tally: Tally = field(default_factory=Tally)
    application: float = 0.0
    database: float = 0.0
    reference: float = 0.0
    rounds: list[float] = field(default_factory=list)  # CPU seconds of one, round by round


@dataclass
class Measured:
    """Everything that was measured."""

    acts: dict[str, Act]
    lifecycle: dict[str, Tally]
    finished: int
    lifecycle_seconds: float
    floors: list[Floor]
    inbox: inboxes.Reader | None
    dossiers: int
    memory_mib: float
    database_mib: float
    machine: dict[str, object]
    database: dict[str, str]


class Measurement:
    """A running server, the people, and the acts measured so far."""

    def __init__(self, port: int, people: Cast, seconds: int) -> None:
        self.port = port
        self.postmaster = machine.postmaster(state_path())
        self.people = people
        self.seconds = seconds
        self.acts: dict[str, Act] = {}
        self._rng = random.Random(SEED)

    def filings(self, many: int) -> list[Filing]:
        """Prepare applications whose papers lie ready."""
        owners = [self._rng.choice(self.people.applicants) for _ in range(many)]
        papers = iter(uploaded(owners, len(COMPONENTS)))
        return [
            Filing(owner, self._rng.choice(self.people.communes), next(papers)) for owner in owners
        ]

    def submit(self, filing: Filing) -> Request:
        """Return the request that files an application."""
        return filing_request(self.people, filing.citizen, filing.commune, filing.papers)

    def officer(self, filing: Filing, role: Role) -> str:
        """Return the token of who does this at the filing's commune."""
        return self.people.tokens[(filing.commune, role.value)]

    def accept(self, filing: Filing) -> Request:
        """Return the request that accepts a filing."""
        token = self.officer(filing, Role.RECEPTIONIST)
        return as_json(token, "POST", f"/dossiers/{filing.id}/accept")

    def step(self, filing: Filing, act: str, verb: str, body: object = None) -> Request:
        """Return a request about the step that waits."""
        token = self.officer(filing, PERFORMERS[act])
        path = f"/dossiers/{filing.id}/tasks/{filing.task}/{verb}"
        return as_json(token, "POST", path, body)

    def draft(self, filing: Filing) -> Request:
        """Return the request by which the signer opens the draft, before which none signs."""
        token = self.officer(filing, Role.SIGNATORY)
        return as_json(token, "GET", f"/dossiers/{filing.id}/tasks/{filing.task}/draft")

    def phase(
        self, name: str, items: Sequence[Item], request: Callable[[Item], Request]
    ) -> list[tuple[Item, bytes]]:
        """Do one kind of act with many things; return those that went well with the answers."""
        act = self.acts.setdefault(name, Act())
        done: list[tuple[Item, bytes]] = []

        def ask(line: Line, item: Item) -> None:
            status, body = timed(line, request(item), act.tally)
            if status < 300:
                done.append((item, body))

        act.reference = machine.reference_loop()
        share = -(-len(items) // ROUNDS)
        begun = len(act.tally.times)
        for _ in range(ROUNDS):
            taken = len(act.tally.times) - begun
            self._round(act, items[taken : taken + share], ask)
        return done

    def _round(self, act: Act, items: Sequence[Item], ask: Callable[[Line, Item], None]) -> None:
        before, answered = machine.spent(self.postmaster), len(act.tally.times)
        act.tally.seconds += all_at_work(self.port, CLIENTS, items, self.seconds / ROUNDS, ask)
        used = machine.spent(self.postmaster).since(before)
        act.application += used.application
        act.database += used.database
        if len(act.tally.times) > answered:
            each = (used.application + used.database) / (len(act.tally.times) - answered)
            act.rounds.append(each)

    def whole(self, line: Line, filing: Filing, tallies: dict[str, Tally]) -> None:
        """Take one dossier from filing to delivery."""
        _, body = timed(line, self.submit(filing), tallies["submit"])
        filing.id = json.loads(body)["id"]
        timed(line, self.accept(filing), tallies["accept"])
        for act, role, finish in STEPS:
            self.look(line, filing, role, tallies)
            timed(line, self.step(filing, act, "claim"), tallies["claim"])
            timed(line, self.step(filing, act, "complete", finish), tallies["complete"])
        for act in ("sign", "issue", "deliver"):
            self.look(line, filing, PERFORMERS[act], tallies)
            if act == "sign":
                timed(line, self.draft(filing), tallies["read draft"])
            body_of = TAKEN if act == "deliver" else None
            timed(line, self.step(filing, act, act, body_of), tallies[act])

    def look(self, line: Line, filing: Filing, role: Role, tallies: dict[str, Tally]) -> None:
        """Find the step that waits."""
        request = as_json(self.officer(filing, role), "GET", f"/dossiers/{filing.id}/tasks")
        _, body = timed(line, request, tallies["tasks"])
        steps = json.loads(body)["items"]
        filing.task = next(one["id"] for one in steps if one["completed_at"] is None)


def _tallies() -> dict[str, Tally]:
    acts = ("submit", "accept", "tasks", "claim", "complete")
    return {name: Tally() for name in (*acts, "read draft", "sign", "issue", "deliver")}


def find_tasks(filings: Iterable[Filing]) -> list[Filing]:
    """Note the step that waits of every filing."""
    known = {filing.id: filing for filing in filings}
    waiting = Task.objects.filter(subject__in=list(known), completed_at=None)
    for subject, task in waiting.values_list("subject", "id"):
        known[str(subject)].task = str(task)
    return list(known.values())


def _apart(run: Measurement, last: str) -> None:
    """Measure act by act up to the last that is wanted, each with nothing else going on."""
    if last == "deliver":
        citizen = run.people.applicants[0]
        run.phase("upload", range(UPLOADS), lambda serial: upload_request(citizen, serial))
    waiting = run.filings(run.seconds * FASTEST)
    submitted = run.phase("submit", waiting, run.submit)
    for filing, body in submitted:
        filing.id = json.loads(body)["id"]
    if last == "submit":
        return
    accepted = run.phase("accept", [filing for filing, _ in submitted], run.accept)
    if last == "accept":
        return
    moving = [filing for filing, _ in accepted]
    for act, _, body in STEPS:
        moving = _one_step(run, moving, act, body)
    if last != "deliver":
        return
    read = run.phase("read draft", find_tasks(moving), run.draft)
    moving = [filing for filing, _ in read]
    for act in ("sign", "issue", "deliver"):
        given = TAKEN if act == "deliver" else None
        done = run.phase(act, find_tasks(moving), _asking(run, act, act, given))
        moving = [filing for filing, _ in done]


def _one_step(run: Measurement, moving: list[Filing], act: str, body: object) -> list[Filing]:
    claimed = run.phase("claim", find_tasks(moving), _asking(run, act, "claim", None))
    taken = [filing for filing, _ in claimed]
    done = run.phase("complete", taken, _asking(run, act, "complete", body))
    return [filing for filing, _ in done]


def _asking(run: Measurement, act: str, verb: str, body: object) -> Callable[[Filing], Request]:
    return lambda filing: run.step(filing, act, verb, body)


def _together(run: Measurement, seconds: int) -> tuple[dict[str, Tally], int, float]:
    """Let every client take whole dossiers from filing to delivery."""
    tallies = _tallies()
    finished: list[str] = []

    def ask(line: Line, filing: Filing) -> None:
        run.whole(line, filing, tallies)
        finished.append(filing.id)

    took = all_at_work(run.port, CLIENTS, run.filings(seconds * FASTEST // 4), seconds, ask)
    return tallies, len(finished), took


def run(seconds: int, last: str = "deliver") -> Measured:
    """Measure every act up to the last that is wanted; inboxes and whole dossiers with all."""
    people = cast()
    before = Dossier.objects.count()
    reader = inboxes.busiest() if last == "deliver" else None
    together: dict[str, Tally] = {}
    finished, took = 0, 0.0
    with served() as port:
        running = Measurement(port, people, seconds)
        _warm_up(running)
        if reader is not None:
            _inboxes(running, reader)
        _apart(running, last)
        if reader is not None:
            together, finished, took = _together(running, seconds)
        memory = machine.memory_mib(machine.family(os.getpid())[1:])
    return Measured(
        acts=running.acts,
        lifecycle=together,
        finished=finished,
        lifecycle_seconds=took,
        floors=floor(people, seconds, CLIENTS),
        inbox=reader,
        dossiers=before,
        memory_mib=memory,
        database_mib=machine.database_mib(),
        machine=machine.described(),
        database=machine.database_settings(),
    )


def _warm_up(run: Measurement) -> None:
    warm = run.filings(WARM_UP)
    all_at_work(run.port, CLIENTS, warm, 60, lambda line, one: run.whole(line, one, _tallies()))


def _inboxes(run: Measurement, reader: inboxes.Reader) -> None:
    for name, request in inboxes.requests(reader).items():
        asked = [request] * (run.seconds * FASTEST)
        run.phase(f"warm {name}", asked[:WARM_UP], lambda one: one)
        del run.acts[f"warm {name}"]
        run.phase(name, asked, lambda one: one)
