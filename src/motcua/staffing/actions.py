"""Bringing people into office: an account, a post, and who confirms what has power over others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations.actions import begin_post, end_post, enter_officer
from motcua.organisations.models import Officer, Position
from motcua.organisations.queries import require_free
from motcua.organisations.rules import (
    POWERFUL,
    LastAdministrator,
    NotToOneself,
    Post,
    check_post,
)
from motcua.people import actions as people
from motcua.people.models import Account
from motcua.people.queries import person_named
from motcua.people.sign_in_rules import Proof
from motcua.staffing.models import Appointment
from motcua.staffing.queries import account_of, open_administrators
from motcua.staffing.rules import (
    AdministratorsThere,
    AlreadyProposed,
    AlreadySettled,
    Newcomer,
    check_newcomer,
)

ONE_DAY = timedelta(days=1)
ACCOUNTS = "/tai-khoan"
_ALONE = "SELECT pg_advisory_xact_lock(7361)"


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening an account.

    `password` is to be handed over and kept nowhere; empty where the person had an account, whose
    login is `login`. `waits` says that the post takes a second person.
    """

    officer: PersonId
    login: str
    password: str
    waits: bool


def _require_keeper(by: Actor, officer: UUID | None = None) -> None:
    if by != SYSTEM and not by.has(Role.TECHNICAL_ADMIN):
        raise NotPermitted
    if officer is not None and by.person == officer:
        raise NotToOneself


@transaction.atomic
def open_and_appoint(
    newcomer: Newcomer, post: Post, proof: Proof | None, *, by: Actor, at: datetime
) -> Opened:
    """Open an account for an officer and give them a post; who is known already is not doubled.

    People are known by their personal number, or by their staff number where there is none.
    """
    _require_keeper(by)
    opened, officer = _opened(check_newcomer(newcomer), proof, by, at)
    waits = isinstance(_appointed(officer, post, None, by, at), Appointment)
    return Opened(officer, *opened, waits)


