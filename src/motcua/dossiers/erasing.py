"""Finding the dossiers whose time is over and that nothing keeps."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.rules import Status
from motcua.events.models import Event
from motcua.people.rules import ERASED


def drafts_left_since(moment: datetime, most: int) -> list[UUID]:
    """Return drafts that nobody has gone on with since a moment, the oldest first."""
    saved = Q(filling=None) | Q(filling__saved_at=None) | Q(filling__saved_at__lt=moment)
    attached = Attachment.objects.filter(dossier=OuterRef("pk"), added_at__gte=moment)
    found = Dossier.objects.filter(saved, ~Exists(attached), status=Status.DRAFT.value)
    found = found.filter(opened_at__lt=moment).order_by("opened_at", "id")
    return list(found.values_list("id", flat=True)[:most])


def unaccepted_since(moment: datetime, most: int) -> list[UUID]:
    """Return dossiers that were withdrawn or declined before they were accepted and to which
    nothing has happened since a moment, the oldest first."""
    later = Event.objects.filter(subject=OuterRef("pk"), at__gte=moment)
    found = Dossier.objects.filter(~Exists(later), submitted_at__lt=moment, accepted_at=None)
    found = found.filter(status__in=[Status.DECLINED.value, Status.WITHDRAWN.value])
    found = found.exclude(applicant_name=ERASED).order_by("submitted_at", "id")
    return list(found.values_list("id", flat=True)[:most])
