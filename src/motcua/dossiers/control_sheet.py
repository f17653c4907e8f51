"""The control sheet (Phiếu kiểm soát quá trình giải quyết hồ sơ): who had the dossier, and when.

One row for each step and each hand-over, from what was recorded; a step is compared with its own
budget. TT 01/2018/TT-VPCP Mẫu 05, TT 03/2025/TT-VPCP Mẫu 06.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from motcua.deadlines.rules import Timing, finished_timing
from motcua.dossiers.models import Dossier, HandOver
from motcua.dossiers.progress import ENDINGS
from motcua.dossiers.rules import ENDED, LABELS, Status
from motcua.dossiers.slip_facts import Lines, spelt
from motcua.events.queries import history
from motcua.organisations.queries import agency_names, officer_names
from motcua.workflow.models import Task
from motcua.workflow.queries import tasks_of

STANDINGS = {
    Timing.EARLY: "Trước hạn",
    Timing.ON_TIME: "Đúng hạn",
    Timing.LATE: "Quá hạn",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet; empty words are left empty on paper."""

    from_agency: str
    to_agency: str
    giver: str
    receiver: str
    moment: str
    taken: str
    standing: str
    note: str


@dataclass(frozen=True, slots=True)
class _Known:
    names: Mapping[UUID, str]
    agencies: Mapping[UUID, str]
    at: datetime

    def who(self, person: UUID | None) -> str:
        return self.names.get(person, "") if person else ""


def control_lines(dossier: Dossier, at: datetime) -> Lines:
    """Return the lines of the sheet as things stand; it is closed when the dossier has ended."""
    tasks, given = list(tasks_of(dossier.id)), _hand_overs(dossier)
    accepted = history(dossier.id).filter(verb="dossier.accepted").first()
    accepted_by = accepted.by if accepted else None
    people = [accepted_by, *(t.assignee for t in tasks), *(t.completed_by for t in tasks)]
    people += [one for h in given for one in (h.from_person, h.to_person)]
    desk = dossier.receiving_agency_id
    agencies = agency_names([desk, *(task.agency for task in tasks)])
    known = _Known(officer_names(people), agencies, at)
    others = {task.agency for task in tasks} - {desk, dossier.settling_agency_id}
    settling, due = dossier.settling_agency, dossier.due_at or dossier.original_due_at
    return {
        "settling": settling.name if settling else "",
        "others": "; ".join(sorted(agencies[one] for one in others)),
        "received": spelt(dossier.accepted_at) if dossier.accepted_at else "",
        "due": spelt(due) if due else "",
        "rows": [_fields(row) for row in _rows(dossier, tasks, given, accepted_by, known)],
        "closing": _closing(dossier, at),
    }


def _hand_overs(dossier: Dossier) -> list[HandOver]:
    return list(HandOver.objects.filter(dossier=dossier).order_by("given_at", "id"))


def _fields(row: Row) -> dict[str, str]:
    return {name: getattr(row, name) for name in Row.__slots__}


def _rows(
    dossier: Dossier,
    tasks: Sequence[Task],
    hand_overs: Iterable[HandOver],
    accepted_by: UUID | None,
    known: _Known,
) -> list[Row]:
    given: dict[UUID, list[HandOver]] = {}
    for one in hand_overs:
        given.setdefault(one.task, []).append(one)
    rows: list[Row] = []
    for task in tasks:
        before = _before(task, tasks)
        giver = before.completed_by if before else accepted_by
        giving = before.agency if before else dossier.receiving_agency_id
        from_agency = known.agencies.get(giving, "") if giving else ""
        rows += _of_step(task, given.get(task.id, []), (from_agency, known.who(giver)), known)
    return rows


def _before(task: Task, tasks: Iterable[Task]) -> Task | None:
    """Return the step whose end led to this one: the last that ended no later than it began."""
    done = [t for t in tasks if t.completed_at is not None and t.completed_at <= task.opened_at]
    done = [t for t in done if t.id != task.id and t.opened_at <= task.opened_at]
    return max(done, key=lambda t: (t.completed_at, t.opened_at)) if done else None


def _of_step(
    task: Task, given: Sequence[HandOver], giver: tuple[str, str], known: _Known
) -> list[Row]:
    """Return the rows of one step: its arrival, then each hand-over inside the agency."""
    agency = known.agencies.get(task.agency, "")
    straight = given[0] if given and given[0].given_at == task.opened_at else None
    inside = given[1:] if straight else given
    holder = task.completed_by or task.assignee
    if straight or inside:
        holder = straight.to_person if straight else inside[0].from_person
    taken = straight.acknowledged_at if straight else (task.acknowledged_at or task.completed_at)
    if inside and not straight:
        taken = None
    budget = f" (hạn {_short(task.due_at)})" if task.due_at else ""
    rows = [
        Row(
            from_agency=giver[0],
            to_agency=agency,
            giver=giver[1],
            receiver=known.who(holder),
            moment=spelt(task.opened_at),
            taken=_short(taken) if taken else "",
            standing="",
            note=f"{task.name}{budget}",
        )
    ]
    rows += [_inside(one, agency, known) for one in inside]
    last = rows[-1]
    words = "; ".join(part for part in (last.note, task.note) if part)
    rows[-1] = Row(**{**_fields(last), "standing": _standing(task, known.at), "note": words})
    return rows


def _inside(one: HandOver, agency: str, known: _Known) -> Row:
    return Row(
        from_agency=agency,
        to_agency=agency,
        giver=known.who(one.from_person),
        receiver=known.who(one.to_person),
        moment=spelt(one.given_at),
        taken=_short(one.acknowledged_at) if one.acknowledged_at else "chưa xác nhận",
        standing="",
        note=one.reason,
    )


def _standing(task: Task, at: datetime) -> str:
    if task.outcome in ENDINGS:
        return ENDINGS[task.outcome]
    if task.completed_at is None:
        late = task.due_at is not None and at > task.due_at
        return "Đang giải quyết, đã quá hạn" if late else "Đang giải quyết"
    if task.due_at is None:
        return "Đã xong"
    return STANDINGS[finished_timing(task.completed_at, task.due_at)]


def _closing(dossier: Dossier, at: datetime) -> str:
    status = Status(dossier.status)
    if status is Status.DELIVERED and dossier.delivered_at is not None:
        return f"Phiếu kết thúc khi trả kết quả, {spelt(dossier.delivered_at)}."
    if status in ENDED:
        return f"Hồ sơ đã kết thúc: {LABELS[status]}."
    return f"Phiếu in {spelt(at)}, khi hồ sơ chưa kết thúc; các bước sau ghi tiếp."


def _short(moment: datetime) -> str:
    return f"{localtime(moment):%H:%M %d/%m/%Y}"
