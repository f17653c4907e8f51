"""Reading what waits for a second administrator, and whether there is one."""

from datetime import date
from uuid import UUID

from django.db import connection

from motcua.kernel.actors import Role
from motcua.organisations.queries import holders_of
from motcua.people.models import Account
from motcua.staffing.models import Appointment

MOST_FOUND, ENOUGH = 50, 2
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


def waiting() -> list[Appointment]:
    """Return what waits for a second person, the oldest first; one statement."""
    found = Appointment.objects.filter(settled_at=None).select_related("officer", "agency")
    return list(found.order_by("proposed_at", "id"))


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
