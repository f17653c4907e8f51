"""The acts, measured one after the other, and then whole dossiers."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid4

from bench import inboxes, machine
from bench.clients import Line, Request, Tally, all_at_work, as_json, timed
from bench.floor import Floor, floor
from bench.papers import upload_request, uploaded
from bench.province import CASE, COMPONENTS, SEED, Cast, Citizen, cast
from bench.serving import served
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Role
from motcua.runtime.state import state_path
from motcua.workflow.models import Task

Item = TypeVar("Item")
CLIENTS = 8
FASTEST = 400  # filings a second for which papers are prepared
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


@dataclass
class Measured:
    """Everything that was measured."""

    acts: dict[str, Act]
    lifecycle: dict[str, Tally]
    finished: int
    lifecycle_seconds: float
    floors: list[Floor]
    inbox: inboxes.Reader
    dossiers: int
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
        body = {
            "procedure": self.people.kept.version.id,
            "case": CASE,
            "answers": self.people.answers,
            "attachments": [
                {"component": component, "document": paper, "name": "Giấy tờ"}
                for component, paper in zip(COMPONENTS, filing.papers, strict=True)
            ],
            "commune": filing.commune,
            "result_channel": "counter",
        }
        return as_json(filing.citizen.token, "POST", "/dossiers", body, str(uuid4()))

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
        before = machine.spent(self.postmaster)
        act.tally.seconds += all_at_work(self.port, CLIENTS, items, self.seconds, ask)
        used = machine.spent(self.postmaster).since(before)
        act.application += used.application
        act.database += used.database
        return done

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
            body_of = TAKEN if act == "deliver" else None
            timed(line, self.step(filing, act, act, body_of), tallies[act])

    def look(self, line: Line, filing: Filing, role: Role, tallies: dict[str, Tally]) -> None:
        """Find the step that waits."""
        request = as_json(self.officer(filing, role), "GET", f"/dossiers/{filing.id}/tasks")
        _, body = timed(line, request, tallies["tasks"])
        steps = json.loads(body)["items"]
        filing.task = next(one["id"] for one in steps if one["completed_at"] is None)


def _tallies() -> dict[str, Tally]:
    names = ("submit", "accept", "tasks", "claim", "complete", "sign", "issue", "deliver")
    return {name: Tally() for name in names}


def find_tasks(filings: Iterable[Filing]) -> list[Filing]:
    """Note the step that waits of every filing."""
    known = {filing.id: filing for filing in filings}
    waiting = Task.objects.filter(subject__in=list(known), completed_at=None)
    for subject, task in waiting.values_list("subject", "id"):
        known[str(subject)].task = str(task)
    return list(known.values())


def _apart(run: Measurement) -> None:
    """Measure act by act, each with nothing else going on."""
    citizen = run.people.applicants[0]
    run.phase("upload", range(UPLOADS), lambda serial: upload_request(citizen, serial))
    waiting = run.filings(run.seconds * FASTEST)
    submitted = run.phase("submit", waiting, run.submit)
    for filing, body in submitted:
        filing.id = json.loads(body)["id"]
    accepted = run.phase("accept", [filing for filing, _ in submitted], run.accept)
    moving = [filing for filing, _ in accepted]
    for act, _, body in STEPS:
        moving = _one_step(run, moving, act, body)
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


def run(seconds: int) -> Measured:
    """Measure everything."""
    people = cast()
    before = Dossier.objects.count()
    with served() as port:
        running = Measurement(port, people, seconds)
        warm = running.filings(WARM_UP)
        all_at_work(port, CLIENTS, warm, 60, lambda line, one: running.whole(line, one, _tallies()))
        reader = inboxes.busiest()
        for name, request in inboxes.requests(reader).items():
            asked = [request] * (seconds * FASTEST)
            running.phase(f"warm {name}", asked[:WARM_UP], lambda one: one)
            del running.acts[f"warm {name}"]
            running.phase(name, asked, lambda one: one)
        _apart(running)
        together, finished, took = _together(running, seconds)
    return Measured(
        acts=running.acts,
        lifecycle=together,
        finished=finished,
        lifecycle_seconds=took,
        floors=floor(people, seconds, CLIENTS),
        inbox=reader,
        dossiers=before,
        machine=machine.described(),
        database=machine.database_settings(),
    )
