"""What the system itself does at a service step of a process, and signals that go further.

A service works outside the transaction in which the process reached it: it is asked for by an
event, and the process goes on when it has done its work.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from motcua.dossiers.actions.course import finish_service, receive, tell_progress
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.workflow.queries import waiting_for_signal
from motcua.workflow.rules import Trigger

Service = Callable[[Event], Mapping[str, object]]


def _tell_applicant(event: Event) -> Mapping[str, object]:
    """Tell the applicant where the dossier is; sets no data."""
    tell_progress(DossierId(event.subject), by=SYSTEM, at=event.at)
    return {}


# What a process file may name at a service step, with the words the designer shows for it.
SERVICES: Mapping[str, tuple[str, Service]] = {
    "tell_applicant": ("Báo cho người nộp biết hồ sơ đang ở bước nào", _tell_applicant),
}


def serve(event: Event) -> None:
    """Subscriber `services`: do what a process asks for and let it go on.

    A step that names no service has nothing to wait for.
    """
    known = SERVICES.get(str(event.facts["service"]))
    data = known[1](event) if known is not None else {}
    node = str(event.facts["node"])
    finish_service(DossierId(event.subject), node, data=data, by=SYSTEM, at=event.at)


def broadcast(event: Event) -> None:
    """Subscriber `signals`: let a signal reach every other dossier whose process waits for it.

    One that can no longer receive it has gone on meanwhile, and needs it no more.
    """
    name = str(event.facts["name"])
    for subject in waiting_for_signal(name):
        if subject != event.subject:
            _let_reach(subject, name, event)


def _let_reach(subject: UUID, name: str, event: Event) -> None:
    try:
        receive(DossierId(subject), Trigger.SIGNAL, name, by=SYSTEM, at=event.at)
    except DomainError:
        return
