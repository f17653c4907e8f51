"""Reading what is foreseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.models import Dossier
from motcua.forecasts.models import Forecast, Training
from motcua.forecasts.rules import Basis

PAGE = 50


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How a dossier will probably end, on what that stands, and when it was said."""

    late: float | None
    overdue: bool
    likely_at: datetime | None
    ninetieth_at: datetime | None
    basis: Basis
    at: datetime


@dataclass(frozen=True, slots=True)
class Endangered:
    """An open dossier and what is foreseen of it."""

    dossier: Dossier
    foreseen: Foreseen


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after this chance and dossier."""

    late: float
    dossier: UUID


def forecast_of(dossier: UUID) -> Foreseen | None:
    """Return what is foreseen of a dossier; None where nothing was said of it."""
    found = Forecast.objects.filter(dossier=dossier).first()
    return None if found is None else _foreseen(found)


def most_likely_late(
    agency: UUID | None,
    now: datetime,
    after: Place | None = None,
    least: float = 0.0,
    most: int = PAGE,
) -> tuple[list[Endangered], Place | None]:
    """Return a page of the open dossiers that will most likely be late, and where the next begins.

    Those already late are listed elsewhere; what was decided since the forecast is left out, and
    what is less likely late than `least`.
    """
    related = ("dossier__procedure", "dossier__settling_agency")
    forecasts = _likely(agency, now, least).select_related(*related)
    if after is not None:
        forecasts = forecasts.filter(
            Q(late__lt=after.late) | Q(late=after.late, dossier__gt=after.dossier)
        )
    found = list(forecasts.order_by("-late", "dossier_id")[: most + 1])
    page: Sequence[Forecast] = found[:most]
    rows = [Endangered(one.dossier, _foreseen(one)) for one in page]
    if len(found) <= most or page[-1].late is None:
        return rows, None
    return rows, Place(page[-1].late, page[-1].dossier_id)


def many_likely_late(agency: UUID | None, now: datetime, least: float) -> int:
    """Count what `most_likely_late` lists, all its pages together; one statement."""
    counted: int = _likely(agency, now, least).aggregate(many=Count("pk"))["many"]
    return counted


def _likely(agency: UUID | None, now: datetime, least: float) -> QuerySet[Forecast]:
    forecasts = Forecast.objects.filter(
        overdue=False,
        late__gte=least,
        dossier__decided_at=None,
        dossier__due_at__gte=now,
    )
    return forecasts if agency is None else forecasts.filter(agency=agency)


def latest_training() -> Training | None:
    """Return the last night of learning; None before the first."""
    return Training.objects.order_by("-at").first()


def _foreseen(row: Forecast) -> Foreseen:
    return Foreseen(
        row.late, row.overdue, row.likely_at, row.ninetieth_at, Basis(row.basis), row.at
    )
