"""Reading the catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from motcua.kernel.errors import NotFound
from motcua.kernel.ids import ProcedureVersionId
from motcua.kernel.limits import Limit, Unit
from motcua.procedures.models import (
    Case,
    Component,
    Fee,
    LegalBasis,
    Part,
    Procedure,
    ProcedureVersion,
    ResultType,
    Sector,
    TimeLimit,
)

PAGE = 30
# The parts of a version, in the order in which `Terms` holds them.
PARTS: tuple[type[Part], ...] = (Case, Component, TimeLimit, Fee, ResultType, LegalBasis)
SHORT_NAMES_FIRST = 1  # ts_rank divides by 1 + log(length of the name)


@dataclass(frozen=True, slots=True)
class Terms:
    """A published version with all its parts; frozen, so memory may keep it."""

    version: ProcedureVersion
    code: str
    cases: Sequence[Case]
    components: Sequence[Component]
    limits: Sequence[TimeLimit]
    fees: Sequence[Fee]
    results: Sequence[ResultType]
    basis: Sequence[LegalBasis]

    def limit(self, case: str) -> Limit | None:
        """Return the limit of a case, else the one for all cases."""
        by_case = {limit.case: limit for limit in self.limits}
        found = by_case.get(case) or by_case.get("")
        return Limit(found.value, Unit(found.unit)) if found else None

    def fees_on(self, case: str, channel: str, day: date) -> list[Fee]:
        """Return what is charged for a case and channel on a day.

        A fee named for the channel goes before one for any channel of the same name.
        """
        valid = [
            fee
            for fee in self.fees
            if fee.case in {"", case}
            and fee.channel in {"any", channel}
            and (fee.valid_from is None or fee.valid_from <= day)
            and (fee.valid_to is None or day <= fee.valid_to)
        ]
        chosen: dict[str, Fee] = {}
        for fee in sorted(valid, key=lambda fee: (fee.channel != "any", fee.case != "")):
            chosen[str(fee.name)] = fee
        return list(chosen.values())


_known: dict[UUID, Terms] = {}


def terms(version_id: ProcedureVersionId | UUID) -> Terms:
    """Return a published version with its parts, or say that there is none.

    Seven statements the first time, then none.
    """
    if version_id not in _known:
        remember([version_id])
    return _known[version_id]


def remember(version_ids: Sequence[UUID]) -> None:
    """Read published versions with their parts into memory, seven statements however many.

    They are frozen, so what is read once stays true.
    """
    published = ProcedureVersion.objects.filter(published_at__isnull=False)
    versions = published.select_related("procedure", "sector", "process")
    parts = {part: _parts(part, version_ids) for part in PARTS}
    for version_id, version in versions.in_bulk(list(version_ids)).items():
        _known[version_id] = Terms(
            version, version.procedure.code, *(parts[part][version_id] for part in PARTS)
        )
    if set(version_ids) - _known.keys():
        raise NotFound


def _parts(part: type[Part], version_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for one in part.objects.filter(version__in=version_ids).order_by("version", "order", "id"):  # type: ignore[attr-defined]
        found[one.version_id].append(one)
    return found


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    """Return the versions in force on a day."""
    return (
        ProcedureVersion.objects.filter(published_at__isnull=False, valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gte=day))
        .select_related("procedure", "sector")
    )


def by_code(code: str, day: date) -> ProcedureVersion | None:
    """Return the version of a procedure in force on a day."""
    return in_force(day).filter(procedure__code=code).first()


def found(words: str, day: date) -> QuerySet[ProcedureVersion]:
    """Return procedures whose name holds all the words, accents or not, best first.

    The last word may be unfinished. A code finds its procedure.
    """
    return (
        in_force(day)
        .filter(Q(pk__in=_matching(words)) | Q(procedure__code=words.strip()))
        .annotate(
            is_modelled=Q(plain__isnull=False),
            rank=Func(
                F("search"),
                Func(Value(words), function="motcua_search_query"),
                Value(SHORT_NAMES_FIRST),
                function="ts_rank",
                output_field=FloatField(),
            ),
        )
        .order_by("-settled_here", "-is_modelled", "-rank", "name", "id")
    )


_MATCH = """
SELECT id FROM procedures_procedureversion WHERE search @@ motcua_search_query(%s)
"""


def _matching(words: str) -> RawSQL:
    return RawSQL(_MATCH, [words])  # noqa: S611 -- a constant statement with a bound value


def sectors_with_counts(day: date) -> list[Sector]:
    """Return the sectors that have procedures settled in the province, with how many."""
    return list(
        Sector.objects.annotate(
            many=Count(
                "versions",
                filter=Q(
                    versions__settled_here=True,
                    versions__published_at__isnull=False,
                    versions__valid_from__lte=day,
                )
                & (Q(versions__valid_to=None) | Q(versions__valid_to__gte=day)),
            )
        )
        .filter(many__gt=0)
        .order_by("name")
    )


def by_agency(code: str, kind: str, day: date) -> QuerySet[ProcedureVersion]:
    """Return the procedures an agency settles: those naming it, or all of its tier for communes."""
    here = in_force(day).filter(settled_here=True)
    if kind == "commune":
        return here.filter(tier="commune", settled_by="")
    return here.filter(settled_by=code)


def listed(versions: QuerySet[ProcedureVersion], after: str) -> tuple[list[ProcedureVersion], str]:
    """Return a page of procedures by name and the key of the next page, empty at the end.

    The key is the id of the last row; its name is read again, so that a key holds no text.
    """
    last = None
    with suppress(ValueError):
        last = ProcedureVersion.objects.filter(pk=UUID(after)).first() if after else None
    if last is not None:
        versions = versions.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))
    page = list(versions.order_by("name", "id")[: PAGE + 1])
    if len(page) <= PAGE:
        return page, ""
    return page[:PAGE], str(page[PAGE - 1].id)


def agency_of_sector(sector: UUID) -> str:
    """Return the code of the agency that settles most procedures of a sector, empty if none."""
    settled = ProcedureVersion.objects.filter(sector=sector, valid_to=None).exclude(settled_by="")
    counted = settled.values("settled_by").annotate(many=Count("id"))
    most = counted.order_by("-many", "settled_by").values_list("settled_by", flat=True).first()
    return most or ""


def cases_with_form(form: str) -> list[tuple[str, str]]:
    """Return code and words of the cases that procedures in force ask with a form."""
    found = Case.objects.filter(
        version__form__code=form, version__published_at__isnull=False, version__valid_to=None
    )
    named = found.order_by("code").distinct("code").values_list("code", "label")
    return [(case, str(words.get("vi") or case)) for case, words in named]


def procedure_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names in force of procedures by their codes, in one statement."""
    found = ProcedureVersion.objects.filter(
        procedure__code__in=set(codes), valid_to=None, published_at__isnull=False
    )
    return dict(found.values_list("procedure__code", "name"))


