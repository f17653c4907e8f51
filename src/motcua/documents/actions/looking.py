"""Leaving a record of who was given a paper, and why."""

from datetime import datetime

from django.db import transaction

from motcua.documents.models import Document, Reading
from motcua.documents.reading_rules import Why, require_reason
from motcua.kernel.actors import Actor


@transaction.atomic
def note_reading(
    document: Document, *, why: Why, reason: str = "", by: Actor, at: datetime
) -> Reading:
    """Note that somebody is given a paper, before they are; the caller has checked that they may.

    Pictures of identity cards need a reason, which the owner can read later (Luật Bảo vệ dữ liệu
    cá nhân 91/2025/QH15).
    """
    told = require_reason(why, reason)
    return Reading.objects.create(
        document=document.id,
        subject=document.subject,
        person=by.person,
        agency=by.agency,
        why=why.value,
        reason=told,
        at=at,
    )
