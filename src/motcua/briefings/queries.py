"""Who is sent the digest, and whether a person wants it."""

from datetime import date
from uuid import UUID

from motcua.briefings.models import Choice, Issue
from motcua.briefings.rules import LEADING, OVERSEEING
from motcua.organisations.models import Agency
from motcua.organisations.queries import holders_of


def wants(person: UUID) -> bool:
    """Say whether a person who may read the digest is sent it: yes, until the person says no."""
    said = Choice.objects.filter(pk=person).values_list("wanted", flat=True).first()
    return said is not False


def recipients(day: date) -> set[UUID]:
    """Return who is sent the digest on a day: who holds a role that reads it and did not decline.

    Whoever lost the role is sent nothing, whatever was chosen before.
    """
    provinces = Agency.objects.in_force(day).filter(kind="province").values_list("id", flat=True)
    readers = holders_of(OVERSEEING, day) | holders_of(LEADING, day, provinces)
    declined = Choice.objects.filter(wanted=False, person__in=readers)
    return readers - set(declined.values_list("person", flat=True))


def latest_issue() -> Issue | None:
    """Return the digest that went out last; None before the first week."""
    return Issue.objects.order_by("-at").first()
