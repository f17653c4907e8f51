"""The counts that are published, month by month, from the flat facts of dossiers."""

from collections import defaultdict
from datetime import datetime

from django.utils.timezone import localdate

from motcua.indicators.counting import Counting, Engine, count_by
from motcua.indicators.measures import only_of
from motcua.indicators.queries import AGENCY, MONTH, PROCEDURE, asked_of
from motcua.indicators.rules import Of
from motcua.opendata.rules import Cell, Counts, publishing, whole_months

RATING, LIKED = "rating", "like"
MEASURES = ("in_time", "online", "hours")
Months = dict[str, dict[Cell, Counts]]


def counted(at: datetime, engine: Engine) -> Months:
    """Return the cells of every month that is told, without sums; one statement."""
    first, last = whole_months(localdate(at), publishing().months)
    asked = asked_of(first, last, None, at)
    parts = only_of(*MEASURES).parts()
    months: Months = defaultdict(dict)
    for (month, agency, procedure, rating), counts in count_by(
        (MONTH, AGENCY, PROCEDURE, RATING), parts, asked, engine
    ).items():
        cell = Cell(agency, procedure)
        found = _counts(counts, rating)
        months[month][cell] = months[month][cell] + found if cell in months[month] else found
    return months


def _counts(counts: Counting, rating: str) -> Counts:
    received = counts[Of.DOSSIERS, ()]
    return Counts(
        received=received,
        in_time=counts[Of.DOSSIERS, ("in_time",)],
        online=counts[Of.DOSSIERS, ("online",)],
        finished=counts[Of.DOSSIERS, ("finished",)],
        hours=counts[Of.HOURS, ("finished",)],
        rated=received if rating else 0,
        liked=received if rating == LIKED else 0,
    )
