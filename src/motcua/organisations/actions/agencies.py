"""Agencies that a file brings."""

from datetime import datetime

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.organisations.models import Agency
from motcua.organisations.rules import (
    AgencyDiffers,
    AgencyLine,
    ParentMissing,
    check_agency,
)

KEPT = {"name": "tên", "kind": "loại", "tier": "cấp", "gso_code": "mã hành chính"}


@transaction.atomic
def enter_agency(line: AgencyLine, *, by: Actor, at: datetime) -> bool:
    """Enter an agency, or the last day of one that is known; return whether anything changed.

    Only whoever runs the system does: everything hangs on the tree of agencies.
    """
    if by != SYSTEM:
        raise NotPermitted
    known = Agency.objects.select_for_update().filter(code=line.code).first()
    if known is not None:
        return _ended(known, line, by, at)
    parent = Agency.objects.filter(code=line.parent_code).first() if line.parent_code else None
    if line.parent_code and parent is None:
        raise ParentMissing(code=line.parent_code)
    check_agency(line)
    made = Agency.objects.create(
        code=line.code,
        name=line.name,
        kind=line.kind,
        tier=line.tier,
        parent=parent,
        gso_code=line.gso_code,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
    )
    record("agency.entered", made.id, by=by, at=at, code=line.code, from_on=line.valid_from)
    return True


def _ended(known: Agency, line: AgencyLine, by: Actor, at: datetime) -> bool:
    for field, words in KEPT.items():
        if getattr(known, field) != getattr(line, field):
            raise AgencyDiffers(code=line.code, what=words)
    if known.valid_from != line.valid_from:
        raise AgencyDiffers(code=line.code, what="ngày đầu")
    if (known.parent.code if known.parent else "") != line.parent_code:
        raise AgencyDiffers(code=line.code, what="cơ quan cấp trên")
    if known.valid_to == line.valid_to:
        return False
    if known.valid_to is not None or line.valid_to is None:
        raise AgencyDiffers(code=line.code, what="ngày cuối")
    known.valid_to = line.valid_to
    known.save(update_fields=["valid_to"])
    record("agency.ended", known.id, by=by, at=at, last_on=line.valid_to)
    return True
