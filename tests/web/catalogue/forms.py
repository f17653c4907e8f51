"""Forms in every state, drawn and published by people who can sign in."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.forms import actions
from motcua.forms.files import written
from motcua.forms.models import FormVersion
from motcua.kernel.actors import Actor
from tests.calendars import MONDAY_MORNING
from tests.forms.drawing import CODE, SOUND, TRIAL, places_on

LIST = "/quan-tri/bieu-mau"


def a_draft(by: Actor, definition: dict[str, Any] = SOUND, code: str = CODE) -> FormVersion:
    """Return a draft."""
    return actions.draft(code, definition=definition, by=by, at=MONDAY_MORNING)


def a_proposal(by: Actor, definition: dict[str, Any] = SOUND) -> FormVersion:
    """Return a draft that is proposed for publication."""
    version = a_draft(by, definition)
    return actions.propose(version.id, places=places_on, by=by, at=MONDAY_MORNING)


def a_publication(
    drawer: Actor, controller: Actor, definition: dict[str, Any] = SOUND
) -> FormVersion:
    """Return a version in force."""
    version = a_proposal(drawer, definition)
    return actions.publish(version.id, places=places_on, by=controller, at=MONDAY_MORNING)


def many_forms(many: int) -> list[FormVersion]:
    """Write many forms, half of them drafts."""
    first = FormVersion.objects.count()
    return FormVersion.objects.bulk_create(
        FormVersion(
            code=f"so-{first + at:05d}",
            name=f"Biểu mẫu số {first + at}",
            definition=SOUND,
            published_at=MONDAY_MORNING if at % 2 else None,
        )
        for at in range(many)
    )


def a_file(text: str | bytes = written(CODE, SOUND, [TRIAL])) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile("bieu-mau.json", content, "application/json")


def sent(definition: dict[str, Any] = SOUND, *trials: Any, **more: str) -> dict[str, str]:
    """Return what the designer sends."""
    return {"form": written(CODE, definition, trials), **more}


def told(content: bytes) -> dict[str, Any]:
    """Return an answer that came as JSON."""
    found: dict[str, Any] = json.loads(content)
    return found
