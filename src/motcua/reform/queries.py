"""Counting the reform report of a year from raw records."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count, Q

from motcua.indicators.counting import Engine
from motcua.organisations.queries import province_code
from motcua.reform.dossiers import by_procedure, fields_then
from motcua.reform.models import IndexValue, OrganisationCut, RegisteredResult, Service
from motcua.reform.rules import (
    INDICES,
    LEVEL_3,
    LEVEL_4,
    ORGANISATION_KINDS,
    Rank,
    Received,
    Results,
    Services,
    YearReport,
    last_day,
    require_year,
)
from motcua.results.queries import held_on

Ranks = tuple[Rank | None, Rank | None]


def year_report(year: int, engine: Engine, at: datetime) -> YearReport:
    """Return everything that the report of a year says, counted at this moment.

    A dossier counts in the year in which it was received; services and results as they stood on
    the last day of the year; organisations that ended in it. Nine statements at most.
    """
    require_year(year)
    now, before = (by_procedure(one, engine, at) for one in (year, year - 1))
    by_field = _by_field(now)
    return YearReport(
        year=year,
        services=_services(last_day(year)),
        results=_results(last_day(year)),
        this_year=sum(now.values(), Received()),
        year_before=sum(before.values(), Received()),
        by_field=by_field,
        organisations=_organisations(year),
        ranks=_ranks(year),
    )


def _by_field(found: Mapping[str, Received]) -> dict[str, Received]:
    fields = fields_then(found)
    summed: dict[str, Received] = defaultdict(Received)
    for code, one in found.items():
        summed[fields[code]] += one
    return dict(summed)


def _services(day: date) -> Services:
    ends_later = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
    integrated = Q(integrated_on__lte=day)
    found = Service.objects.filter(ends_later, published_on__lte=day).aggregate(
        published=Count("pk"),
        level3=Count("pk", filter=Q(level=LEVEL_3)),
        level4=Count("pk", filter=Q(level=LEVEL_4)),
        integrated=Count("pk", filter=integrated),
        integrated_of_levels=Count("pk", filter=integrated & Q(level__in=(LEVEL_3, LEVEL_4))),
    )
    return Services(**found)


def _results(day: date) -> Results:
    """Count the results in force on a day: of other systems' registers, and of our own."""
    ends_later = Q(ends_on=None) | Q(ends_on__gte=day)
    found = RegisteredResult.objects.filter(ends_later, issued_on__lte=day).aggregate(
        in_force=Count("pk"), digitised=Count("pk", filter=Q(digitised_on__lte=day))
    )
    ours, ours_digitised = held_on(day)
    return Results(found["in_force"] + ours, found["digitised"] + ours_digitised)


def _organisations(year: int) -> dict[str, int]:
    found = OrganisationCut.objects.filter(cut_on__year=year).values_list("kind")
    counted = dict(found.annotate(many=Count("pk")))
    return {kind: counted.get(kind, 0) for kind, _ in ORGANISATION_KINDS}


def _ranks(year: int) -> dict[str, Ranks]:
    """Return the place of the province in every index, in the year and in the one before."""
    found = IndexValue.objects.filter(part="", province=province_code(), year__in=(year, year - 1))
    told = {
        (one.index, one.year): Rank(one.year, one.rank, one.among, one.value, one.source)
        for one in found
    }
    return {index: (told.get((index, year)), told.get((index, year - 1))) for index, _ in INDICES}
