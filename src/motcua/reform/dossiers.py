"""What a reform report counts of dossiers, by condition; a number and its list have the same."""

from collections.abc import Mapping
from datetime import date, datetime

from motcua.dossiers.periods import Period
from motcua.indicators.conditions import received
from motcua.indicators.counting import Engine, Row, meets
from motcua.indicators.fields import OTHER, fields_of
from motcua.indicators.queries import PROCEDURE, counts_by
from motcua.indicators.rules import Asked, Of
from motcua.kernel.errors import NotFound
from motcua.reform.models import Service
from motcua.reform.rules import Received, last_day, require_year

SHOWN = (
    "id", "source", "number", "procedure", "settling_agency", "status", "received_at", "due_at",
    "finished_at",
)  # fmt: skip
# The conditions that the dossiers of a number meet, all of them.
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "received": (),
    "online": ("online",),
    "late": ("late",),
    "fee_due": ("fee_due",),
    "paid_online": ("fee_due", "paid_online"),
    "submitter_known": ("online", "submitter_known"),
    "genuine": ("online", "genuine"),
}


def asked_of_year(year: int, at: datetime) -> Asked:
    """Return the whole days of a calendar year of the whole province."""
    period = Period(str(require_year(year)), date(year, 1, 1), last_day(year))
    return Asked(period, None, is_commune=False, as_of=at)


def by_procedure(year: int, engine: Engine, at: datetime) -> dict[str, Received]:
    """Count the dossiers received in a year, for each procedure; one statement."""
    parts = {name: (Of.DOSSIERS, names) for name, names in CONDITIONS.items()}
    found = counts_by(PROCEDURE, [*parts.values()], asked_of_year(year, at), engine)
    return {
        procedure: Received(**{name: counts[part] for name, part in parts.items()})
        for procedure, counts in found.items()
    }


def fields_then(procedures: Mapping[str, object]) -> dict[str, str]:
    """Return the field of each procedure: as its service was published, else by the catalogue."""
    fields = fields_of(procedures)
    told = Service.objects.filter(code__in=set(procedures)).order_by("published_on")
    fields |= dict(told.values_list("code", "field"))
    return {code: fields.get(code, OTHER) for code in procedures}


def dossiers_of_year(
    year: int, what: str, field: str, engine: Engine, at: datetime, *, after: str, most: int
) -> tuple[int, list[Row]]:
    """Return how many dossiers a number of the report counts, and some of them by their number.

    An empty field is all of them. Refuses a number that the report has not.
    """
    if what not in CONDITIONS:
        raise NotFound
    asked = asked_of_year(year, at)
    counted = by_procedure(year, engine, at)
    facts = received(asked)
    chosen = meets(facts, Of.DOSSIERS, CONDITIONS[what], asked)
    facts = facts if chosen is None else facts.filter(chosen)
    if field:
        fields = fields_then(counted)
        counted = {code: one for code, one in counted.items() if fields[code] == field}
        facts = facts.filter(facts.procedure.isin(sorted(counted)))
    if after:
        facts = facts.filter(facts.number > after)
    rows = engine.rows(facts.select(*SHOWN).order_by("number").limit(most))
    return sum(getattr(one, what) for one in counted.values()), rows
