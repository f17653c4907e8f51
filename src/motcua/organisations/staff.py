"""Who works at an agency today: their posts, who is away, who acts for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.organisations.models import Absence, Delegation, Position
from motcua.organisations.queries import officer_names
from motcua.organisations.rules import LENDABLE


@dataclass(slots=True)
class Colleague:
    """One officer of an agency, with what is known of their presence."""

    id: UUID
    name: str
    titles: list[str] = field(default_factory=list)
    roles: set[Role] = field(default_factory=set)
    absences: list[Absence] = field(default_factory=list)

    @property
    def lendable(self) -> list[tuple[str, str]]:
        """Return the roles that this officer may lend, with their names."""
        return sorted((role.value, ROLE_NAMES[role]) for role in self.roles & LENDABLE)


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation in force or to come, in words."""

    delegation: Delegation
    giver: str
    receiver: str
    role: str


def staff_of(agency: UUID, day: date) -> list[Colleague]:
    """Return who holds a post at an agency on a day, by name; three statements."""
    found: dict[UUID, Colleague] = {}
    held = Position.objects.filter(agency=agency, valid_from__lte=day).exclude(valid_to__lt=day)
    for position in held.select_related("officer").order_by("officer__full_name", "title"):
        one = found.setdefault(
            position.officer_id, Colleague(position.officer_id, position.officer.full_name)
        )
        if position.title not in one.titles:
            one.titles.append(position.title)
        one.roles.add(Role(position.role))
    away = Absence.objects.filter(officer__in=found, to_on__gte=day).order_by("from_on", "id")
    for absence in away:
        found[absence.officer_id].absences.append(absence)
    return list(found.values())


def lent_at(agency: UUID, day: date) -> Sequence[Lent]:
    """Return the delegations at an agency that have not ended by a day, by their first day."""
    lent = list(
        Delegation.objects.filter(agency=agency, to_on__gte=day, revoked_at=None).order_by(
            "from_on", "id"
        )
    )
    names = officer_names([person for one in lent for person in (one.giver_id, one.receiver_id)])
    return [
        Lent(one, names[one.giver_id], names[one.receiver_id], ROLE_NAMES[Role(one.role)])
        for one in lent
    ]