def _opened(
    one: Newcomer, proof: Proof | None, by: Actor, at: datetime
) -> tuple[tuple[str, str], PersonId]:
    """Open the account; return login and password, and whose it is. One at a time: two desks that
    enter the same person at once find one."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    known = _by_staff_number(one)
    person = (
        person_named(known, one.full_name)
        if known
        else people.register_officer(one.full_name, one.personal_number, by=by, at=at)
    )
    if person.id == by.person:
        raise NotToOneself
    officer = PersonId(person.id)
    enter_officer(officer, person.full_name, one.staff_number, by=by, at=at)
    account, password = people.open_with_first_password(person, one.login, proof, by=by, at=at)
    return (account.login, password), officer


def _by_staff_number(one: Newcomer) -> UUID | None:
    if one.personal_number or not one.staff_number:
        return None
    found = Officer.objects.filter(staff_number=one.staff_number)
    return found.values_list("id", flat=True).first()


@transaction.atomic
def appoint(
    officer: PersonId, post: Post, *, instead_of: UUID | None = None, by: Actor, at: datetime
) -> Position | Appointment:
    """Give an officer another post; with `instead_of` that post ends the day before (chuyển công
    tác), in the same act.

    A post with power over others is proposed, and begins once another has confirmed it.
    """
    _require_keeper(by, officer)
    if not Officer.objects.select_for_update().filter(pk=officer).exists():
        raise NotFound
    return _appointed(officer, post, instead_of, by, at)


def _appointed(
    officer: PersonId, post: Post, instead_of: UUID | None, by: Actor, at: datetime
) -> Position | Appointment:
    today = localdate(at)
    kept = check_post(post, today)
    before = _post_of(officer, instead_of)
    if kept.role not in POWERFUL:
        return _begun(officer, kept, before, None, by, at)
    require_free(officer, kept, today)
    waiting = Appointment(
        officer_id=officer,
        agency_id=kept.agency,
        role=kept.role.value,
        title=kept.title,
        unit=kept.unit,
        from_on=kept.from_on,
        instead_of=before,
        proposed_by=by.person,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            waiting.save(force_insert=True)
    except IntegrityError as twice:
        raise AlreadyProposed from twice
    facts = {"appointment": waiting.id, "agency": kept.agency, "role": kept.role}
    record("post.proposed", officer, by=by, at=at, from_on=kept.from_on, **facts)
    return waiting


def _post_of(officer: UUID, position: UUID | None) -> Position | None:
    if position is None:
        return None
    found = Position.objects.filter(pk=position, officer=officer).first()
    if found is None:
        raise NotFound
    return found


def _begun(
    officer: PersonId,
    post: Post,
    before: Position | None,
    proposed_by: Actor | None,
    by: Actor,
    at: datetime,
) -> Position:
    """Begin a post, and end the one that it takes the place of the day before."""
    first = max(post.from_on, localdate(at))
    if before is not None and (before.valid_to is None or before.valid_to >= first):
        _ended(before, max(first, before.valid_from) - ONE_DAY, by, at)
    return begin_post(officer, post, proposed_by=proposed_by, by=by, at=at)


def _ended(position: Position, last_on: date, by: Actor, at: datetime) -> None:
    officer, agency, role = position.officer_id, position.agency_id, Role(position.role)
    if role is Role.TECHNICAL_ADMIN:
        _keep_an_administrator(officer, last_on + ONE_DAY, [position.id], at)
    end_post(PersonId(officer), AgencyId(agency), role=role, last_on=last_on, by=by, at=at)


def _keep_an_administrator(
    officer: UUID, first: date, ended: Collection[UUID] | None, at: datetime
) -> None:
    """Refuse what leaves no technical admin with an open account and a post without a last day.

    Asked before an officer loses some posts from a day on, or with None their account. Who asks
    waits for others who do: two who close each other's account at once find one of them gone.
    """
    posts = Position.objects.filter(role=Role.TECHNICAL_ADMIN.value)
    posts = posts.filter(Q(valid_to=None) | Q(valid_to__gte=localdate(at)))
    locked = list(posts.order_by("id").select_for_update())
    if not any(one.officer_id == officer for one in locked):
        return
    stay = {
        one.officer_id
        for one in locked
        if one.valid_to is None
        and one.valid_from <= first
        and (one.officer_id != officer if ended is None else one.id not in ended)
    }
    if not Account.objects.filter(person__in=stay, is_active=True).exists():
        raise LastAdministrator


def _locked(appointment: UUID) -> Appointment:
    named = Appointment.objects.filter(pk=appointment).select_related("instead_of")
    found = named.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound
    if found.settled_at is not None:
        raise AlreadySettled
    return found


@transaction.atomic
def confirm(appointment: UUID, *, by: Actor, at: datetime) -> None:
    """Put a proposed post in force: another technical admin than who proposed it or gets it.

    It begins today where its first day is over: nobody acted in it before.
    """
    _require_keeper(by)
    waiting = _locked(appointment)
    _require_keeper(by, waiting.officer_id)
    first = Actor(waiting.proposed_by, is_system=waiting.proposed_by is None)
    post = Post(waiting.agency_id, Role(waiting.role), waiting.title, waiting.from_on, waiting.unit)
    post = check_post(post, localdate(at))
    waiting.settled_by, waiting.settled_at = by.who, at
    waiting.position = _begun(PersonId(waiting.officer_id), post, waiting.instead_of, first, by, at)
    waiting.save(update_fields=["settled_by", "settled_at", "position"])


@transaction.atomic
def drop(appointment: UUID, *, by: Actor, at: datetime) -> None:
    """Drop what was proposed: the one who did takes it back, or another refuses it."""
    _require_keeper(by)
    waiting = _locked(appointment)
    _require_keeper(by, waiting.officer_id)
    waiting.settled_by, waiting.settled_at = by.person, at
    waiting.save(update_fields=["settled_by", "settled_at"])
    record("post.dropped", waiting.officer_id, by=by, at=at, appointment=waiting.id)


@transaction.atomic
def end(position: UUID, *, officer: PersonId, last_on: date, by: Actor, at: datetime) -> None:
    """Note the last day of one of an officer's posts; rights end with the day."""
    _require_keeper(by, officer)
    found = _post_of(officer, position)
    assert found is not None
    _ended(found, last_on, by, at)


@transaction.atomic
def leave(officer: PersonId, agency: AgencyId, *, last_on: date, by: Actor, at: datetime) -> None:
    """Note the last day of all of an officer's posts at an agency (thôi việc)."""
    held = Position.objects.filter(officer=officer, agency=agency, role=Role.TECHNICAL_ADMIN.value)
    if ended := list(held.values_list("id", flat=True)):
        _keep_an_administrator(officer, last_on + ONE_DAY, ended, at)
    end_post(officer, agency, last_on=last_on, by=by, at=at)


@transaction.atomic
def close_account(officer: PersonId, *, by: Actor, at: datetime) -> None:
    """Close an officer's account; the last technical admin's stays open."""
    _require_keeper(by, officer)
    account = account_of(officer)
    if account is None:
        raise NotFound
    _keep_an_administrator(officer, localdate(at), None, at)
    people.close_account(account.id, by=by, at=at)


@transaction.atomic
def give_password(officer: PersonId, proof: Proof, *, by: Actor, at: datetime) -> str:
    """Return a new first password for an officer who has forgotten theirs; others are not found."""
    _require_keeper(by, officer)
    if not Officer.objects.filter(pk=officer).exists():
        raise NotFound
    return people.give_password(officer, proof, by=by, at=at)


@transaction.atomic
def open_first_administrator(
    newcomer: Newcomer, post: Post, proof: Proof, *, by: Actor, at: datetime
) -> Opened:
    """Open the technical administrator with whom everything begins; whoever runs the system does.

    Refused as long as there is one with an open account: they appoint the next.
    """
    if by != SYSTEM:
        raise NotPermitted
    opened, officer = _opened(check_newcomer(newcomer), proof, by, at)
    if open_administrators(localdate(at)):
        raise AdministratorsThere(page=f"{settings.PUBLIC_URL}{ACCOUNTS}")
    begin_post(officer, post, by=by, at=at)
    return Opened(officer, *opened, waits=False)
