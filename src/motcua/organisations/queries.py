"""Reading agencies, who works there, and who took over from whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from motcua.events.rows import read
from motcua.kernel.actors import Role
from motcua.organisations.models import Agency, Officer, Position, Succession

_OFFICES = """
SELECT position.agency_id, agency.name, position.title, position.role
FROM organisations_position AS position
JOIN organisations_agency AS agency ON agency.id = position.agency_id
WHERE position.officer_id = %s AND position.valid_from <= %s
AND (position.valid_to IS NULL OR position.valid_to >= %s)
ORDER BY agency.name, position.title
"""


@dataclass(frozen=True, slots=True)
class Office:
    """An officer's place at one agency: the roles held there, in order of the positions."""

    agency: UUID
    agency_name: str
    title: str
    roles: frozenset[Role]


def offices_of(person: UUID, day: date) -> list[Office]:
    """Return where a person holds office on a day, by name of the agency; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES, [person, day, day])
        positions = cursor.fetchall()
    offices: dict[UUID, Office] = {}
    for agency, name, title, role in positions:
        known = offices.get(agency)
        roles = (known.roles if known else frozenset()) | {Role(role)}
        offices[agency] = Office(agency, name, known.title if known else title, roles)
    return list(offices.values())


def agency_by_code(code: str) -> Agency:
    """Return an agency by its identifier code."""
    return read(Agency, "WHERE code = %s", [code])[0]


def in_force_today(agency: Agency, day: date) -> Agency:
    """Return the agency itself, or whoever took over from it by a day."""
    while agency.valid_to is not None and agency.valid_to < day:
        following = (
            Succession.objects.filter(predecessor=agency).select_related("successor").first()
        )
        if following is None:
            return agency
        agency = following.successor
    return agency


def officers_of(agency: UUID, role: Role, day: date) -> list[Officer]:
    """Return who holds a role at an agency on a day, by name."""
    return list(
        Officer.objects.filter(
            Q(positions__valid_to=None) | Q(positions__valid_to__gte=day),
            positions__agency=agency,
            positions__role=role.value,
            positions__valid_from__lte=day,
        )
        .distinct()
        .order_by("full_name", "id")
    )


def officer_names(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return officers' names by id, in one statement."""
    wanted = list({person for person in people if person is not None})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, full_name FROM organisations_officer WHERE id = ANY(%s)", [wanted]
        )
        return dict(cursor.fetchall())


def title_of(officer: UUID, agency: UUID, role: Role) -> str:
    """Return the title under which an officer signs for an agency."""
    position = Position.objects.filter(officer=officer, agency=agency, role=role.value).first()
    return position.title if position else ""


def agency_names(agencies: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return agencies' names by id, in one statement."""
    wanted = {agency for agency in agencies if agency is not None}
    return dict(Agency.objects.filter(pk__in=wanted).values_list("id", "name"))


def communes_in_force(day: date) -> list[Agency]:
    """Return the communes of the province on a day, by name."""
    return list(Agency.objects.in_force(day).filter(kind="commune").order_by("name", "id"))
