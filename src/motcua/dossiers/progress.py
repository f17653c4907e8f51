"""A dossier on its way through its process: where it is, what is done, and who had each step.

For applicants without anybody's name; for who tracks by number, without agencies either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from motcua.deadlines.rules import finished_timing
from motcua.dossiers.models import Dossier, HandOver
from motcua.dossiers.rules import ENDED, Status
from motcua.dossiers.usual_times import Usual, usual_times_of
from motcua.organisations.queries import agency_names
from motcua.procedures.queries import terms
from motcua.workflow.actions import CANCELLED, SENT_BACK, TIMED_OUT
from motcua.workflow.models import Awaited, ProcessVersion, Task
from motcua.workflow.picture import Stage
from motcua.workflow.queries import published, tasks_of
from motcua.workflow.rules import Kind, Node, Process
from motcua.workflow.stops import WAITS, Stops, stops_of

ENDINGS = {
    CANCELLED: "Không còn cần nữa",
    SENT_BACK: "Chuyển lại bước khác",
    TIMED_OUT: "Hết thời gian, hồ sơ đi tiếp",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody having a step: from when to when, and how that stands against its budget."""

    step: str
    who: str
    agency: str
    began_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    standing: str  # early, on_time, late; overdue while open; empty without a budget
    ending: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of the way. `condition` says when it is needed, `back_to` where it may return."""

    node: str
    number: int
    label: str
    stage: Stage
    agency: str = ""
    ended_at: datetime | None = None
    usual: Usual | None = None
    condition: str = ""
    back_to: tuple[int, ...] = ()
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The whole way. `stages` also holds the beginning and ends, and steps inside called ones."""

    version: UUID
    name: str
    stops: Stops
    passages: tuple[Passage, ...]
    stages: Mapping[str, Stage]
    ends: Mapping[str, str]  # the words of the beginning and of each end

    @property
    def current(self) -> list[Passage]:
        """Return the steps where the dossier is now."""
        return [one for one in self.passages if one.stage is Stage.CURRENT]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a dossier's way: its steps in order, what it waits for, if it is over."""

    tasks: Sequence[Task] = ()
    waiting: frozenset[str] = frozenset()
    begun: bool = False
    over: bool = False


@lru_cache(maxsize=500)
def _stops(version: UUID) -> Stops:
    return stops_of(published(version))


@lru_cache(maxsize=500)
def file_of(version: UUID) -> str:
    """Return the BPMN file of a published process; it is frozen, so memory may keep it."""
    return str(ProcessVersion.objects.values_list("bpmn", flat=True).get(pk=version))


def planned(version: UUID, procedure: UUID, language: str = "vi") -> Course:
    """Return the way that dossiers of a procedure take, before there is one."""
    return _course(version, procedure, Known(), language, {})


def passed(dossier: Dossier, language: str = "vi", *, agencies: bool = True) -> Course | None:
    """Return the way of a dossier for its applicant; None when its procedure has no process."""
    kept = terms(dossier.procedure_id).version
    if kept.process_id is None:
        return None
    tasks = list(tasks_of(dossier.id))
    names = agency_names(task.agency for task in tasks) if agencies else {}
    known = _known(dossier, kept.process_id, tasks)
    return _course(kept.process_id, kept.procedure_id, known, language, names)


def passed_by_code(code: str, language: str = "vi") -> Course | None:
    """Return the way of a dossier for who tracks it by its code, once it was accepted.

    Only steps and dates: no names of people or agencies. The caller has checked the second fact.
    """
    dossier = Dossier.objects.filter(number=code, accepted_at__isnull=False).first()
    return passed(dossier, language, agencies=False) if dossier else None


def passed_for_officers(
    dossier: Dossier,
    tasks: Sequence[Task],
    hand_overs: Sequence[HandOver],
    names: Mapping[UUID, str],
    now: datetime,
) -> Course | None:
    """Return the way of a dossier with who had each step; `names` of officers and agencies."""
    kept = terms(dossier.procedure_id).version
    if kept.process_id is None:
        return None
    known = _known(dossier, kept.process_id, tasks)
    turns = _turns(_stops(kept.process_id), tasks, hand_overs, names, now)
    return _course(kept.process_id, kept.procedure_id, known, "vi", names, turns)


def _known(dossier: Dossier, version: UUID, tasks: Sequence[Task]) -> Known:
    nodes = published(version).nodes
    waits = any(nodes[stop].kind in WAITS for stop in _stops(version).order)
    waiting: frozenset[str] = frozenset()
    if waits:
        awaited = Awaited.objects.filter(subject=dossier.id).values_list("node", flat=True)
        waiting = frozenset(awaited)
    over = Status(dossier.status) in ENDED
    return Known(tasks, waiting, dossier.accepted_at is not None, over)


