"""Builders of what is unusual about reading, and of what people ask about their data."""

from typing import Any

from motcua.kernel.actors import Actor
from motcua.privacy.actions import ask
from motcua.privacy.models import DataRequest, Finding
from tests.calendars import MONDAY_MORNING


def a_finding(reader: Actor, **given: Any) -> Finding:
    """Return a finding about somebody's reading on the Monday of the tests."""
    facts = {
        "day": MONDAY_MORNING.date(),
        "person": reader.who,
        "agency": reader.office,
        "rule": "neighbours",
        "measured": 3,
        "allowed": 2,
        "about": reader.who,
        "dossiers": [],
        "found_at": MONDAY_MORNING,
    }
    return Finding.objects.create(**{**facts, **given})


def a_data_request(owner: Actor) -> DataRequest:
    """Return a request of somebody to have data about them deleted."""
    return ask("delete", "Số điện thoại cũ của tôi.", by=owner, at=MONDAY_MORNING)
