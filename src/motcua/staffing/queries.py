"""Reading what waits for a second administrator, and whether there is one."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.organisations.queries import holders_of
from motcua.people.models import Account
from motcua.staffing.models import Appointment

MOST_FOUND, ENOUGH, PAGE = 50, 2, 50
_FOUND = """
SELECT officer.id FROM organisations_officer AS officer
JOIN people_person AS person ON person.id = officer.id
LEFT JOIN people_account AS account ON account.person_id = officer.id
WHERE person.search @@ motcua_search_query(%s)
   OR account.login = %s OR officer.staff_number = %s
ORDER BY officer.full_name, officer.id LIMIT %s
"""


def officers_found(words: str) -> list[UUID]:
    """Return the officers, former ones too, with a name, a login or a staff number."""
    tidy = words.strip()
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [tidy, tidy.lower(), tidy.upper(), MOST_FOUND])
        return [officer for (officer,) in cursor.fetchall()]


def waiting(
    agency: UUID | None = None, after: tuple[datetime, UUID] | None = None
) -> tuple[list[Appointment], bool]:
    """Return a page of what waits for a second person, at one agency or all, the oldest first, and
    whether there is more; one statement. `after` is when the last one before was proposed, and
    which it is."""
    found = Appointment.objects.filter(settled_at=None).select_related("officer", "agency")
    if agency is not None:
        found = found.filter(agency=agency)
    if after is not None:
        moment, last = after
        found = found.filter(
            Q(proposed_at__gt=moment) | Q(proposed_at=moment, id__gt=last), proposed_at__gte=moment
        )
    rows = list(found.order_by("proposed_at", "id")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def how_many_wait(most: int) -> int:
    """Return how many posts wait, no further than one beyond `most`."""
    return len(Appointment.objects.filter(settled_at=None).values_list("id")[: most + 1])


def agencies_that_wait() -> list[tuple[UUID, str]]:
    """Return id and name of the agencies in which a post waits, by name."""
    found = Appointment.objects.filter(settled_at=None).order_by("agency__name", "agency_id")
    return list(found.values_list("agency_id", "agency__name").distinct())


def called(appointments: Sequence[UUID]) -> dict[UUID, str]:
    """Return who was proposed for what, in words, by the proposal."""
    found = Appointment.objects.filter(pk__in=appointments).select_related("officer")
    return {one.id: f"{one.officer.full_name}, {ROLE_NAMES[Role(one.role)]}" for one in found}


def waiting_for(officer: UUID) -> list[Appointment]:
    """Return what waits for one officer."""
    found = Appointment.objects.filter(settled_at=None, officer=officer)
    return list(found.select_related("officer", "agency").order_by("proposed_at", "id"))


def open_administrators(day: date) -> int:
    """Return how many technical administrators have an open account on a day; two are enough."""
    holders = holders_of([Role.TECHNICAL_ADMIN], day)
    found = Account.objects.filter(person__in=holders, is_active=True)
    return len(found.values_list("id", flat=True)[:ENOUGH])


def account_of(officer: UUID) -> Account | None:
    """Return the account of an officer with their second factor."""
    found = Account.objects.select_related("person", "second_factor")
    return found.filter(person=officer).first()
