"""That the master key was exchanged."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted


@transaction.atomic
def note_rotation(*, many: int, about: UUID, by: Actor, at: datetime) -> None:
    """Write down that the master key was exchanged and how many data keys were wrapped anew.

    By the system alone, at the command of whoever runs it.
    """
    if not by.is_system:
        raise NotPermitted
    record("master_key.rotated", about, by=by, at=at, keys=many)
