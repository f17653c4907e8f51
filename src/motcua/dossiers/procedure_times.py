"""Reading where the time of procedures goes, as `where_time_goes` counted it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, Sum

from motcua.dossiers.lateness_figures import procedure_names
from motcua.dossiers.lists import PAGE
from motcua.dossiers.models import ProcedureTime, StepFigure
from motcua.kernel.errors import NotFound
from motcua.procedures.models import Procedure


@dataclass(frozen=True, slots=True)
class Duration:
    """The working days within which half, and nine of ten, of so many dossiers were decided."""

    median: int
    ninetieth: int
    dossiers: int


@dataclass(frozen=True, slots=True)
class ProcedureListed:
    """A procedure with its usual duration, and the working minutes its steps wait and work."""

    code: str
    name: str
    dossiers: int
    duration: Duration | None
    waiting: int
    working: int

    @property
    def waiting_share(self) -> int:
        """Return how many of a hundred minutes the steps wait."""
        return _share(self.waiting, self.waiting + self.working)


@dataclass(frozen=True, slots=True)
class WhereTimeGoes:
    """One procedure: its usual duration and its steps in the order in which they begin."""

    code: str
    name: str
    dossiers: int
    duration: Duration | None
    steps: Sequence[StepFigure]

    @property
    def waiting(self) -> int:
        """Return the working minutes that all steps of a mean dossier wait."""
        return sum(step.waiting_minutes for step in self.steps)

    @property
    def working(self) -> int:
        """Return the working minutes that all steps of a mean dossier are worked on."""
        return sum(step.working_minutes for step in self.steps)

    @property
    def waiting_share(self) -> int:
        """Return how many of a hundred minutes the steps wait."""
        return _share(self.waiting, self.waiting + self.working)


def usual_duration(procedure: UUID) -> Duration | None:
    """Return how long a procedure usually takes, None when too few dossiers tell."""
    row = ProcedureTime.objects.filter(pk=procedure).first()
    return _duration(row) if row else None


def where_time_goes(code: str) -> WhereTimeGoes:
    """Return where the time of a procedure goes; refuse an unknown code; four statements."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise NotFound
    row = ProcedureTime.objects.filter(pk=procedure.id).first()
    steps = StepFigure.objects.filter(procedure=procedure.id).order_by("begins_minutes", "node")
    return WhereTimeGoes(
        code=procedure.code,
        name=procedure_names([procedure.id]).get(procedure.id, ""),
        dossiers=row.dossiers if row else 0,
        duration=_duration(row) if row else None,
        steps=list(steps),
    )


def page_of_procedures(after: str = "") -> tuple[list[ProcedureListed], str]:
    """Return a page of the procedures of which enough dossiers tell, those with most first, and
    the key of the next page; five statements at most."""
    rows = ProcedureTime.objects.all()
    last = None
    with suppress(ValueError):
        last = ProcedureTime.objects.filter(pk=UUID(after)).first() if after else None
    if last is not None:
        rows = rows.filter(dossiers__lte=last.dossiers).filter(
            Q(dossiers__lt=last.dossiers) | Q(dossiers=last.dossiers, procedure__lt=last.procedure)
        )
    page = list(rows.order_by("-dossiers", "-procedure")[: PAGE + 1])
    following = str(page[PAGE - 1].procedure) if len(page) > PAGE else ""
    return _listed(page[:PAGE]), following


def _listed(page: Sequence[ProcedureTime]) -> list[ProcedureListed]:
    wanted = [row.procedure for row in page]
    names = procedure_names(wanted)
    codes = dict(Procedure.objects.filter(pk__in=wanted).values_list("id", "code"))
    steps = StepFigure.objects.filter(procedure__in=wanted).values("procedure")
    sums = steps.annotate(waiting=Sum("waiting_minutes"), working=Sum("working_minutes"))
    minutes = {one["procedure"]: (one["waiting"], one["working"]) for one in sums}
    return [
        ProcedureListed(
            codes[row.procedure],
            names.get(row.procedure, ""),
            row.dossiers,
            _duration(row),
            *minutes.get(row.procedure, (0, 0)),
        )
        for row in page
    ]


def _duration(row: ProcedureTime) -> Duration | None:
    if row.median_days is None or row.ninetieth_days is None:
        return None
    return Duration(row.median_days, row.ninetieth_days, row.counted)


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
