"""Reading agencies, who works there, and who took over from whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.events.rows import read
from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.organisations.models import (
    NOT_TAKEN_BACK,
    Absence,
    Agency,
    Delegation,
    Officer,
    Position,
    Succession,
)
from motcua.organisations.rules import AgencyNotThere, Post, PostHeld

# Positions held by a person on a day, and after them the roles that others have delegated for it.
HELD = """
    SELECT agency_id, title, role, 0 AS lent FROM organisations_position
    WHERE officer_id = {person} AND valid_from <= {day} AND (valid_to IS NULL OR valid_to >= {day})
    UNION ALL
    SELECT agency_id, 'Người được ủy quyền', role, 1 FROM organisations_delegation
    WHERE receiver_id = {person} AND from_on <= {day} AND to_on >= {day} AND revoked_at IS NULL
"""
_OFFICES = f"""
SELECT held.agency_id, agency.name, held.title, held.role
FROM ({HELD.format(person="%(person)s", day="%(day)s")}) AS held
JOIN organisations_agency AS agency ON agency.id = held.agency_id
ORDER BY agency.name, held.lent, held.title
"""  # noqa: S608 -- put together from texts of this file

_SIGNER = """
SELECT officer.full_name, coalesce((
    SELECT title FROM organisations_position
    WHERE agency_id = %s AND role = %s AND officer_id = officer.id
        AND (valid_to IS NULL OR valid_to >= valid_from)
    ORDER BY id LIMIT 1
), '')
FROM organisations_officer AS officer WHERE officer.id = %s
"""
_LETTERHEAD = """
SELECT agency.name, coalesce(above.name, '') FROM organisations_agency AS agency
LEFT JOIN organisations_agency AS above ON above.id = agency.parent_id WHERE agency.id = %s
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
        cursor.execute(_OFFICES, {"person": person, "day": day})
        return offices_from(cursor.fetchall())


def offices_from(held: Iterable[Sequence[Any]]) -> list[Office]:
    """Return offices from rows of agency, its name, title and role, in the order of the rows."""
    offices: dict[UUID, Office] = {}
    for agency, name, title, role in held:
        known = offices.get(agency)
        roles = (known.roles if known else frozenset()) | {Role(role)}
        offices[agency] = Office(agency, name, known.title if known else title, roles)
    return list(offices.values())


def held_on(officer: UUID, agency: UUID, day: date) -> QuerySet[Position]:
    """Return the positions of an officer at an agency on a day."""
    held = Position.objects.filter(officer=officer, agency=agency, valid_from__lte=day)
    return held.filter(Q(valid_to=None) | Q(valid_to__gte=day))


def require_free(officer: UUID, post: Post, today: date) -> None:
    """Refuse an agency that is not there then, and a post that is held, or will be."""
    agencies = Agency.objects.in_force(max(post.from_on, today))
    if not agencies.filter(pk=post.agency).exists():
        raise AgencyNotThere
    held = Position.objects.filter(officer=officer, agency=post.agency, role=post.role.value)
    later = Q(valid_to=None) | Q(valid_to__gte=max(post.from_on, today))
    same = Q(NOT_TAKEN_BACK, valid_from=post.from_on)
    if held.filter(later | same).exists():
        raise PostHeld


def posts_ever(officer: UUID) -> list[Position]:
    """Return the posts of an officer, past, present and to come, newest first; one statement."""
    found = Position.objects.filter(officer=officer).select_related("agency")
    return list(found.order_by("-valid_from", "role", "-id"))


def officer_by_id(officer: UUID) -> Officer | None:
    """Return an officer, None where a person is none."""
    return Officer.objects.filter(pk=officer).first()


def agencies_to_choose(day: date) -> list[tuple[UUID, str]]:
    """Return id and name of the agencies on a day, those of the province first, by name."""
    found = Agency.objects.in_force(day).order_by("-tier", "name", "id")
    return list(found.values_list("id", "name"))


def agency_id_by_code(code: str) -> UUID | None:
    """Return the id of the agency with a code; None when there is none."""
    return Agency.objects.filter(code=code).values_list("id", flat=True).first()


def agency_by_code(code: str) -> Agency:
    """Return an agency by its identifier code."""
    return read(Agency, "WHERE code = %s", [code])[0]


def commune_by_gso_code(code: str, day: date) -> UUID | None:
    """Return the commune that an address names by its statistics code on a day, None elsewhere."""
    found = Agency.objects.in_force(day).filter(kind="commune", gso_code=code)
    return found.values_list("id", flat=True).first()


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
    """Return who holds a role at an agency on a day, by position or delegation, by name."""
    held = Position.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        agency=agency,
        role=role.value,
        valid_from__lte=day,
    )
    lent = Delegation.objects.filter(
        agency=agency, role=role.value, from_on__lte=day, to_on__gte=day, revoked_at=None
    )
    return list(
        Officer.objects.filter(
            Q(pk__in=held.values("officer_id")) | Q(pk__in=lent.values("receiver_id"))
        ).order_by("full_name", "id")
    )