def sectors_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the fields of procedures by their codes, as last published.

    One statement. What is no longer in force still belongs to its field.
    """
    found = ProcedureVersion.objects.filter(
        procedure__code__in=set(codes), published_at__isnull=False
    )
    return dict(found.order_by("published_at").values_list("procedure__code", "sector__name"))


def procedures_of_sector(name: str) -> list[str]:
    """Return the codes of the procedures that are in a field by its name, as last published.

    One statement; the same as `sectors_of` says of each.
    """
    latest = ProcedureVersion.objects.filter(published_at__isnull=False).order_by(
        "procedure_id", "-published_at"
    )
    found = latest.distinct("procedure_id").values_list("procedure__code", "sector__name")
    return sorted(code for code, sector in found if sector == name)


def sector_names() -> list[str]:
    """Return the names of all fields of the catalogue, in their order; one statement."""
    return list(Sector.objects.order_by("name").values_list("name", flat=True).distinct())


def sector_id_by_name(name: str) -> UUID | None:
    """Return the id of the field with a name; None when there is none."""
    return Sector.objects.filter(name=name).order_by("id").values_list("id", flat=True).first()


def procedure_id_by_code(code: str) -> UUID | None:
    """Return the id of the procedure with a code; None when there is none."""
    return Procedure.objects.filter(code=code).values_list("id", flat=True).first()
