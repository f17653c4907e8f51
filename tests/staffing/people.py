"""Administrators of a small province, and whom they bring into office."""

from datetime import date
from typing import Any
from uuid import UUID

from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency
from motcua.organisations.queries import offices_of
from motcua.organisations.rules import Post
from motcua.people.models import Account
from motcua.people.sign_in_rules import Proof
from motcua.staffing import actions
from motcua.staffing.actions import Opened
from motcua.staffing.models import Appointment
from motcua.staffing.rules import Newcomer
from tests.builders import a_personal_number, a_province, an_officer
from tests.calendars import MONDAY_MORNING

TODAY = date(2026, 6, 1)
NAME = "Phạm Thị Mới"


def an_administrator(full_name: str = "Quản Trị Một") -> Actor:
    """Return a technical administrator with an open account."""
    by = an_officer(a_province().centre, Role.TECHNICAL_ADMIN, full_name=full_name)
    Account.objects.create(login=f"quan-tri-{by.who.hex[-8:]}", person_id=by.who)
    return by


def a_post(role: Role = Role.RECEPTIONIST, agency: Agency | None = None, **given: Any) -> Post:
    """Return a post at the commune from today on."""
    where = agency or a_province().commune
    facts = {"title": "Chuyên viên", "from_on": TODAY, "unit": "Phòng Văn hóa", **given}
    return Post(where.id, role, **facts)


def a_newcomer(**given: str) -> Newcomer:
    """Return somebody whom nobody knows yet."""
    facts = {
        "full_name": NAME,
        "personal_number": a_personal_number(),
        "staff_number": "",
        "login": "pham-thi-moi",
        **given,
    }
    return Newcomer(**facts)


def opened(by: Actor, post: Post | None = None, newcomer: Newcomer | None = None) -> Opened:
    """Return what came of opening an account with a post."""
    return actions.open_and_appoint(
        newcomer or a_newcomer(),
        post or a_post(),
        Proof.IDENTITY_CARD,
        by=by,
        at=MONDAY_MORNING,
    )


def roles(person: UUID, day: date = TODAY) -> set[Role]:
    """Return what somebody holds anywhere on a day."""
    return {role for office in offices_of(person, day) for role in office.roles}


def verbs(person: UUID) -> list[str]:
    """Return what happened to somebody, in order."""
    found = Event.objects.filter(subject=person).order_by("sequence")
    return list(found.values_list("verb", flat=True))


def confirm(by: Actor) -> None:
    """Have an administrator confirm everything that waits."""
    for one in Appointment.objects.filter(settled_at=None):
        actions.confirm(one.id, by=by, at=MONDAY_MORNING)
