"""Reading what waits for a second administrator, and whether there is one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from motcua.kernel.actors import Role
from motcua.organisations.queries import holders_of
from motcua.people.models import Account
from motcua.staffing.models import Appointment

BOTH = 2


def waiting() -> list[Appointment]:
    """Return what waits for a second person, the oldest first; one statement."""
    found = Appointment.objects.filter(settled_at=None).select_related("officer", "agency")
    return list(found.order_by("proposed_at", "id"))


def waiting_for(officer: UUID) -> list[Appointment]:
    """Return what waits for one officer."""
    found = Appointment.objects.filter(settled_at=None, officer=officer)
    return list(found.select_related("officer", "agency").order_by("proposed_at", "id"))


def open_administrators(day: date, but: Iterable[UUID] = ()) -> int:
    """Return how many technical administrators have an open account on a day."""
    holders = holders_of([Role.TECHNICAL_ADMIN], day) - set(but)
    return Account.objects.filter(person__in=holders, is_active=True).count()


def account_of(officer: UUID) -> Account | None:
    """Return the account of an officer with their second factor."""
    found = Account.objects.select_related("person", "second_factor")
    return found.filter(person=officer).first()
