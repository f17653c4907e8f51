"""Who is away, and who acts for whom."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import PersonId
from motcua.organisations.models import Absence, Delegation
from motcua.organisations.queries import held_on
from motcua.organisations.rules import (
    AlreadyEnded,
    BasisMissing,
    NotAColleague,
    NotYoursToLend,
    check_days,
    check_lendable,
)

LEADS = (Role.SECTION_HEAD, Role.SIGNATORY)


def _require_lead_or_self(by: Actor, officer: UUID, day: date) -> None:
    """Only the officer themselves, or who leads where they hold a position."""
    if by.person == officer:
        return
    if not by.has(*LEADS) or not held_on(officer, by.office, day).exists():
        raise NotPermitted


@transaction.atomic
def note_absence(
    officer: PersonId, *, from_on: date, to_on: date, reason: str, by: Actor, at: datetime
) -> Absence:
    """Note days on which an officer is away; nothing is assigned to them meanwhile."""
    _require_lead_or_self(by, officer, localdate(at))
    check_days(from_on, to_on)
    absence = Absence.objects.create(
        officer_id=officer, from_on=from_on, to_on=to_on, reason=reason.strip()[:200]
    )
    record("officer.absent", officer, by=by, at=at, from_on=from_on, to_on=to_on)
    return absence


@transaction.atomic
def end_absence(absence: UUID, *, by: Actor, at: datetime) -> None:
    """End an absence early: from today the officer is there again."""
    found = Absence.objects.select_for_update().filter(pk=absence).first()
    if found is None:
        raise NotFound
    today = localdate(at)
    _require_lead_or_self(by, found.officer_id, today)
    if found.to_on < today:
        raise AlreadyEnded
    if found.from_on >= today:
        found.delete()
    else:
        found.to_on = today - timedelta(days=1)
        found.save(update_fields=["to_on"])
    record("officer.present", found.officer_id, by=by, at=at)


@transaction.atomic
def delegate(
    receiver: PersonId,
    role: Role,
    *,
    from_on: date,
    to_on: date,
    basis: str,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let a colleague of the same agency exercise one's role for some days (ủy quyền).

    Only a role of one's own position may be lent: what was lent is not lent on.
    """
    today = localdate(at)
    check_days(from_on, to_on)
    check_lendable(role)
    if not basis.strip():
        raise BasisMissing
    if not held_on(by.who, by.office, today).filter(role=role.value).exists():
        raise NotYoursToLend
    if receiver == by.person or not held_on(receiver, by.office, today).exists():
        raise NotAColleague
    lent = Delegation.objects.create(
        giver_id=by.who,
        receiver_id=receiver,
        agency_id=by.office,
        role=role.value,
        from_on=from_on,
        to_on=to_on,
        basis=basis.strip()[:300],
    )
    said = {"delegation": lent.id, "to": receiver, "role": role.value}
    record("role.delegated", by.who, by=by, at=at, from_on=from_on, to_on=to_on, **said)
    return lent


@transaction.atomic
def revoke_delegation(delegation: UUID, *, by: Actor, at: datetime) -> None:
    """Take a role back before its last day."""
    lent = Delegation.objects.select_for_update().filter(pk=delegation).first()
    if lent is None:
        raise NotFound
    if by.person != lent.giver_id:
        raise NotPermitted
    if lent.revoked_at is not None:
        raise AlreadyEnded
    lent.revoked_at = at
    lent.save(update_fields=["revoked_at"])
    record("role.taken_back", lent.giver_id, by=by, at=at, delegation=lent.id)
