"""Publishing: counting the figures anew, leaving out what is small, writing the files."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.indicators.engines import OnPostgres
from motcua.indicators.measures import measures
from motcua.indicators.own_facts import take_time
from motcua.kernel.actors import Actor
from motcua.opendata.counting import counted
from motcua.opendata.files import as_csv, as_json, as_parquet, rows_of
from motcua.opendata.models import PublishedFigure, Release, ReleaseFile
from motcua.opendata.permissions import require_the_system
from motcua.opendata.rules import (
    Cell,
    Counts,
    Publishing,
    hidden,
    publishing,
    whole_months,
    with_sums,
)
from motcua.organisations.queries import agency_names_by_code
from motcua.procedures.queries import procedure_names

BATCH = 2000


def publish(*, by: Actor, at: datetime) -> Release:
    """Publish the figures of all whole months in place of those published before.

    Whoever reads meanwhile finds the old ones.
    """
    require_the_system(by)
    release, figures = _counted(at)
    codes = {one.agency for one in figures}, {one.procedure for one in figures}
    rows = rows_of(figures, agency_names_by_code(codes[0]), procedure_names(codes[1]))
    csv = as_csv(rows)
    files = {"csv": csv, "json": as_json(release, rows), "parquet": as_parquet(csv)}
    _put_in_place(release, figures, files, by=by, at=at)
    return release


@transaction.atomic
def _counted(at: datetime) -> tuple[Release, list[PublishedFigure]]:
    take_time()
    told = publishing()
    first, last = whole_months(localdate(at), told.months)
    release = Release(
        at=at,
        first=first,
        last=last,
        rules=measures().id,
        publishing=told.id,
        least=told.least,
    )
    figures = [
        figure
        for month, cells in sorted(counted(at, OnPostgres()).items())
        for figure in _told(release, month, cells, told)
    ]
    release.rows = len(figures)
    return release, figures


def _told(
    release: Release, month: str, cells: Mapping[Cell, Counts], told: Publishing
) -> Iterator[PublishedFigure]:
    """Return what is published of a month; averages and ratings only where they are of enough."""
    summed = with_sums(cells)
    left_out = hidden({cell: one.received for cell, one in summed.items()}, told.least)
    for cell, counts in sorted(summed.items()):
        if cell not in left_out:
            hours = Decimal(counts.hours) / counts.finished if counts.finished else None
            is_rated = counts.rated >= told.least
            yield PublishedFigure(
                release=release,
                month=month,
                agency=cell.agency,
                procedure=cell.procedure,
                received=counts.received,
                in_time=counts.in_time,
                online=counts.online,
                finished=counts.finished,
                average_hours=hours if counts.finished >= told.least else None,
                rated=counts.rated if is_rated else None,
                liked=counts.liked if is_rated else None,
            )


@transaction.atomic
def _put_in_place(
    release: Release,
    figures: list[PublishedFigure],
    files: Mapping[str, bytes],
    *,
    by: Actor,
    at: datetime,
) -> None:
    take_time()
    Release.objects.all().delete()
    release.save(force_insert=True)
    PublishedFigure.objects.bulk_create(figures, BATCH)
    digests = {form: sha256(content).hexdigest() for form, content in files.items()}
    for form, content in files.items():
        ReleaseFile.objects.create(
            release=release, form=form, digest=digests[form], content=content
        )
    record("figures.published", release.id, by=by, at=at, rows=release.rows, **digests)
