"""Procedures, agencies and places: what a client must know before it files."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Path, Query
from pydantic import StringConstraints

from motcua.api.answers import answer
from motcua.api.paging import id_cursor, text_cursor
from motcua.api.parameters import Cursor
from motcua.api.routing import router
from motcua.api.shapes import catalogue as shapes
from motcua.api.shapes.parts import Words
from motcua.dossiers.places import OUR_PROVINCE, places_on
from motcua.dossiers.timeline import planned_steps
from motcua.forms.queries import definition
from motcua.kernel.errors import NotFound
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import PAGE, Terms, by_code, found, in_force, listed, terms

TAGS = ["catalogue"]
ProcedureCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z.\-]{1,30}$"), Path(..., description="Its code.")
]
AgencyCode = Annotated[
    str, StringConstraints(max_length=35, pattern=r"^[0-9A-Za-z.\-]*$"), Query("")
]


@router.get(
    "/procedures",
    response=shapes.ProcedurePage,
    operation_id="listProcedures",
    tags=TAGS,
    auth=None,
    summary="List or search procedures",
)
def list_procedures(
    request: HttpRequest,
    q: Annotated[Words, Query("", description="Words of the name, accents or not, or a code.")],
    agency: AgencyCode,
    cursor: Cursor,
) -> HttpResponse:
    """Procedures in force, by name; a search gives the best thirty and no next page."""
    day = localdate()
    if q.strip():
        best = found(q, day)[:PAGE]
        return answer(shapes.ProcedurePage(items=[_row(version) for version in best], next=None))
    versions = in_force(day)
    if agency:
        versions = versions.filter(settled_by=agency, settled_here=True)
    page, last = listed(versions, id_cursor(cursor))
    following = text_cursor(last) if last else None
    return answer(shapes.ProcedurePage(items=[_row(version) for version in page], next=following))


def _row(version: ProcedureVersion) -> shapes.ProcedureRow:
    return shapes.ProcedureRow(**_facts(version))  # type: ignore[arg-type]


def _facts(version: ProcedureVersion) -> dict[str, object]:
    return {
        "id": version.id,
        "code": version.procedure.code,
        "name": version.name,
        "sector": version.sector.name,
        "service_level": version.service_level,
        "can_be_filed_online": version.can_be_filed_online,
        "can_be_filed_at_the_counter": version.can_be_filed_at_the_counter,
    }


@router.get(
    "/procedures/{code}",
    response=shapes.ProcedureShown,
    operation_id="readProcedure",
    tags=TAGS,
    auth=None,
    summary="Read a procedure: form, papers, limits, fees, steps",
)
def read_procedure(request: HttpRequest, code: ProcedureCode) -> HttpResponse:
    """Everything that a filing needs to know: what to answer, attach, pay and expect."""
    version = by_code(code, localdate())
    if version is None:
        raise NotFound
    return answer(_whole(terms(version.id)))


def _whole(kept: Terms) -> shapes.ProcedureShown:
    version = kept.version
    return shapes.ProcedureShown(
        **_facts(version),  # type: ignore[arg-type]
        tier=version.tier,
        settled_by=version.settled_by,
        valid_from=version.valid_from,
        cases=[shapes.CaseShown(code=c.code, label=c.label) for c in kept.cases],
        components=[
            shapes.ComponentShown(
                code=c.code,
                name=c.name,
                note=c.note,
                source=c.source,
                originals=c.originals,
                copies=c.copies,
                required=c.required,
                required_if=c.required_if,
            )
            for c in kept.components
        ],
        limits=[
            shapes.LimitShown(case=one.case, value=one.value, unit=one.unit, basis=one.basis)
            for one in kept.limits
        ],
        fees=_fees(kept),
        results=[result.name for result in kept.results],
        legal_basis=[
            shapes.BasisShown(number=b.number, name=b.name, articles=b.articles) for b in kept.basis
        ],
        steps=[
            shapes.StepPlanned(label=step.label)
            for step in (planned_steps(version.process_id) if version.process_id else [])
        ],
        form=definition(version.form_id) if version.form_id else None,
    )


def _fees(kept: Terms) -> list[shapes.FeeShown]:
    day = localdate()
    return [
        shapes.FeeShown(
            case=fee.case,
            channel=fee.channel,
            kind=fee.kind,
            name=fee.name,
            amount=fee.amount,
            basis=fee.basis,
        )
        for fee in kept.fees
        if (fee.valid_from is None or fee.valid_from <= day)
        and (fee.valid_to is None or day <= fee.valid_to)
    ]


@router.get(
    "/agencies",
    response=shapes.AgencyList,
    operation_id="listAgencies",
    tags=TAGS,
    auth=None,
    summary="List the agencies of the province",
)
def list_agencies(
    request: HttpRequest,
    kind: Annotated[Words, Query("", description="Only agencies of this kind, e.g. commune.")],
) -> HttpResponse:
    """Agencies that exist today, by name; a filing names its commune by `id`."""
    agencies = Agency.objects.in_force(localdate()).order_by("name", "id")
    if kind:
        agencies = agencies.filter(kind=kind)
    return answer(
        shapes.AgencyList(
            items=[
                shapes.AgencyShown(
                    id=one.id, code=one.code, name=one.name, kind=one.kind, gso_code=one.gso_code
                )
                for one in agencies
            ]
        )
    )


@router.get(
    "/places",
    response=shapes.Places,
    operation_id="listPlaces",
    tags=TAGS,
    auth=None,
    summary="List the codes that an address may name",
)
def list_places(request: HttpRequest) -> HttpResponse:
    """Provinces, and the communes of this one, by code."""
    places = places_on(localdate())
    return answer(
        shapes.Places(
            provinces=dict(places.provinces),
            communes=dict(places.communes),
            own_province=OUR_PROVINCE,
        )
    )
