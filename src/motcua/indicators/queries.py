"""Figures of the live facts: an index, and what stands behind each of its numbers."""

from datetime import date, datetime

from motcua.indicators.counting import Engine, count
from motcua.indicators.models import DossierFact
from motcua.indicators.rules import (
    Asked,
    Index,
    RuleSet,
    UnknownAgency,
    asked_about,
    period_of,
    scored_index,
)
from motcua.organisations.models import Agency


def asked_of(first: date, last: date, agency: str | None, at: datetime) -> Asked:
    """Return what is asked for: whole days of an agency by its code, as of a moment.

    The code of the province, or none, is everything. An agency of another system is known by its
    dossiers; refuses a code that nothing knows.
    """
    period = period_of(first, last)
    if not agency:
        return asked_about(period, "", None, at)
    kind = Agency.objects.filter(code=agency).values_list("kind", flat=True).first()
    if kind is None and not DossierFact.objects.filter(settling_agency=agency).exists():
        raise UnknownAgency(code=agency)
    return asked_about(period, agency, kind, at)


def index_of(rules: RuleSet, asked: Asked, engine: Engine) -> Index:
    """Return an index with every count behind it; two statements."""
    return scored_index(rules, count(rules, asked, engine), is_commune=asked.is_commune)
