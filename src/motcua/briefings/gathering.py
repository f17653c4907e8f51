"""What needs the word of those who lead, as it stands: for the page of today and the digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from motcua.dossiers.lateness import watched_counts
from motcua.dossiers.periods import Period
from motcua.forecasts.queries import many_likely_late
from motcua.indicators.calendar_periods import period_before
from motcua.indicators.counting import Engine
from motcua.indicators.engines import OnPostgres
from motcua.indicators.ledger import many_by_pattern
from motcua.indicators.ledger_rules import ledger_rules
from motcua.indicators.measures import attention
from motcua.indicators.queries import AGENCY, MONTH, asked_of
from motcua.indicators.trends import Parts, fallen, measured_by, together
from motcua.organisations.queries import agency_names, agency_names_by_code
from motcua.results.queries import InForce, in_force_by

SHARES = ("in_time", "online", "paid_online")


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern of the ledger with how many dossiers of the days looked at show it."""

    id: str
    name: str
    many: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """An agency whose share in time fell: its measures now and before."""

    code: str
    name: str
    now: Parts
    before: Parts


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that is told, as it stood at a moment, with the days that each part is about.

    `shares` is empty where nothing was received this month; `keepers` names the agencies whose
    results are on paper.
    """

    moment: datetime
    waiting: Mapping[str, int]
    endangered: int
    month: Period
    shares: Parts
    recent: Period
    fallen: list[Fallen]
    findings_in: Period
    findings: list[Finding]
    on_paper: list[InForce]
    keepers: Mapping[UUID, str]


def today_at(moment: datetime) -> Today:
    """Count what needs attention; the same few statements however many dossiers there are."""
    limits, engine, today = attention(), OnPostgres(), localdate(moment)
    month = Period("", today.replace(day=1), today)
    recent, findings_in = _last(limits.days, today), _last(limits.findings_days, today)
    in_month = asked_of(month.first, month.last, None, moment)
    on_paper = in_force_by("agency", today)
    return Today(
        moment=moment,
        waiting=watched_counts(None, moment),
        endangered=many_likely_late(None, moment, float(limits.chance)),
        month=month,
        shares=together(measured_by(MONTH, SHARES, in_month, engine).values()),
        recent=recent,
        fallen=_fallen(recent, moment, engine),
        findings_in=findings_in,
        findings=_findings(findings_in, moment, engine),
        on_paper=sorted(on_paper, key=lambda one: (one.digitised - one.many, str(one.key))),
        keepers=agency_names(one.key for one in on_paper if isinstance(one.key, UUID)),
    )


def _last(days: int, today: date) -> Period:
    return Period("", today - timedelta(days=days - 1), today)


def _fallen(recent: Period, moment: datetime, engine: Engine) -> list[Fallen]:
    earlier = period_before(recent)
    now_, before = (
        measured_by(AGENCY, ("in_time",), asked_of(one.first, one.last, None, moment), engine)
        for one in (recent, earlier)
    )
    found = fallen(now_, before, attention())
    names = agency_names_by_code(code for code, *_ in found)
    return [Fallen(code, names.get(code, code), *both) for code, *both in found]


def _findings(period: Period, moment: datetime, engine: Engine) -> list[Finding]:
    rules, asked = ledger_rules(), asked_of(period.first, period.last, None, moment)
    found = many_by_pattern(asked, rules, engine)
    shown = [Finding(one.id, one.name, found[one.id]) for one in rules.readable if found[one.id]]
    return sorted(shown, key=lambda one: (-one.many, one.id))
