"""Builders of incidents."""

from datetime import datetime, timedelta
from typing import Any

from motcua.incidents import actions
from motcua.incidents.models import Extent, Incident
from motcua.incidents.rules import Gravity
from motcua.kernel.actors import Actor, Role
from motcua.privacy.reading_log import Asked
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING

FOUND = datetime(2026, 9, 7, 8, 30, tzinfo=MONDAY_MORNING.tzinfo)
BOTH = Gravity(is_network=True, is_personal=True)


def a_controller(name: str = "Người Bảo Vệ Dữ Liệu") -> Actor:
    """Return who answers for personal data."""
    return an_officer(a_province().committee, Role.CONTROLLER, full_name=name)


def a_keeper(name: str = "Người Giữ Máy") -> Actor:
    """Return who keeps the machines."""
    return an_officer(a_province().committee, Role.TECHNICAL_ADMIN, full_name=name)


def an_incident(*, by: Actor | None = None, at: datetime = FOUND, **given: Any) -> Incident:
    """Return an incident by both laws, noticed on a Monday in September."""
    facts = {
        "title": "Lộ mật khẩu",
        "what": "Có người lạ dùng tài khoản của cán bộ.",
        "found_at": FOUND,
        "found_by": "Trực hệ thống",
        "gravity": BOTH,
    }
    told = actions.Told(**{**facts, **given})
    return actions.open_incident(told, by=by or a_controller(), at=at)


def an_extent(incident: Incident, *, by: Actor, at: datetime = FOUND) -> Extent:
    """Return how far an incident reaches: everything read in the month of the tests."""
    asked = Asked(MONDAY_MORNING - timedelta(days=1), MONDAY_MORNING + timedelta(days=30))
    return actions.reckon(incident.id, asked, by=by, at=at)
