"""Figures of the live facts: an index, and what stands behind each of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.dossiers.periods import Period
from motcua.indicators.comparing import Compared, by_agency, compared
from motcua.indicators.counting import Counting, Engine, Row, count, count_by
from motcua.indicators.fields import OTHER, fields_of, procedures_of
from motcua.indicators.models import DossierFact
from motcua.indicators.rules import (
    OWN,
    STATUS_WORDS,
    Asked,
    Counted,
    Index,
    RuleSet,
    UnknownAgency,
    asked_about,
    period_of,
    scored_index,
)
from motcua.organisations.models import Agency
from motcua.organisations.queries import (
    agencies_below,
    agency_name_by_code,
    agency_names_by_code,
    communes_ever,
    officer_names,
)
from motcua.procedures.queries import procedure_names

AGENCY, MONTH, PROCEDURE = "settling_agency", "month", "procedure"  # what figures are told by


def asked_of(first: date, last: date, agency: str | None, at: datetime) -> Asked:
    """Return what is asked for: whole days of an agency by its code, as of a moment.

    The code of the province, or none, is everything. An agency of another system is known by its
    dossiers; refuses a code that nothing knows.
    """
    return asked_in(period_of(first, last), agency, at)


def asked_in(period: Period, agency: str | None, at: datetime) -> Asked:
    """Return what is asked for of a period that is known; refuses as `asked_of` does."""
    if not agency:
        return asked_about(period, "", None, at)
    kind = Agency.objects.filter(code=agency).values_list("kind", flat=True).first()
    if kind is None and not DossierFact.objects.filter(settling_agency=agency).exists():
        raise UnknownAgency(code=agency)
    return asked_about(period, agency, kind, at)


def place_words(agency: str | None) -> str:
    """Say of whom figures are: an agency by its code, or the whole province."""
    return agency_name_by_code(agency) if agency else "Cả tỉnh"


def index_of(rules: RuleSet, asked: Asked, engine: Engine) -> Index:
    """Return an index with every count behind it; two statements."""
    return scored_index(rules, count(rules.parts(), asked, engine), is_commune=asked.is_commune)


def narrowed(
    asked: Asked, *, with_below: bool = False, field: str = "", procedure: str = ""
) -> Asked:
    """Narrow what is asked for to a procedure or to a field, and widen it to the agencies below.

    Two statements at most. A field that no procedure is in gives nothing; an empty one is all.
    """
    if with_below and asked.agency is not None:
        asked = replace(asked, below=tuple(agencies_below(asked.agency)))
    if procedure:
        return replace(asked, procedures=(procedure,))
    return replace(asked, procedures=tuple(procedures_of(field))) if field else asked


def index_by_agency(rules: RuleSet, asked: Asked, engine: Engine) -> dict[str, Index]:
    """Return the index of each settling agency that received dossiers, by its code.

    Three statements. Each is scored as `index_of` scores it when it is asked about alone.
    """
    return by_agency(rules, replace(asked, communes=communes_ever()), engine)


def compared_index(rules: RuleSet, asked: Asked, engine: Engine) -> Compared:
    """Return an index beside the period before and beside other agencies; seven statements."""
    return compared(rules, asked, engine, communes_ever())


def index_by_month(rules: RuleSet, asked: Asked, engine: Engine) -> dict[str, Index]:
    """Return the index of each month in which dossiers were received, oldest first; two statements.

    Months are written `2026-01`; of one that the period cuts, only the days asked for count.
    """
    found = count_by([MONTH], rules.parts(), asked, engine)
    return {
        month: scored_index(rules, counts, is_commune=asked.is_commune)
        for (month,), counts in sorted(found.items())
    }


def counts_by(
    key: str, parts: Sequence[Counted], asked: Asked, engine: Engine
) -> dict[str, Counting]:
    """Count dossiers by `AGENCY`, `MONTH` or `PROCEDURE`; one statement, only what has dossiers."""
    return {name: counts for (name,), counts in count_by([key], parts, asked, engine).items()}


def counts_by_field(parts: Sequence[Counted], asked: Asked, engine: Engine) -> dict[str, Counting]:
    """Count dossiers by the field of their procedure; two statements."""
    by_procedure = counts_by(PROCEDURE, parts, asked, engine)
    fields = fields_of(by_procedure)
    summed: dict[str, Counting] = {}
    for code, counts in by_procedure.items():
        row = summed.setdefault(fields.get(code, OTHER), dict.fromkeys(parts, 0))
        for part, many in counts.items():
            row[part] += many
    return summed


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """A dossier behind a number; of another system only its facts are known."""

    id: UUID
    is_ours: bool
    number: str
    procedure: str
    agency: str
    status: str
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListedProcedure:
    """A procedure behind a number."""

    code: str
    name: str


def named_dossiers(rows: Sequence[Row]) -> list[ListedDossier]:
    """Return dossiers as people read them: names for codes where they are known; two statements."""
    procedures = procedure_names([row["procedure"] for row in rows])
    agencies = agency_names_by_code([row["settling_agency"] for row in rows])
    return [
        ListedDossier(
            id=row["id"],
            is_ours=row["source"] == OWN,
            number=row["number"],
            procedure=_named(procedures, row["procedure"]),
            agency=_named(agencies, row["settling_agency"]),
            status=STATUS_WORDS[row["status"]],
            received_at=row["received_at"],
            due_at=row["due_at"],
            finished_at=row["finished_at"],
        )
        for row in rows
    ]


def officers_behind(rows: Sequence[Row]) -> dict[UUID, str]:
    """Return who settled each of our own dossiers, by dossier; two statements."""
    ours = [row["id"] for row in rows if row["source"] == OWN]
    held = dict(
        Dossier.objects.filter(id__in=ours, case_officer__isnull=False).values_list(
            "id", "case_officer"
        )
    )
    names = officer_names(held.values())
    return {dossier: names.get(officer, "") for dossier, officer in held.items() if officer}


def named_procedures(rows: Sequence[Row]) -> list[ListedProcedure]:
    """Return procedures with their names where the catalogue knows them; one statement."""
    names = procedure_names([row["code"] for row in rows])
    return [ListedProcedure(row["code"], _named(names, row["code"])) for row in rows]


def _named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)
