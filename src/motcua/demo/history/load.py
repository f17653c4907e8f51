"""Writing the past: drawn filings become dossiers, steps, events and results."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import ZONE
from motcua.demo.history.answers import own_particulars, plausible
from motcua.demo.history.draws import Drawn, Priors
from motcua.demo.history.lives import Life, live
from motcua.demo.history.paths import Move, path
from motcua.demo.history.records import Records
from motcua.demo.names import Invented, identifier, invent
from motcua.demo.people import Member, person_row
from motcua.dossiers.models import NumberFormat, NumberSeries
from motcua.dossiers.rules import number_text
from motcua.forms.queries import definition
from motcua.forms.rules import known_values
from motcua.kernel.actors import Role
from motcua.organisations.models import Agency, Position
from motcua.workflow.queries import published

BATCH = 2000
LONGEST_WAIT = 0.95  # of a step's time
WAITING_SEED = 7  # a source of its own, so that everything else is drawn as without it
VARIANTS = 12  # different sets of answers per form and case; the person's own are put in
DOSSIERS_PER_PERSON = 2.5
Progress = Callable[[str, int, int], None]


def load_history(dossiers: int, rng: random.Random, at: datetime, progress: Progress) -> None:
    """Write so many dossiers with everything that belongs to them, oldest first."""
    if not dossiers:
        return
    priors = Priors(rng, at)
    records = Records()
    past = _Past(priors, records)
    what = "Tỉnh mẫu: hồ sơ"
    filings = sorted((priors.draw() for _ in range(dossiers)), key=lambda drawn: drawn.filed_at)
    past.invent_people(max(20, int(dossiers / DOSSIERS_PER_PERSON)))
    for done, drawn in enumerate(filings):
        past.add(drawn)
        if done % BATCH == BATCH - 1:
            records.write()
            progress(what, done + 1, dossiers)
    records.write()
    past.write_series()
    progress(what, dossiers, dossiers)


class _Past:
    """Turns drawn filings into rows: numbers in order, one responsible person for each step."""

    def __init__(self, priors: Priors, records: Records) -> None:
        self._priors = priors
        self._rng = priors.rng
        self._waits = random.Random(WAITING_SEED)  # noqa: S311 -- a repeatable sample
        self._records = records
        self._calendar = working_calendar()
        self._formats = list(NumberFormat.objects.order_by("-valid_from"))
        self._series: dict[tuple[UUID, str, date], int] = {}
        self._people: list[Member] = []
        self._answered: dict[tuple[UUID, str, int], dict[str, object]] = {}
        self._officers: dict[tuple[UUID, str], list[UUID]] = {}
        for position in Position.objects.order_by("id").only("agency_id", "role", "officer_id"):
            key = (position.agency_id, position.role)
            self._officers.setdefault(key, []).append(position.officer_id)

    def invent_people(self, many: int) -> None:
        """Invent those who filed."""
        first = datetime(2021, 1, 1, tzinfo=ZONE)
        communes = [agency.place for agency in self._priors.communes]
        for serial in range(many):
            who = invent(self._rng, serial, self._rng.choice(communes))
            member = Member(identifier(self._rng, first), who)
            self._people.append(member)
            self._records.people.add(person_row(member, first))

    def officer(self, agency: UUID, role: str) -> UUID:
        """Return somebody who holds a role at an agency."""
        return self._rng.choice(self._officers[(agency, role)])

    def next(self, agency: UUID, kind: str, period: date) -> int:
        """Give the next number of a series."""
        key = (agency, kind, period)
        self._series[key] = self._series.get(key, 0) + 1
        return self._series[key]

    def number(self, agency: Agency, at: datetime) -> str:
        """Give a dossier number in the format of its day."""
        day = at.astimezone(ZONE).date()
        form = next(one for one in self._formats if one.valid_from <= day)
        sequence = self.next(agency.id, "dossier", day)
        return number_text(form.template, agency.code, f"{day:%Y%m%d}", sequence)

    def result_number(self, agency: UUID, at: datetime) -> str:
        """Give a result number of the year."""
        year = at.astimezone(ZONE).date().replace(month=1, day=1)
        return f"{self.next(agency, 'result', year)}/KQGQ"

    def add(self, drawn: Drawn) -> None:
        """Write one dossier with its life."""
        life = live(drawn, self._priors, self._calendar)
        applicant = self._rng.choice(self._people)
        answers = self._answers(drawn, applicant.person)
        number = self.number(drawn.receiving, life.accepted_at) if life.accepted_at else None
        receptionist = self.officer(drawn.receiving.id, Role.RECEPTIONIST.value)
        dossier = self._records.filed(
            drawn, life, applicant, number, receptionist, answers, self._rng
        )
        if life.declined:
            self._records.declined(dossier, receptionist)
        if life.accepted_at is not None:
            self._records.accepted(dossier, receptionist)
            moves = self._moves(drawn, answers, life)
            self._work(drawn, life, moves, dossier.id)

    def _answers(self, drawn: Drawn, who: Invented) -> dict[str, object]:
        form = drawn.kept.version.form_id
        if form is None:
            return {}
        key = (form, drawn.case, self._rng.randrange(VARIANTS))
        if key not in self._answered:
            day, commune = drawn.filed_at.date(), self._priors.communes[0].gso_code
            self._answered[key] = plausible(
                definition(form), drawn.case, who, commune, day, self._rng
            )
        drawn_up = self._answered[key]
        return drawn_up | own_particulars(definition(form), who, drawn_up)

    def _moves(self, drawn: Drawn, answers: dict[str, object], life: Life) -> list[Move]:
        version = drawn.kept.version
        assert version.process_id is not None
        values: dict[str, object] = {"case": drawn.case}
        if version.form_id is not None:
            values = known_values(definition(version.form_id), answers, drawn.case)
        return path(published(version.process_id), values, refused=life.refused)

    def _work(self, drawn: Drawn, life: Life, moves: list[Move], dossier: UUID) -> None:
        records = self._records
        records.work_begins(dossier, drawn, life)
        ends = self._step_ends(life, moves)
        for at_move, (move, ended_at) in enumerate(zip(moves, ends, strict=True)):
            opener = ends[move.opened_by] if move.opened_by >= 0 else life.accepted_at
            if opener is None:
                continue
            agency = self._performing(move, drawn)
            officer = self.officer(agency, move.node.role)
            taken_at = opener + self._wait(move) * (ended_at - opener) if ended_at else None
            records.step(at_move, move, agency, officer, (opener, taken_at, ended_at))
            if ended_at is not None and move.node.act == "issue":
                number = self.result_number(agency, ended_at)
                records.decided(number, officer, ended_at)
        records.work_ends()

    def _wait(self, move: Move) -> float:
        """Draw the share of a step's time that passes before somebody takes it."""
        told = self._priors.told("waiting_share")
        usual: float = told.get(move.node.act, told["default"])
        return min(LONGEST_WAIT, self._waits.random() * 2 * usual)

    def _performing(self, move: Move, drawn: Drawn) -> UUID:
        where = move.node.agency
        if where == "receiving":
            return drawn.receiving.id
        if where.startswith("code:"):
            return self._named(where.removeprefix("code:"), drawn)
        return drawn.settling.id

    def _named(self, code: str, drawn: Drawn) -> UUID:
        agency = self._priors.by_code[code]
        if agency.valid_from <= drawn.filed_at.date():
            return agency.id
        return self._priors.before(agency).id

    def _step_ends(self, life: Life, moves: list[Move]) -> list[datetime | None]:
        """Spread the steps between acceptance and decision; the last one is the hand-over."""
        assert life.accepted_at is not None
        inner = max(1, len(moves) - 1)
        if life.decided_at is not None:
            span = life.decided_at - life.accepted_at
            ends: list[datetime | None] = [
                life.accepted_at + span * ((n + 1) / inner) for n in range(inner)
            ]
            return [*ends, life.delivered_at]
        done = int(inner * min(life.progress, 0.95))
        span = self._priors.now - life.accepted_at - timedelta(minutes=5)
        ended = [life.accepted_at + span * ((n + 1) / (done + 1)) for n in range(done)]
        return [*ended, *([None] * (len(moves) - done))]

    def write_series(self) -> None:
        """Leave the series where real numbers go on."""
        NumberSeries.objects.bulk_create(
            NumberSeries(agency=agency, kind=kind, period=period, last=last)
            for (agency, kind, period), last in self._series.items()
        )
