"""Who holds a post: officers entered, posts begun and ended."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.models import Delegation, Officer, Position
from motcua.organisations.queries import held_on, require_free
from motcua.organisations.rules import (
    AlreadyEnded,
    DaysWrong,
    Post,
    StaffNumberTaken,
    check_post,
    check_two_hands,
)

ONE_DAY = timedelta(days=1)


def _require_keeper(by: Actor) -> None:
    if by != SYSTEM and not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted


@transaction.atomic
def enter_officer(
    person: PersonId, full_name: str, staff_number: str, *, by: Actor, at: datetime
) -> Officer:
    """Return a person as an officer, entered when they are none yet.

    Raises:
        StaffNumberTaken: the number is another officer's, or this one has another number.
    """
    _require_keeper(by)
    number = staff_number or None
    known = Officer.objects.select_for_update().filter(pk=person).first()
    if known is not None and (not number or known.staff_number == number):
        return known
    if known is not None and known.staff_number:
        raise StaffNumberTaken(number=known.staff_number)
    officer = known or Officer(id=person, full_name=full_name)
    officer.staff_number = number
    try:
        with transaction.atomic():
            officer.save()
    except IntegrityError as taken:
        raise StaffNumberTaken(number=number) from taken
    if known is None:
        record("officer.entered", person, by=by, at=at)
    return officer


@transaction.atomic
def begin_post(
    officer: PersonId, post: Post, *, proposed_by: Actor | None = None, by: Actor, at: datetime
) -> Position:
    """Give an officer a post (bổ nhiệm, giao nhiệm vụ) from a day on.

    One with power over others takes two: `proposed_by` is the first, `by` the second.
    """
    _require_keeper(by)
    check_two_hands(post.role, officer, proposed_by, by)
    Officer.objects.select_for_update().get(pk=officer)
    kept = check_post(post, localdate(at))
    require_free(officer, kept, localdate(at))
    position = Position.objects.create(
        officer_id=officer,
        agency_id=kept.agency,
        role=kept.role.value,
        title=kept.title,
        unit=kept.unit,
        valid_from=kept.from_on,
    )
    facts = {"agency": kept.agency, "role": kept.role, "position": position.id}
    record("post.begun", officer, by=by, at=at, from_on=kept.from_on, **facts)
    return position


@transaction.atomic
def end_post(
    officer: PersonId,
    agency: AgencyId,
    *,
    role: Role | None = None,
    last_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """End an officer's positions at an agency (chuyển công tác, thôi việc), or the one in a role.

    What lies open with them there is given back to the unit by who hears of it. With the day before
    its first as its last a post is cancelled or taken back. That a technical admin remains is seen
    to by `staffing.actions`, who knows their accounts; others call those.
    """
    leads = by.has(Role.SIGNATORY) and by.agency == agency
    if by != SYSTEM and not by.has(Role.BUSINESS_ADMIN, Role.TECHNICAL_ADMIN) and not leads:
        raise NotPermitted
    held = _held(officer, agency, role, localdate(at))
    if not held:
        raise AlreadyEnded
    if last_on < min(one.valid_from for one in held) - ONE_DAY:
        raise DaysWrong
    ended = Position.objects.filter(pk__in=[one.pk for one in held])
    ended.update(valid_to=last_on, ended_at=at)
    _end_delegations(officer, agency, role, localdate(at), at)
    facts = {"role": role} if role else {}
    record("post.ended", officer, by=by, at=at, agency=agency, last_on=last_on, **facts)


def _held(officer: UUID, agency: UUID, role: Role | None, today: date) -> list[Position]:
    held = held_on(officer, agency, today)
    if role is not None:  # also one that has not begun
        held = Position.objects.filter(officer=officer, agency=agency, role=role.value)
        held = held.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return list(held.order_by("id").select_for_update())


def _end_delegations(
    officer: UUID, agency: UUID, role: Role | None, today: date, at: datetime
) -> None:
    """Take back what was lent in the role that ends; with the last one also what was received."""
    lent = Q(giver=officer) if role is None else Q(giver=officer, role=role.value)
    if role is None or not held_on(officer, agency, today).filter(valid_to=None).exists():
        lent |= Q(receiver=officer)
    Delegation.objects.filter(lent, agency=agency, revoked_at=None).update(revoked_at=at)
