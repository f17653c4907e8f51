"""Work that lies with somebody who left: it goes back to the unit, or to a colleague."""

from uuid import UUID

from motcua.dossiers.actions.course import give_back
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import DossierId, TaskId
from motcua.workflow.models import Task


def reassign(event: Event) -> None:
    """Hear of an officer's post that ended: nothing there stays open with them."""
    left = Task.objects.filter(
        assignee=event.subject, agency=UUID(event.facts["agency"]), completed_at=None
    )
    for task, subject in left.order_by("id").values_list("id", "subject"):
        give_back(DossierId(subject), TaskId(task), by=SYSTEM, at=event.at)
