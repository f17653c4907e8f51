"""Processes in every state, and the two people who draw and publish them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.kernel.actors import Actor, Role
from motcua.web.catalogue.blank import blank
from motcua.workflow import actions
from motcua.workflow.models import ProcessVersion
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING

CODE, NAME = "quy-trinh-mau", "Quy trình mẫu"
SOUND = blank(CODE, NAME)
UNSOUND = SOUND.replace('motcua:role="case_officer"', 'motcua:role="nobody"')


def a_drawer(full_name: str = "Trần Văn Vẽ") -> Actor:
    """Return somebody who draws."""
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN, full_name=full_name)


def a_controller() -> Actor:
    """Return somebody who publishes what another has drawn."""
    return an_officer(a_province().committee, Role.CONTROLLER, full_name="Lê Thị Duyệt")


def a_draft(by: Actor, bpmn: str = SOUND, code: str = CODE) -> ProcessVersion:
    """Return a draft."""
    return actions.draft(code, name=NAME, bpmn=bpmn, by=by, at=MONDAY_MORNING)


def a_proposal(by: Actor) -> ProcessVersion:
    """Return a draft that is proposed for publication."""
    return actions.propose(a_draft(by).id, by=by, at=MONDAY_MORNING)


def a_publication(drawer: Actor, controller: Actor) -> ProcessVersion:
    """Return a version in force."""
    return actions.publish(a_proposal(drawer).id, by=controller, at=MONDAY_MORNING)


def many_processes(many: int) -> list[ProcessVersion]:
    """Write many processes, half of them drafts."""
    first = ProcessVersion.objects.count()
    return ProcessVersion.objects.bulk_create(
        ProcessVersion(
            code=f"so-{first + at:05d}",
            name=f"Quy trình số {first + at}",
            bpmn=SOUND,
            published_at=MONDAY_MORNING if at % 2 else None,
        )
        for at in range(many)
    )


def a_file(text: str | bytes = SOUND) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile("quy-trinh.bpmn", content, "application/xml")
