"""Forms in every state, and the people who draw and publish them."""

from datetime import date
from typing import Any

from motcua.forms import actions
from motcua.forms.fields import Places
from motcua.forms.models import FormVersion
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id
from tests.calendars import MONDAY_MORNING
from tests.forms.test_fields import PLACES
from tests.forms.test_rules import a_field

CODE, NAME = "to-khai-mau", "Tờ khai mẫu"
DRAWER = Actor(new_id(), new_id(), frozenset({Role.BUSINESS_ADMIN}))
SECOND = Actor(new_id(), new_id(), frozenset({Role.CONTROLLER}))
WRONG = [
    Actor(new_id(), new_id(), frozenset({Role.CASE_OFFICER})),
    Actor(new_id(), None, frozenset({Role.CITIZEN})),
]


def places_on(day: date) -> Places:
    """Return what addresses may name; here the same on every day."""
    return PLACES


def a_definition(*fields: dict[str, Any], name: str = NAME) -> dict[str, Any]:
    """Return a form of one page."""
    page = {"id": "trang", "title": {"vi": "Trang"}, "fields": list(fields or [a_field("a")])}
    return {"title": {"vi": name}, "pages": [page]}


SOUND = a_definition()
UNSOUND = a_definition(a_field("a", "essay"))
TRIAL = {
    "name": "Bỏ trống",
    "case": "",
    "day": "2026-06-01",
    "answers": {},
    "expected": {"pages": ["trang"], "errors": ["a"], "values": {"a": ""}},
}
WRONG_TRIAL = {**TRIAL, "expected": {"errors": []}}


def a_draft(definition: dict[str, Any] = SOUND, by: Actor = DRAWER, **given: Any) -> FormVersion:
    """Return a draft."""
    whole: dict[str, Any] = {"code": CODE, "trials": [TRIAL], **given}
    code = whole.pop("code")
    return actions.draft(code, definition=definition, by=by, at=MONDAY_MORNING, **whole)


def a_proposal(by: Actor = DRAWER, definition: dict[str, Any] = SOUND) -> FormVersion:
    """Return a draft that is proposed for publication."""
    version = a_draft(definition, by)
    return actions.propose(version.id, places=places_on, by=by, at=MONDAY_MORNING)


def a_publication(
    drawer: Actor = DRAWER, second: Actor = SECOND, definition: dict[str, Any] = SOUND
) -> FormVersion:
    """Return a version in force."""
    version = a_proposal(drawer, definition)
    return actions.publish(version.id, places=places_on, by=second, at=MONDAY_MORNING)
