"""Builders of what is unusual about reading."""

from typing import Any

from motcua.kernel.actors import Actor
from motcua.privacy.models import Finding
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
