"""Dossiers that say nearly the same: one person, one procedure, within a time."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet
from django.utils.timezone import localdate

from motcua.dossiers.comparing import Compared, side_by_side
from motcua.dossiers.content import answers_of, opened
from motcua.dossiers.likeness import percent_alike
from motcua.dossiers.models import Answers, Dossier, in_name_of
from motcua.dossiers.rules import Status
from motcua.forms.queries import definition
from motcua.procedures.queries import terms

FACTS = Path(__file__).parent / "facts" / "likeness.csv"
NOT_IN_THE_WAY = (Status.DRAFT, Status.DECLINED, Status.WITHDRAWN)
LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A dossier that says nearly the same, and how nearly."""

    dossier: Dossier
    percent: int

    @property
    def code(self) -> str:
        """Return what the dossier is called."""
        return self.dossier.number or self.dossier.submission_code


@lru_cache(maxsize=1)
def _facts() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["valid_from"])


def bound(key: str, day: date) -> int:
    """Return how many days apart, or how many percent alike, count on a day."""
    held = [r for r in _facts() if r["key"] == key and r["valid_from"] <= day.isoformat()]
    return int(held[-1]["value"])


def alike_to(
    dossier: Dossier,
    answers: Mapping[str, object],
    at: datetime,
    among: QuerySet[Dossier] | None = None,
) -> list[Alike]:
    """Return what the same applicant handed in under the same procedure around a moment.

    `among` are those that the reader may know of. Two statements, however many there are.
    """
    version = terms(dossier.procedure_id).version
    if version.form_id is None:
        return []
    around = timedelta(days=bound("days", localdate(at)))
    found = list(
        (Dossier.objects.all() if among is None else among)
        .filter(in_name_of(dossier.owner), procedure__procedure=version.procedure_id)
        .filter(submitted_at__gte=at - around, submitted_at__lte=at + around)
        .exclude(pk=dossier.id)
        .exclude(status__in=NOT_IN_THE_WAY)
        .order_by("-opened_at", "-id")[:LOOKED_AT]
    )
    rows = Answers.objects.in_bulk([one.id for one in found])
    form, least = definition(version.form_id), bound("percent", localdate(at))
    said = {one.id: opened(rows[one.id]) for one in found if one.id in rows}
    shares = [
        Alike(one, percent_alike(form, said[one.id], answers)) for one in found if one.id in said
    ]
    return [one for one in shares if one.percent >= least]


def compared_with(dossier: Dossier, other: Dossier) -> list[Compared]:
    """Return another dossier and this one side by side, what differs first."""
    rows = side_by_side(dossier, answers_of(other), answers_of(dossier))
    return sorted(rows, key=lambda row: not row.differs)