def holds_delegation(receiver: UUID, giver: UUID, agency: UUID, role: Role, day: date) -> bool:
    """Say whether an officer exercises another's role at an agency on a day."""
    return Delegation.objects.filter(
        receiver=receiver,
        giver=giver,
        agency=agency,
        role=role.value,
        from_on__lte=day,
        to_on__gte=day,
        revoked_at=None,
    ).exists()


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
    held = Position.objects.filter(
        NOT_TAKEN_BACK, officer=officer, agency=agency, role=role.value
    ).first()
    return held.title if held else ""


def signer_of(officer: UUID, agency: UUID) -> tuple[str, str]:
    """Return the name of an officer and the title under which they sign for an agency."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNER, [agency, Role.SIGNATORY.value, officer])
        name, title = cursor.fetchone() or ("", "")
    return name, title


def letterhead_of(agency: UUID) -> tuple[str, str]:
    """Return the name of an agency and of the one above it, as they stand at the head of papers."""
    with connection.cursor() as cursor:
        cursor.execute(_LETTERHEAD, [agency])
        name, above = cursor.fetchone()
    return name, above


def titles_held(people: Iterable[UUID | None]) -> dict[tuple[UUID, UUID], str]:
    """Return the titles that people hold or held last, by person and agency; one statement."""
    wanted = {person for person in people if person is not None}
    held = Position.objects.filter(NOT_TAKEN_BACK, officer__in=wanted)
    held = held.order_by("valid_from", "role")
    found = held.values_list("officer_id", "agency_id", "title")
    return {(officer, agency): title for officer, agency, title in found}


def agency_names(agencies: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return agencies' names by id, in one statement."""
    wanted = {agency for agency in agencies if agency is not None}
    return dict(Agency.objects.filter(pk__in=wanted).values_list("id", "name"))


def agency_names_by_code(codes: Iterable[str]) -> dict[str, str]:
    """Return agencies' names by their identifier codes, in one statement."""
    return dict(Agency.objects.filter(code__in=set(codes)).values_list("code", "name"))


def agencies_by_code(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return agencies' names and kinds by their identifier codes, in one statement."""
    found = Agency.objects.filter(code__in=set(codes)).values_list("code", "name", "kind")
    return {code: (name, kind) for code, name, kind in found}


def province_code() -> str:
    """Return the code of the province that this system serves; empty before it is set up."""
    codes = Agency.objects.filter(kind="province").order_by("code").values_list("code", flat=True)
    return codes.first() or ""


def agency_name_by_code(code: str) -> str:
    """Return the name of an agency, or the code itself when it is of another system."""
    return agency_names_by_code([code]).get(code, code)


def settling_agencies(day: date) -> list[tuple[str, str]]:
    """Return code and name of the agencies below the province on a day, departments first."""
    found = Agency.objects.in_force(day).exclude(kind="province")
    return list(found.order_by("-tier", "name", "id").values_list("code", "name"))


def communes_in_force(day: date) -> list[Agency]:
    """Return the communes of the province on a day, by name."""
    return list(Agency.objects.in_force(day).filter(kind="commune").order_by("name", "id"))


def communes_ever() -> frozenset[str]:
    """Return the codes of all agencies that are or were communes; one statement."""
    return frozenset(Agency.objects.filter(kind="commune").values_list("code", flat=True))


def agencies_below(code: str) -> list[str]:
    """Return the codes of the agencies below one, at every depth, whenever they existed.

    One statement.
    """
    children: dict[str, list[str]] = {}
    for parent, child in Agency.objects.filter(parent__isnull=False).values_list(
        "parent__code", "code"
    ):
        children.setdefault(parent, []).append(child)
    found, open_ = [], [code]
    while open_:
        open_ = [child for one in open_ for child in children.pop(one, ())]
        found += open_
    return sorted(found)


def available_officers(agency: UUID, role: Role, day: date) -> list[Officer]:
    """Return who holds a role at an agency and is not absent on a day, by name."""
    away = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("officer_id")
    everyone = {officer.id: officer for officer in officers_of(agency, role, day)}
    absent = set(away.filter(officer__in=everyone).values_list("officer_id", flat=True))
    return [officer for name, officer in everyone.items() if name not in absent]


def holders_of(
    roles: Iterable[Role], day: date, agencies: Iterable[UUID] | None = None
) -> set[UUID]:
    """Return who holds one of some roles on a day by position, at some agencies or anywhere."""
    held = Position.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        role__in=[role.value for role in roles],
        valid_from__lte=day,
    )
    if agencies is not None:
        held = held.filter(agency__in=list(agencies))
    return set(held.values_list("officer_id", flat=True))


def posts_of(people: Iterable[UUID], day: date) -> dict[UUID, list[str]]:
    """Return what each of some people holds on a day, in words, in one statement."""
    held = Position.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), officer__in=list(people), valid_from__lte=day
    )
    found: dict[UUID, list[str]] = {}
    named = held.order_by("agency__name", "role").values_list("officer_id", "role", "agency__name")
    for officer, role, agency in named:
        found.setdefault(officer, []).append(f"{ROLE_NAMES[Role(role)]}, {agency}")
    return found


def everybody_in_office(day: date) -> set[UUID]:
    """Return who holds any position on a day."""
    return holders_of(tuple(Role), day)


def was_in_office(person: UUID) -> bool:
    """Say whether somebody holds, or has held, a position."""
    return Position.objects.filter(officer=person).exists()