def _course(
    version: UUID,
    procedure: UUID,
    known: Known,
    language: str,
    names: Mapping[UUID, str],
    turns: Mapping[str, tuple[Turn, ...]] | None = None,
) -> Course:
    process, stops = published(version), _stops(version)
    stages = _stages(process, stops, known)
    latest = {_stop(stops, task.node): task for task in known.tasks}
    usual = usual_times_of(procedure)
    steps = [stop for stop in stops.order if not _is_edge(process.nodes[stop])]
    numbers = {stop: at for at, stop in enumerate(steps, start=1)}
    passages = []
    for stop in steps:
        task = latest.get(stop)
        done = task is not None and stages[stop] is Stage.DONE
        passages.append(
            Passage(
                node=stop,
                number=numbers[stop],
                label=_label(process.nodes[stop], language),
                stage=stages[stop],
                agency=names.get(task.agency, "") if task else "",
                ended_at=task.completed_at if task and done else None,
                usual=usual.get(stop),
                condition=_condition(stops, stop) if language == "vi" else "",
                back_to=tuple(
                    numbers[way.target] for way in stops.back
                    if way.source == stop and way.target in numbers
                ),
                turns=(turns or {}).get(stop, ()),
            )
        )  # fmt: skip
    ends = {one: _label(process.nodes[one], language) for one in stops.order if one not in numbers}
    return Course(version, process.name, stops, tuple(passages), stages, ends)


def _is_edge(node: Node) -> bool:
    return node.kind in {Kind.START, Kind.END}


def _label(node: Node, language: str) -> str:
    if language == "en":
        return node.public_en or ("" if _is_edge(node) else node.public or node.name)
    return node.public or node.name


def _stop(stops: Stops, node: str) -> str:
    return stops.covers.get(node, node)


def _condition(stops: Stops, stop: str) -> str:
    """Return the words on the arrows by which alone a step is reached, where another way was open.

    Going on rather than back needs no words.
    """
    choices = Counter(way.source for way in stops.onward)
    arriving = [way for way in stops.onward if way.target == stop]
    words = [
        way.words for way in arriving if way.words and not way.together and choices[way.source] > 1
    ]
    return "; ".join(dict.fromkeys(words)) if words and len(words) == len(arriving) else ""


def _stages(process: Process, stops: Stops, known: Known) -> dict[str, Stage]:
    """Return where everything stands; what will be done again after a return is to come."""
    last: dict[str, Task] = {}
    open_now: set[str] = set(known.waiting & set(stops.order))
    for task in known.tasks:
        last[_stop(stops, task.node)] = task
        if task.completed_at is None:
            open_now.add(_stop(stops, task.node))
    ahead = _ahead(stops, open_now)
    stages: dict[str, Stage] = {}
    for stop in stops.order:
        if stop in open_now:
            stages[stop] = Stage.CURRENT
        elif stop in ahead and not known.over:
            stages[stop] = Stage.COMING
        else:
            stages[stop] = _settled(process.nodes[stop], last.get(stop), known)
    for task in known.tasks:  # the steps inside called processes have drawings of their own
        stages.setdefault(task.node, Stage.CURRENT if task.completed_at is None else Stage.DONE)
    return stages


def _settled(node: Node, task: Task | None, known: Known) -> Stage:
    if node.kind is Kind.START:
        return Stage.DONE if known.begun else Stage.COMING
    if task is not None and task.outcome not in ENDINGS:
        return Stage.DONE
    if node.kind is Kind.END and known.over:
        return Stage.DONE
    if known.over or (task is not None and task.outcome == TIMED_OUT):
        return Stage.SKIPPED
    return Stage.COMING


def _ahead(stops: Stops, first: Iterable[str]) -> set[str]:
    """Return what lies below some stops."""
    after: dict[str, list[str]] = {}
    for way in stops.onward:
        after.setdefault(way.source, []).append(way.target)
    seen: set[str] = set()
    waiting = [target for stop in first for target in after.get(stop, ())]
    while waiting:
        stop = waiting.pop()
        if stop not in seen:
            seen.add(stop)
            waiting.extend(after.get(stop, ()))
    return seen


def _turns(
    stops: Stops,
    tasks: Sequence[Task],
    hand_overs: Sequence[HandOver],
    names: Mapping[UUID, str],
    now: datetime,
) -> dict[str, tuple[Turn, ...]]:
    given: dict[UUID, list[HandOver]] = {}
    for one in hand_overs:
        if one.acknowledged_at is not None:
            given.setdefault(one.task, []).append(one)
    found: dict[str, tuple[Turn, ...]] = {}
    for task in tasks:
        stop = _stop(stops, task.node)
        found[stop] = (*found.get(stop, ()), *_turns_at(task, given.get(task.id, []), names, now))
    return found


def _turns_at(
    task: Task, given: Sequence[HandOver], names: Mapping[UUID, str], now: datetime
) -> list[Turn]:
    """Return who had one step: until a hand-over is confirmed the giver has it."""
    turns: list[Turn] = []
    began = task.opened_at
    for one in given:
        assert one.acknowledged_at is not None
        if one.from_person is not None:
            who = names.get(one.from_person, "")
            turns.append(_turn(task, who, began, one.acknowledged_at, names, now, "Đã chuyển việc"))
            began = one.acknowledged_at
    holder = task.completed_by or task.assignee
    ending = ENDINGS.get(task.outcome, "")
    who = names.get(holder, "") if holder and not ending else ""
    return [*turns, _turn(task, who, began, task.completed_at, names, now, ending)]


def _turn(
    task: Task,
    who: str,
    began: datetime,
    ended: datetime | None,
    names: Mapping[UUID, str],
    now: datetime,
    ending: str,
) -> Turn:
    standing = ""
    if task.due_at is not None and not ending:
        late = "overdue" if now > task.due_at else ""
        standing = finished_timing(ended, task.due_at).value if ended else late
    agency = names.get(task.agency, "")
    return Turn(task.name, who, agency, began, ended, task.due_at, standing, ending)
