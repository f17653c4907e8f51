"""Peers in force, and what is on its way to them."""

from typing import Any

from motcua.exchange import actions
from motcua.exchange.models import Message, PeerVersion
from motcua.exchange.rules import told_events
from motcua.kernel.actors import Actor, Role
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING

CODE = "cong-mau"
SECRET = "khoa-bi-mat-cua-hai-ben-0123456789"
ELSEWHERE = "https://cong.example/tin"


def a_setter(full_name: str = "Trần Văn Khai") -> Actor:
    """Return a business administrator who sets peers up."""
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN, full_name=full_name)


def another() -> Actor:
    """Return another one, who puts in force."""
    return a_setter("Lê Thị Duyệt")


def a_set_up(**changed: Any) -> actions.SetUp:
    """Return what a peer is set up with."""
    given: dict[str, Any] = {
        "name": "Cổng mẫu",
        "address": ELSEWHERE,
        "secret": SECRET,
        "verbs": list(told_events()),
        "agencies": [],
    }
    return actions.SetUp(**{**given, **changed})


def a_peer(code: str = CODE, **changed: Any) -> PeerVersion:
    """Return a peer in force."""
    first, second = a_setter(), another()
    drafted = actions.draft(code, a_set_up(**changed), by=first, at=MONDAY_MORNING)
    actions.propose(drafted.id, by=first, at=MONDAY_MORNING)
    return actions.publish(drafted.id, by=second, at=MONDAY_MORNING)


def messages(**wanted: Any) -> list[Message]:
    """Return messages in their order."""
    return list(Message.objects.filter(**wanted).order_by("peer", "dossier", "sequence"))
