"""Going on with a dossier when a signature came from outside: subscriber `signatures`."""

from datetime import datetime
from uuid import UUID

from motcua.dossiers import actions
from motcua.dossiers.models import BulkItem
from motcua.dossiers.slips import take_signed_slip
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.signing.queries import newest_request

MADE, FAILED = "signature.made", "signature.failed"
HEARD = (MADE, FAILED)
SLIPS = ("slip", "slip_hand")


class NotSignedOutside(DomainError):
    """Whoever keeps the key did not sign; the reason is theirs."""

    message = "Nơi giữ khóa không ký: {reason}."


class SetAside(DomainError):
    """The signature came after the dossier had gone on without it."""

    message = "Hồ sơ đã đổi trong lúc chờ chữ ký."


def take_signature(event: Event) -> None:
    """Go on where a signature was asked for; hearing twice changes nothing."""
    act, key = str(event.facts.get("act")), UUID(str(event.facts["key"]))
    if event.verb == FAILED:
        if act == "result":
            request = newest_request(act, key)
            reason = request.failure if request is not None else ""
            _fail(key, NotSignedOutside(reason=reason.rstrip(".")), event.at)
        return
    document, by = UUID(str(event.facts["document"])), Actor(event.by, event.agency)
    if act == "result":
        _take_result(event, key, document, by)
    elif act == "seal":
        actions.take_sealed_result(DossierId(event.subject), key, document, by=by, at=event.at)
    elif act in SLIPS:
        take_signed_slip(act, key, document, by=by, at=event.at)


def _take_result(event: Event, task: UUID, document: UUID, by: Actor) -> None:
    taken = actions.take_signed_result(DossierId(event.subject), task, document, by=by, at=event.at)
    if not taken:
        _fail(task, SetAside(), event.at)
        return
    for item in _items(task):
        actions.note_signed(item.id, by=SYSTEM, at=event.at)


def _fail(task: UUID, refusal: DomainError, at: datetime) -> None:
    for item in _items(task):
        actions.fail_item(item.id, refusal, by=SYSTEM, at=at)
        actions.end_bulk(item.bulk_id, by=SYSTEM, at=at)


def _items(task: UUID) -> list[BulkItem]:
    return list(BulkItem.objects.filter(task=task, state="asked"))
